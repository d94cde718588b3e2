import { wordsOf } from '#web/base/i18n.ts'
import id from '#web/chat/locales/template.id.json'

/** The words of sending a template and of what a message costs, fetched with them. */
export const useSendWords = wordsOf(id, () => import('#web/chat/locales/template.en.json'))
