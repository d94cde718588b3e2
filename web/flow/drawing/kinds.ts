import type { NodeKind } from '#core/flow/definition.ts'

/** Every kind of step that can be added by hand. */
export const NODE_KINDS: readonly NodeKind[] = [
  'message',
  'question',
  'template',
  'condition',
  'wait',
  'goto',
  'split',
  'subflow',
  'action',
  'handover',
]
