import type { Words as WordsOf } from '#web/base/i18n.ts'
import type catalogue from '#web/flow/locales/id.json'

/** Turns a key of the `flow` catalogue into a sentence; pure parts get it as a parameter. */
export type Words = WordsOf<typeof catalogue>
export type Key = Parameters<Words>[0]

/** Gives keys back unchanged: for counting lines without a language. */
export const keysOnly: Words = (key) => key
