import type { Message } from '#core/chat/api.ts'
import id from '#web/chat/locales/id.json' with { type: 'json' }
import type { ChatKey, ChatWords } from '#web/chat/words.ts'

/** An event of the chat in words: a known code is translated, anything else is shown as it is. */
export function eventText(text: string, author: string | null, t: ChatWords): string {
  const key = `event.${text}`
  if (!isKey(key)) return text.startsWith('system.') ? t('event.system') : text
  const named = `${key}.by`
  if (author && isKey(named)) return t(named, { name: author })
  return t(key, { name: author ?? '' })
}

/** The same of a line of the thread, which also knows whom the chat went to. */
export function lineText(message: Message, t: ChatWords): string {
  if (message.assigned && message.text === 'chat.assigned') return assignedText(message, t)
  return eventText(message.text ?? '', message.author, t)
}

/** Whom the chat went to, and by whom: a member or the bot. */
function assignedText({ assigned, author, by }: Message, t: ChatWords): string {
  const { member = null, team = null } = assigned ?? {}
  const to =
    member && team
      ? t('event.to.both', { member, team })
      : (member ?? t('event.to.queue', { team: team ?? '' }))
  if (author && author === to) return t('event.chat.taken', { name: author })
  if (author) return t('event.chat.given.by', { name: author, to })
  return t(by === 'bot' ? 'event.chat.given.bot' : 'event.chat.given', { to })
}

function isKey(key: string): key is ChatKey {
  return key in id
}
