import { wordsOf } from '#web/base/i18n.ts'
import id from '#web/flow/locales/release.id.json'

/** The words of a version that only a share of contacts gets. */
export const useReleaseWords = wordsOf(id, () => import('#web/flow/locales/release.en.json'))
