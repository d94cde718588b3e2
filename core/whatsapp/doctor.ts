import { DAY, MINUTE, type Millis, SECOND } from '#core/base/time.ts'
import { type Link, type LinkKind, linkOf } from '#core/whatsapp/doctor/link.ts'
import {
  failureWords,
  partWords,
  qualityWords,
  restrictionWords,
  stateWords,
  troubleWords,
} from '#core/whatsapp/doctor/words.ts'
import type { AccountState } from '#core/whatsapp/number/news.ts'
import { missingScopes, type TokenFacts, WEBHOOK_FIELDS } from '#core/whatsapp/token.ts'

/** An answer of Meta: what it said, that it refused, or that it was not reached. */
export type Asked<T> =
  | { readonly kind: 'known'; readonly value: T }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'silent' }

/** Everything the doctor looks at, gathered before. Times are those of our clock. */
export type DoctorFacts = {
  readonly now: Millis
  /** The moment at Meta; it differs from `now` only where time is simulated. */
  readonly metaNow: Millis
  readonly graph: { readonly url: string; readonly silence: string | null }
  readonly hook: {
    readonly url: string
    /** `ours` answers as we do; `private`: no address for the other side. */
    readonly reach: 'ours' | 'private' | { readonly status: number } | { readonly failure: string }
    /** It uses http although the other side is out in the world. */
    readonly plain: boolean
    readonly verifiedAt: Millis | null
    readonly lastAt: Millis | null
    readonly unsignedAt: Millis | null
    /** When Meta last took a message of ours: its reports follow within moments. */
    readonly acceptedAt: Millis | null
  }
  /** Null value: the app is not subscribed; `callback` null: the account redirects nothing. */
  readonly subscription: Asked<{ readonly callback: string | null; readonly ours: boolean } | null>
  /** Where the app's own webhook leads; null: not known. Messages go there where the account redirects nothing. */
  readonly appHook: { readonly url: string; readonly ours: boolean } | null
  /** Null value: no app id is known. */
  readonly fields: Asked<readonly string[] | null>
  readonly token: Asked<TokenFacts>
  readonly appId: string
  readonly account: AccountState | null
  readonly numbers: readonly {
    readonly display: string
    readonly state: string
    readonly quality: string
    readonly test: boolean
  }[]
  readonly payment: PaymentFacts
  readonly templates: Asked<true>
  /** By how much Meta's clock is ahead of ours. */
  readonly skew: Millis | null
  readonly breakers: readonly {
    readonly code: number
    readonly reason: string
    readonly since: Millis
    /** All of the sending, or only what the business begins. */
    readonly stops: 'all' | 'broadcasts' | 'templates'
  }[]
}

/** What is known of how Meta is paid. */
type PaymentFacts = {
  /** `primary_funding_id` of the account; null value: Meta names none. */
  readonly funding: Asked<string | null>
  /** When Meta last refused (131042) and last delivered what costs; null: not lately. */
  readonly refusedAt: Millis | null
  readonly deliveredAt: Millis | null
}

/** A webhook that came within this time proves the way from Meta to us. */
const PROOF: Millis = DAY
/** Days before a token's end at which people are told; at 0 it is over. */
export const EXPIRY_STAGES = [14, 7, 3, 1, 0] as const
const EXPIRES_SOON: Millis = EXPIRY_STAGES[0] * DAY
/** Meta's code for what it does not deliver because of the payment. */
export const PAYMENT_REFUSED = 131_042
/** A report about a message that Meta took comes within seconds; after this it does not come. */
const REPORT_WAIT: Millis = 10 * MINUTE
const SKEW_SEEN: Millis = 30 * SECOND
const SKEW_WRONG: Millis = 5 * MINUTE

/** The chain between Meta and us, link by link, each with its state, its proof and its cure. Total, and in a fixed order. */
export function examine(facts: DoctorFacts): Link[] {
  return [
    judgeGraph(facts),
    judgeUrl(facts),
    judgeHandshake(facts),
    judgeSignature(facts),
    judgeWebhook(facts),
    judgeSubscription(facts),
    judgeFields(facts),
    judgeToken(facts),
    judgeExpiry(facts),
    judgeAccount(facts),
    ...judgeNumbers(facts),
    judgePayment(facts),
    judgeTemplates(facts),
    judgeClock(facts),
    judgeSending(facts),
  ]
}

