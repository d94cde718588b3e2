import type { Definition } from '#core/flow/definition.ts'
import { ownNode } from '#core/flow/step/turn.ts'

/**
 * Whether a flow begins by waking the bot: its first step behind the start is a list of actions with that among them. Such a
 * flow begins also while people have the chat: by its keyword, by what happened to the contact, by its hour; never as a welcome or a default reply.
 */
export function beginsByWaking(definition: Definition): boolean {
  const first = ownNode(definition, definition.start)?.next.next
  const node = first === undefined ? undefined : ownNode(definition, first)
  return node?.kind === 'action' && node.actions.some((action) => action.do === 'resumeBot')
}
