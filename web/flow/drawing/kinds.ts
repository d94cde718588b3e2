import type { NodeKind } from '#core/flow/definition.ts'

/** Every kind of step that can be added by hand. */
export const NODE_KINDS: readonly NodeKind[] = [
  'message',
  'question',
  'template',
  'condition',
  'wait',
  'foreach',
  'goto',
  'split',
  'subflow',
  'action',
  'http',
  'email',
  'handover',
]
