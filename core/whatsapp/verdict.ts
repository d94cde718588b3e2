import { z } from 'zod'

/**
 * What the gate decided about a message, shown as it is. `rules` are the rules that were consulted, in their order:
 * when the message may not go, the last one is the rule that said no. `refusal` is a code of core/base/refusal.ts.
 */
export const Verdict = z.object({
  allowed: z.boolean(),
  rules: z.array(z.string()),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  refusal: z.string().nullable(),
  remedy: z.enum(['none', 'template', 'wait', 'fix', 'connect']),
})
export type Verdict = z.infer<typeof Verdict>
