import { type Words, wordsOf } from '#web/base/i18n.ts'
import id from '#web/contact/locales/id.json'

/** The words of contacts, their fields and tags. */
export const useWords = wordsOf(id, () => import('#web/contact/locales/en.json'))
export type ContactWords = Words<typeof id>
