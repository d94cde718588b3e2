import { wordsOf } from '#web/base/i18n.ts'
import id from '#web/base/locales/id.json'

/** Words that every page needs: buttons, states, the shell. */
export const useBaseWords = wordsOf(id, () => import('#web/base/locales/en.json'))
