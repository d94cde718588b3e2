import { z } from 'zod'
import { FINDS, type FindKey } from '#core/whatsapp/doctor/finds.ts'
import { Said, saidWith, type Values } from '#core/whatsapp/finding.ts'

export const LINK_KINDS = [
  'graph',
  'url',
  'handshake',
  'signature',
  'webhook',
  'subscription',
  'fields',
  'token',
  'expiry',
  'account',
  'number',
  'payment',
  'templates',
  'clock',
  'sending',
] as const
export type LinkKind = (typeof LINK_KINDS)[number]

/** One link of the chain between Meta and us. `find` names what was found; `at` is the moment the evidence speaks of. */
export const Link = z.object({
  kind: z.enum(LINK_KINDS),
  find: z.string(),
  state: z.enum(['ok', 'warning', 'broken', 'unknown']),
  /** Which number, where there are several. */
  subject: z.string().nullable(),
  evidence: Said,
  fix: Said.nullable(),
  act: z.enum(['subscribe', 'secrets', 'sync', 'resume']).nullable(),
  at: z.number().nullable(),
})
export type Link = z.infer<typeof Link>

const ORDER = ['ok', 'unknown', 'warning', 'broken'] as const

export function linkOf(kind: LinkKind, find: FindKey, values: Values = {}): Link {
  const found: (typeof FINDS)[FindKey] = FINDS[find]
  return {
    ...{ kind, find, state: found.state, subject: null, at: null },
    evidence: saidWith(found.evidence, values),
    fix: 'fix' in found ? saidWith(found.fix, values) : null,
    act: 'act' in found ? found.act : null,
  }
}

/** How a chain stands: as its worst link does. */
export function worstOf(links: readonly Link[]): Link['state'] {
  const worst = Math.max(0, ...links.map(({ state }) => ORDER.indexOf(state)))
  return ORDER[worst] ?? 'ok'
}

/** What is wrong with a chain, as one text that is equal where nothing has changed. */
export function signOf(links: readonly Link[]): string {
  const wrong = links.filter(({ state }) => state === 'broken' || state === 'warning')
  return wrong.map(({ find, subject }) => `${find} ${subject ?? ''}`).join('\n')
}
