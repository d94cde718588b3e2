import { z } from 'zod'
import { Block, blockShape } from '#core/flow/block/block.ts'
import { checkBlocks } from '#core/flow/block/block-check.ts'
import { blockDraft, blockTexts } from '#core/flow/block/block-draft.ts'
import { BLOCKS_MAX, blockChoices, blocksOf, isAsking } from '#core/flow/block/form.ts'
import type { Kind, Move, Scene } from '#core/flow/kind.ts'
import { Duration, nodeBase } from '#core/flow/nodes/base.ts'
import { type Choice, hearChoice, takeChoice } from '#core/flow/step/choice.ts'
import { fitDraft } from '#core/flow/step/fit.ts'
import { renderText } from '#core/flow/text/merge.ts'
import { millisOf } from '#core/flow/time/duration.ts'
import { stepOnWire } from '#core/flow/wire.ts'
import type { Content } from '#core/whatsapp/heard.ts'

/**
 * Sends one message, or several one after the other: its own and those of `more`. Waits when one of them asks.
 * Outlets: `next` (nothing asks: goes on at once) · `button:<id>` and `row:<id>` (the tap, in whichever message) ·
 * `answered` (the place that was asked for) · `other` (an answer that is none of these) · `timeout` (no answer within
 * `timeout`).
 */
export const MessageNode = z.object({
  kind: z.literal('message'),
  ...nodeBase,
  ...blockShape,
  more: z
    .array(Block)
    .max(BLOCKS_MAX - 1)
    .optional(),
  timeout: Duration.optional(),
})
export type MessageNode = z.infer<typeof MessageNode>

export const messageKind: Kind<MessageNode> = {
  enter,
  takes: (node, content, view) =>
    isPlaceFor(node, content) ? 'answer' : takeChoice(choicesOf(node), node, content, view),
  hear: (node, content, scene) =>
    isPlaceFor(node, content)
      ? { to: 'outlet', outlet: 'answered', heard: content.kind }
      : hearChoice(choicesOf(node), node, content, scene),
  late: 'timeout',
  refs: (node) => {
    const blocks = blocksOf(node)
    return {
      texts: blocks.flatMap(blockTexts),
      files: blocks.flatMap(({ media }) => (media && 'file' in media.source ? [media.source.file] : [])),
    }
  },
  check: checkBlocks,
  drafts: (node, say) => blocksOf(node).flatMap((block) => blockDraft(block, '', say) ?? []),
}

/** A message that came out empty is left out; where nothing is left to answer, a step that asks cannot wait. */
function enter(node: MessageNode, scene: Scene): Move {
  let waits = false
  let lacks = false
  for (const block of blocksOf(node)) {
    const draft = blockDraft(block, stepOnWire(scene), (template) => renderText(template, scene))
    if (draft) scene.ask({ kind: 'say', node: scene.node, draft: fitDraft(draft) })
    if (draft) waits ||= isAsking(block)
    else lacks = true
  }
  if (waits)
    return { to: 'wait', for: 'tap', until: node.timeout ? scene.now + millisOf(node.timeout) : null }
  if (blocksOf(node).some(isAsking)) return { to: 'fault', fault: 'bad-text' }
  return { to: 'outlet', outlet: 'next', ...(lacks ? { fault: 'bad-text' as const } : {}) }
}

function choicesOf(node: MessageNode): readonly Choice[] {
  return node.more ? blocksOf(node).flatMap(blockChoices) : blockChoices(node)
}

function isPlaceFor(node: MessageNode, content: Content): boolean {
  return content.kind === 'location' && blocksOf(node).some(({ ask }) => ask === 'location')
}
