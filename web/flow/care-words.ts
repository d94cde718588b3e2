import { wordsOf } from '#web/base/i18n.ts'
import id from '#web/flow/locales/care.id.json'

/** The words of forms about people, segments, numbers and hours. */
export const useCareWords = wordsOf(id, () => import('#web/flow/locales/care.en.json'))
