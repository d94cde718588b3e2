import { wordsOf } from '#web/base/i18n.ts'
import id from '#web/whatsapp/locales/channel.id.json'

/** The words of connecting, numbers, the doctor and verification. */
export const useChannelWords = wordsOf(id, () => import('#web/whatsapp/locales/channel.en.json'))
