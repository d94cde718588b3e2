import { z } from 'zod'
import { FieldRule, TagRule } from '#core/flow/rule.ts'

const RULES_MAX = 20
/** A segment means the same people everywhere: what it compares with is written out, not filled in for each of them. */
const isPlain = ({ value, upTo }: z.infer<typeof FieldRule>) => !`${value}${upTo ?? ''}`.includes('{{')

/** Facts about a person that neither a chat nor the moment changes. */
export const PlainRule = z.discriminatedUnion('fact', [
  FieldRule.refine(isPlain, 'plain values only'),
  TagRule,
])
export type PlainRule = z.infer<typeof PlainRule>

/** Which people a segment means. */
export const SegmentWhen = z.object({
  match: z.enum(['all', 'any']),
  rules: z.array(PlainRule).min(1).max(RULES_MAX),
})
export type SegmentWhen = z.infer<typeof SegmentWhen>
