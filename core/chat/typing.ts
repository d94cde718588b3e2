import { type Millis, SECOND } from '#core/base/time.ts'

/** The customer's phone is told no more often that a reply is being written; it shows it for 25 seconds, or until a message comes (Meta). */
export const TYPING_EVERY: Millis = 20 * SECOND
