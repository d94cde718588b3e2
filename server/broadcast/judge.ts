import type { Language } from '#core/base/language.ts'
import { SECOND } from '#core/base/time.ts'
import { tapNode } from '#core/broadcast/broadcast.ts'
import { type Fate, fateOf, type Why } from '#core/broadcast/fate.ts'
import { type Catalogue, catalogueOf } from '#core/contact/field/catalogue.ts'
import { fillWith, liveVoice } from '#core/flow/step/fill-template.ts'
import type { Foresight, Pair } from '#core/policy/foresight.ts'
import { refusalOf } from '#core/whatsapp/finding.ts'
import { plainPreview } from '#core/whatsapp/template/fill/render.ts'
import { isSameTemplate } from '#core/whatsapp/template/same.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import type { Tx } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import type { Person, Settled } from '#server/broadcast/recipients.ts'
import type { BroadcastRow } from '#server/broadcast/store.ts'
import { type Composed, compose, type Intent, LANES, type OutboxRow } from '#server/chat/compose.ts'
import { type ChatState, freshChat, marketingFacts, recipientFacts, timeOf } from '#server/chat/state.ts'
import { listFields } from '#server/contact/store.ts'
import { templatesFor } from '#server/whatsapp/template/facts.ts'
import { troubleOf } from '#server/whatsapp/trouble.ts'

/** Messages of broadcasts that may wait at the post per number: so few that a pause is felt at once. */
const AHEAD_MAX = 90
/** While a live reply has waited longer than this for its turn, broadcasts rest. */
const REPLY_LATE = 5 * SECOND

export type Ground = {
  readonly rate: number
  readonly numberState: string
  readonly trouble: number | null
  /** A test number writes to these phones only; null: nobody told us. */
  readonly test: boolean
  readonly recipients: string[] | null
  readonly together: number
  readonly isBusy: boolean
  readonly fedAt: number | null
  /** The database's own clock: the pace is kept in real time, whatever the channel's clock says. */
  readonly clock: number
  readonly workspace: { readonly name: string; readonly zone: string; readonly language: Language }
  readonly catalogue: Catalogue
}

export async function groundOf(tx: Tx, workspaceId: string, row: BroadcastRow): Promise<Ground> {
  const [found] = await tx.rows<{
    rate: number
    number_state: string
    trouble: number | null
    test: boolean
    recipients: string[] | null
    together: number
    busy: boolean
    fed_at: number | null
    clock: number
    name: string
    zone: string
    language: Language
  }>(sql`
    select n.rate, n.test, n.recipients, case when c.connected then n.state else 'DISCONNECTED' end as number_state,
           ${troubleOf(workspaceId, sql`n.id`)} as trouble,
           (select count(*)::int from broadcast o where o.workspace_id = ${workspaceId} and o.state = 'sending'
             and o.phone_number_id = n.id and (o.held_until is null or o.id = me.id)) as together,
           exists (select 1 from outbox o where o.workspace_id = ${workspaceId} and o.state = 'pending' and o.lane < ${LANES.broadcast}
             and o.due_at < now() - ${REPLY_LATE} * interval '1 millisecond')
           or (select count(*) from (select 1 from outbox o where o.workspace_id = ${workspaceId} and o.lane = ${LANES.broadcast}
             and o.phone_number_id = n.id and o.state in ('pending', 'sending') limit ${AHEAD_MAX}) ahead) >= ${AHEAD_MAX} as busy,
           me.fed_at, clock_timestamp() as clock, w.name, w.zone, w.language
    from broadcast me
    join workspace w on w.workspace_id = ${workspaceId}
    join phone_number n on n.workspace_id = ${workspaceId} and n.id = me.phone_number_id
    join channel c on c.workspace_id = ${workspaceId} and c.id = n.channel_id
    where me.workspace_id = ${workspaceId} and me.id = ${row.id}`)
  if (!found) throw new Error('the number of a broadcast exists')
  const { name, zone, language } = found
  return {
    rate: found.rate,
    numberState: found.number_state,
    trouble: found.trouble,
    test: found.test,
    recipients: found.recipients,
    together: found.together,
    isBusy: found.busy,
    fedAt: found.fed_at,
    clock: found.clock,
    workspace: { name, zone, language },
    catalogue: catalogueOf(await listFields(tx, workspaceId)),
  }
}

