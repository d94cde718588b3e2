import { wordsOf } from '#web/base/i18n.ts'
import id from '#web/flow/locales/id.json'

/** The words of the flows list and the builder. */
export const useWords = wordsOf(id, () => import('#web/flow/locales/en.json'))
