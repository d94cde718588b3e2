import { z } from 'zod'
import { isPattern } from '#core/flow/answer/pattern.ts'
import type { Kind } from '#core/flow/kind.ts'
import { LOCALS_MAX } from '#core/flow/local/names.ts'
import { FlowInput, FlowOutput } from '#core/flow/local/shape.ts'
import { EventName, FieldKey, nodeBase, Tag } from '#core/flow/nodes/base.ts'

const PRIORITY_MAX = 100
/** The longest pause of a default reply, in hours: thirty days. */
const FALLBACK_EVERY_MAX = 720
const NAMES_MAX = 20

/** Set times at which a flow begins for everybody who has one of the tags; no tags: for everybody who ever wrote. */
export const Schedule = z.object({
  /** 1 = Monday … 7 = Sunday. */
  days: z.array(z.number().int().min(1).max(7)).max(7),
  /** hh:mm on the workspace's clock. */
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  tags: z.array(Tag).max(NAMES_MAX),
})
export type Schedule = z.infer<typeof Schedule>

/**
 * Where a flow begins, and what begins it. Outlet: `next`.
 * `welcome`: a contact's very first message; `fallback`: nothing else matched (the default reply).
 */
export const StartNode = z.object({
  kind: z.literal('start'),
  ...nodeBase,
  /** Words, or with `match: 'pattern'` RE2 patterns, which look at the whole message. */
  keywords: z.array(z.string().trim().min(1).max(50)).max(50).default([]),
  match: z.enum(['whole', 'contains', 'begins', 'pattern']).default('whole'),
  welcome: z.boolean().default(false),
  fallback: z.boolean().default(false),
  /** Of several flows that would begin, the higher goes first; 0 when it is missing. */
  priority: z.number().int().min(0).max(PRIORITY_MAX).optional(),
  /** The default reply is said at most once in so many hours to one contact. */
  fallbackEvery: z.number().int().min(1).max(FALLBACK_EVERY_MAX).optional(),
  /**
   * Clicks on an ad or post that leads to WhatsApp: each of them when the list is empty, else those whose id or source is named,
   * or in whose headline or first message one of the words stands.
   */
  ads: z.array(z.string().trim().min(1).max(80)).max(NAMES_MAX).optional(),
  /** Begins when the contact gets one of these tags. */
  tags: z.array(Tag).max(NAMES_MAX).optional(),
  /** Begins when one of these fields of the contact gets another value. */
  fields: z.array(FieldKey).max(NAMES_MAX).optional(),
  /** Begins at these events, reported by the API or by another flow. */
  events: z.array(EventName).max(NAMES_MAX).optional(),
  schedule: Schedule.optional(),
  /** What the flow is given by a flow that calls it, and what it gives back. */
  inputs: z.array(FlowInput).max(LOCALS_MAX).optional(),
  outputs: z.array(FlowOutput).max(LOCALS_MAX).optional(),
})
export type StartNode = z.infer<typeof StartNode>

export function priorityOf({ priority = 0 }: Pick<StartNode, 'priority'>): number {
  return priority
}

/** Whether a customer's message can begin the flow: by a keyword, as their first one, or as the default reply. */
export function hearsMessages({
  keywords,
  welcome,
  fallback,
}: Pick<StartNode, 'keywords' | 'welcome' | 'fallback'>): boolean {
  return keywords.length > 0 || welcome || fallback
}

export const startKind: Kind<StartNode> = {
  enter: () => ({ to: 'outlet', outlet: 'next' }),
  refs: ({ fields = [], tags = [], schedule }) => ({ fields, tags: [...tags, ...(schedule?.tags ?? [])] }),
  check: ({ match, keywords, schedule }, report) => {
    if (match === 'pattern' && !keywords.every(isPattern)) report('pattern-invalid')
    if (schedule?.days.length === 0) report('schedule-empty')
  },
}
