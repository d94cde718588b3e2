import { z } from 'zod'
import { never } from '#core/base/assert.ts'
import { cutText } from '#core/base/text.ts'
import { FIELD_VALUE_MAX } from '#core/flow/answer/answer.ts'
import type { Effect } from '#core/flow/effect.ts'
import type { Kind, View } from '#core/flow/kind.ts'
import { Duration, FieldKey, nodeBase, Tag } from '#core/flow/nodes/base.ts'
import { renderText } from '#core/flow/text/merge.ts'
import { millisOf } from '#core/flow/time/duration.ts'

/** Things done without a word to the customer. `value` and `note` may hold merge fields. */
export const Action = z.discriminatedUnion('do', [
  z.object({ do: z.literal('setField'), field: FieldKey, value: z.string().max(4000) }),
  z.object({ do: z.literal('clearField'), field: FieldKey }),
  z.object({ do: z.literal('addTag'), tag: Tag }),
  z.object({ do: z.literal('removeTag'), tag: Tag }),
  /** Without a length the bot stays silent until a person wakes it. */
  z.object({ do: z.literal('pauseBot'), for: Duration.optional() }),
  z.object({ do: z.literal('note'), text: z.string().max(4000) }),
])
export type Action = z.infer<typeof Action>

/** Outlet: `next`. */
export const ActionNode = z.object({
  kind: z.literal('action'),
  ...nodeBase,
  actions: z.array(Action).max(20).default([]),
})
export type ActionNode = z.infer<typeof ActionNode>

export const actionKind: Kind<ActionNode> = {
  enter: (node, scene) => {
    for (const action of node.actions) scene.ask(effectOf(action, scene))
    return { to: 'outlet', outlet: 'next' }
  },
  refs: (node) => ({
    texts: node.actions.flatMap((action) => {
      if (action.do === 'setField') return [action.value]
      return action.do === 'note' ? [action.text] : []
    }),
    fields: node.actions.flatMap((action) => (action.do === 'clearField' ? [action.field] : [])),
    fills: node.actions.flatMap((action) => (action.do === 'setField' ? [action.field] : [])),
    tags: node.actions.flatMap((action) =>
      action.do === 'addTag' || action.do === 'removeTag' ? [action.tag] : [],
    ),
  }),
  check: (node, report) => {
    if (node.actions.some((action) => action.do === 'note' && action.text.trim() === '')) report('text-empty')
  },
}

function effectOf(action: Action, view: View): Effect {
  switch (action.do) {
    case 'setField': {
      const value = cutText(renderText(action.value, view), FIELD_VALUE_MAX)
      return { kind: 'setField', field: action.field, value }
    }
    case 'clearField':
      return { kind: 'clearField', field: action.field }
    case 'addTag':
    case 'removeTag':
      return { kind: action.do, tag: action.tag }
    case 'pauseBot':
      return { kind: 'pauseBot', until: action.for ? view.now + millisOf(action.for) : null }
    case 'note':
      return { kind: 'note', text: cutText(renderText(action.text, view), FIELD_VALUE_MAX) }
    default:
      return never(action)
  }
}
