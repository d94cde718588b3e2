/** A figure, and the bar it is held to, if any. */
export type Line = {
  readonly name: string
  readonly figure: number
  readonly unit: string
  readonly bar?: { readonly least: number } | { readonly most: number }
}

export function verdictOf({ figure, bar }: Line): 'met' | 'missed' | 'informative' {
  if (!bar) return 'informative'
  const met = 'least' in bar ? figure >= bar.least : figure <= bar.most
  return met ? 'met' : 'missed'
}

const MARKS = { met: '✔', missed: '✖', informative: ' ' } as const

export function printLine(line: Line): void {
  const { name, figure, unit, bar } = line
  const wanted = bar ? `   bar ${'least' in bar ? `≥ ${bar.least}` : `≤ ${bar.most}`}` : ''
  process.stdout.write(
    `${MARKS[verdictOf(line)]} ${name.padEnd(58)} ${short(figure).padStart(8)} ${unit.padEnd(3)}${wanted}\n`,
  )
}

function short(figure: number): string {
  return Math.abs(figure) >= 100 ? String(Math.round(figure)) : figure.toFixed(2)
}
