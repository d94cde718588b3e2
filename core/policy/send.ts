import { type Refusal, type RefusalCode, refuse } from '#core/base/refusal.ts'
import { type Millis, SECOND } from '#core/base/time.ts'
import { isWindowOpen, WINDOW_GUARD, windowEndsAt } from '#core/policy/window.ts'
import { checkDraft } from '#core/whatsapp/check.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import type { Verdict } from '#core/whatsapp/verdict.ts'

/** Who goes first when a number may not send everything at once; `broadcast` is marketing. */
export type Lane = 'reply' | 'agent' | 'transactional' | 'broadcast'

/** All that the gate knows about a message besides its words. */
export type SendFacts = {
  /** Meta's time of the customer's last message to this number; null: none yet. */
  readonly lastInboundAt: Millis | null
  /** State of the number as Meta names it, for example `CONNECTED`. */
  readonly numberState: string
  /** A test number writes to listed recipients only: whether this one is listed. Null: no test number, or list unknown. */
  readonly isListed?: boolean | null
  /** The customer stopped marketing messages. */
  readonly optedOut: boolean
  /** Meta's code of an open breaker of the account or the number: it refuses until a person mends it. */
  readonly trouble: number | null
  /** The bot has said its share to this customer for the hour. */
  readonly tooOften: boolean
  readonly lane: Lane
  /** Sent by a bot, a schedule or a broadcast: nobody would notice a message that misses the window. */
  readonly automatic: boolean
}

export type Decision =
  | { readonly kind: 'send'; readonly verdict: Verdict }
  | (Refusal & { readonly verdict: Verdict })

/**
 * The one gate: may this draft leave now? The rules are asked in a fixed order and the first that objects decides.
 * The verdict lists the rules that were asked and the facts they used. It is Meta's law as far as we know it;
 * what we do not know, such as a number state without a name, is left to Meta.
 */
export function decideSend(draft: Draft, facts: SendFacts, now: Millis): Decision {
  const rules: string[] = []
  const used: Record<string, Fact> = {}
  for (const rule of RULES) {
    if (!rule.concerns(draft, facts)) continue
    rules.push(rule.id)
    Object.assign(used, rule.facts(facts, now))
    const objection = rule.objects(draft, facts, now)
    if (!objection) continue
    const { code, remedy, details } = objection
    // The details are facts too, so that the verdict alone can be told as a sentence.
    Object.assign(used, details)
    const verdict: Verdict = { allowed: false, rules, facts: used, refusal: code, remedy }
    return { ...refuse(code, details), verdict }
  }
  return { kind: 'send', verdict: { allowed: true, rules, facts: used, refusal: null, remedy: 'none' } }
}

type Fact = string | number | boolean | null
type Objection = {
  readonly code: RefusalCode
  readonly remedy: Verdict['remedy']
  readonly details?: Readonly<Record<string, Fact>>
}
type Rule = {
  readonly id: string
  readonly concerns: (draft: Draft, facts: SendFacts) => boolean
  readonly facts: (facts: SendFacts, now: Millis) => Readonly<Record<string, Fact>>
  readonly objects: (draft: Draft, facts: SendFacts, now: Millis) => Objection | null
}

/** Meta: only a CONNECTED number sends (phone number `status`). A state that nobody told us is no objection. */
const SENDING_STATES: ReadonlySet<string> = new Set(['CONNECTED', 'UNKNOWN', ''])

/** Troubles that stop only a part: 131048 (spam limit) broadcasts, 131042 (payment) whatever the business begins. */
const SPAM_LIMIT = 131_048
const PAYMENT = 131_042
/** Troubles that end when the channel is connected anew: token invalid, expired or without the permission. */
const TOKEN_CODES: ReadonlySet<number> = new Set([0, 3, 10, 190])

/** What an open breaker stops: everything, only broadcasts, or only what the business begins (templates). */
export function stoppedBy(trouble: number): 'all' | 'broadcasts' | 'templates' {
  if (trouble === SPAM_LIMIT) return 'broadcasts'
  return trouble === PAYMENT ? 'templates' : 'all'
}

