import type { Millis } from '#core/base/time.ts'
import type { Catalogue } from '#core/contact/field/catalogue.ts'
import type { Definition } from '#core/flow/definition.ts'
import type { Known } from '#core/flow/person.ts'
import type { SegmentWhen } from '#core/flow/segment.ts'
import { publishedCards } from '#core/policy/card/published.ts'
import type { SendFacts } from '#core/policy/facts.ts'
import { categoryOf, estimateOf } from '#core/policy/price/estimate.ts'
import { type Account, tariffAt } from '#core/policy/price/tariff.ts'
import { decideSend } from '#core/policy/send.ts'
import type { TemplateFacts } from '#core/policy/template.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import { variablesOf } from '#core/whatsapp/template/fill/sentence.ts'
import type { MetaTemplate } from '#core/whatsapp/template/state.ts'

/** What stands around a flow that is tested. */
export type TrialWorld = {
  /** The flow's own id: what leads into it leads into the draft. */
  readonly flow: string
  readonly definition: Definition
  /** Other flows, as they are published. */
  readonly others: readonly { readonly id: string; readonly definition?: Definition | undefined }[]
  readonly workspace: Known['workspace']
  /** The account's templates; without them Meta would decide, and the test lets them go. */
  readonly templates?: readonly Pick<MetaTemplate, 'status' | 'template'>[] | undefined
  /** The workspace's fields by their names, and what bot fields begin with, by id. */
  readonly catalogue?: Catalogue
  readonly bot?: Readonly<Record<string, string>>
  /** Saved segments by id. */
  readonly segments?: ReadonlyMap<string, SegmentWhen>
  /** Of the published rate cards; by default US dollars. */
  readonly currency?: string
}

/** What the gate said of a message, and what it would cost. */
export type Judged = { readonly refused: string | null; readonly cost: string | null }

export type Moment = {
  readonly now: Millis
  readonly heardAt: Millis | null
  readonly phone: string
  readonly tooOften: boolean
  readonly optedOut: boolean
}

/** The gate of the house, asked as for a healthy number at Meta with nothing spent. */
export function gateOf(world: TrialWorld): (draft: Draft, moment: Moment) => Judged {
  let account: Account | null = null
  const facts = templateFacts(world)
  return (draft, { now, heardAt, phone, tooOften, optedOut }) => {
    const template = facts && draft.kind === 'template' ? (facts.get(keyOf(draft)) ?? null) : undefined
    const send: SendFacts = {
      lastInboundAt: heardAt,
      numberState: 'CONNECTED',
      optedOut,
      trouble: null,
      tooOften,
      lane: 'reply',
      automatic: true,
      ...(template === undefined ? {} : { template }),
    }
    const decision = decideSend(draft, send, now)
    if (decision.kind === 'refusal') return { refused: decision.code, cost: null }
    if (draft.kind !== 'template') return { refused: null, cost: '0' }
    account ??= accountIn(world)
    const clock = { heardAt, entryAt: null, entryEndsAt: null, conversations: {} }
    const category = categoryOf(draft, template)
    const { amount } = estimateOf(
      clock,
      category,
      now,
      tariffAt(now, phone, account, () => 0),
    )
    return { refused: null, cost: amount }
  }
}

function accountIn({ workspace, currency }: TrialWorld): Account {
  const payer = { portfolioId: 'trial', wabaId: 'trial', phoneNumberId: 'trial', zone: workspace.zone }
  return { payer, currency: currency ?? 'USD', cards: publishedCards() }
}

function templateFacts({ templates }: TrialWorld): ReadonlyMap<string, TemplateFacts> | null {
  if (!templates) return null
  return new Map(
    templates.map(({ template, status }) => {
      const { name, language, category } = template
      const facts = { name, language, category, status, bodyValues: variablesOf(template).body.length }
      return [keyOf(template), facts]
    }),
  )
}

function keyOf({ name, language }: { readonly name: string; readonly language: string }): string {
  return `${language} ${name}`
}
