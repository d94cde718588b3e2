import { MINUTE, type Millis } from '#core/base/time.ts'
import type { Message } from '#core/chat/api.ts'

/** Bubbles of one author within this time stand close together under one name. */
export const JOIN_WITHIN: Millis = 10 * MINUTE

export type ThreadItem =
  | { readonly kind: 'day'; readonly key: string; readonly at: Millis }
  | { readonly kind: 'message'; readonly key: string; readonly message: Message; readonly joined: boolean }

/**
 * A thread as lines to draw, oldest first: a day line before the first message of each day,
 * and bubbles that follow one of the same author drawn joined.
 * `dayOf` names the calendar day in the workspace's zone.
 */
export function toThreadItems(
  messages: readonly Message[],
  dayOf: (at: Millis) => string,
): readonly ThreadItem[] {
  const items: ThreadItem[] = []
  let day = ''
  let before: Message | null = null
  for (const message of messages) {
    if (isSilent(message)) continue
    const today = dayOf(message.at)
    if (today !== day) {
      items.push({ kind: 'day', key: `day-${today}-${message.id}`, at: message.at })
      day = today
      before = null
    }
    items.push({ kind: 'message', key: keyOf(message), message, joined: isJoined(before, message) })
    before = message
  }
  return items
}

/** The key stays the same when the server's row replaces ours, so that the bubble is not built anew. */
function keyOf(message: Message): string {
  return message.clientId ?? message.id
}

/** Reactions are shown on the bubble they answer, never as a line of their own. */
function isSilent(message: Message): boolean {
  return message.content?.kind === 'reaction' || message.draft?.kind === 'reaction'
}

function isJoined(before: Message | null, message: Message): boolean {
  if (before === null || message.kind === 'event' || message.kind === 'note') return false
  return (
    before.kind === message.kind &&
    before.by === message.by &&
    before.author === message.author &&
    message.at - before.at < JOIN_WITHIN
  )
}
