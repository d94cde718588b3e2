import { z } from 'zod'

/**
 * Past facts for live screens: what happened, to which rows. Ids only; a screen fetches what it shows.
 * Kept for an hour, so that a browser that was away can catch up by the last number it saw.
 */
const EVENT_KINDS = [
  'chat.changed',
  'message.changed',
  'trace.added',
  'contact.changed',
  'flow.changed',
  'comment.changed',
  'channel.changed',
  'template.changed',
  'broadcast.changed',
  'clock.moved',
  'member.changed',
  'notice.added',
  'segment.changed',
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

const PART_MAX = 64
/** What a page has open, and which part of it is chosen: a flow and a step of it. */
export const Look = z.object({ thing: z.uuid(), part: z.string().max(PART_MAX).nullable() })
export type Look = z.infer<typeof Look>

/** Somebody else who has the same open. */
export const Onlooker = z.object({ userId: z.string(), name: z.string(), part: z.string().nullable() })
export type Onlooker = z.infer<typeof Onlooker>

/**
 * What a browser says over the socket: first where it stands, then, whenever it changes, what it looks at. What it hears:
 * `refetch` = too long away, read everything again; `people` = who else looks at what it looks at; `online` = who of
 * the workspace is there to answer.
 */
export const LiveAsk = z.object({ after: z.number().int().nullable() })
export const LiveLook = z.object({ look: Look.nullable() })
export const LiveSay = z.union([
  z.object({ type: z.literal('events'), events: z.array(LiveEvent) }),
  z.object({ type: z.literal('refetch'), seq: z.number().int() }),
  z.object({ type: z.literal('people'), thing: z.string(), people: z.array(Onlooker) }),
  z.object({ type: z.literal('online'), userIds: z.array(z.string()) }),
])
export type LiveSay = z.infer<typeof LiveSay>
