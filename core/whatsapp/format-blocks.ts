import { FORMAT_MAX, formatText, type Span } from '#core/whatsapp/format.ts'

/**
 * What WhatsApp draws a line of its own for: `- ` and `* ` begin a point, `1. ` a numbered one, `> ` a quotation. Everything
 * else is `lines`, in which line feeds stay as they are.
 */
export type Block =
  | { readonly kind: 'lines' | 'quote'; readonly spans: readonly Span[] }
  | { readonly kind: 'points'; readonly items: readonly (readonly Span[])[] }
  | { readonly kind: 'numbers'; readonly items: readonly NumberedItem[] }
type NumberedItem = { readonly number: string; readonly spans: readonly Span[] }

type Line = {
  readonly kind: Block['kind']
  readonly mark: string
  readonly text: string
}

/** Blocks that one text may have; what follows stays plain. */
const BLOCKS_MAX = 500
const FENCED = /```[\s\S]+?```/g

/** Text as WhatsApp lays it out; the spans of each block are those of `formatText`. */
export function formatBlocks(text: string): Block[] {
  const blocks: Block[] = []
  let gathered: Line[] = []
  const close = () => {
    if (gathered.length > 0) blocks.push(blockOf(gathered))
    gathered = []
  }
  for (const line of linesOf(text)) {
    const isNew = gathered.length > 0 && gathered[0]?.kind !== line.kind
    if (isNew && blocks.length < BLOCKS_MAX) close()
    gathered.push(line)
  }
  close()
  return blocks
}

function blockOf(lines: readonly Line[]): Block {
  const kind = lines.every((line) => line.kind === lines[0]?.kind) ? (lines[0]?.kind ?? 'lines') : 'lines'
  if (kind === 'points') return { kind, items: lines.map((line) => formatText(line.text)) }
  if (kind === 'numbers')
    return { kind, items: lines.map(({ mark, text }) => ({ number: mark.trim(), spans: formatText(text) })) }
  if (kind === 'quote') return { kind, spans: formatText(lines.map(({ text }) => text).join('\n')) }
  return { kind, spans: formatText(lines.map(({ mark, text }) => mark + text).join('\n')) }
}

/** The lines of a text; what stands between three back-ticks is one with the lines around it. */
function linesOf(text: string): Line[] {
  if (text.length > FORMAT_MAX) return [{ kind: 'lines', mark: '', text }]
  const fences = [...text.matchAll(FENCED)].map(
    (found) => [found.index, found.index + found[0].length] as const,
  )
  let at = 0
  let fence = 0
  return text.split('\n').map((words) => {
    const from = at
    at += words.length + 1
    while ((fences[fence]?.[1] ?? Number.POSITIVE_INFINITY) <= from) fence += 1
    const [opened = from] = fences[fence] ?? []
    return opened < from ? { kind: 'lines', mark: '', text: words } : lineOf(words)
  })
}

const MARKS = [
  ['points', /^[-*] (?=\S)/],
  ['numbers', /^\d{1,3}\. (?=\S)/],
  ['quote', /^> (?=\S)/],
] as const

function lineOf(words: string): Line {
  for (const [kind, pattern] of MARKS) {
    const [mark] = pattern.exec(words) ?? []
    if (mark !== undefined) return { kind, mark, text: words.slice(mark.length) }
  }
  return { kind: 'lines', mark: '', text: words }
}

/** Longer than this no text is three emoji. */
const EMOJI_UNITS_MAX = 60
const EMOJI_MAX = 3
const EMOJI = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\u{fe0f}?\u{20e3})/u

/** How many emoji a text is made of, if it is one to three of them and nothing else; else 0. WhatsApp draws these large. */
export function emojiOnly(text: string): number {
  const words = text.trim()
  if (words === '' || words.length > EMOJI_UNITS_MAX) return 0
  const marks = [...new Intl.Segmenter().segment(words)].map(({ segment }) => segment)
  return marks.length <= EMOJI_MAX && marks.every((mark) => EMOJI.test(mark)) ? marks.length : 0
}
