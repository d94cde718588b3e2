import pg from 'pg'
import { newId } from '#server/base/id.ts'
import type { Rig } from '../test/rig.ts'

/** A business with as many chats as `times.ts` speaks of. */
export const CHATS = 100_000
/** Lines of the one chat that is long. */
export const LINES = 5000
/** Chats after the long one that hold something to read, and how much. */
export const OPENED = 8
const SPOKEN = 60 // more than one page

const PLACE = '(select workspace_id, id as number_id from phone_number limit 1) p'
const MANY_CONTACTS = `
  insert into contact (workspace_id, id, name, phone, search_name)
  select workspace_id, c.id, 'Pelanggan ' || n, '62877' || lpad(n::text, 8, '0'), 'pelanggan ' || n
  from ${PLACE}, unnest($1::uuid[]) with ordinality as c (id, n)`
const MANY_CHATS = `
  insert into chat (workspace_id, id, contact_id, phone_number_id, last_at, last_inbound_at, unread, last)
  select workspace_id, c.id, c.contact_id, number_id, now() - n * interval '1 minute', now(), n % 2,
         json_build_object('id', c.id, 'text', 'Apakah pesanan saya sudah dikirim?', 'kind', 'text', 'out', false)
  from ${PLACE}, unnest($1::uuid[], $2::uuid[]) with ordinality as c (contact_id, id, n)`
const LONG_THREAD = `
  insert into message (workspace_id, id, chat_id, at, kind, speaker, body)
  select workspace_id, m.id, $2, now() - (${LINES} - n) * interval '1 second', 'in', 'customer',
         json_build_object('kind', 'text', 'text', 'Pesan ke-' || ${LINES} - n + 1 || ' tentang kopi susu yang dipesan kemarin sore.')
  from ${PLACE}, unnest($1::uuid[]) with ordinality as m (id, n)`
const SHORT_THREADS = `
  insert into message (workspace_id, id, chat_id, at, kind, speaker, body)
  select workspace_id, m.id, ($2::uuid[])[1 + (n - 1) / ${SPOKEN}], now() - (${OPENED * SPOKEN} - n) * interval '1 second', 'in', 'customer',
         json_build_object('kind', 'text', 'text', 'Kata ke-' || 1 + (n - 1) % ${SPOKEN} || ' dari Pelanggan ' || 2 + (n - 1) / ${SPOKEN} || '.')
  from ${PLACE}, unnest($1::uuid[]) with ordinality as m (id, n)`

/** The newest words of a customer after the first. */
export function lastLineOf(customer: number): string {
  return `Kata ke-${SPOKEN} dari Pelanggan ${customer}.`
}

/** Many chats, and one of them with a long history. Gives its id. */
export async function fill({ database }: Rig): Promise<string> {
  const client = new pg.Client({ connectionString: database.url, options: '-c app.workspace=*' })
  await client.connect()
  const ids = (count: number) => Array.from({ length: count }, newId)
  const [contacts, chats] = [ids(CHATS), ids(CHATS)]
  try {
    await client.query(MANY_CONTACTS, [contacts])
    await client.query(MANY_CHATS, [contacts, chats])
    await client.query(LONG_THREAD, [ids(LINES), chats[0]])
    await client.query(SHORT_THREADS, [ids(OPENED * SPOKEN), chats.slice(1, OPENED + 1)])
    await client.query('analyze') // what the database does by itself within a minute
    return chats[0] ?? ''
  } finally {
    await client.end()
  }
}
