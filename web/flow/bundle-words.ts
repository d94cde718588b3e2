import { wordsOf } from '#web/base/i18n.ts'
import id from '#web/flow/locales/bundle.id.json'

/** The words of bringing bots and flows in and out as files. */
export const useBundleWords = wordsOf(id, () => import('#web/flow/locales/bundle.en.json'))
