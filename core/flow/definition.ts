import { z } from 'zod'
import { GROUP_SIDE, GROUP_TITLE_MAX, GROUP_TONES } from '#core/flow/group.ts'
import { ActionNode } from '#core/flow/nodes/action.ts'
import { NodeId } from '#core/flow/nodes/base.ts'
import { ConditionNode } from '#core/flow/nodes/condition.ts'
import { EmailNode } from '#core/flow/nodes/email.ts'
import { ForeachNode } from '#core/flow/nodes/foreach.ts'
import { GotoNode } from '#core/flow/nodes/goto.ts'
import { HandoverNode } from '#core/flow/nodes/handover.ts'
import { HttpNode } from '#core/flow/nodes/http.ts'
import { MessageNode } from '#core/flow/nodes/message.ts'
import { QuestionNode } from '#core/flow/nodes/question.ts'
import { SplitNode } from '#core/flow/nodes/split.ts'
import { StartNode } from '#core/flow/nodes/start.ts'
import { SubflowNode } from '#core/flow/nodes/subflow.ts'
import { TemplateNode } from '#core/flow/nodes/template-shape.ts'
import { WaitNode } from '#core/flow/nodes/wait.ts'
import { SCRIPTS_MAX, Script } from '#core/flow/trial/script.ts'

export const FlowNode = z.discriminatedUnion('kind', [
  StartNode,
  MessageNode,
  TemplateNode,
  QuestionNode,
  ConditionNode,
  ActionNode,
  HandoverNode,
  WaitNode,
  GotoNode,
  SubflowNode,
  ForeachNode,
  SplitNode,
  HttpNode,
  EmailNode,
])
export type FlowNode = z.infer<typeof FlowNode>
export type NodeKind = FlowNode['kind']

export const NODES_MAX = 2000
export const DEFINITION_BYTES_MAX = 2_000_000

/** A flow as data: nodes by id, ways by outlet name, no coordinates. A draft may still be wrong; a version may not. */
export const Definition = z.object({
  format: z.literal(1),
  start: NodeId,
  nodes: z
    .record(NodeId, FlowNode)
    .refine((nodes) => Object.keys(nodes).length <= NODES_MAX, 'too many nodes'),
})
export type Definition = z.infer<typeof Definition>

const Side = z.number().min(GROUP_SIDE.min).max(GROUP_SIDE.max)

/** A frame around steps that belong together; what lies in it moves with it. */
export const Group = z.object({
  id: NodeId,
  x: z.number(),
  y: z.number(),
  width: Side,
  height: Side,
  title: z.string().max(GROUP_TITLE_MAX),
  tone: z.enum(GROUP_TONES).default('slate'),
  /** It is folded over these steps, notes and frames, which are not shown; missing: it is open. */
  folded: z.array(NodeId).max(NODES_MAX).optional(),
})
export type Group = z.infer<typeof Group>

/** Where the drawing has its cards, its sticky notes and its frames; the interpreter never sees it. */
export const Layout = z.object({
  at: z.record(NodeId, z.object({ x: z.number(), y: z.number() })).default({}),
  notes: z
    .array(z.object({ id: NodeId, x: z.number(), y: z.number(), text: z.string().max(2000) }))
    .max(200)
    .default([]),
  groups: z.array(Group).max(100).optional(),
})
export type Layout = z.infer<typeof Layout>

/** A flow as a file: what export writes and import reads. */
export const FlowFile = z.object({
  wetalk: z.literal('flow'),
  format: z.literal(1),
  name: z.string().trim().min(1).max(80),
  definition: Definition,
  layout: Layout.default({ at: {}, notes: [] }),
  tests: z.array(Script).max(SCRIPTS_MAX).default([]),
})
export type FlowFile = z.infer<typeof FlowFile>
