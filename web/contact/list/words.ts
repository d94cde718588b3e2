import { wordsOf } from '#web/base/i18n.ts'
import id from '#web/contact/locales/list.id.json'

/** The words of lists that become contacts. */
export const useListWords = wordsOf(id, () => import('#web/contact/locales/list.en.json'))
