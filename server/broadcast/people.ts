import { csvLine } from '#core/base/csv.ts'
import type { Language } from '#core/base/language.ts'
import type { BroadcastRecipient, RecipientPlace } from '#core/broadcast/api.ts'
import { placeOf } from '#core/broadcast/place.ts'
import type { MessageState } from '#core/chat/status.ts'
import { readWireId } from '#core/flow/wire.ts'
import type { Query } from '#server/base/db.ts'
import { all, type Sql, sql } from '#server/base/sql.ts'
import { reasonAs } from '#server/broadcast/view.ts'
import { peoplePart } from '#server/contact/search.ts'

type Row = {
  readonly contact_id: string
  readonly chat_id: string | null
  readonly name: string
  readonly phone: string | null
  readonly state: Parameters<typeof placeOf>[0]['state']
  readonly message: MessageState | null
  readonly fault: { readonly code: number } | null
  readonly code: string | null
  readonly details: Record<string, string | number | boolean | null> | null
  readonly due_at: number | null
  readonly handed_at: number | null
  readonly sent_at: number | null
  readonly delivered_at: number | null
  readonly read_at: number | null
  readonly replied_at: number | null
  readonly taps: string[]
}

export type Wish = {
  readonly place: RecipientPlace | undefined
  readonly search: string | undefined
  readonly after: string | undefined
  readonly limit: number
}

const MESSAGE_STATES: Readonly<Partial<Record<RecipientPlace, readonly MessageState[]>>> = {
  underway: ['queued', 'sending', 'accepted'],
  sent: ['sent'],
  delivered: ['delivered'],
  read: ['read', 'played'],
  failed: ['failed', 'refused'],
  unsure: ['uncertain', 'held'],
}

/** The recipients of a broadcast in the order of their ids. */
export async function listRecipients(
  query: Query,
  workspaceId: string,
  broadcastId: string,
  { place, search, after, limit }: Wish,
): Promise<Row[]> {
  const where: Sql[] = [
    sql`r.workspace_id = ${workspaceId}`,
    sql`r.broadcast_id = ${broadcastId}`,
    ...(after ? [sql`r.contact_id > ${after}`] : []),
    ...placeParts(place),
    ...(await peoplePart(query, workspaceId, { search, id: sql`r.contact_id` })),
  ]
  return await query.rows<Row>(sql`
    select r.contact_id, r.chat_id, c.name, c.phone, r.state, m.state as message, m.fault, r.code, r.details, r.due_at, r.handed_at,
           m.sent_at, m.delivered_at, m.read_at, r.replied_at, r.taps
    from broadcast_recipient r
    join contact c on c.workspace_id = ${workspaceId} and c.id = r.contact_id
    left join message m on m.workspace_id = ${workspaceId} and m.id = r.message_id and r.state = 'handed'
    where ${all(where)} order by r.contact_id limit ${limit}`)
}

function placeParts(place: RecipientPlace | undefined): Sql[] {
  if (!place) return []
  if (place === 'replied') return [sql`r.replied_at is not null`]
  if (place === 'waiting') return [sql`r.state = 'planned'`]
  const states = MESSAGE_STATES[place]
  return states ? [sql`r.state = 'handed'`, sql`m.state = any(${states})`] : [sql`r.state = ${place}`]
}

export function recipientAs(row: Row): BroadcastRecipient {
  const code = row.fault ? String(row.fault.code) : row.code
  return {
    contactId: row.contact_id,
    chatId: row.chat_id,
    name: row.name,
    phone: row.phone,
    place: placeOf(row),
    reason: code === null ? null : reasonAs(code, row.details),
    at: row.read_at ?? row.delivered_at ?? row.sent_at ?? row.handed_at,
    repliedAt: row.replied_at,
    taps: row.taps.map((tap) => readWireId(tap)?.choice ?? tap),
    dueAt: row.state === 'planned' ? row.due_at : null,
  }
}

const HEADING = [
  'contact',
  'phone',
  'name',
  'state',
  'reason',
  'handed',
  'sent',
  'delivered',
  'read',
  'replied',
  'buttons',
]

/** Recipients as comma-separated text, with the heading where it is the first piece. */
export function recipientsAsCsv(rows: readonly Row[], isFirst: boolean, language: Language): string {
  const time = (at: number | null) => (at === null ? null : new Date(at).toISOString())
  const lines = rows.map((row) => {
    const { place, reason, taps } = recipientAs(row)
    return csvLine([
      ...[row.contact_id, row.phone, row.name, place, reason?.[language] ?? null],
      ...[row.handed_at, row.sent_at, row.delivered_at, row.read_at, row.replied_at].map(time),
      taps.join(' '),
    ])
  })
  return `${isFirst ? csvLine(HEADING) : ''}${lines.join('')}`
}
