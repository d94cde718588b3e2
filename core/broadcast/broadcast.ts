import { z } from 'zod'
import { BROADCAST_STATES, CONSENT_MAX, NAME_MAX } from '#core/broadcast/limits.ts'
import { Tag } from '#core/flow/nodes/base.ts'
import { TemplateNode } from '#core/flow/nodes/template-shape.ts'
import { FieldRule, SegmentRule, TagRule, WindowRule } from '#core/flow/rule.ts'
import { SendWindow } from '#core/flow/sequence.ts'

const TAGS_MAX = 20
const RULES_MAX = 20

export const BroadcastState = z.enum(BROADCAST_STATES)
export type BroadcastState = z.infer<typeof BroadcastState>

const tags = z.array(Tag).max(TAGS_MAX).default([])
/** Facts about a person that SQL can ask too: no clock times. */
const PersonRule = z.discriminatedUnion('fact', [FieldRule, TagRule, WindowRule, SegmentRule])
export type PersonRule = z.infer<typeof PersonRule>

/**
 * Who gets it. `people`: everyone whose tags and facts fit, all of them where nothing is asked; `numbers`: the list that was
 * brought along. Whoever stopped marketing, has no address or has it already is left out by the gate and by the key of the
 * recipients.
 */
export const Audience = z.object({
  from: z.enum(['people', 'numbers']).default('people'),
  any: tags,
  all: tags,
  none: tags,
  match: z.enum(['all', 'any']).default('all'),
  rules: z.array(PersonRule).max(RULES_MAX).default([]),
})
export type Audience = z.infer<typeof Audience>

export const EVERYONE: Audience = Audience.parse({})

/** The template and what stands for its variables, as in a step of a flow; it is filled for each person when their turn comes. */
export const BroadcastMessage = TemplateNode
export type BroadcastMessage = TemplateNode
export const NO_MESSAGE: BroadcastMessage = TemplateNode.parse({ kind: 'template' })

/** What an author may change while it is a draft. */
export const BroadcastDraft = z.object({
  name: z.string().trim().min(1).max(NAME_MAX),
  numberId: z.uuid().nullable(),
  message: BroadcastMessage,
  audience: Audience,
  consent: z.string().trim().max(CONSENT_MAX).default(''),
  /** Days and hours of the workspace's clock in which it is sent; null: at any time. */
  hours: SendWindow.nullable().default(null),
})
export type BroadcastDraft = z.infer<typeof BroadcastDraft>

/** How the buttons of a broadcast's message are named on the wire, so that a tap tells which one it was. */
export function tapNode(broadcastId: string): string {
  return `siaran-${broadcastId}`
}
