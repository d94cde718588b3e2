import { wordsOf } from '#web/base/i18n.ts'
import id from '#web/workspace/locales/id.json'

/** The words of home and settings. */
export const useWords = wordsOf(id, () => import('#web/workspace/locales/en.json'))