const always = () => true
const isFreeForm = (draft: Draft) => draft.kind !== 'template'

const numberConnected: Rule = {
  id: 'number.connected',
  concerns: always,
  facts: ({ numberState }) => ({ numberState }),
  objects: (_, { numberState }) =>
    SENDING_STATES.has(numberState)
      ? null
      : { code: 'number-not-connected', remedy: 'connect', details: { state: numberState } },
}

const channelSound: Rule = {
  id: 'channel.sound',
  concerns: (_, { trouble }) => trouble !== null,
  facts: ({ trouble }) => ({ trouble }),
  objects: (draft, { trouble, lane }) => {
    if (trouble === null) return null
    const stopped = stoppedBy(trouble)
    if (stopped === 'broadcasts' && lane !== 'broadcast') return null
    if (stopped === 'templates' && isFreeForm(draft)) return null
    const remedy = TOKEN_CODES.has(trouble) ? 'connect' : 'wait'
    return { code: 'sending-paused', remedy, details: { code: trouble } }
  },
}

/** Meta refuses a malformed message with 100 or 131009; refusing it here names the field instead. */
const draftLimits: Rule = {
  id: 'draft.limits',
  concerns: always,
  facts: () => ({}),
  objects: (draft) => {
    const [fault] = checkDraft(draft)
    if (!fault) return null
    const { field, reason } = fault
    const details = { field, reason_id: reason.id, reason_en: reason.en }
    return { code: 'draft-invalid', remedy: 'fix', details }
  },
}

/** Meta: a test number reaches at most five verified recipients (error 131030). */
const recipientListed: Rule = {
  id: 'recipient.listed',
  concerns: (_, { isListed }) => isListed !== undefined && isListed !== null,
  facts: ({ isListed }) => ({ isListed: isListed ?? null }),
  objects: (_, { isListed }) => (isListed === false ? { code: 'recipient-not-listed', remedy: 'fix' } : null),
}

/** Meta: a customer who stopped marketing gets none (error 131050, field `user_preferences`); answers are allowed. */
const marketingWanted: Rule = {
  id: 'optout.marketing',
  concerns: (_, { lane }) => lane === 'broadcast',
  facts: ({ optedOut }) => ({ optedOut }),
  objects: (_, { optedOut }) => (optedOut ? { code: 'opted-out', remedy: 'none' } : null),
}

/** Meta: outside the 24-hour customer service window only templates pass (error 131047). */
const windowOpen: Rule = {
  id: 'window.24h',
  concerns: isFreeForm,
  facts: ({ lastInboundAt }, now) => ({ lastInboundAt, windowEndsAt: windowEndsAt(lastInboundAt), now }),
  objects: (_, { lastInboundAt }, now) => {
    if (lastInboundAt === null) return { code: 'window-never-opened', remedy: 'template' }
    return isWindowOpen(lastInboundAt, now) ? null : { code: 'window-closed', remedy: 'template' }
  },
}

/** Ours, not Meta's: an automatic message keeps a minute from the end, so that it cannot arrive after it. */
const windowGuard: Rule = {
  id: 'window.guard',
  concerns: (draft, { automatic }) => automatic && isFreeForm(draft),
  facts: () => ({ guard: WINDOW_GUARD }),
  objects: (_, { lastInboundAt }, now) => {
    const left = (windowEndsAt(lastInboundAt) ?? now) - now
    if (left > WINDOW_GUARD) return null
    return { code: 'window-closing', remedy: 'template', details: { seconds: Math.ceil(left / SECOND) } }
  },
}

/** Ours, not Meta's: a bot that talks in a circle, perhaps with another bot, falls silent instead of spamming. */
const botModest: Rule = {
  id: 'bot.hourly',
  concerns: (_, { automatic, lane }) => automatic && lane === 'reply',
  facts: ({ tooOften }) => ({ tooOften }),
  objects: (_, { tooOften }) => (tooOften ? { code: 'bot-too-often', remedy: 'wait' } : null),
}

const RULES: readonly Rule[] = [
  numberConnected,
  channelSound,
  draftLimits,
  recipientListed,
  marketingWanted,
  windowOpen,
  windowGuard,
  botModest,
]
