import type { FieldType } from '#core/contact/field/value.ts'
import { fieldTypeOf } from '#core/flow/answer/kinds.ts'
import type { Definition, FlowNode } from '#core/flow/definition.ts'
import { namesIn } from '#core/flow/formula/formula.ts'
import { refsAt } from '#core/flow/kinds.ts'
import { localsOf } from '#core/flow/local/local.ts'
import type { Action } from '#core/flow/nodes/action.ts'
import { FieldKey } from '#core/flow/nodes/base.ts'
import { mergeFieldsOf } from '#core/flow/text/merge.ts'
import { isSystemField } from '#core/flow/text/system.ts'

/** A contact field that a flow fills; `type` fits the question that fills it. */
type FilledField = { readonly key: string; readonly type: FieldType }

/** What a flow uses of its workspace. `reads`: fields in texts and conditions, whether it fills them or not. */
export type Uses = {
  readonly fills: readonly FilledField[]
  readonly reads: readonly string[]
  readonly tags: readonly string[]
}

/** The contact fields and tags that a flow uses, each once, in the order of its steps. */
export function fieldsOf(definition: Definition): Uses {
  const nodes = Object.values(definition.nodes)
  const locals = new Set(localsOf(definition).map(({ name }) => name))
  const fills = new Map<string, FilledField>()
  for (const field of nodes.flatMap(filledBy))
    if (!fills.has(field.key) && !locals.has(field.key)) fills.set(field.key, field)
  return {
    fills: [...fills.values()],
    reads: [...new Set(nodes.flatMap(readBy))].filter((key) => isField(key) && !locals.has(key)),
    tags: [...new Set(nodes.flatMap((node) => refsAt(node.kind, node).tags ?? []))],
  }
}

function filledBy(node: FlowNode): FilledField[] {
  if (node.kind === 'action') return node.actions.flatMap(filledByAction)
  const type = node.kind === 'question' ? fieldTypeOf(node.answer) : 'text'
  return (refsAt(node.kind, node).fills ?? []).map((key) => ({ key, type }))
}

/** A field is made of the type that the first action needs; a formula's own type is known only among the fields. */
function filledByAction(action: Action): FilledField[] {
  switch (action.do) {
    case 'addNumber':
      return [{ key: action.field, type: 'number' }]
    case 'addToList':
    case 'removeFromList':
      return [{ key: action.field, type: 'list' }]
    case 'setField':
    case 'copyField':
    case 'formula':
      return [{ key: action.field, type: 'text' }]
    default:
      return []
  }
}

function readBy(node: FlowNode): string[] {
  const { fields = [], texts = [], formulas = [] } = refsAt(node.kind, node)
  return [
    ...fields,
    ...texts.flatMap((text) => mergeFieldsOf(text).names),
    ...formulas.flatMap(({ text }) => namesIn(text)),
  ]
}

function isField(key: string): boolean {
  return FieldKey.safeParse(key).success && !isSystemField(key)
}
