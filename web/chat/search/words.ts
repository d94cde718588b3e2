import { type Words, wordsOf } from '#web/base/i18n.ts'
import id from '#web/chat/locales/search.id.json'

/** The words of what a search finds, fetched with it. */
export const useSearchWords = wordsOf(id, () => import('#web/chat/locales/search.en.json'))
export type SearchWords = Words<typeof id>
