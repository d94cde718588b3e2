import { type Words, wordsOf } from '#web/base/i18n.ts'
import id from '#web/whatsapp/locales/id.json'

/** The words of the channel page and the simulator. */
export const useWords = wordsOf(id, () => import('#web/whatsapp/locales/en.json'))
export type WhatsappWords = Words<typeof id>
