import type { FlowNode } from '#core/flow/definition.ts'
import { sayingOf } from '#web/flow/drawing/summary.ts'
import type { Words } from '#web/flow/model/words.ts'

/** Characters of its text by which a step without a name is told from others. */
const EXCERPT_MAX = 40
const FIELD = /\{\{\s*([^{}|]+?)\s*(?:\|[^{}]*)?\}\}/g

/** What a step is called where it stands alone: its name, else the beginning of what it says, else its kind. */
export function titleOf(node: FlowNode, words: Words): string {
  if (node.name) return node.name
  const said = sayingOf(node).replace(FIELD, '$1').replace(/\s+/g, ' ').trim()
  if (!said) return words(`kind.${node.kind}`)
  return said.length > EXCERPT_MAX ? `“${said.slice(0, EXCERPT_MAX).trimEnd()}…”` : `“${said}”`
}
