import type { SimContent } from '#core/whatsapp/sim-view.ts'
import { run, type Store, sql } from '#simulator/store.ts'
import type { Billed } from '#simulator/world.ts'

/** The customer's messages an account may remember per thread. */
const BUBBLES_KEPT_MAX = 2000
/** What one look at a thread shows. */
const BUBBLES_SHOWN_MAX = 500

type BubbleStatus = 'accepted' | 'sent' | 'delivered' | 'read' | 'failed'
export type Step = 'send' | 'deliver' | 'read'
export type BubbleError = { readonly code: number; readonly title: string; readonly details: string }

/** What the pipeline has to remember about a message. */
export type Extra = {
  /** Meta's category of the message: `service` for everything that is no template. */
  readonly category: string
  readonly insideWindow: boolean
  readonly toBsuid: boolean
  readonly opaque?: string
  readonly identity?: string
  /** Media that Meta has to fetch itself before sending. */
  readonly link?: string
  readonly forced?: number
  /** What Meta bills for it, once it was sent. */
  readonly billed?: Billed
}

export type Bubble = {
  readonly seq: number
  readonly worldId: string
  readonly numberId: string
  readonly customerId: string
  readonly wamid: string
  readonly from: 'customer' | 'business'
  /** World time. */
  readonly at: number
  readonly status: BubbleStatus
  readonly next: Step | null
  readonly content: SimContent
  readonly replyTo: string | null
  readonly reactions: { readonly customer: string | null; readonly business: string | null }
  readonly error: BubbleError | null
  readonly extra: Extra
}

