import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import type { Judgement } from '#core/chat/api.ts'
import { accountFactsOf } from '#core/policy/account.ts'
import type { Foresight } from '#core/policy/foresight.ts'
import type { Prices } from '#core/policy/price/estimate.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import type { Address } from '#core/whatsapp/encode.ts'
import type { Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { type Intent, judge, pairOf, wantsForesight } from '#server/chat/compose.ts'
import { fitTemplate } from '#server/chat/fit-template.ts'
import type { Foresee } from '#server/chat/foresee.ts'
import { chatState, marketingFacts, recipientFacts } from '#server/chat/state.ts'
import { type ChatRow, chatOf, identitiesOfContact } from '#server/chat/store.ts'
import { channelOf, listNumbers } from '#server/whatsapp/store.ts'
import { troubleOf } from '#server/whatsapp/trouble.ts'

type Ask = {
  readonly draft: Draft
  /** The customer's identity key must still be this one. */
  readonly identityHash?: string | undefined
  readonly foresee: Foresee
}

/** What the gate would say if a person sent this now, and what it would cost; nothing is kept. */
export async function judgeDraft(
  tx: Tx,
  workspaceId: string,
  chatId: string,
  ask: Ask,
): Promise<Judgement | Refusal> {
  const row = await chatOf(tx, workspaceId, chatId)
  if (!row) return refuse('not-found')
  const { draft } = ask
  const place = await placeOf(tx, workspaceId, row)
  const foresight = await foreseeAt(tx, workspaceId, place, ask)
  const intent = await intentOf(tx, workspaceId, place, { draft, foresight })
  if (isRefusal(intent)) return intent
  const decision = judge(chatState(row), intent)
  const { verdict, kind } = decision
  return {
    answer: kind === 'refusal' ? 'refuse' : kind,
    verdict,
    until: kind === 'wait' ? decision.until : null,
    cost: foresight.costOf(draft, pairOf(chatState(row), place)),
  }
}

/** What one more message of this chat is expected to cost now, by category. */
export async function pricesOfChat(
  tx: Tx,
  workspaceId: string,
  chatId: string,
  foresee: Foresee,
): Promise<Prices | Refusal> {
  const row = await chatOf(tx, workspaceId, chatId)
  if (!row) return refuse('not-found')
  const place = await placeOf(tx, workspaceId, row)
  const foresight = await foreseeAt(tx, workspaceId, place, { foresee })
  return foresight.pricesFor(pairOf(chatState(row), place))
}

type AgentIntent = Omit<Intent, 'authorId' | 'clientId' | 'replyTo'>

/** A person's wish as the gate sees it; what lies beyond the chat is read only where it matters. */
export async function agentIntent(
  tx: Tx,
  workspaceId: string,
  row: ChatRow,
  ask: Ask,
): Promise<AgentIntent | Refusal> {
  const { draft, identityHash } = ask
  const known = await placeOf(tx, workspaceId, row)
  const place = identityHash ? { row, recipient: { ...known.recipient, identityHash } } : known
  const wants = wantsForesight(draft, row.last_inbound_at, row.now)
  const foresight = wants ? await foreseeAt(tx, workspaceId, place, ask) : null
  return await intentOf(tx, workspaceId, place, { draft, foresight })
}

/** A chat, and by which name its customer is reached. */
type Place = { readonly row: ChatRow; readonly recipient: Address }

async function placeOf(tx: Tx, workspaceId: string, row: ChatRow): Promise<Place> {
  if (row.phone) return { row, recipient: { waId: row.phone } }
  const identities = await identitiesOfContact(tx, workspaceId, row.contact_id)
  const bsuid = identities.find((identity) => identity.startsWith('bs:'))
  return { row, recipient: bsuid ? { bsuid: bsuid.slice(3) } : {} }
}

function foreseeAt(
  tx: Tx,
  workspaceId: string,
  { row, recipient }: Place,
  { draft, foresee }: Pick<Ask, 'foresee'> & Partial<Ask>,
): Promise<Foresight> {
  const pairs = [pairOf(chatState(row), { recipient })]
  return foresee(tx, workspaceId, { pairs, drafts: draft ? [draft] : [], now: row.now, automatic: false })
}

type Wanted = { readonly draft: Draft; readonly foresight: Foresight | null }

async function intentOf(
  tx: Tx,
  workspaceId: string,
  { row, recipient }: Place,
  wanted: Wanted,
): Promise<AgentIntent | Refusal> {
  const { now } = row
  const { draft, refusal } = fitTemplate(wanted.draft, wanted.foresight)
  if (refusal) return refusal
  const facts = {
    ...(await numberFacts(tx, workspaceId, row.phone_number_id, recipient)),
    ...marketingFacts(row.marketing),
  }
  const foresight = wantsForesight(draft, row.last_inbound_at, now) ? wanted.foresight : null
  return { draft, lane: 'agent', speaker: 'agent', recipient, facts, foresight, now }
}

async function numberFacts(tx: Tx, workspaceId: string, numberId: string, recipient: Address) {
  const [numbers, [broken], channel] = await Promise.all([
    listNumbers(tx, workspaceId),
    tx.rows<{ code: number | null }>(sql`select ${troubleOf(workspaceId, sql`${numberId}::text`)} as code`),
    channelOf(tx, workspaceId),
  ])
  const number = numbers.find(({ id }) => id === numberId)
  return {
    numberState: number?.state ?? 'DISCONNECTED',
    ...(recipient.waId && recipient.waId === number?.display.replace(/\D/g, '') ? { isSelf: true } : {}),
    trouble: broken?.code ?? null,
    tooOften: false,
    ...recipientFacts(number, recipient),
    ...(channel?.account ? { account: accountFactsOf(channel.account) } : {}),
  }
}
