/** A piece of a text that is being typed and may be completed: UTF-16 offsets, and what stands there. */
export type Typed = {
  readonly kind: 'field' | 'filter'
  readonly from: number
  readonly to: number
  readonly text: string
}

/** What is typed in a merge field at the caret: its name, or a format behind a bar; null outside of one. */
export function mergeTyped(text: string, caret: number): Typed | null {
  const open = text.lastIndexOf('{{', caret - 1)
  if (open < 0 || open + 2 > caret) return null
  const inside = text.slice(open + 2, caret)
  if (inside.includes('}}') || inside.includes('\n')) return null
  const filter = /\|\s*([a-z_]*)$/.exec(inside)
  if (filter) return typed('filter', filter[1] ?? '', caret)
  const name = /^\s*([a-zA-Z0-9_]*)$/.exec(inside)
  return name ? typed('field', name[1] ?? '', caret) : null
}

/** The word of a formula that ends at the caret; null inside quotes, and where no word stands. */
export function wordTyped(text: string, caret: number): Typed | null {
  const before = text
    .slice(0, caret)
    .replace(/"[^"]*"|'[^']*'/g, (quoted) => '_'.repeat(quoted.length).replace(/^_|_$/g, ' '))
  if (/["']/.test(before)) return null
  const word = /(?:^|[^a-zA-Z0-9_.])([a-zA-Z_][a-zA-Z0-9_]*)$/.exec(before)
  return word?.[1] ? typed('field', word[1], caret) : null
}

/** What is typed of a colleague's name behind an `@` that begins a word; null elsewhere. */
export function nameTyped(text: string, caret: number): Typed | null {
  const name = /(?:^|[\s(])@([^@\n]{0,40})$/.exec(text.slice(0, caret))
  return name ? typed('field', name[1] ?? '', caret) : null
}

/** The name in its place with a gap behind it. */
export function withName(text: string, piece: Typed, name: string): { text: string; caret: number } {
  const start = `${text.slice(0, piece.from)}${name} `
  return { text: start + text.slice(piece.to).replace(/^ /, ''), caret: start.length }
}

function typed(kind: Typed['kind'], text: string, caret: number): Typed {
  return { kind, from: caret - text.length, to: caret, text }
}

/** The text with what was typed completed, and where the caret then stands. A merge field is closed if it is open. */
export function withMerge(text: string, piece: Typed, name: string): { text: string; caret: number } {
  const rest = text.slice(piece.to)
  const isClosed = /^[^{\n]*?\}\}/.test(rest)
  const gap = piece.kind === 'field' && text.slice(piece.from - 2, piece.from) === '{{' ? ' ' : ''
  const start = `${text.slice(0, piece.from)}${gap}${name}`
  return { text: isClosed ? start + rest : `${start} }}${rest}`, caret: start.length + (isClosed ? 0 : 3) }
}

/** The same for a word of a formula. */
export function withWord(text: string, piece: Typed, name: string): { text: string; caret: number } {
  const start = text.slice(0, piece.from) + name
  return { text: start + text.slice(piece.to), caret: start.length }
}

/** Things whose name or label holds what was typed: those that begin with it first. */
export function matching<T extends { readonly key: string; readonly label: string }>(
  all: readonly T[],
  text: string,
  max: number,
): readonly T[] {
  const wanted = text.toLowerCase()
  const found = all.filter(({ key, label }) => `${key} ${label}`.toLowerCase().includes(wanted))
  const rank = ({ key }: T) => (key.toLowerCase().startsWith(wanted) ? 0 : 1)
  return found.toSorted((a, b) => rank(a) - rank(b)).slice(0, max)
}
