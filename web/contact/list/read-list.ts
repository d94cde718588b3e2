import type { ListPiece, ListTaken } from '#core/contact/api.ts'
import { HEADING_MAX, PIECE_MAX } from '#core/contact/list.ts'

export type ListReport = {
  readonly added: number
  readonly repeated: number
  /** The first of them; `badCount` is all. */
  readonly bad: ListTaken['bad']
  readonly badCount: number
  readonly unused: ListTaken['unused']
  readonly unread: number
}

/** Lines that are named; the rest is counted. */
const BAD_SHOWN = 20
/** One piece stays well below what the server takes. */
const PIECE = Math.floor(PIECE_MAX * 0.8)

/** Bytes by which a text is told from a spreadsheet's own file. */
const HEAD_BYTES = 512

/**
 * Reads a list piece by piece and hands each piece of whole lines to the server, so that neither side ever holds the whole of it; null: the
 * file holds no text. Throws as the server's refusal.
 */
export async function readList(
  file: Blob,
  hand: (piece: ListPiece) => Promise<ListTaken>,
  tell: (share: number) => void,
): Promise<ListReport | null> {
  const encoding = await encodingOf(file)
  if (encoding === null) return null
  let report: ListReport = { added: 0, repeated: 0, bad: [], badCount: 0, unused: [], unread: 0 }
  let heading: string | null = null
  let line = 1
  let rest = ''
  let read = 0
  const send = async (text: string) => {
    if (text === '') return
    heading ??= text.split(/\r\n|\n|\r/, 1)[0]?.slice(0, HEADING_MAX) ?? ''
    const answer = await hand({ text, line, heading })
    line += text.split(/\r\n|\n|\r/).length - 1
    report = {
      added: report.added + answer.added,
      repeated: report.repeated + answer.repeated,
      bad: [...report.bad, ...answer.bad].slice(0, BAD_SHOWN),
      badCount: report.badCount + answer.bad.length,
      unused: answer.unused,
      unread: report.unread + answer.unread,
    }
  }
  const reader = file.stream().pipeThrough(new TextDecoderStream(encoding)).getReader()
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    rest += piece.value
    read += piece.value.length
    while (rest.length > PIECE) {
      const cut = rest.lastIndexOf('\n', PIECE) + 1 || PIECE
      await send(rest.slice(0, cut))
      rest = rest.slice(cut)
    }
    tell(Math.min(1, read / Math.max(1, file.size)))
  }
  await send(rest)
  return report
}

/** Excel's “Unicode text” is UTF-16 and says so by its first two bytes; zeros elsewhere are no text. */
async function encodingOf(file: Blob): Promise<'utf-8' | 'utf-16le' | 'utf-16be' | null> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer())
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return head.includes(0) ? null : 'utf-8'
}