function judgeGraph({ graph: { url, silence } }: DoctorFacts): Link {
  return silence === null
    ? linkOf('graph', 'graph.answers', { url })
    : linkOf('graph', 'graph.silent', { url, ...failureWords(silence) })
}

function judgeUrl({ hook, now }: DoctorFacts): Link {
  const { reach, url, lastAt } = hook
  const isProven = lastAt !== null && now - lastAt < PROOF
  if (reach === 'ours') return linkOf('url', hook.plain ? 'url.plain' : 'url.ours')
  if (isProven) return { ...linkOf('url', 'url.proven'), at: lastAt }
  if (reach === 'private') return linkOf('url', 'url.private', { url })
  return 'status' in reach
    ? linkOf('url', 'url.other', { status: reach.status })
    : linkOf('url', 'url.none', failureWords(reach.failure))
}

function judgeHandshake({ hook: { verifiedAt } }: DoctorFacts): Link {
  return verifiedAt === null
    ? linkOf('handshake', 'handshake.none')
    : { ...linkOf('handshake', 'handshake.seen'), at: verifiedAt }
}

function judgeSignature({ hook: { lastAt, unsignedAt } }: DoctorFacts): Link {
  if (unsignedAt !== null && unsignedAt > (lastAt ?? 0)) {
    return { ...linkOf('signature', 'signature.wrong'), at: unsignedAt }
  }
  return lastAt === null
    ? linkOf('signature', 'signature.none')
    : { ...linkOf('signature', 'signature.good'), at: lastAt }
}

function judgeWebhook({ hook: { lastAt, acceptedAt }, now }: DoctorFacts): Link {
  const isSilent = acceptedAt !== null && acceptedAt > (lastAt ?? 0) && now - acceptedAt > REPORT_WAIT
  if (isSilent) return { ...linkOf('webhook', 'webhook.silent'), at: acceptedAt }
  return lastAt === null
    ? linkOf('webhook', 'webhook.none')
    : { ...linkOf('webhook', 'webhook.seen'), at: lastAt }
}

function judgeSubscription({ subscription, appHook }: DoctorFacts): Link {
  if (subscription.kind !== 'known') return unasked('subscription')
  const { value } = subscription
  if (value === null) return linkOf('subscription', 'subscription.none')
  if (value.callback === null) {
    return appHook && !appHook.ours
      ? linkOf('subscription', 'subscription.elsewhere', { url: appHook.url })
      : linkOf('subscription', 'subscription.app')
  }
  return value.ours
    ? linkOf('subscription', 'subscription.ours')
    : linkOf('subscription', 'subscription.elsewhere', { url: value.callback })
}

function judgeFields({ fields }: DoctorFacts): Link {
  if (fields.kind === 'silent') return unasked('fields')
  if (fields.kind === 'refused') return linkOf('fields', 'fields.refused', { reason: fields.reason })
  const { value } = fields
  if (value === null) return linkOf('fields', 'fields.unknown')
  if (!value.includes('messages')) return linkOf('fields', 'fields.none')
  const missing = WEBHOOK_FIELDS.filter((field) => !value.includes(field))
  return missing.length === 0
    ? linkOf('fields', 'fields.all')
    : linkOf('fields', 'fields.some', { fields: missing.join(', ') })
}

function judgeToken({ token, appId, metaNow: now }: DoctorFacts): Link {
  if (token.kind === 'silent') return unasked('token')
  if (token.kind === 'refused') return linkOf('token', 'token.invalid', { reason: token.reason })
  const { value } = token
  if (!value.valid && !isOver(value, now)) {
    return linkOf('token', 'token.invalid', { reason: value.reason ?? '–' })
  }
  const missing = missingScopes(value)
  if (value.valid && missing.length > 0)
    return linkOf('token', 'token.scopes', { scopes: missing.join(', ') })
  if (appId !== '' && value.appId !== '' && value.appId !== appId) {
    return linkOf('token', 'token.app', { app: value.appId })
  }
  return value.valid
    ? linkOf('token', 'token.good')
    : linkOf('token', 'token.invalid', { reason: value.reason ?? '–' })
}

function isOver({ expiresAt }: TokenFacts, now: Millis): boolean {
  return expiresAt !== null && expiresAt <= now
}

