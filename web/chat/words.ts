import { type Words, wordsOf } from '#web/base/i18n.ts'
import id from '#web/chat/locales/id.json'

/** The words of the inbox. */
export const useWords = wordsOf(id, () => import('#web/chat/locales/en.json'))
export type ChatWords = Words<typeof id>
export type ChatKey = Parameters<ChatWords>[0]
