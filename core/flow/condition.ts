import { z } from 'zod'
import { Duration, FieldKey, Tag } from '#core/flow/nodes/base.ts'

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
/** 1 = Monday … 7 = Sunday. */
const Weekday = z.number().int().min(1).max(7)
const Zone = z.string().max(64)

/** One fact that holds or does not. Texts are compared without regard to case; numbers as numbers when both are. */
export const Rule = z.discriminatedUnion('fact', [
  z.object({
    fact: z.literal('field'),
    field: FieldKey,
    is: z.enum([
      'equal',
      'not-equal',
      'contains',
      'not-contains',
      'begins',
      'more',
      'less',
      'filled',
      'empty',
    ]),
    value: z.string().max(1000).default(''),
  }),
  z.object({ fact: z.literal('tag'), tag: Tag, is: z.enum(['has', 'lacks']) }),
  /** Meta's 24-hour window, with at least `left` still to go. */
  z.object({ fact: z.literal('window'), is: z.enum(['open', 'closed']), left: Duration.optional() }),
  /** Local time between two clock times (over midnight when `from` > `to`; `to` itself is outside) on some weekdays. */
  z.object({
    fact: z.literal('time'),
    is: z.enum(['within', 'outside']),
    from: Clock,
    to: Clock,
    days: z.array(Weekday).min(1).max(7),
    zone: Zone,
  }),
])
export type Rule = z.infer<typeof Rule>

const Group = z.object({ match: z.enum(['all', 'any']), rules: z.array(Rule).min(1).max(20) })
export const Condition = z.object({ match: z.enum(['all', 'any']), groups: z.array(Group).min(1).max(10) })
export type Condition = z.infer<typeof Condition>