function judgeExpiry({ token, metaNow: now }: DoctorFacts): Link {
  if (token.kind !== 'known') return unasked('expiry')
  const { expiresAt } = token.value
  if (expiresAt === null) return linkOf('expiry', 'expiry.never')
  const at = { at: expiresAt }
  if (expiresAt <= now) return { ...linkOf('expiry', 'expiry.over'), ...at }
  const days = Math.floor((expiresAt - now) / DAY)
  return {
    ...linkOf('expiry', expiresAt - now <= EXPIRES_SOON ? 'expiry.soon' : 'expiry.later', { days }),
    ...at,
  }
}

function judgeAccount({ account, metaNow: now }: DoctorFacts): Link {
  if (account?.disabled) return linkOf('account', 'account.disabled')
  if (account?.review === 'REJECTED') return linkOf('account', 'account.rejected')
  const holding = (account?.restrictions ?? []).filter(({ until }) => until === null || until > now)
  if (holding.length > 0) {
    const ends = Math.max(...holding.map(({ until }) => until ?? 0))
    return {
      ...linkOf('account', 'account.restricted', restrictionWords(holding.map(({ type }) => type))),
      at: ends > 0 ? ends : null,
    }
  }
  const violation = account?.violation
  return violation ? linkOf('account', 'account.violation', { violation }) : linkOf('account', 'account.good')
}

function judgeNumbers({ numbers }: DoctorFacts): Link[] {
  if (numbers.length === 0) return [linkOf('number', 'number.none')]
  return numbers.map(({ display, state, quality }) => {
    const found =
      state === 'PENDING'
        ? 'number.pending'
        : state !== 'CONNECTED'
          ? 'number.off'
          : quality === 'RED'
            ? 'number.low'
            : 'number.good'
    return {
      ...linkOf('number', found, { ...stateWords(state), ...qualityWords(quality) }),
      subject: display,
    }
  })
}

/** Meta: without a payment method it delivers no template (131042); a test number needs none. What was sent weighs more than what is told. */
function judgePayment({ payment, numbers, breakers }: DoctorFacts): Link {
  const { funding, refusedAt, deliveredAt } = payment
  const stopped = breakers.find(({ code }) => code === PAYMENT_REFUSED)
  if (stopped) return { ...linkOf('payment', 'payment.refused'), at: stopped.since }
  if (refusedAt !== null && refusedAt > (deliveredAt ?? 0)) {
    return { ...linkOf('payment', 'payment.refused'), at: refusedAt }
  }
  if (numbers.length > 0 && numbers.every(({ test }) => test)) return linkOf('payment', 'payment.test')
  if (funding.kind === 'silent') return unasked('payment')
  if (funding.kind === 'refused') return linkOf('payment', 'payment.unread', { reason: funding.reason })
  if (funding.value !== null) return linkOf('payment', 'payment.named')
  return deliveredAt === null
    ? linkOf('payment', 'payment.none')
    : { ...linkOf('payment', 'payment.proven'), at: deliveredAt }
}

/** With a token that Meta does not take nothing is known about them, and the token's cure is the only one. */
function judgeTemplates(facts: DoctorFacts): Link {
  const { templates } = facts
  if (templates.kind === 'silent') return unasked('templates')
  if (templates.kind === 'refused' && judgeToken(facts).find === 'token.invalid') return unasked('templates')
  return templates.kind === 'refused'
    ? linkOf('templates', 'templates.refused', { reason: templates.reason })
    : linkOf('templates', 'templates.read')
}

function judgeClock({ skew }: DoctorFacts): Link {
  if (skew === null) return unasked('clock')
  const off = Math.abs(skew)
  if (off < SKEW_SEEN) return linkOf('clock', 'clock.good')
  const seconds = Math.round(off / SECOND)
  return linkOf('clock', off < SKEW_WRONG ? 'clock.off' : 'clock.wrong', { seconds })
}

function judgeSending({ breakers: [first] }: DoctorFacts): Link {
  if (!first) return linkOf('sending', 'sending.free')
  const { code, reason, since, stops } = first
  const { id: reason_id, en: reason_en } = troubleWords(code, reason)
  const said = { code, reason_id, reason_en }
  return stops === 'all'
    ? { ...linkOf('sending', 'sending.stopped', said), at: since }
    : { ...linkOf('sending', 'sending.partly', { ...said, ...partWords(stops) }), at: since }
}

function unasked(kind: LinkKind): Link {
  return linkOf(kind, 'unasked')
}
