import { SECOND } from '#core/base/time.ts'
import { tapNode } from '#core/broadcast/broadcast.ts'
import { type Fate, fateOf, type Why } from '#core/broadcast/fate.ts'
import { allowance, rateOf } from '#core/broadcast/pace.ts'
import { type Catalogue, catalogueOf } from '#core/contact/field/catalogue.ts'
import { fillWith, liveVoice } from '#core/flow/step/fill-template.ts'
import type { Foresight } from '#core/policy/foresight.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import { refusalOf } from '#core/whatsapp/finding.ts'
import { plainPreview } from '#core/whatsapp/template/fill/render.ts'
import { isSameTemplate } from '#core/whatsapp/template/same.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import type { Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import {
  type Due,
  dueRecipients,
  loadPeople,
  type Person,
  type Settled,
  settleRecipients,
} from '#server/broadcast/recipients.ts'
import { type BroadcastRow, lockBroadcast, turn } from '#server/broadcast/store.ts'
import { type Composed, compose, LANES, type OutboxRow, post } from '#server/chat/compose.ts'
import type { Foresee } from '#server/chat/foresee.ts'
import { type ChatState, marketingFacts, recipientFacts, timeOf } from '#server/chat/state.ts'
import { insertChats, insertMessages } from '#server/chat/write.ts'
import { listFields } from '#server/contact/store.ts'
import { templatesFor } from '#server/whatsapp/template/facts.ts'
import { troubleOf } from '#server/whatsapp/trouble.ts'

/** What became of one turn of a broadcast. */
export type Fed = { readonly handed: number; readonly moved: boolean }
const NOTHING: Fed = { handed: 0, moved: false }

/** Messages of broadcasts that may wait at the post per number: so few that a pause is felt at once. */
const AHEAD_MAX = 90
/** While a live reply has waited longer than this for its turn, broadcasts rest. */
const REPLY_LATE = 5 * SECOND

/**
 * Hands the next recipients of a broadcast to the post, as many as its share of the number's pace allows. Each is filled, composed and
 * judged in its own right; that it was handed over and its message are one transaction, so that after a crash nobody gets it twice and nobody is
 * forgotten. Rests while replies wait. `most` overrides the pace, for those who measure.
 */
export async function feedPage(
  tx: Tx,
  workspaceId: string,
  id: string,
  { foresee, most }: { readonly foresee: Foresee; readonly most?: number },
): Promise<Fed> {
  const row = await lockBroadcast(tx, workspaceId, id)
  if (row?.state !== 'sending' || !row.expanded || row.phone_number_id === null) return NOTHING
  const { now } = row
  if (row.held_until !== null && row.held_until > now) return NOTHING
  const ground = await groundOf(tx, workspaceId, row)
  if (ground.isBusy && most === undefined) return NOTHING
  const share = allowance(ground.fedAt, ground.clock, rateOf(ground.rate, ground.together))
  const count = most ?? share.count
  if (count === 0) return NOTHING
  const due = await dueRecipients(tx, workspaceId, id, { now, limit: count })
  if (due.length === 0) return await endIfDone(tx, workspaceId, row)
  const template = await templateFor(tx, workspaceId, row)
  if ('code' in template) return await stop(tx, workspaceId, id, template)
  const page = await judgePage(tx, workspaceId, { row, ground, template, due, foresee })
  await save(tx, workspaceId, row, page, most === undefined ? share.fedAt : ground.clock)
  return { handed: page.handed.length, moved: true }
}

type Ground = {
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
  readonly workspace: { readonly name: string; readonly zone: string; readonly language: 'id' | 'en' }
  readonly catalogue: Catalogue
}