/** The template as Meta has it now; where nothing is known of the account's templates, the one that was chosen. */
export async function templateFor(
  tx: Tx,
  workspaceId: string,
  { message }: BroadcastRow,
): Promise<Template | Why> {
  const chosen = message.template
  if (!chosen) return { code: 'template-missing', details: { name: '–', language: '–' } }
  const { name, language } = chosen
  const { templateOf } = await templatesFor(tx, workspaceId, [chosen])
  const known = templateOf(name, language)
  if (known === null) return { code: 'template-missing', details: { name, language } }
  if (known === undefined) return chosen
  // the category may have been moved by Meta without a change of what people read
  const same = isSameTemplate({ ...known.template, category: chosen.category }, chosen)
  return same ? known.template : { code: 'broadcast-template', details: { name } }
}

/** A message that the gate lets go, with the chat it belongs to. */
export type Handed = Composed & { readonly chat: ChatState; readonly outbox: OutboxRow }

type One = {
  readonly fate: Fate
  readonly sent: Handed | null
  readonly settled: Settled
}

/** What is the same for all of a page. */
type Same = {
  readonly row: BroadcastRow
  readonly ground: Ground
  readonly template: Template
  readonly foresight: Foresight
}

type Speaker = Pick<Intent, 'lane' | 'speaker' | 'authorId'>
const BY_BROADCAST: Speaker = { lane: 'broadcast', speaker: 'bot', authorId: null }

/** One person: their values, the gate's answer, and what is written down of it. */
export function judgeOne(
  { row, ground, template, foresight }: Same,
  person: Person,
  by: Speaker = BY_BROADCAST,
): One {
  const { now } = row
  const { workspace, catalogue } = ground
  const known = { now, person: personOf(person), workspace, catalogue }
  const filled = fillWith(template, row.message, tapNode(row.id), liveVoice({ ...known, node: '', tries: 0 }))
  const empty = refusalOf('template-unsendable', filled.findings)
  if (empty) {
    const why: Why = { code: empty.code, details: empty.details ?? {} }
    return { fate: { kind: 'skip', why }, sent: null, settled: skipped(person, why) }
  }
  const chat = chatFor(person, row)
  const recipient = person.phone ? { waId: person.phone } : { bsuid: person.bsuid ?? '' }
  const composed = compose(chat, {
    draft: { ...filled.draft, shown: plainPreview(filled.preview) },
    ...by,
    clientId: null,
    replyTo: null,
    recipient,
    facts: {
      numberState: ground.numberState,
      trouble: ground.trouble,
      ...marketingFacts(person.marketing),
      ...recipientFacts(ground, recipient),
      tooOften: false,
    },
    foresight,
    now,
  })
  const fate = fateOf(composed.decision, now)
  if (fate.kind === 'go' && composed.outbox) {
    const message = by === BY_BROADCAST ? { ...composed.message, broadcast_id: row.id } : composed.message
    const sent = { ...composed, message, chat, outbox: composed.outbox }
    return { fate, sent, settled: { ...person, state: 'handed', chat_id: chat.id, message_id: message.id } }
  }
  if (fate.kind === 'later')
    return {
      fate,
      sent: null,
      settled: { ...person, state: 'planned', due_at: timeOf(fate.until), ...fate.why },
    }
  return {
    fate,
    sent: null,
    settled: fate.kind === 'skip' ? skipped(person, fate.why) : { ...person, state: 'planned' },
  }
}

function skipped({ contact_id }: Person, why: Why): Settled {
  return { contact_id, state: 'skipped', ...why }
}

function personOf({ name, phone, fields, tags, last_inbound_at }: Person) {
  return { name, phone: phone ?? '', fields, tags, lastInboundAt: last_inbound_at }
}

/** A chat that begins with a broadcast waits among the resolved ones until the customer answers; a known one keeps its place. */
function chatFor(person: Person, row: BroadcastRow): ChatState {
  const { chat_id, contact_id, last_inbound_at: lastInboundAt } = person
  const chat = freshChat(chat_id ?? newId(), contact_id, row.phone_number_id ?? '', row.now)
  return { ...chat, fresh: chat_id === null, status: 'resolved', lastInboundAt }
}

export function pairOfPerson(numberId: string, person: Person): Pair {
  const { contact_id: contactId, last_inbound_at: lastInboundAt } = person
  return { numberId, contactId, to: person.phone ?? person.bsuid ?? '', lastInboundAt }
}
