import { wordsOf } from '#web/base/i18n.ts'
import id from '#web/broadcast/locales/segment.id.json'

/** The words of saved segments. */
export const useSegmentWords = wordsOf(id, () => import('#web/broadcast/locales/segment.en.json'))
