import { wordsOf } from '#web/base/i18n.ts'
import id from '#web/flow/locales/local.id.json'

/** The words of inputs, outputs and loops. */
export const useLocalWords = wordsOf(id, () => import('#web/flow/locales/local.en.json'))
