import { type Words, wordsOf } from '#web/base/i18n.ts'
import id from '#web/chat/locales/panel.id.json'

/** The words of the contact panel, fetched with it. */
export const usePanelWords = wordsOf(id, () => import('#web/chat/locales/panel.en.json'))
export type PanelWords = Words<typeof id>
export type PanelKey = Parameters<PanelWords>[0]
