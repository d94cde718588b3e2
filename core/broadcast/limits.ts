/** People that one broadcast reaches at most. */
export const AUDIENCE_MAX = 50_000
/** Rows that a list of numbers may have; it comes in pieces. */
export const NUMBERS_MAX = 20_000
export const NAME_MAX = 80
export const CONSENT_MAX = 300
/** Broadcasts of one workspace that are being sent at the same time. */
export const SENDING_MAX = 5
/** From so many recipients on, a person types the number before it is sent. */
export const TYPED_FROM = 100

/**
 * Draft → (scheduled →) sending ⇄ paused → done, or cancelled. `done`: everybody was handed over or skipped; a retry of what
 * failed makes it `sending` again.
 */
export const BROADCAST_STATES = ['draft', 'scheduled', 'sending', 'paused', 'done', 'cancelled'] as const

export const SEGMENT_NAME_MAX = 60
