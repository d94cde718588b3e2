import { wordsOf } from '#web/base/i18n.ts'
import id from '#web/flow/locales/sequence.id.json'

/** The words of the sequences. */
export const useSequenceWords = wordsOf(id, () => import('#web/flow/locales/sequence.en.json'))
