import { wordsOf } from '#web/base/i18n.ts'
import id from '#web/flow/locales/bots.id.json'

/** The words of the list of all bots. */
export const useBotWords = wordsOf(id, () => import('#web/flow/locales/bots.en.json'))
