import { type Words, wordsOf } from '#web/base/i18n.ts'
import id from '#web/whatsapp/locales/template.id.json'

/** The words of the template pages. */
export const useTemplateWords = wordsOf(id, () => import('#web/whatsapp/locales/template.en.json'))
export type TemplateWords = Words<typeof id>
