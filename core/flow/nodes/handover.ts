import { z } from 'zod'
import { cutText } from '#core/base/text.ts'
import { FIELD_VALUE_MAX } from '#core/contact/field/value.ts'
import { checkDrawn } from '#core/flow/check/drawn.ts'
import type { Kind } from '#core/flow/kind.ts'
import { nodeBase } from '#core/flow/nodes/base.ts'
import { fitDraft } from '#core/flow/step/fit.ts'
import { renderText } from '#core/flow/text/merge.ts'

/** Gives the chat to people: the bot falls silent, the inbox calls, the run ends. No outlets. */
export const HandoverNode = z.object({
  kind: z.literal('handover'),
  ...nodeBase,
  /** Said to the customer first, when not empty. */
  text: z.string().max(4096).default(''),
  /** Left for the team as a note, when not empty. */
  note: z.string().max(4000).default(''),
})
export type HandoverNode = z.infer<typeof HandoverNode>

export const handoverKind: Kind<HandoverNode> = {
  enter: (node, scene) => {
    const text = renderText(node.text, scene)
    if (text.trim() !== '')
      scene.ask({ kind: 'say', node: scene.node, draft: fitDraft({ kind: 'text', text }) })
    scene.ask({ kind: 'handOver', note: cutText(renderText(node.note, scene), FIELD_VALUE_MAX) })
    return { to: 'people' }
  },
  refs: (node) => ({ texts: [node.text, node.note] }),
  check: (node, report) => {
    if (node.text.trim() !== '') checkDrawn((say) => ({ kind: 'text', text: say(node.text) }), report)
  },
  draft: (node, say) => (node.text.trim() === '' ? null : { kind: 'text', text: say(node.text) }),
}
