import { wordsOf } from '#web/base/i18n.ts'
import id from '#web/flow/locales/trigger.id.json'

/** The words of what begins a flow. */
export const useTriggerWords = wordsOf(id, () => import('#web/flow/locales/trigger.en.json'))
