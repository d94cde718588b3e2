import { type Refusal, type RefusalCode, refuse } from '#core/base/refusal.ts'
import type { Millis } from '#core/base/time.ts'
import {
  type Cost,
  type Fact,
  isFreeForm,
  type Objection,
  type Rule,
  type SendFacts,
} from '#core/policy/facts.ts'
import { NO_REMEDY, type Remedy } from '#core/policy/remedy.ts'
import { botModest } from '#core/policy/rule/bot.ts'
import {
  draftLimits,
  marketingRested,
  marketingWanted,
  templateApproved,
  templateValues,
} from '#core/policy/rule/draft.ts'
import { limitFree } from '#core/policy/rule/limit.ts'
import { budgetLeft, costKnown } from '#core/policy/rule/money.ts'
import {
  accountEnabled,
  accountFree,
  botLinked,
  numberConnected,
  recipientListed,
} from '#core/policy/rule/number.ts'
import { marketingAllowed, recipientNumbered, recipientOther } from '#core/policy/rule/recipient.ts'
import { turnInOrder } from '#core/policy/rule/turn.ts'
import { windowGuard, windowOpen } from '#core/policy/rule/window.ts'
import { templateInstead } from '#core/policy/template.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import type { Verdict } from '#core/whatsapp/verdict.ts'

type Judged = {
  readonly verdict: Verdict
  readonly remedy: Remedy
  /** What it is expected to cost; null when nobody said. */
  readonly cost: Cost | null
}

/**
 * Send it, hold it until a moment and ask again then, or refuse it. `meta` is the code with which Meta would refuse it; null where the
 * rule is ours or Meta documents none.
 */
export type Decision =
  | (Judged & { readonly kind: 'send' })
  | (Judged & {
      readonly kind: 'wait'
      readonly until: Millis
      readonly code: RefusalCode
      readonly meta: number | null
    })
  | (Judged & Refusal & { readonly meta: number | null })

/**
 * The one gate: may this draft leave now? The rules are asked in a fixed order and the first that objects decides; those that only
 * make it wait come last. The verdict lists the rules that were asked and the facts they used. It is Meta's law as far as we
 * know it; what we do not know, such as a number state without a name, is left to Meta. It waits only where `limit`,
 * `marketingHeldUntil` or `account` are among the facts; a number's and a pair's pace is kept after it, by the post.
 */
export function decideSend(draft: Draft, facts: SendFacts, now: Millis): Decision {
  const rules: string[] = []
  const used: Record<string, Fact> = {}
  const cost = facts.cost ?? null
  for (const rule of RULES) {
    if (!rule.concerns(draft, facts, now)) continue
    rules.push(rule.id)
    Object.assign(used, rule.facts(facts, now))
    const objection = rule.objects(draft, facts, now)
    if (!objection) continue
    const remedy = remedyOf(objection, draft, facts)
    // The details and the remedy are facts too, so that the verdict alone can be told as a sentence.
    Object.assign(used, objection.details, toldAs(remedy))
    const { code, details, until } = objection
    const verdict: Verdict = { allowed: false, rules, facts: used, refusal: code, remedy: remedy.kind }
    const judged = { verdict, remedy, cost, meta: META_CODES[code] ?? null }
    return until === undefined
      ? { ...refuse(code, details), ...judged }
      : { kind: 'wait', until, code, ...judged }
  }
  const verdict: Verdict = { allowed: true, rules, facts: used, refusal: null, remedy: 'none' }
  return { kind: 'send', verdict, remedy: NO_REMEDY, cost }
}

/** The objection's remedy; where a template is the way out, with the one to take. */
function remedyOf({ remedy }: Objection, draft: Draft, facts: SendFacts): Remedy {
  if (remedy.kind !== 'template' || !facts.templates) return remedy
  const language = draft.kind === 'template' ? draft.language : facts.template?.language
  const template = templateInstead(facts.templates, { language, optedOut: facts.optedOut })
  return template ? { ...remedy, template: { name: template.name, language: template.language } } : remedy
}

function toldAs({ template, until, ask }: Remedy): Readonly<Record<string, Fact>> {
  return {
    ...(template ? { template: template.name, templateLanguage: template.language } : {}),
    ...(until === undefined ? {} : { until }),
    ...(ask ? { ask } : {}),
  }
}

/** Meta's codes (Cloud API error reference, October 2026) for what the gate refuses before Meta does. */
const META_CODES: Readonly<Partial<Record<RefusalCode, number>>> = {
  'window-closed': 131_047,
  'window-never-opened': 131_047,
  'recipient-not-listed': 131_030,
  'recipient-is-sender': 131_021,
  'recipient-unnumbered': 131_062,
  'marketing-off': 131_063,
  'opted-out': 131_050,
  'template-missing': 132_001,
  'template-not-approved': 132_001,
  'template-paused': 132_015,
  'template-disabled': 132_016,
  'template-values': 132_000,
  'marketing-capped': 131_049,
  'limit-reached': 131_048,
  'account-disabled': 131_031,
  'account-restricted': 368,
  'account-restricted-until': 368,
  'number-not-connected': 133_010,
}

/** Troubles that stop only a part: 131048 (spam limit) broadcasts, 131042 (payment) whatever the business begins. */
const SPAM_LIMIT = 131_048
const PAYMENT = 131_042

/** What an open breaker stops: everything, only broadcasts, or only what the business begins (templates). */
export function stoppedBy(trouble: number): 'all' | 'broadcasts' | 'templates' {
  if (trouble === SPAM_LIMIT) return 'broadcasts'
  return trouble === PAYMENT ? 'templates' : 'all'
}

/**
 * Troubles that stop only a part, what stops more first. Of several open breakers the gravest is told: one that is not in here, else
 * the first of these.
 */
export const PARTIAL_TROUBLES: readonly number[] = [PAYMENT, SPAM_LIMIT]

/** Troubles that end with a new token: it is invalid, expired or without the permission. */
export const TOKEN_CODES: ReadonlySet<number> = new Set([0, 3, 10, 190, 200, 131_005])

const channelSound: Rule = {
  id: 'channel.sound',
  concerns: (_, { trouble }) => trouble !== null,
  facts: ({ trouble }) => ({ trouble }),
  objects: (draft, { trouble, lane }) => {
    if (trouble === null) return null
    const stopped = stoppedBy(trouble)
    if (stopped === 'broadcasts' && lane !== 'broadcast') return null
    if (stopped === 'templates' && isFreeForm(draft)) return null
    const isToken = TOKEN_CODES.has(trouble)
    const remedy = isToken ? ({ kind: 'connect', ask: 'admin-connects' } as const) : { kind: 'wait' as const }
    return { code: 'sending-paused', remedy, details: { code: trouble } }
  },
}

const RULES: readonly Rule[] = [
  numberConnected,
  accountEnabled,
  channelSound,
  botLinked,
  draftLimits,
  templateApproved,
  templateValues,
  recipientListed,
  recipientOther,
  recipientNumbered,
  marketingAllowed,
  marketingWanted,
  windowOpen,
  windowGuard,
  botModest,
  budgetLeft,
  costKnown,
  turnInOrder,
  accountFree,
  marketingRested,
  limitFree,
]
