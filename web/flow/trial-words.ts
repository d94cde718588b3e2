import { wordsOf } from '#web/base/i18n.ts'
import id from '#web/flow/locales/trial.id.json'

/** The words of trying a draft, its tests, and the comparison of versions. */
export const useTrialWords = wordsOf(id, () => import('#web/flow/locales/trial.en.json'))
