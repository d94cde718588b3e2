import { z } from 'zod'
import { COMPARISONS } from '#core/flow/compare.ts'
import { FORMULA_MAX } from '#core/flow/formula/limit.ts'
import { Duration, FieldKey, Tag } from '#core/flow/nodes/base.ts'

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
/** 1 = Monday … 7 = Sunday. */
const Weekday = z.number().int().min(1).max(7)
const Zone = z.string().max(64)

/** A field of the contact or the bot, or a system field. `value` and `upTo` (of `between`) may hold merge fields. */
export const FieldRule = z.object({
  fact: z.literal('field'),
  field: FieldKey,
  is: z.enum(COMPARISONS),
  value: z.string().max(1000).default(''),
  upTo: z.string().max(1000).optional(),
})
export const TagRule = z.object({ fact: z.literal('tag'), tag: Tag, is: z.enum(['has', 'lacks']) })
/** Meta's 24-hour window, with at least `left` still to go. */
export const WindowRule = z.object({
  fact: z.literal('window'),
  is: z.enum(['open', 'closed']),
  left: Duration.optional(),
})

/** Something of the workspace that a flow means: by its id (`ref`), with the name that it had when it was chosen. */
export const Meant = { ref: z.string().max(64).default(''), name: z.string().max(80).default('') }
/** Whether the person belongs to a saved segment, by its rules as they are now. */
export const SegmentRule = z.object({ fact: z.literal('segment'), is: z.enum(['in', 'out']), ...Meant })

/** One fact that holds or does not. Values are compared by the type of their field; texts without regard to case. */
export const Rule = z.discriminatedUnion('fact', [
  FieldRule,
  /** A formula that comes to yes. One that has no value for this person does not hold. */
  z.object({ fact: z.literal('formula'), formula: z.string().max(FORMULA_MAX) }),
  TagRule,
  WindowRule,
  /** Local time between two clock times (over midnight when `from` > `to`; `to` itself is outside) on some weekdays. */
  z.object({
    fact: z.literal('time'),
    is: z.enum(['within', 'outside']),
    from: Clock,
    to: Clock,
    days: z.array(Weekday).min(1).max(7),
    zone: Zone,
  }),
  SegmentRule,
  /** The workspace's business hours; where none are kept the rule does not hold. */
  z.object({ fact: z.literal('hours'), is: z.enum(['open', 'closed']) }),
  /** The number that the chat goes by: a certain one, or any that is for tests, or none of these. */
  z.object({ fact: z.literal('number'), is: z.enum(['is', 'not', 'test', 'real']), ...Meant }),
  /** The customer has come by an ad or a post that opens WhatsApp; `within`: so long ago at most. */
  z.object({ fact: z.literal('ad'), is: z.enum(['came', 'not']), within: Duration.optional() }),
  /** Somebody who can answer now: anyone, of a team, or the one whom the chat is assigned to. */
  z.object({
    fact: z.literal('agent'),
    is: z.enum(['online', 'offline']),
    of: z.enum(['anyone', 'team', 'assigned']),
    ...Meant,
  }),
])
export type Rule = z.infer<typeof Rule>

const Group = z.object({ match: z.enum(['all', 'any']), rules: z.array(Rule).min(1).max(20) })
export const Condition = z.object({ match: z.enum(['all', 'any']), groups: z.array(Group).min(1).max(10) })
export type Condition = z.infer<typeof Condition>
