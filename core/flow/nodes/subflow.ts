import { z } from 'zod'
import { Id } from '#core/base/id.ts'
import type { Kind, View } from '#core/flow/kind.ts'
import { LOCALS_MAX } from '#core/flow/local/names.ts'
import { LocalKey } from '#core/flow/local/shape.ts'
import { FieldKey, nodeBase } from '#core/flow/nodes/base.ts'
import { onlyName, renderText } from '#core/flow/text/merge.ts'
import { valueNamed } from '#core/flow/text/system.ts'

/**
 * Runs another flow and comes back. `inputs` are what the other flow's start asks for; `outputs` are kept in fields when
 * it ended. Outlets: `next` (it ended) · `failed` (it is gone or broke a limit; nothing is kept then).
 */
export const SubflowNode = z.object({
  kind: z.literal('subflow'),
  ...nodeBase,
  flow: Id.optional(),
  /** A value may hold merge fields; one merge field alone hands over the value as it is kept, a list as a list. */
  inputs: z
    .array(z.object({ input: LocalKey, value: z.string().max(4000) }))
    .max(LOCALS_MAX)
    .optional(),
  outputs: z
    .array(z.object({ output: LocalKey, field: FieldKey }))
    .max(LOCALS_MAX)
    .optional(),
})
export type SubflowNode = z.infer<typeof SubflowNode>

export const subflowKind: Kind<SubflowNode> = {
  enter: ({ flow, inputs = [] }, scene) => {
    if (flow === undefined) return { to: 'fault', fault: 'missing-flow' }
    if (inputs.length === 0) return { to: 'subflow', flow }
    return {
      to: 'subflow',
      flow,
      given: Object.fromEntries(inputs.map(({ input, value }) => [input, givenBy(value, scene)])),
    }
  },
  refs: ({ flow, inputs = [], outputs = [] }) => ({
    ...(flow === undefined ? {} : { calls: [flow] }),
    texts: inputs.map(({ value }) => value),
    fills: outputs.map(({ field }) => field),
  }),
  check: (node, report) => {
    if (node.flow === undefined) report('flow-unchosen')
  },
}

function givenBy(value: string, view: View): string {
  const name = onlyName(value)
  return name === null ? renderText(value, view) : valueNamed(view, name)
}
