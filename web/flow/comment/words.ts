import { wordsOf } from '#web/base/i18n.ts'
import id from '#web/flow/locales/comment.id.json'

/** The words of what members say about a flow. */
export const useCommentWords = wordsOf(id, () => import('#web/flow/locales/comment.en.json'))
