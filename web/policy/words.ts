import { type Words, wordsOf } from '#web/base/i18n.ts'
import id from '#web/policy/locales/id.json'

/** The words of the page of costs. */
export const useWords = wordsOf(id, () => import('#web/policy/locales/en.json'))
export type PolicyWords = Words<typeof id>
