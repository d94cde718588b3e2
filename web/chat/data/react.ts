import type { Message } from '#core/chat/api.ts'
import { client, problemOf } from '#web/base/api.ts'
import type { ActFailure } from '#web/chat/data/acts.ts'
import { putMessage } from '#web/chat/data/messages.ts'

/** Our reaction to a customer's message, seen at once; null takes it away. What is refused is taken back. */
export async function react(message: Message, emoji: string | null): Promise<ActFailure> {
  const { chatId, wamid } = message
  if (wamid === null) return null
  const others = message.reactions.filter(({ by }) => by !== 'us')
  putMessage({ ...message, reactions: emoji ? [...others, { by: 'us', emoji }] : others })
  try {
    const draft = { kind: 'reaction' as const, wamid, emoji }
    putMessage(
      (await client.chat.sendMessage({ id: chatId, draft, clientId: crypto.randomUUID() })) as Message,
    )
    return null
  } catch (error) {
    putMessage(message)
    return { sentence: problemOf(error)?.detail ?? '' }
  }
}
