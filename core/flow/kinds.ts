import type { FlowNode, NodeKind } from '#core/flow/definition.ts'
import type { HttpReply } from '#core/flow/http/call.ts'
import type { Kind, Move, Refs, Scene, Taking, View } from '#core/flow/kind.ts'
import { actionKind } from '#core/flow/nodes/action.ts'
import { conditionKind } from '#core/flow/nodes/condition.ts'
import { emailKind } from '#core/flow/nodes/email.ts'
import { foreachKind } from '#core/flow/nodes/foreach.ts'
import { gotoKind } from '#core/flow/nodes/goto.ts'
import { handoverKind } from '#core/flow/nodes/handover.ts'
import { httpKind } from '#core/flow/nodes/http.ts'
import { messageKind } from '#core/flow/nodes/message.ts'
import { questionKind } from '#core/flow/nodes/question.ts'
import { splitKind } from '#core/flow/nodes/split.ts'
import { startKind } from '#core/flow/nodes/start.ts'
import { subflowKind } from '#core/flow/nodes/subflow.ts'
import { templateKind } from '#core/flow/nodes/template.ts'
import { waitKind } from '#core/flow/nodes/wait.ts'
import type { Report } from '#core/flow/problem.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import type { Content } from '#core/whatsapp/heard.ts'

type Nodes = { [K in NodeKind]: Extract<FlowNode, { kind: K }> }

/** What each kind of node does; a kind without its line does not compile. */
const KINDS: { readonly [K in NodeKind]: Kind<Nodes[K]> } = {
  start: startKind,
  message: messageKind,
  template: templateKind,
  question: questionKind,
  condition: conditionKind,
  action: actionKind,
  handover: handoverKind,
  wait: waitKind,
  goto: gotoKind,
  subflow: subflowKind,
  foreach: foreachKind,
  split: splitKind,
  http: httpKind,
  email: emailKind,
}

/** The node's step: what it does when a run comes to it, and where it leads. */
export function enterNode<K extends NodeKind>(kind: K, node: Nodes[K], scene: Scene): Move {
  return KINDS[kind].enter(node, scene)
}

/** What the node makes of a message while it waits; null when it takes none such. */
export function hearAt<K extends NodeKind>(
  kind: K,
  node: Nodes[K],
  content: Content,
  scene: Scene,
): Move | null {
  return KINDS[kind].hear?.(node, content, scene) ?? null
}

/** Where the answer of another server leads; null when the node asks none. */
export function receiveAt<K extends NodeKind>(
  kind: K,
  node: Nodes[K],
  reply: HttpReply,
  scene: Scene,
): Move | null {
  return KINDS[kind].receive?.(node, reply, scene) ?? null
}

/** How the node would take a message while it waits. */
export function takesAt<K extends NodeKind>(kind: K, node: Nodes[K], content: Content, view: View): Taking {
  return KINDS[kind].takes?.(node, content, view) ?? 'nothing'
}

/** The outlet by which an alarm goes on, if the kind has one. */
export function lateOutlet(kind: NodeKind): string | undefined {
  return KINDS[kind].late
}

export function refsAt<K extends NodeKind>(kind: K, node: Nodes[K]): Refs {
  return KINDS[kind].refs(node)
}

export function checkAt<K extends NodeKind>(kind: K, node: Nodes[K], report: Report): void {
  KINDS[kind].check(node, report)
}

/** The messages that the node says, with their texts put through `say`; none when it is silent. */
export function draftsAt<K extends NodeKind>(
  kind: K,
  node: Nodes[K],
  say: (template: string) => string,
): readonly Draft[] {
  return KINDS[kind].drafts?.(node, say) ?? []
}
