import { hashOf } from '#core/base/hash.ts'
import type { Advance, Run } from '#core/flow/run.ts'
import type { Because } from '#core/flow/version/because.ts'

/** Percent of contacts that a canary may have: fewer is no canary, all is a publishing. */
export const CANARY_SHARE_MIN = 1
export const CANARY_SHARE_MAX = 99
/** The share that means everybody. */
export const WHOLE = 100

/** A published version by its id and by the number that people know it by. */
type Numbered = { readonly version: string; readonly number: number }

/** What of a flow runs: the version that everybody begins with, save the share of contacts who begin with the canary. */
export type Live = Numbered & { readonly canary: (Numbered & { readonly share: number }) | null }

/** The version with which a contact begins a flow, and why that one; `because` null: there is no other. */
export type Choice = Numbered & { readonly because: Because | null }

/**
 * The one place that decides with which version a contact begins a flow, however it is begun: by a word, an event, a sequence, another
 * flow. It depends on nothing but the contact and the flow, so that every process decides the same, the same contact always gets the
 * same, and a share that is raised takes nobody out.
 */
export function chooseVersion(live: Live, flow: string, contact: string): Choice {
  const { canary } = live
  if (!canary) return { version: live.version, number: live.number, because: null }
  const { share } = canary
  const isNew = placeInHundred(contact, flow) < share
  const { version, number } = isNew ? canary : live
  return { version, number, because: { share, isNew } }
}

/** A contact's fixed place among 0…99 for one flow, evenly spread. */
export function placeInHundred(contact: string, flow: string): number {
  return hashOf(`${contact} ${flow}`) % WHOLE
}

const VISIT_ENDS = ['waiting', 'ended', 'handed-over', 'failed'] as const
/** Where a run stands in a version that it came by: it waits there, went through, or the whole run ended so. */
export type Visit = {
  readonly version: string
  /** It came to this version in this very happening. */
  readonly isFresh: boolean
  readonly outcome: (typeof VISIT_ENDS)[number]
  /** The last of its steps, where one was taken. */
  readonly node: string | null
}

/** Every version that a run was in or came by during one happening; those on which nothing changed are left out. */
export function visitsOf(before: Run | null, step: Advance): Visit[] {
  const stood = new Set(before?.frames.map(({ version }) => version))
  const stands = new Set(step.run?.frames.map(({ version }) => version))
  const last = new Map(step.trace.map(({ version, node }) => [version, node]))
  return [...new Set([...stood, ...last.keys()])].flatMap((version): Visit[] => {
    const node = last.get(version)
    if (node === undefined && stands.has(version)) return []
    const over = step.outcome === 'ignored' || step.run !== null ? 'ended' : step.outcome
    return [
      {
        version,
        isFresh: !stood.has(version),
        outcome: stands.has(version) ? 'waiting' : over,
        node: node ?? null,
      },
    ]
  })
}
