import type { Definition, FlowNode } from '#core/flow/definition.ts'
import { refsAt } from '#core/flow/kinds.ts'
import { FieldKey } from '#core/flow/nodes/base.ts'
import { KNOWN_NAMES, mergeFieldsOf } from '#core/flow/text/merge.ts'

/** A contact field that a flow fills; `type` fits the question that fills it. */
export type FilledField = { readonly key: string; readonly type: 'text' | 'number' | 'date' | 'choice' }

/** What a flow uses of its workspace. `reads`: fields in texts and conditions, whether it fills them or not. */
export type Uses = {
  readonly fills: readonly FilledField[]
  readonly reads: readonly string[]
  readonly tags: readonly string[]
}

/** The contact fields and tags that a flow uses, each once, in the order of its steps. */
export function fieldsOf(definition: Definition): Uses {
  const nodes = Object.values(definition.nodes)
  const fills = new Map<string, FilledField>()
  for (const field of nodes.flatMap(filledBy)) if (!fills.has(field.key)) fills.set(field.key, field)
  return {
    fills: [...fills.values()],
    reads: [...new Set(nodes.flatMap(readBy))].filter(isField),
    tags: [...new Set(nodes.flatMap((node) => refsAt(node.kind, node).tags ?? []))],
  }
}

function filledBy(node: FlowNode): FilledField[] {
  const type = node.kind === 'question' ? typeOf(node.answer) : 'text'
  return (refsAt(node.kind, node).fills ?? []).map((key) => ({ key, type }))
}

function typeOf(answer: string): FilledField['type'] {
  return answer === 'number' || answer === 'date' || answer === 'choice' ? answer : 'text'
}

function readBy(node: FlowNode): string[] {
  const { fields = [], texts = [] } = refsAt(node.kind, node)
  return [...fields, ...texts.flatMap((text) => mergeFieldsOf(text).names)]
}

function isField(key: string): boolean {
  return FieldKey.safeParse(key).success && !KNOWN_NAMES.some((name) => name === key)
}
