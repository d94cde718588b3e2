import { PIECE_MAX } from '#core/broadcast/limits.ts'
import { client } from '#web/base/api.ts'

type Bad = { readonly line: number; readonly text: string; readonly id: string; readonly en: string }
export type ListReport = {
  readonly added: number
  readonly repeated: number
  readonly total: number
  /** The first of them; `badCount` is all. */
  readonly bad: readonly Bad[]
  readonly badCount: number
}

/** Lines that are named; the rest is counted. */
const BAD_SHOWN = 20
/** One piece stays well below what the server takes. */
const PIECE = Math.floor(PIECE_MAX * 0.8)

/**
 * Reads a CSV file piece by piece and hands each piece of whole lines to the server, so that neither side ever holds the whole of it. Throws as
 * the server's refusal.
 */
export async function readList(id: string, file: File, tell: (share: number) => void): Promise<ListReport> {
  let report: ListReport = { added: 0, repeated: 0, total: 0, bad: [], badCount: 0 }
  let heading: string | null = null
  let line = 1
  let rest = ''
  let read = 0
  const send = async (text: string) => {
    if (text === '') return
    heading ??= text.split(/\r\n|\n|\r/, 1)[0]?.slice(0, 5000) ?? ''
    const answer = await client.broadcast.addNumbers({ id, text, line, heading })
    line += text.split(/\r\n|\n|\r/).length - 1
    report = {
      added: report.added + answer.added,
      repeated: report.repeated + answer.repeated,
      total: answer.total,
      bad: [...report.bad, ...answer.bad].slice(0, BAD_SHOWN),
      badCount: report.badCount + answer.bad.length,
    }
  }
  const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader()
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
