import { DAY, type Millis } from '#core/base/time.ts'
import type { Query } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'

/** What the operator's app was sent, signed, and no account took. */
export type Unclaimed = {
  readonly body: Buffer
  /** The accounts that it speaks of, by Meta's id, at most `ACCOUNTS_NAMED_MAX`; none where it is not Meta's form. */
  readonly accounts: readonly string[]
}
type Listed = {
  readonly id: string
  readonly at: Millis
  readonly bytes: number
  readonly accounts: readonly string[]
}

export const ACCOUNTS_NAMED_MAX = 20
/** Bytes that one process keeps of a day (UTC): an account that has left may be posted for as long as Meta has its subscription. */
export const UNCLAIMED_BYTES_A_DAY = 256 * 1024 * 1024
const LISTED_MAX = 200

/** Takes so many bytes of a day's room; false: they are more than is left of it. */
export function dayRoom(most: number, clock: () => Millis = Date.now): (bytes: number) => boolean {
  let day = Number.NaN
  let left = most
  return (bytes) => {
    const today = Math.floor(clock() / DAY)
    if (today !== day) left = most
    day = today
    if (bytes > left) return false
    left -= bytes
    return true
  }
}

/** Writes it down for the operator, as long as raw webhooks are kept; nothing reads it again by itself. Gives its id. */
export async function keepUnclaimed(query: Query, { body, accounts }: Unclaimed): Promise<string> {
  const id = newId()
  await query.run(sql`
    insert into unclaimed_webhook (id, body, accounts) values (${id}, ${body}, ${accounts}::text[])`)
  return id
}

/** What is kept, the newest first, at most `LISTED_MAX`. */
export async function listUnclaimed(query: Query): Promise<Listed[]> {
  return await query.rows<Listed>(sql`
    select id, received_at as at, length(body) as bytes, accounts
    from unclaimed_webhook order by id desc limit ${LISTED_MAX}`)
}

export async function bodyOfUnclaimed(query: Query, id: string): Promise<Buffer | undefined> {
  const rows = await query.rows<{ body: Buffer }>(
    sql`select body from unclaimed_webhook where id = ${id} limit 1`,
  )
  return rows[0]?.body
}
