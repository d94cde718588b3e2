import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { RefusalCode } from '#core/base/refusal.ts'
import type { Behind, SendFacts } from '#core/policy/facts.ts'
import { LIMIT_ERAS, type LimitEra } from '#core/policy/limit/era.ts'
import { scaleOf } from '#core/policy/limit/scale.ts'
import { behindAfter } from '#core/policy/rule/turn.ts'
import { type Decision, decideSend } from '#core/policy/send.ts'
import type { TemplateFacts } from '#core/policy/template.ts'
import { isWindowOpen } from '#core/policy/window.ts'
import type { Draft } from '#core/whatsapp/draft.ts'

type Payload = {
  readonly kind: 'free_form' | 'template'
  readonly business_phone: string
  readonly template?: {
    readonly name: string
    readonly category: string
    readonly status: string
    readonly variables_required?: number
    readonly variables_given?: number
  }
}
type Given = {
  readonly now: string
  readonly era: '2022' | '2026'
  readonly inbound?: readonly {
    readonly at: string
    readonly type: string
    readonly business_phone: string
  }[]
  readonly contact?: { readonly opted_out?: boolean }
  readonly number?: {
    readonly test?: boolean
    readonly recipients?: readonly string[]
    readonly linked?: boolean
  }
  readonly to?: string
  readonly payload: Payload
  readonly flow?: {
    readonly context: string
    readonly steps?: readonly ('template' | 'text')[]
    readonly branch?: string
    readonly condition_at?: string
  }
  readonly limit: number | null
  readonly verified: boolean
  readonly quality: string
  readonly unique_7d: number
  readonly delivered_30d_unique?: number
}
type Vector = {
  readonly id: string
  readonly kind: 'send' | 'scale'
  readonly title: string
  readonly given: Given
  readonly expect: Readonly<Record<string, unknown>>
}

const file = JSON.parse(
  readFileSync(new URL('../../test/data/vectors/policy.json', import.meta.url), 'utf8'),
) as { readonly vectors: readonly (Omit<Vector, 'kind'> & { readonly kind: string })[] }
/** Those about the places of a limit and about a whole audience are asked of the database, server/policy and server/broadcast. */
const vectors = file.vectors.filter((one): one is Vector => one.kind === 'send' || one.kind === 'scale')

/** The vectors' words for our codes. */
const REASONS: Readonly<Partial<Record<RefusalCode, string>>> = {
  'window-closed': 'outside_window',
  'window-never-opened': 'outside_window',
  'template-not-approved': 'template_not_approved',
  'template-paused': 'template_paused',
  'template-disabled': 'template_disabled',
  'template-values': 'template_param_count',
  'recipient-not-listed': 'recipient_not_allowed',
  'bot-not-linked': 'bot_not_linked',
  'opted-out': 'opted_out',
}
/** What the customer sent that opens the window, in the vectors' words. */
const QUALIFYING: ReadonlySet<string> = new Set(
  'text media button interactive order location contacts reaction call'.split(' '),
)
const ERAS: Readonly<Record<Given['era'], LimitEra | undefined>> = {
  '2022': LIMIT_ERAS.find(({ scope }) => scope === 'phone-number'),
  '2026': LIMIT_ERAS.find(({ scope }) => scope === 'portfolio'),
}

function draftOf({ kind, template }: Payload): Draft {
  if (kind === 'free_form') return { kind: 'text', text: 'Halo' }
  const body = Array.from({ length: template?.variables_given ?? 0 }, () => ({ text: 'nilai' }))
  return { kind: 'template', name: template?.name ?? '', language: 'id', body, buttons: [] }
}

function templateOf({ template }: Payload): TemplateFacts | null {
  if (!template) return null
  const { name, category, status, variables_required: bodyValues = 0 } = template
  return { name, language: 'id', category, status, bodyValues }
}

function factsOf({ payload, inbound = [], contact, number, to = '' }: Given): SendFacts {
  const heard = inbound
    .filter(({ type, business_phone }) => QUALIFYING.has(type) && business_phone === payload.business_phone)
    .map(({ at }) => Date.parse(at))
  const template = templateOf(payload)
  return {
    lastInboundAt: heard.length > 0 ? Math.max(...heard) : null,
    numberState: 'CONNECTED',
    isListed: number?.test ? (number.recipients ?? []).includes(to) : null,
    optedOut: contact?.opted_out ?? false,
    trouble: null,
    tooOften: false,
    lane: 'agent',
    // Only a bot can be linked; a person writes also from a number without one.
    automatic: number?.linked !== undefined,
    isLinked: number?.linked ?? true,
    ...(template && { template }),
  }
}

function answerOf(decision: Decision) {
  if (decision.kind === 'send') return { allow: true, reason: 'ok', meta_code: null }
  return { allow: false, reason: REASONS[decision.code], meta_code: decision.meta }
}

/** One turn of a flow, as the desk performs it: each message knows what stands before it. */
function turnOf(drafts: readonly Draft[], facts: SendFacts, now: number) {
  const send: Draft[] = []
  let halt: { at: number; decision: Decision } | null = null
  let behind: Behind | null = null
  for (const [at, draft] of drafts.entries()) {
    const decision = decideSend(draft, { ...facts, behind }, now)
    behind = behindAfter(behind, decision)
    if (decision.kind === 'send') send.push(draft)
    else halt ??= { at, decision }
  }
  return { send, halt }
}

/** The flow's part of a vector: which steps go out, and whether the other branch is left to take. */
function flowAnswerOf({ flow, payload, ...given }: Given, decision: Decision, now: number) {
  if (!flow) return {}
  const facts = factsOf({ ...given, payload })
  const canRetry = decision.kind === 'refusal' && decision.remedy.kind === 'template'
  const conditionAt = flow.condition_at ? Date.parse(flow.condition_at) : now
  const taken = isWindowOpen(facts.lastInboundAt, conditionAt) ? 'in_window' : 'template'
  const branch = flow.branch && { branch: taken, ...(canRetry && { retry_as: 'template_branch' }) }
  if (!flow.steps) return { ...branch }
  const drafts = flow.steps.map((step) =>
    draftOf(step === 'template' ? payload : { ...payload, kind: 'free_form' }),
  )
  const { send, halt } = turnOf(drafts, facts, now)
  const halted = halt && { halts_at: halt.at, halt_reason: answerOf(halt.decision).reason }
  return { ...branch, executes: send.map(({ kind }) => kind), ...halted }
}

const ANSWERS: Readonly<Record<Vector['kind'], (given: Given) => unknown>> = {
  send(given) {
    const now = Date.parse(given.now)
    const decision = decideSend(draftOf(given.payload), factsOf(given), now)
    return { ...answerOf(decision), ...flowAnswerOf(given, decision, now) }
  },
  scale({ era, limit, verified, quality, unique_7d, delivered_30d_unique = 0 }) {
    const facts = {
      limit,
      isVerified: verified,
      quality,
      unique7d: unique_7d,
      unique30d: delivered_30d_unique,
    }
    return scaleOf(facts, ERAS[era] ?? LIMIT_ERAS[0])
  },
}

for (const { id, kind, title, given, expect } of vectors) {
  test(`${id}: ${title}`, () => assert.deepEqual(ANSWERS[kind](given), expect))
}

test('every vector of the law is asked', () => {
  assert.deepEqual([vectors.length, file.vectors.length], [25, 36])
})