async function groundOf(tx: Tx, workspaceId: string, row: BroadcastRow): Promise<Ground> {
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
    language: 'id' | 'en'
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
async function templateFor(tx: Tx, workspaceId: string, { message }: BroadcastRow): Promise<Template | Why> {
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

type Scene = {
  readonly row: BroadcastRow
  readonly ground: Ground
  readonly template: Template
  readonly due: readonly Due[]
  readonly foresee: Foresee
}

type Page = {
  readonly handed: readonly (Composed & { readonly chat: ChatState; readonly outbox: OutboxRow })[]
  readonly settled: readonly Settled[]
  /** What stops or holds the broadcast: those behind it are not asked. */
  readonly halt: Extract<Fate, { readonly kind: 'hold' | 'pause' }> | null
}

async function judgePage(tx: Tx, workspaceId: string, scene: Scene): Promise<Page> {
  const { row, ground, template, due, foresee } = scene
  const numberId = row.phone_number_id ?? ''
  const people = await loadPeople(tx, workspaceId, numberId, due)
  const pairs = people.map((person) => ({
    numberId,
    contactId: person.contact_id,
    to: person.phone ?? person.bsuid ?? '',
    lastInboundAt: person.last_inbound_at,
  }))
  const { name, language } = template
  const draft: Draft = { kind: 'template', name, language, body: [], buttons: [] }
  const foresight = await foresee(tx, workspaceId, { pairs, drafts: [draft], now: row.now, automatic: true })
  const handed: Page['handed'][number][] = []
  const settled: Settled[] = []
  for (const person of people) {
    const one = judgeOne({ row, ground, template, foresight }, person)
    if (one.fate.kind === 'hold' || one.fate.kind === 'pause') return { handed, settled, halt: one.fate }
    if (one.sent) handed.push(one.sent)
    settled.push(one.settled)
  }
  return { handed, settled, halt: null }
}

type One = {
  readonly fate: Fate
  readonly sent: Page['handed'][number] | null
  readonly settled: Settled
}

/** One person: their values, the gate's answer, and what is written down of it. */
function judgeOne(
  {
    row,
    ground,
    template,
    foresight,
  }: Pick<Scene, 'row' | 'ground' | 'template'> & { readonly foresight: Foresight },
  person: Person,
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
    lane: 'broadcast',
    speaker: 'bot',
    authorId: null,
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
    const message = { ...composed.message, broadcast_id: row.id }
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
  return {
    id: person.chat_id ?? newId(),
    fresh: person.chat_id === null,
    contactId: person.contact_id,
    phoneNumberId: row.phone_number_id ?? '',
    lastAt: row.now,
    last: null,
    unread: 0,
    resolved: true,
    botPaused: false,
    pausedUntil: null,
    lastInboundAt: person.last_inbound_at,
    botHour: null,
    botSaid: 0,
  }
}

async function save(
  tx: Tx,
  workspaceId: string,
  { id, now }: BroadcastRow,
  { handed, settled, halt }: Page,
  fedAt: number,
): Promise<void> {
  const fresh = handed.map(({ chat }) => chat).filter((chat) => chat.fresh)
  if (fresh.length > 0) await insertChats(tx, workspaceId, fresh)
  if (handed.length > 0)
    await insertMessages(
      tx,
      workspaceId,
      handed.map(({ message }) => message),
    )
  await post(
    tx,
    workspaceId,
    handed.map(({ outbox }) => outbox),
  )
  await settleRecipients(tx, workspaceId, id, settled)
  if (halt?.kind === 'pause') await turn(tx, workspaceId, id, { state: 'paused', reason: halt.why })
  else await keepPace(tx, workspaceId, id, { fedAt, halt, now })
  await emit(tx, workspaceId, [
    {
      kind: 'message.changed',
      ids: handed.map(({ message }) => message.id),
      chatIds: handed.map(({ chat }) => chat.id),
    },
    { kind: 'broadcast.changed', ids: [id] },
  ])
}

type Pace = {
  readonly fedAt: number
  readonly halt: Extract<Fate, { readonly kind: 'hold' }> | null
  readonly now: number
}

function keepPace(tx: Tx, workspaceId: string, id: string, { fedAt, halt, now }: Pace): Promise<number> {
  const until = halt && timeOf(Math.max(halt.until, now + SECOND))
  return tx.run(sql`
    update broadcast set fed_at = ${timeOf(fedAt)}::timestamptz, held_until = ${until}::timestamptz,
                         reason = ${halt && JSON.stringify(halt.why)}::json
    where workspace_id = ${workspaceId} and id = ${id}`)
}

async function stop(tx: Tx, workspaceId: string, id: string, reason: Why): Promise<Fed> {
  await turn(tx, workspaceId, id, { state: 'paused', reason })
  await emit(tx, workspaceId, [{ kind: 'broadcast.changed', ids: [id] }])
  return { handed: 0, moved: true }
}

/** Everybody was handed over, and nothing of it stands at the post any more. */
async function endIfDone(tx: Tx, workspaceId: string, { id }: BroadcastRow): Promise<Fed> {
  const open = await tx.rows(sql`
    select 1 where exists (select 1 from broadcast_recipient r
        where r.workspace_id = ${workspaceId} and r.broadcast_id = ${id} and r.state = 'planned')
      or exists (select 1 from outbox o join broadcast_recipient r on r.workspace_id = ${workspaceId} and r.message_id = o.message_id
        where o.workspace_id = ${workspaceId} and o.lane = ${LANES.broadcast} and r.broadcast_id = ${id})`)
  if (open.length > 0) return NOTHING
  await turn(tx, workspaceId, id, { state: 'done', reason: null })
  await emit(tx, workspaceId, [{ kind: 'broadcast.changed', ids: [id] }])
  return { handed: 0, moved: true }
}
