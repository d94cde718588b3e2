/** Country calling codes of two digits (E.164); +1 and +7 have one, all others three. */
const TWO_DIGITS: ReadonlySet<string> = new Set(
  (
    '20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 ' +
    '90 91 92 93 94 95 98'
  ).split(' '),
)
/** How so many digits behind the code are read aloud; longer and shorter ones go in fours. */
const GROUPS: Readonly<Record<number, readonly number[]>> = {
  7: [3, 4],
  8: [4, 4],
  9: [3, 3, 3],
  10: [3, 3, 4],
  11: [3, 4, 4],
}

/** A phone number as people read it, from its digits: +62 812-8841-2093, +65 8123-4471, +1 555-010-2334; nothing where none is known. */
export function shownPhone(number: string | null): string {
  const digits = (number ?? '').replace(/\D/g, '')
  if (digits === '') return ''
  const code = codeOf(digits)
  const rest = digits.slice(code.length)
  const groups = code === '62' ? indonesian(rest) : grouped(rest)
  return `+${code} ${groups.join('-')}`.trimEnd()
}

function codeOf(digits: string): string {
  if (/^[17]/.test(digits)) return digits.slice(0, 1)
  return digits.slice(0, TWO_DIGITS.has(digits.slice(0, 2)) ? 2 : 3)
}

/** Operators are known by three digits, and what follows is read in fours: 812-8841-2093, 857-1120-441. */
function indonesian(rest: string): string[] {
  return rest.match(/^(\d{3})(\d{3,4})(\d{2,5})$/)?.slice(1) ?? grouped(rest)
}

function grouped(rest: string): string[] {
  const lengths = GROUPS[rest.length]
  if (!lengths) return rest.match(/\d{1,4}/g) ?? []
  return lengths.map((length, nth) => {
    const from = lengths.slice(0, nth).reduce((sum, before) => sum + before, 0)
    return rest.slice(from, from + length)
  })
}
