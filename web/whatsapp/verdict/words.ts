import { wordsOf } from '#web/base/i18n.ts'
import id from '#web/whatsapp/locales/verdict.id.json'

/** The words around a verdict of the gate; few, because the thread of a chat needs them at once. */
export const useVerdictWords = wordsOf(id, () => import('#web/whatsapp/locales/verdict.en.json'))
