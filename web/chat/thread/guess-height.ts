import type { Message } from '#core/chat/api.ts'
import type { ThreadItem } from '#web/chat/thread/thread-items.ts'

const DAY_PX = 31
const LINE_PX = 38
/** A bubble with one line of words, under another of its author and under none. */
const JOINED_PX = 55
const BUBBLE_PX = 59
const WORDS_PX = 20
/** Of a full line of words: between a phone's and a wide window's. */
const LINE_CHARS = 60

/**
 * How high a line of a thread will be, before it is drawn, in pixels. A guess that is right costs nothing; one that is wrong moves all
 * that stands above, and lays the page out twice.
 */
export function guessHeight(item: ThreadItem | undefined): number {
  if (item?.kind !== 'message') return DAY_PX
  const { message, joined } = item
  if (message.kind === 'event') return LINE_PX
  const lines = wordsOf(message)
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LINE_CHARS)), 0)
  return (joined ? JOINED_PX : BUBBLE_PX) + (lines - 1) * WORDS_PX
}

function wordsOf({ content, draft }: Message): string {
  const said = content ?? draft
  return said && 'text' in said && typeof said.text === 'string' ? said.text : ''
}
