import type { ClientConfig } from 'pg'
import pg from 'pg'

const MESSAGES_PER_CONTACT = 5
/** Rows made by one statement, so that a statement stays short and progress shows. */
const CONTACTS_PER_STEP = 50_000

/** Fills a workspace with people, chats, messages and the keys of what was seen, as years of use would have done. */
export async function fillDatabase(
  connection: ClientConfig,
  contacts: number,
  note: (line: string) => void,
): Promise<void> {
  const client = new pg.Client({ ...connection, options: '-c app.workspace=* -c synchronous_commit=off' })
  await client.connect()
  try {
    const { rows } = await client.query<{ workspace_id: string; number_id: string }>(
      'select workspace_id, id as number_id from phone_number limit 1',
    )
    const place = rows[0]
    if (!place) throw new Error('the workspace has a number')
    const now = new Date()
    for (let from = 0; from < contacts; from += CONTACTS_PER_STEP) {
      const to = Math.min(contacts, from + CONTACTS_PER_STEP)
      for (const text of STATEMENTS)
        await client.query(text, [place.workspace_id, place.number_id, from, to, now])
      if (from === 0) await client.query('analyze')
      if ((to / CONTACTS_PER_STEP) % 5 === 0) note(`${to} contacts`)
    }
    await client.query('vacuum analyze')
  } finally {
    await client.end()
  }
}

/** Ids that look like ours: made over the last four weeks, the rest from a digest, so that they can be named again. */
const ID = (kind: string, n: string) =>
  `overlay(uuid_floor($5::timestamptz - (${n} % 2400000) * interval '1 second')::text placing
     right(md5('${kind}' || ${n})::uuid::text, 21) from 16)::uuid`

const STATEMENTS: readonly string[] = [
  `insert into contact (workspace_id, id, name, profile_name, phone, search_name)
   select $1, ${ID('contact', 'n')}, 'Pelanggan ' || n, 'Pelanggan ' || n, '62899' || lpad(n::text, 9, '0'), 'pelanggan ' || n
   from generate_series($3::bigint + 1, $4::bigint) n where $2::uuid is not null`,
  `insert into contact_identity (workspace_id, identity, contact_id)
   select $1, kind || '62899' || lpad(n::text, 9, '0'), ${ID('contact', 'n')}
   from generate_series($3::bigint + 1, $4::bigint) n, unnest(array['wa:', 'bs:ID.']) kind where $2::uuid is not null`,
  `insert into chat (workspace_id, id, contact_id, phone_number_id, last_at, last_inbound_at)
   select $1, ${ID('chat', 'n')}, ${ID('contact', 'n')}, $2, $5::timestamptz - (n % 2400000) * interval '1 second', $5::timestamptz - interval '2 days'
   from generate_series($3::bigint + 1, $4::bigint) n`,
  `insert into message (workspace_id, id, chat_id, at, kind, speaker, body, state, rung, wamid)
   select $1, ${ID('message', `(n * ${MESSAGES_PER_CONTACT} + m)`)}, ${ID('chat', 'n')}, $5::timestamptz - (n % 2400000) * interval '1 second',
          case when m % 2 = 0 then 'in' else 'out' end, case when m % 2 = 0 then 'customer' else 'bot' end,
          jsonb_build_object('kind', 'text', 'text', 'Halo, apakah pesanan nomor ' || n || ' sudah dikirim?'),
          case when m % 2 = 0 then null else 'read' end, case when m % 2 = 0 then null else 8 end, 'wamid.old.' || n || '.' || m
   from generate_series($3::bigint + 1, $4::bigint) n, generate_series(0, ${MESSAGES_PER_CONTACT - 1}) m where $2::uuid is not null`,
  `insert into seen (workspace_id, key, first_id)
   select $1, md5('seen' || n || '.' || m)::uuid, ${ID('event', 'n')}
   from generate_series($3::bigint + 1, $4::bigint) n, generate_series(0, ${MESSAGES_PER_CONTACT - 1}) m where $2::uuid is not null`,
  `insert into sent (workspace_id, wamid, message_id)
   select $1, 'wamid.old.' || n || '.' || m, ${ID('message', `(n * ${MESSAGES_PER_CONTACT} + m)`)}
   from generate_series($3::bigint + 1, $4::bigint) n, generate_series(0, ${MESSAGES_PER_CONTACT - 1}) m
   where m % 2 = 1 and $2::uuid is not null and $5::timestamptz is not null`,
]
