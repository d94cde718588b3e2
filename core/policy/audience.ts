import type { RefusalCode } from '#core/base/refusal.ts'
import type { Millis } from '#core/base/time.ts'
import { LIMIT_PERIOD, type Slots } from '#core/policy/limit/limit.ts'
import { decideSend, type SendFacts } from '#core/policy/send.ts'
import { isWindowOpen } from '#core/policy/window.ts'
import type { Draft } from '#core/whatsapp/draft.ts'

export type Recipient = {
  /** A phone number in international form, with or without the plus, or a business-scoped user id. */
  readonly to: string
  readonly lastInboundAt: Millis | null
  readonly optedOut: boolean
}

export type Sending = {
  readonly draft: Draft
  /** What is true for every recipient. */
  readonly facts: Omit<SendFacts, 'lastInboundAt' | 'optedOut' | 'limit'>
  /** The places of the messaging limit that are taken, and how many there are; null: unlimited. */
  readonly slots: Slots
  readonly max: number | null
}

/** An audience split by what the gate says; every recipient stands in exactly one list, in the given order. */
export type Audience = {
  readonly sendNow: readonly string[]
  readonly deferred: readonly { readonly to: string; readonly until: Millis; readonly code: RefusalCode }[]
  readonly skipped: readonly { readonly to: string; readonly code: RefusalCode }[]
}

/**
 * Who of an audience gets the message now, who at which moment, and who not, before anything is sent. The gate judges each one; new
 * customers take the free places of the messaging limit in the given order, then the places that become free, each for 24
 * hours. A number that is written as people dial it at home is skipped, not guessed.
 */
export function planAudience(recipients: readonly Recipient[], sending: Sending, now: Millis): Audience {
  const sendNow: string[] = []
  const deferred: Audience['deferred'][number][] = []
  const skipped: Audience['skipped'][number][] = []
  const queue = queueOf(sending)
  const seen = new Set<string>()
  for (const recipient of recipients) {
    const { to } = recipient
    const isRepeated = seen.has(bare(to))
    seen.add(bare(to))
    const fate = isRepeated
      ? ({ kind: 'never', code: 'recipient-repeated' } as const)
      : fateOf(recipient, { sending, queue, now })
    if (fate.kind === 'now') sendNow.push(to)
    else if (fate.kind === 'later') deferred.push({ to, until: fate.until, code: fate.code })
    else skipped.push({ to, code: fate.code })
  }
  return { sendNow, deferred, skipped }
}

type Fate =
  | { readonly kind: 'now' }
  | { readonly kind: 'later'; readonly until: Millis; readonly code: RefusalCode }
  | { readonly kind: 'never'; readonly code: RefusalCode }

type Round = { readonly sending: Sending; readonly queue: Queue; readonly now: Millis }

function fateOf({ to, lastInboundAt, optedOut }: Recipient, { sending, queue, now }: Round): Fate {
  if (!isAddress(to)) return { kind: 'never', code: 'recipient-invalid' }
  const decision = decideSend(sending.draft, { ...sending.facts, lastInboundAt, optedOut }, now)
  if (decision.kind === 'refusal') return { kind: 'never', code: decision.code }
  if (decision.kind === 'wait') return { kind: 'later', until: decision.until, code: decision.code }
  if (isWindowOpen(lastInboundAt, now) || sending.slots.customers.has(to)) return { kind: 'now' }
  const until = queue.take(now)
  return until <= now ? { kind: 'now' } : { kind: 'later', until, code: 'limit-reached' }
}

/** International digits that do not begin with a trunk zero, or Meta's user id such as `ID.408…`. */
function isAddress(to: string): boolean {
  return /^(\+?[1-9]\d{6,14}|[A-Z]{2}\.[\w.]{1,128})$/.test(to)
}

function bare(to: string): string {
  return to.replace(/^\+/, '')
}

/** Gives out the next place and says from when on. */
type Queue = { readonly take: (now: Millis) => Millis }

/** The places of the limit as a queue. Places are given out in time order, so that what is appended keeps it sorted. */
function queueOf({ slots, max }: Sending): Queue {
  const freeAt = [...slots.freeAt]
  let next = 0
  return {
    take(now) {
      let at = now
      while (max !== null && freeAt.length - next >= max && next < freeAt.length) {
        at = Math.max(at, freeAt[next] ?? at)
        next++
      }
      freeAt.push(at + LIMIT_PERIOD)
      return at
    },
  }
}
