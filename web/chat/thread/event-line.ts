import id from '#web/chat/locales/id.json'
import type { ChatKey, ChatWords } from '#web/chat/words.ts'

/** An event of the chat in words: a known code is translated, anything else is shown as it is. */
export function eventText(text: string, author: string | null, t: ChatWords): string {
  const key = `event.${text}`
  if (!isKey(key)) return text.startsWith('system.') ? t('event.system') : text
  const named = `${key}.by`
  if (author && isKey(named)) return t(named, { name: author })
  return t(key, { name: author ?? '' })
}

function isKey(key: string): key is ChatKey {
  return key in id
}