export function insertBubble(store: Store, bubble: Omit<Bubble, 'seq' | 'reactions' | 'error'>): void {
  run(
    store,
    `insert into bubble (world_id, number_id, customer_id, wamid, sender, at, status, next_step, content, reply_to, extra)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    bubble.worldId,
    bubble.numberId,
    bubble.customerId,
    bubble.wamid,
    bubble.from,
    bubble.at,
    bubble.status,
    bubble.next,
    JSON.stringify(bubble.content),
    bubble.replyTo,
    JSON.stringify(bubble.extra),
  )
}

export function bubbleOf(store: Store, worldId: string, wamid: string): Bubble | undefined {
  const row = sql(store, `select ${COLUMNS} from bubble where wamid = ? and world_id = ?`).get(wamid, worldId)
  return row && bubbleFrom(row)
}

export function setStatus(store: Store, wamid: string, status: BubbleStatus, next: Step | null): void {
  run(store, 'update bubble set status = ?, next_step = ? where wamid = ?', status, next, wamid)
}

export function setFailed(store: Store, wamid: string, error: BubbleError): void {
  run(
    store,
    `update bubble set status = 'failed', next_step = null, error = ? where wamid = ?`,
    JSON.stringify(error),
    wamid,
  )
}

export function setExtra(store: Store, wamid: string, extra: Extra): void {
  run(store, 'update bubble set extra = ? where wamid = ?', JSON.stringify(extra), wamid)
}

export function setContent(store: Store, wamid: string, content: SimContent): void {
  run(store, 'update bubble set content = ? where wamid = ?', JSON.stringify(content), wamid)
}

/** Puts an emoji on a message of this thread, or takes it away; a message of another one is not touched. */
export function setReaction(
  store: Store,
  { worldId, numberId, customerId }: Thread,
  { to, from, emoji }: { to: string; from: 'customer' | 'business'; emoji: string | null },
): void {
  const column = from === 'customer' ? 'reaction_customer' : 'reaction_business'
  const place = [to, worldId, numberId, customerId]
  run(
    store,
    `update bubble set ${column} = ? where wamid = ? and world_id = ? and number_id = ? and customer_id = ?`,
    emoji,
    ...place,
  )
}

/** Messages whose way is not at its end: after a restart they go on. */
export function unfinished(store: Store): Bubble[] {
  return sql(store, `select ${COLUMNS} from bubble where next_step is not null order by seq`)
    .all()
    .map(bubbleFrom)
}

const COLUMNS = `seq, world_id, number_id, customer_id, wamid, sender, at, status, next_step, content, reply_to,
  reaction_customer, reaction_business, error, extra`

export type Thread = { readonly worldId: string; readonly numberId: string; readonly customerId: string }

export function threadOf(store: Store, { worldId, numberId, customerId }: Thread): Bubble[] {
  return sql(
    store,
    `select ${COLUMNS} from bubble where world_id = ? and number_id = ? and customer_id = ?
     order by seq desc limit ${BUBBLES_SHOWN_MAX}`,
  )
    .all(worldId, numberId, customerId)
    .map(bubbleFrom)
    .reverse()
}

/** Business messages that reached the phone and that nobody has looked at. */
export function unreadOf(store: Store, { worldId, numberId, customerId }: Thread): Bubble[] {
  return sql(
    store,
    `select ${COLUMNS} from bubble where world_id = ? and number_id = ? and customer_id = ? and sender = 'business'
     and status = 'delivered' order by seq limit ${BUBBLES_SHOWN_MAX}`,
  )
    .all(worldId, numberId, customerId)
    .map(bubbleFrom)
}

/** World time of the customer's last message, which opened the 24-hour window. */
export function lastHeardAt(store: Store, { worldId, numberId, customerId }: Thread): number | null {
  const row = sql(
    store,
    `select at from bubble where world_id = ? and number_id = ? and customer_id = ? and sender = 'customer'
     order by seq desc limit 1`,
  ).get(worldId, numberId, customerId)
  return row ? Number(row.at) : null
}

/** The number of the business with which this customer spoke last. */
export function lastNumberOf(store: Store, worldId: string, customerId: string): string | null {
  const row = sql(
    store,
    'select number_id from bubble where world_id = ? and customer_id = ? order by seq desc limit 1',
  ).get(worldId, customerId)
  return row ? String(row.number_id) : null
}

export function markHeardRead(store: Store, bubble: Bubble): void {
  run(
    store,
    `update bubble set status = 'read' where world_id = ? and number_id = ? and customer_id = ? and sender = 'customer'
     and seq <= ?`,
    bubble.worldId,
    bubble.numberId,
    bubble.customerId,
    bubble.seq,
  )
}

export function forgetThread(store: Store, { worldId, numberId, customerId }: Thread): void {
  run(
    store,
    'delete from bubble where world_id = ? and number_id = ? and customer_id = ?',
    worldId,
    numberId,
    customerId,
  )
}

/** Old messages go when a thread grows beyond `BUBBLES_KEPT_MAX`. */
export function trimThread(store: Store, { worldId, numberId, customerId }: Thread): void {
  run(
    store,
    `delete from bubble where world_id = ? and number_id = ? and customer_id = ? and next_step is null and seq <= (
       select seq from bubble where world_id = ? and number_id = ? and customer_id = ?
       order by seq desc limit 1 offset ${BUBBLES_KEPT_MAX})`,
    worldId,
    numberId,
    customerId,
    worldId,
    numberId,
    customerId,
  )
}

/** Customers reached outside their window since a moment: what Meta's messaging limit counts. */
export function reachedOutside(
  store: Store,
  worldId: string,
  numberIds: readonly string[],
  since: number,
): Set<string> {
  const statement = sql(
    store,
    `select distinct customer_id from bubble where world_id = ? and number_id = ? and at >= ? and sender = 'business'
     and status in ('accepted', 'sent', 'delivered', 'read') and json_extract(extra, '$.insideWindow') = 0`,
  )
  return new Set(
    numberIds.flatMap((id) => statement.all(worldId, id, since).map((row) => String(row.customer_id))),
  )
}

/** Free-form messages that a number had delivered since a moment. */
export function servicesSince(store: Store, worldId: string, numberId: string, since: number): number {
  const row = sql(
    store,
    `select count(*) as many from bubble where world_id = ? and number_id = ? and at >= ? and sender = 'business'
     and status in ('sent', 'delivered', 'read') and json_extract(extra, '$.category') = 'service'`,
  ).get(worldId, numberId, since)
  return Number(row?.many ?? 0)
}

function bubbleFrom(row: Record<string, unknown>): Bubble {
  const text = (name: string) => (row[name] === null ? null : String(row[name]))
  return {
    seq: Number(row.seq),
    worldId: String(row.world_id),
    numberId: String(row.number_id),
    customerId: String(row.customer_id),
    wamid: String(row.wamid),
    from: row.sender === 'customer' ? 'customer' : 'business',
    at: Number(row.at),
    status: row.status as BubbleStatus,
    next: row.next_step as Step | null,
    content: JSON.parse(String(row.content)),
    replyTo: text('reply_to'),
    reactions: { customer: text('reaction_customer'), business: text('reaction_business') },
    error: row.error === null ? null : JSON.parse(String(row.error)),
    extra: JSON.parse(String(row.extra)),
  }
}
