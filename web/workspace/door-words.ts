import { wordsOf } from '#web/base/i18n.ts'
import id from '#web/workspace/locales/door.id.json'

/** The words before the door: first page, sign-in, sign-up. */
export const useDoorWords = wordsOf(id, () => import('#web/workspace/locales/door.en.json'))
