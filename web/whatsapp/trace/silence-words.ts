import { wordsOf } from '#web/base/i18n.ts'
import id from '#web/whatsapp/locales/silence.id.json'

/** The words around “Mengapa bot diam?”; its answers are core's own. */
export const useSilenceWords = wordsOf(id, () => import('#web/whatsapp/locales/silence.en.json'))
