/**
 * Text as WhatsApp shows it: *bold* _italic_ ~strike~ `code` ```mono``` and links, also those that begin with www. A tree of plain data for rendering;
 * it holds text only, never markup, and links to http and https only.
 */
export type Span =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike'; readonly spans: readonly Span[] }
  | { readonly kind: 'code' | 'mono'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }

/** UTF-16 units that are searched for marks, and spans that one text may have; what follows stays plain. */
export const FORMAT_MAX = 20_000
const SPANS_MAX = 2_000
const LINK_MAX = 2_000

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const
type Mark = keyof typeof MARKS
type Frame = { readonly mark: Mark | null; readonly spans: Span[] }

/** Time is linear in the length: each mark opens at most once at a time, and every frame is folded once per level. */
export function formatText(text: string): Span[] {
  const reader: Reader = {
    text: text.slice(0, FORMAT_MAX),
    at: 0,
    plainFrom: 0,
    frames: [root()],
    left: SPANS_MAX,
    closers: {},
  }
  while (reader.at < reader.text.length && reader.left > 0) step(reader)
  reader.at = reader.text.length
  flush(reader)
  unwind(reader, 0)
  if (text.length > FORMAT_MAX) add(top(reader), { kind: 'text', text: text.slice(FORMAT_MAX) })
  return top(reader).spans
}

/** The words alone, without marks. */
export function plainOf(spans: readonly Span[]): string {
  return spans.map((span) => ('spans' in span ? plainOf(span.spans) : span.text)).join('')
}

type Reader = {
  readonly text: string
  at: number
  plainFrom: number
  readonly frames: Frame[]
  left: number
  /** Where the next closing back-tick(s) stand, so that each stretch of text is searched once. */
  readonly closers: Record<string, number>
}

function root(): Frame {
  return { mark: null, spans: [] }
}

function top(reader: Reader): Frame {
  return reader.frames[reader.frames.length - 1] ?? root()
}

function step(reader: Reader): void {
  const char = reader.text.charAt(reader.at)
  if (char === '\n') {
    // Emphasis never crosses a line.
    flush(reader)
    unwind(reader, 0)
    reader.at += 1
  } else if (char === '`') readCode(reader)
  else if (char === '*' || char === '_' || char === '~') readMark(reader, char)
  else if (char === 'h' || char === 'H' || char === 'w' || char === 'W') readLink(reader)
  else reader.at += 1
}

function readCode(reader: Reader): void {
  const fence = reader.text.startsWith('```', reader.at) ? '```' : '`'
  const from = reader.at + fence.length
  const end = closerOf(reader, fence, from)
  const inner = end < 0 ? '' : reader.text.slice(from, end)
  const isBroken = inner.trim() === '' || (fence === '`' && inner.includes('\n'))
  if (isBroken) {
    reader.at = from
    return
  }
  flush(reader)
  push(reader, fence === '`' ? { kind: 'code', text: inner } : { kind: 'mono', text: inner })
  reader.at = end + fence.length
  reader.plainFrom = reader.at
}

function closerOf(reader: Reader, fence: string, from: number): number {
  const known = reader.closers[fence]
  if (known !== undefined && (known < 0 || known >= from)) return known
  const found = reader.text.indexOf(fence, from)
  reader.closers[fence] = found
  return found
}

function readMark(reader: Reader, mark: Mark): void {
  const depth = reader.frames.findIndex((frame) => frame.mark === mark)
  if (depth > 0 && canClose(reader, depth)) {
    flush(reader)
    unwind(reader, depth)
    const frame = reader.frames.pop()
    push(reader, { kind: MARKS[mark], spans: frame?.spans ?? [] })
    reader.plainFrom = reader.at + 1
  } else if (depth < 0 && canOpen(reader)) {
    flush(reader)
    reader.frames.push({ mark, spans: [] })
    reader.plainFrom = reader.at + 1
  }
  reader.at += 1
}

/** A mark opens before a visible character and not inside a word. */
function canOpen({ text, at }: Reader): boolean {
  return /\S/.test(text.charAt(at + 1)) && !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))
}

/** A mark closes behind a visible character, not inside a word, and never around nothing. */
function canClose({ text, at, frames, plainFrom }: Reader, depth: number): boolean {
  const isEmpty = depth === frames.length - 1 && frames[depth]?.spans.length === 0 && plainFrom === at
  return !isEmpty && /\S/.test(text.charAt(at - 1)) && !/[\p{L}\p{N}]/u.test(text.charAt(at + 1))
}

/** An address without its scheme, as people write it. */
const BARE = /^www\.[\p{L}\p{N}-]{1,63}\.\p{L}{2}/iu
const BARE_MAX = 70

function readLink(reader: Reader): void {
  const { text, at } = reader
  const head = text.slice(at, at + 8).toLowerCase()
  const scheme = head.startsWith('https://') ? 8 : head.startsWith('http://') ? 7 : 0
  const isBare = BARE.test(text.slice(at, at + BARE_MAX))
  const isInWord = /[\p{L}\p{N}]/u.test(text.charAt(at - 1))
  const link = (scheme || isBare) && !isInWord ? linkAt(text, at, scheme) : ''
  if (!link) {
    reader.at += 1
    return
  }
  flush(reader)
  push(reader, { kind: 'link', text: link, href: isBare ? `https://${link}` : link })
  reader.at += link.length
  reader.plainFrom = reader.at
}

/** The address that begins at `at`, without the punctuation and marks of the sentence around it; '' when it is none. */
function linkAt(text: string, at: number, scheme: number): string {
  let end = at + scheme
  const limit = Math.min(text.length, at + LINK_MAX + 1)
  while (end < limit && !/[\s<>"`{}|\\^\p{C}]/u.test(text.charAt(end))) end += 1
  if (end > at + LINK_MAX) return ''
  while (end > at + scheme && /[.,;:!?'*_~)\]]/.test(text.charAt(end - 1))) end -= 1
  const host = text.slice(at + scheme, end).split(/[/?#]/, 1)[0] ?? ''
  // A name before an @ pretends to be another house.
  return /^[\p{L}\p{N}]([\p{L}\p{N}.-]*[\p{L}\p{N}])?(:\d{1,5})?$/u.test(host) ? text.slice(at, end) : ''
}

function flush(reader: Reader): void {
  const text = reader.text.slice(reader.plainFrom, reader.at)
  reader.plainFrom = reader.at
  if (text) push(reader, { kind: 'text', text })
}

function push(reader: Reader, span: Span): void {
  reader.left -= 1
  add(top(reader), span)
}

/** Neighbouring plain texts become one. */
function add(frame: Frame, span: Span): void {
  const last = frame.spans[frame.spans.length - 1]
  if (span.kind === 'text' && last?.kind === 'text') {
    frame.spans[frame.spans.length - 1] = { kind: 'text', text: last.text + span.text }
  } else frame.spans.push(span)
}

/** Folds every frame above `depth` into the one below: a mark that was never closed is an ordinary character. */
function unwind(reader: Reader, depth: number): void {
  while (reader.frames.length - 1 > depth) {
    const frame = reader.frames.pop()
    const below = top(reader)
    if (frame?.mark) add(below, { kind: 'text', text: frame.mark })
    for (const span of frame?.spans ?? []) add(below, span)
  }
}
