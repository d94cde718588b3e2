import { type Words, wordsOf } from '#web/base/i18n.ts'
import id from '#web/whatsapp/locales/connect.id.json'

/** The words of the ways to an account, and of the drawings of Meta's dashboard. */
export const useConnectWords = wordsOf(id, () => import('#web/whatsapp/locales/connect.en.json'))
export type ConnectWord = Parameters<Words<typeof id>>[0]
