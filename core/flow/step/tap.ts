import { takesAt } from '#core/flow/kinds.ts'
import type { Facts, Frame } from '#core/flow/run.ts'
import { nodeAt } from '#core/flow/step/turn.ts'
import { readWireId } from '#core/flow/wire.ts'
import type { Content } from '#core/whatsapp/heard.ts'

/**
 * Where a tap belongs: the frames with the innermost one on the step whose button was tapped. Looked for from the
 * innermost flow outwards; null when it is no tap of ours, or the step is not in these versions.
 */
export function placeOf(frames: readonly Frame[], content: Content, facts: Facts): Frame[] | null {
  const wire = content.kind === 'tap' ? readWireId(content.id) : null
  if (!wire) return null
  for (let depth = frames.length - 1; depth >= 0; depth--) {
    const version = frames[depth]?.version
    if (version === undefined) return null
    const frame = { version, node: wire.node }
    const node = nodeAt(facts, frame)
    if (typeof node === 'string') continue
    const view = {
      now: facts.now,
      person: facts.person,
      workspace: facts.workspace,
      node: wire.node,
      tries: 0,
    }
    if (takesAt(node.kind, node, content, view) === 'answer') return [...frames.slice(0, depth), frame]
  }
  return null
}
