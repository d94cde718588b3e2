import { z } from 'zod'
import type { Kind } from '#core/flow/kind.ts'
import { nodeBase } from '#core/flow/nodes/base.ts'

/**
 * Where a flow begins, and what begins it. Outlet: `next`.
 * `welcome`: a contact's very first message; `fallback`: nothing else matched (the default reply).
 */
export const StartNode = z.object({
  kind: z.literal('start'),
  ...nodeBase,
  keywords: z.array(z.string().trim().min(1).max(50)).max(50).default([]),
  match: z.enum(['whole', 'contains', 'begins']).default('whole'),
  welcome: z.boolean().default(false),
  fallback: z.boolean().default(false),
})
export type StartNode = z.infer<typeof StartNode>

export const startKind: Kind<StartNode> = {
  enter: () => ({ to: 'outlet', outlet: 'next' }),
  refs: () => ({}),
  check: () => undefined,
}
