import pg from 'pg'
import type { Connection } from '#server/base/embedded.ts'
import type { History, SentMessage } from './check.ts'
import type { Accepted } from './graph.ts'

/** The product's tables as a witness: read as its workers see them. */
export type Witness = {
  readonly client: pg.Client
  /** Rows that wait in the inbox, the outbox and among the reports. */
  readonly left: () => Promise<{ inbox: number; outbox: number; reports: number }>
  readonly close: () => Promise<void>
}

export async function openWitness(connection: Connection): Promise<Witness> {
  const client = new pg.Client({ ...connection, options: '-c app.workspace=*', application_name: 'witness' })
  await client.connect()
  return {
    client,
    async left() {
      const { rows } = await client.query<{ inbox: number; outbox: number; reports: number }>(`
        select (select count(*) from inbox)::int as inbox, (select count(*) from outbox)::int as outbox,
               (select count(*) from status_inbox)::int as reports`)
      return rows[0] ?? { inbox: 0, outbox: 0, reports: 0 }
    },
    close: () => client.end(),
  }
}

export async function readHistory(
  { client }: Witness,
  told: { sent: readonly SentMessage[]; accepted: readonly Accepted[]; kills: readonly number[] },
): Promise<History> {
  const list = async <Row extends pg.QueryResultRow>(text: string) => (await client.query<Row>(text)).rows
  const heard = await list<{ id: string; wamid: string; contact: string }>(`
    select m.id, m.wamid, p.phone as contact from message m
    join chat c on c.workspace_id = m.workspace_id and c.id = m.chat_id
    join contact p on p.workspace_id = c.workspace_id and p.id = c.contact_id
    where m.kind = 'in' order by m.id`)
  const meant = await list<{ id: string; contact: string; state: string; reason: string }>(`
    select m.id, p.phone as contact, m.state, coalesce(m.fault ->> 'title', m.verdict ->> 'code', '') as reason from message m
    join chat c on c.workspace_id = m.workspace_id and c.id = m.chat_id
    join contact p on p.workspace_id = c.workspace_id and p.id = c.contact_id
    where m.kind = 'out' order by m.id`)
  const turns = await list<{ contact: string; text: string; count: number }>(`
    select chat_id::text as contact, heard ->> 'text' as text, count(*)::int as count from turn
    where heard ->> 'kind' = 'text' group by 1, 2 having count(*) > 1`)
  const waiting = await list<{ wamid: string }>(
    `select payload ->> 'wamid' as wamid from inbox where kind = 'message'`,
  )
  const quarantined = await list<{ wamid: string }>(
    `select payload ->> 'wamid' as wamid from quarantine where kind = 'message'`,
  )
  return {
    sent: told.sent,
    heard: heard.map(({ id, wamid, contact }) => ({ wamid, contact, at: momentOf(id) })),
    meant,
    turns,
    waiting: waiting.map(({ wamid }) => wamid),
    quarantined: quarantined.map(({ wamid }) => wamid),
    reached: told.accepted.map(({ to, key }) => ({ contact: to, id: messageOf(key) })),
    kills: told.kills,
  }
}

/** The first 48 bits of a UUIDv7 are the moment of its making. */
function momentOf(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
}

/** The message's id in our callback data: `v1.<16 bytes>.<proof>`. */
function messageOf(key: string | undefined): string | undefined {
  const [version, id = ''] = (key ?? '').split('.')
  const hex = Buffer.from(id, 'base64url').toString('hex')
  if (version !== 'v1' || hex.length !== 32) return undefined
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
