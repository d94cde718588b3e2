import { takesAt } from '#core/flow/kinds.ts'
import type { Frame } from '#core/flow/local/frame.ts'
import type { Facts } from '#core/flow/run.ts'
import { frameInRound } from '#core/flow/step/loop.ts'
import { fieldsAt, ownNode } from '#core/flow/step/turn.ts'
import { readWireId } from '#core/flow/wire.ts'
import type { Content } from '#core/whatsapp/heard.ts'

/**
 * Where a tap belongs: the frames with the innermost one on the step whose button was tapped. Looked for from the
 * innermost flow outwards; null when it is no tap of ours, the step is not in these versions, or the round of the loop in
 * which its message was said is over.
 */
export function placeOf(frames: readonly Frame[], content: Content, facts: Facts): Frame[] | null {
  const wire = content.kind === 'tap' ? readWireId(content.id) : null
  if (!wire) return null
  for (let depth = frames.length - 1; depth >= 0; depth--) {
    const outer = frames[depth]
    const definition = outer && facts.definitionOf(outer.version)
    const node = definition && ownNode(definition, wire.node)
    if (!outer || !node) continue
    const frame = frameInRound(frames.slice(0, depth + 1), wire.node, wire.round)
    if (!frame) continue
    const view = {
      now: facts.now,
      person: facts.person,
      workspace: facts.workspace,
      catalogue: fieldsAt(facts, frame),
      locals: frame.locals,
      node: wire.node,
      round: wire.round,
      tries: 0,
    }
    if (takesAt(node.kind, node, content, view) === 'answer') return [...frames.slice(0, depth), frame]
  }
  return null
}

/** Whether a tap was made under a message that a round of a loop said. */
export function isOfRound(content: Content): boolean {
  return content.kind === 'tap' && (readWireId(content.id)?.round ?? '') !== ''
}
