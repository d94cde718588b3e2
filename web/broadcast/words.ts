import { wordsOf } from '#web/base/i18n.ts'
import id from '#web/broadcast/locales/id.json'

/** The words of the pages of broadcasts. */
export const useBroadcastWords = wordsOf(id, () => import('#web/broadcast/locales/en.json'))
