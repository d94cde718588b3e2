import { z } from 'zod'
import { FIELD_TYPES } from '#core/contact/field/value.ts'
import { FORMER_MAX } from '#core/flow/local/names.ts'

/** What an input, an output or a loop is called; steps read it behind its prefix (`input_`, `output_`, `item_`, `index_`). */
export const LocalKey = z.string().regex(/^[a-z][a-z0-9_]{0,29}$/)

/** Names that it had before, the newest first: flows that call it by one of them go on. */
const former = z.array(LocalKey).max(FORMER_MAX).optional()

/** What a flow must be given when it is called; with `value` it may be left out, and is that then. */
export const FlowInput = z.object({
  key: LocalKey,
  type: z.enum(FIELD_TYPES),
  value: z.string().max(1000).optional(),
  former,
})
export type FlowInput = z.infer<typeof FlowInput>

/** What a flow gives back; its steps fill it like a field. */
export const FlowOutput = z.object({ key: LocalKey, type: z.enum(FIELD_TYPES), former })
export type FlowOutput = z.infer<typeof FlowOutput>
