import { z } from 'zod'

/**
 * Past facts for live screens: what happened, to which rows. Ids only; a screen fetches what it shows.
 * Kept for an hour, so that a browser that was away can catch up by the last number it saw.
 */
export const EVENT_KINDS = [
  'chat.changed',
  'message.changed',
  'trace.added',
  'contact.changed',
  'flow.changed',
  'channel.changed',
  'template.changed',
  'broadcast.changed',
  'clock.moved',
  'member.changed',
] as const
export type EventKind = (typeof EVENT_KINDS)[number]

export const LiveEvent = z.object({
  seq: z.number().int(),
  kind: z.enum(EVENT_KINDS),
  /** Rows concerned; for messages and traces `chatIds` says where they stand. */
  ids: z.array(z.string()),
  chatIds: z.array(z.string()).optional(),
})
export type LiveEvent = z.infer<typeof LiveEvent>

/** What a browser says over the socket, and what it hears. `refetch` = too long away, read everything again. */
export const LiveAsk = z.object({ after: z.number().int().nullable() })
export const LiveSay = z.union([
  z.object({ type: z.literal('events'), events: z.array(LiveEvent) }),
  z.object({ type: z.literal('refetch'), seq: z.number().int() }),
])
export type LiveSay = z.infer<typeof LiveSay>
