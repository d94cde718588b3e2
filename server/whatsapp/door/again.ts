import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { type Aside, readAsides } from '#core/whatsapp/aside.ts'
import type { Update } from '#core/whatsapp/heard.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db, Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import type { Hook, Hooks } from '#server/whatsapp/door/hooks.ts'
import { readLetter } from '#server/whatsapp/door/letter.ts'
import { type Arrival, wakeFor, writeAgain } from '#server/whatsapp/ingest.ts'

type Parts = {
  readonly db: Db
  readonly http: Db
  readonly bus: Bus
  readonly hooks: Hooks
}
type Kept = {
  readonly channel_id: string
  readonly body: Buffer
  readonly quarantine: unknown
  /** When it came, by its id. */
  readonly at: number
}

/**
 * Reads a raw webhook of which parts were set aside once more, by the door's own way: what a newer release, or a number that was
 * synchronised since, lets us understand is written down as if it came now, and what came before comes no second time.
 * `still-aside` when nothing more is understood than before; undefined: no such webhook is set aside.
 */
export async function readAgain(
  parts: Parts,
  workspaceId: string,
  id: string,
): Promise<Refusal | 'read' | undefined> {
  const { http, bus } = parts
  const [found] = await http.tenant(workspaceId, (tx) =>
    tx.rows<{ channel_id: string }>(sql`
      select channel_id from webhook_event where workspace_id = ${workspaceId} and id = ${id} and quarantine is not null`),
  )
  if (!found) return undefined
  const hook = await hookOf(parts, workspaceId, found.channel_id)
  if (!hook) return refuse('channel-missing')
  const read = await http.tenant(workspaceId, (tx) => readKept(tx, hook, id))
  if (read === undefined || isRefusal(read)) return read
  wakeFor(bus, workspaceId, read)
  return 'read'
}

/** Of a channel that is connected; the directory is read without a workspace, as the door reads it. */
async function hookOf(
  { db, hooks }: Parts,
  workspaceId: string,
  channelId: string,
): Promise<Hook | undefined> {
  const [named] = await db.rows<{ hook: string }>(sql`
    select hook from hook_directory where workspace_id = ${workspaceId} and channel_id = ${channelId}`)
  return named && (await hooks.find(named.hook))
}

/** The row is held: whoever presses a second time finds what the first has left. */
async function readKept(tx: Tx, hook: Hook, id: string): Promise<Arrival | Refusal | undefined> {
  const [kept] = await tx.rows<Kept>(sql`
    select channel_id, body, quarantine,
           (('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint)::float8 as at
    from webhook_event where workspace_id = ${hook.workspaceId} and id = ${id} and quarantine is not null for update`)
  if (!kept) return undefined
  const before = readAsides(kept.quarantine)
  const read = readLetter(hook, kept.body, undefined, kept.at)
  const arrival = {
    ...read,
    eventId: id,
    news: newsBeside(before, hook, kept),
    // the body's own key tells what was applied when it came; two copies of it, both set aside, are heard once all the same
    newsKey: read.newsKey && `${read.newsKey}:again`,
  }
  const after = readAsides(arrival.quarantine)
  if (JSON.stringify(before) === JSON.stringify(after)) return refuse('still-aside')
  await writeAgain(tx, arrival)
  return arrival
}

/** News has no key that tells it apart: what was applied when it came must not be applied over what came later. */
function newsBeside(before: readonly Aside[], hook: Hook, { body, at }: Kept): Arrival['news'] {
  const wasAside = (update: Update) =>
    update.kind !== 'account' ||
    before.some(
      ({ code, where }) =>
        code === 'not-json' ||
        (code === 'unheard' && where === update.field) ||
        (code === 'foreign-account' && where === update.wabaId),
    )
  return readLetter(hook, body, undefined, at, wasAside).news
}
