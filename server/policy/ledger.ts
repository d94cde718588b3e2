import { book, type Delivery } from '#core/policy/ledger/book.ts'
import { toldOf } from '#core/policy/ledger/told.ts'
import type { PairClock } from '#core/policy/price/clock.ts'
import { type Counter, counterKey } from '#core/policy/price/counter.ts'
import { dayOf, monthOf } from '#core/policy/price/day.ts'
import { toCategory } from '#core/policy/template.ts'
import { type Db, isPassing, isUnavailable, type Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import {
  BILLS_MAX,
  countBills,
  countsOf,
  type Due,
  dueMessages,
  knownConversations,
  putBehind,
  takeBills,
} from '#server/policy/bills.ts'
import { accountOf, type Books, type Library } from '#server/policy/books.ts'
import { type Batch, type Booked, type Moved, type Raised, saveBooked } from '#server/policy/save-booked.ts'
import { templateCategories } from '#server/whatsapp/template/facts.ts'

const WORKSPACES_MAX = 1000
/** Batches of one workspace in a turn, so that none waits for another's backlog. */
const BATCHES_MAX = 20

/**
 * Bills what reached its customers: one line in the ledger per message, for ever and once, a batch per transaction. Works behind the
 * reports, never in their transaction: a reply does not wait for its price. What cannot be reckoned goes behind all others; one workspace's
 * trouble stops no other. Throws when everything else is done, with the workspaces that had trouble and its last cause.
 */
export async function keepLedger(db: Db, library: Library): Promise<void> {
  const found = await db.rows<{ workspace_id: string }>(sql`
    select distinct workspace_id from bill limit ${WORKSPACES_MAX}`)
  const troubled: string[] = []
  let cause: unknown
  for (const { workspace_id: workspaceId } of found) {
    try {
      for (let batch = 0; batch < BATCHES_MAX; batch++) if (!(await bookSome(db, library, workspaceId))) break
    } catch (error) {
      if (isUnavailable(error)) throw error
      troubled.push(workspaceId)
      cause = error
    }
  }
  if (troubled.length > 0)
    throw new Error(`what was delivered could not be billed in workspace ${troubled.join(', ')}`, { cause })
}

/** Many bills together; where one of them cannot be reckoned each of those that waited alone, once. False when nothing waited. */
async function bookSome(db: Db, library: Library, workspaceId: string): Promise<boolean> {
  try {
    return await db.tx('ledger', (tx) => bookBatch(tx, library, workspaceId, BILLS_MAX))
  } catch (error) {
    if (isPassing(error)) throw error
  }
  const waiting = await countBills(db, workspaceId)
  let trouble: unknown
  for (let turn = 0; turn < waiting; turn++) {
    try {
      if (!(await db.tx('ledger', (tx) => bookBatch(tx, library, workspaceId, 1)))) break
    } catch (error) {
      if (isPassing(error)) throw error
      trouble = error
      await db.tx('ledger', (tx) => putBehind(tx, workspaceId))
    }
  }
  if (trouble) throw trouble
  return true
}

/** Meta gives a template up after 30 days at most; what began longer ago takes no place of a limit and no part of a budget. */
const BEGUN_KEPT = '45 days'
/** A conversation of Meta's lasts 72 hours at most. */
const CONVERSATIONS_KEPT = '30 days'

/** Lets go of what can touch no price any more; the ledger itself stays. */
export async function forgetSettled(db: Db): Promise<void> {
  await db.run(sql`delete from begun where at < now() - ${BEGUN_KEPT}::interval`)
  await db.run(sql`delete from conversation where at < now() - ${CONVERSATIONS_KEPT}::interval`)
}

/** Books what waits, as much as fits a batch; false when nothing waited. */
async function bookBatch(tx: Tx, library: Library, workspaceId: string, max: number): Promise<boolean> {
  const ids = await takeBills(tx, workspaceId, max)
  if (ids.length === 0) return false
  const [books, dues] = await Promise.all([library.of(tx, workspaceId), dueMessages(tx, workspaceId, ids)])
  if (dues.length === 0) return true
  const months = [...new Set(dues.map(({ delivered_at }) => monthOf(dayOf(delivered_at, books.zone))))]
  const told = dues.map((due) => toldOf(due.pricing, conversationIn(due)))
  const [counts, conversations, templates] = await Promise.all([
    countsOf(tx, workspaceId, months),
    knownConversations(
      tx,
      workspaceId,
      told.flatMap((one) => one?.conversationId ?? []),
    ),
    templateCategories(tx, workspaceId, dues.flatMap(templateNamed)),
  ])
  const batch = bookAll(dues, books, { told, counts, conversations, templates })
  await saveBooked(tx, workspaceId, batch)
  return true
}

type Known = {
  /** Meta's word for each due message, in their order. */
  readonly told: readonly Delivery['told'][]
  readonly counts: ReadonlyMap<string, number>
  readonly conversations: ReadonlySet<string>
  readonly templates: (name: string, language: string) => string
}

/** Each delivery stands on what was booked before it: clocks and counts move along. */
function bookAll(dues: readonly Due[], books: Books, known: Known): Batch {
  const counts = new Map(known.counts)
  const conversations = new Set(known.conversations)
  const counters = new Map<string, Raised>()
  const clocks = new Map<string, Moved>()
  const lines = dues.map((due, at): Booked => {
    const told = known.told[at] ?? null
    const pair = `${due.phone_number_id} ${due.contact_id}`
    const before = clocks.get(pair)?.clock ?? clockOf(due)
    const delivery = deliveryOf(due, told, known.templates)
    const conversationId = told?.conversationId ?? null
    const { entry, clock } = book(delivery, accountOf(books, due.phone_number_id), {
      clock: before,
      used: (counter) => counts.get(counterKey(counter)) ?? 0,
      isKnownConversation: conversationId !== null && conversations.has(conversationId),
    })
    if (conversationId !== null) conversations.add(conversationId)
    if (entry.billed.counter) raise(entry.billed.counter, counts, counters)
    if (clock !== before) clocks.set(pair, { due, clock })
    return { due, category: delivery.category, conversationId, entry }
  })
  return { lines, raised: [...counters.values()], moved: [...clocks.values()] }
}

function raise(counter: Counter, counts: Map<string, number>, counters: Map<string, Raised>): void {
  const key = counterKey(counter)
  counts.set(key, (counts.get(key) ?? 0) + 1)
  counters.set(key, { key, month: counter.month, count: (counters.get(key)?.count ?? 0) + 1 })
}

function deliveryOf(due: Due, told: Delivery['told'], templates: Known['templates']): Delivery {
  const [named] = templateNamed(due)
  return {
    messageId: due.id,
    to: due.to,
    category: named ? toCategory(templates(named.name, named.language)) : 'service',
    sentAt: due.at,
    deliveredAt: due.delivered_at,
    inWindow: !due.outside,
    told,
  }
}

function templateNamed({ template, language }: Due) {
  return template === null ? [] : [{ name: template, language: language ?? '' }]
}

function conversationIn({ pricing }: Due): unknown {
  return (pricing as { readonly conversation?: unknown } | null)?.conversation
}

function clockOf(due: Due): PairClock {
  return {
    heardAt: due.heard_at,
    entryAt: due.entry_at,
    entryEndsAt: due.entry_ends_at,
    conversations: due.conversations ?? {},
  }
}
