import type { Foresight } from '#core/policy/foresight.ts'
import type { Crew } from '#core/workspace/crew.ts'
import type { Bus } from '#server/base/bus.ts'
import { type Db, isPassing, isUnavailable, isUniqueViolation, type Tx } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import type { Log } from '#server/base/log.ts'
import { happeningDone } from '#server/base/metrics.ts'
import { sql } from '#server/base/sql.ts'
import { openWorker, type Worked, type Worker } from '#server/base/worker.ts'
import { claimedNow } from '#server/chat/call.ts'
import { NO_HANDS, type OutboxRow } from '#server/chat/compose.ts'
import type { Foresee } from '#server/chat/foresee.ts'
import { identitiesOf } from '#server/chat/record.ts'
import type { HeldHands, Post } from '#server/chat/send.ts'
import {
  CONTACTS_MAX,
  claimInbox,
  HAPPENINGS_MAX,
  holdBotValues,
  type InboxRow,
  type Loaded,
  loadPeople,
  type Share,
} from '#server/flow/claim.ts'
import { hear } from '#server/flow/hear.ts'
import type { FlowMail } from '#server/flow/letter.ts'
import type { Libraries, Library } from '#server/flow/library.ts'
import { type Changes, noChanges, type Page, pageMaker } from '#server/flow/page.ts'
import { setAside } from '#server/flow/quarantine.ts'
import { type Decided, saveBatch } from '#server/flow/save.ts'
import { beginWithCare, type Care, inTurn, isMarked, takeCare } from '#server/flow/takeover.ts'
import type { Telling } from '#server/flow/tell.ts'
import { crewOf } from '#server/workspace/crew.ts'

/** Tries of a happening that our own code cannot digest; then it is set aside and the contact goes on. */
const ATTEMPTS_MAX = 3
const RETRY_AFTER = ['1 second', '10 seconds', '60 seconds']
const DESKS_PER_WORKSPACE = 2
const DESKS = 6
/** What comes within this time is heard together. */
const REST_MS = 20
/** After so many happenings in one batch the next is given longer to fill: what a batch costs by itself is shared by more. */
const BUSY = 16
const BUSY_REST_MS = 60
const MANY: Share = { contacts: CONTACTS_MAX, happenings: HAPPENINGS_MAX }
const ALONE = { contacts: 1, happenings: 1 } as const

type Parts = {
  readonly processId: string
  readonly db: Db
  readonly bus: Bus
  readonly log: Log
  readonly libraries: Libraries
  readonly foresee: Foresee
  readonly sendMail: (tx: Tx, workspaceId: string, mail: FlowMail) => Promise<void>
  readonly tell: (tx: Tx, workspaceId: string, telling: Telling) => Promise<void>
  readonly fetchMedia: (tx: Tx, workspaceId: string, messageId: string) => Promise<void>
  /** The post of this process, when it has one: what may go out at once is carried there without being asked for. */
  readonly post: Pick<Post, 'hold' | 'carry' | 'giveUp'> | null
}

/** The desk: hears what the door wrote down. Contacts in parallel, one contact strictly in order, one transaction a batch. */
export async function openDesk(parts: Parts): Promise<Worker> {
  const { db, bus, log } = parts
  const care = await takeCare(db, parts.processId)
  return openWorker({
    name: 'desk',
    topic: 'inbox',
    bus,
    log,
    find: async () => {
      const rows = await db.rows<{ workspace_id: string }>(
        sql`select distinct workspace_id from inbox where not_before <= now() limit 1000`,
      )
      return rows.map(({ workspace_id }) => workspace_id)
    },
    work: (workspaceId) => workBatch(parts, care, workspaceId),
    each: DESKS_PER_WORKSPACE,
    total: DESKS,
    rest: REST_MS,
  })
}

async function workBatch(parts: Parts, care: Care, workspaceId: string): Promise<Worked> {
  if (!care.calm.has(workspaceId)) {
    const worked = await inTurn(care, () => workWithCare(parts, care, workspaceId))
    if (worked) return worked
  }
  try {
    return await workShare(parts, workspaceId, MANY)
  } catch (error) {
    if (!(error instanceof Marked)) throw error
    care.calm.delete(workspaceId)
    return { more: true }
  }
}

/** Hears what was written down before as begun; undefined where nothing needs that. */
async function workWithCare(parts: Parts, care: Care, workspaceId: string): Promise<Worked | undefined> {
  const { db, log } = parts
  const begun = await db.tx('desk', (tx) => beginWithCare(tx, care, { workspaceId, log }))
  if (begun === 'calm') return undefined
  if (begun === 'none') return { more: false }
  if (begun !== 'aside') await workShare(parts, workspaceId, begun)
  return { more: true }
}

async function workShare(parts: Parts, workspaceId: string, share: Share): Promise<Worked> {
  const { log } = parts
  try {
    return await oneBatch(parts, workspaceId, share)
  } catch (error) {
    if (error instanceof Marked) throw error
    // two desks met the same new person: one by one the second finds them known. A database that takes nothing ends that at its first turn;
    // one that gave a long batch up takes it in parts.
    if (!isUniqueViolation(error) && !isUnavailable(error))
      log.error(
        { err: error, workspaceId },
        'a batch at the desk failed; its happenings are taken one by one',
      )
  }
  return await workAlone(parts, workspaceId, { ...share, ...ALONE })
}

/** One happening at a time, so that the one that cannot be digested is found and set aside, and no innocent one with it. */
async function workAlone(parts: Parts, workspaceId: string, share: Share): Promise<Worked> {
  const { db, log } = parts
  for (let turn = 0; turn < CONTACTS_MAX; turn++) {
    try {
      const { more } = await oneBatch(parts, workspaceId, share)
      if (!more) return { more: false }
    } catch (error) {
      if (!(error instanceof Undigested)) throw error
      log.error({ err: error, workspaceId, seq: error.row.seq }, 'a happening could not be digested')
      await db.tx('desk', (tx) => setBack(tx, workspaceId, error))
    }
  }
  return { more: true }
}

/** Among what was to be heard as ever is what another process had begun when it went. */
class Marked extends Error {
  override readonly name = 'Marked'
}

/** A happening that our own code stumbles over. */
class Undigested extends Error {
  override readonly name = 'Undigested'
  readonly row: InboxRow
  constructor(row: InboxRow, cause: unknown) {
    super(`happening ${row.seq} could not be digested`, { cause })
    this.row = row
  }
}

type Batch = {
  readonly rows: number
  readonly full: boolean
  /** What this process carries now; whether more waits in the outbox. */
  readonly sending: readonly OutboxRow[]
  readonly left: boolean
  /** Whether a flow asks something of another server. */
  readonly asks: boolean
}
const NOTHING: Batch = { rows: 0, full: false, sending: [], left: false, asks: false }

/** Hears one batch and hands its answers over. The hands that were held for them are given back, whatever happens. */
async function oneBatch(parts: Parts, workspaceId: string, share: Share): Promise<Worked> {
  const { bus, post } = parts
  const hands = await holdHands(parts, workspaceId)
  const order: Order = { workspaceId, share, hands, said: [] }
  let batch: Batch
  try {
    batch = await parts.db.tx('desk', (tx) => receiveBatch(tx, parts, order))
  } catch (error) {
    // whether a commit that was never answered came through nobody knows
    post?.giveUp(hands, order.said)
    throw error
  }
  post?.carry(hands, batch.sending.map(claimedNow))
  if (batch.rows === 0) return { more: false }
  if (batch.left) bus.call('outbox', workspaceId)
  if (batch.asks) bus.call('request', workspaceId)
  bus.call('live', workspaceId)
  return { more: batch.full, ...(batch.rows >= BUSY && !batch.full ? { rest: BUSY_REST_MS } : {}) }
}

/** Hearing does not depend on being able to speak: without a line the answers wait in the outbox. */
async function holdHands({ post, log }: Parts, workspaceId: string): Promise<HeldHands> {
  const none: HeldHands = { ...NO_HANDS, workspaceId, passed: () => 0, line: null }
  if (!post) return none
  return await post.hold(workspaceId).catch((error: unknown) => {
    log.error({ err: error, workspaceId }, 'the line could not be read; answers wait')
    return none
  })
}

type Order = {
  readonly workspaceId: string
  readonly share: Share
  readonly hands: HeldHands
  /** The messages that the batch has handed to the post. */
  said: readonly string[]
}

/** Throws `Marked` where ordinary work meets what is to be begun with care. */
async function claimShare(tx: Tx, workspaceId: string, share: Share): Promise<InboxRow[]> {
  const rows = await claimInbox(tx, workspaceId, share)
  if (!share.seqs && rows.some(isMarked)) throw new Marked('what is marked is begun with care')
  return rows
}

async function receiveBatch(tx: Tx, parts: Parts, order: Order): Promise<Batch> {
  const { workspaceId, share } = order
  const rows = await claimShare(tx, workspaceId, share)
  const [head] = rows
  if (!head) return NOTHING
  const loaded = await loadPeople(tx, workspaceId, [...new Set(rows.flatMap(namesOf))])
  const library = await parts.libraries.at(tx, workspaceId, loaded.revision)
  try {
    return await digest(tx, parts, order, { rows, loaded, library })
  } catch (error) {
    if (share.happenings > 1 || error instanceof Undigested || isPassing(error)) throw error
    throw new Undigested(head, error) // one happening alone: what the tables or another room refuse is its own doing
  }
}

type Claimed = { readonly rows: readonly InboxRow[]; readonly loaded: Loaded; readonly library: Library }

/** Thinks about what was claimed and writes down, with the commit, what came of it. */
async function digest(
  tx: Tx,
  parts: Parts,
  order: Order,
  { rows, loaded, library }: Claimed,
): Promise<Batch> {
  const { workspaceId, share, hands } = order
  const contacts = [...Map.groupBy(rows, ({ contact_key }) => contact_key).values()]
  const thought = await think(tx, parts, { workspaceId, contacts, loaded, library })
  const { changes } = thought
  await askOthers(tx, parts, workspaceId, changes)
  order.said = changes.outbox.map(({ message_id }) => message_id)
  const sending = await saveBatch(tx, workspaceId, thought, hands)
  for (const { received_at } of rows) happeningDone(loaded.now - received_at)
  const full =
    changes.happened.length > 0 ||
    contacts.length >= share.contacts ||
    contacts.some((happenings) => happenings.length >= share.happenings)
  const left = changes.outbox.length > sending.length
  return { rows: rows.length, full, sending, left, asks: changes.requests.length > 0 }
}

type Thinking = {
  readonly workspaceId: string
  readonly contacts: readonly (readonly InboxRow[])[]
  readonly loaded: Loaded
  readonly library: Library
}

/**
 * Thinks a batch; a second time where a template was spoken or a field of the bot was changed: with what the gate must know,
 * and with values that nobody else changes meanwhile. Thinking is repeatable; a batch of ordinary replies is thought once.
 */
async function think(
  tx: Tx,
  { libraries, foresee }: Parts,
  { workspaceId, contacts, loaded, library }: Thinking,
): Promise<Thought> {
  await libraries.load(tx, workspaceId, library, pinnedVersions(loaded.chats))
  const newcomers = new Map<string, string>()
  const once = (people: Loaded, foresight: Foresight | null, crew: Crew | null) =>
    thinkOver(contacts, (changes) => pageMaker(people, library, { changes, foresight, newcomers, crew }))
  const first = await withCrew(tx, workspaceId, (crew) => once(loaded, null, crew))
  const { wants, botChanges } = first.changes
  const people = botChanges.size === 0 ? loaded : { ...loaded, bot: await holdBotValues(tx, workspaceId) }
  const foresight =
    wants.length === 0
      ? null
      : await foresee(tx, workspaceId, {
          pairs: wants.map(({ pair }) => pair),
          drafts: wants.map(({ draft }) => draft),
          now: loaded.now + library.clockOffset,
          automatic: true,
        })
  return people === loaded && foresight === null ? first : once(people, foresight, first.crew)
}

/** What other rooms do after the commit: mails, notices on WhatsApp, files of customers. */
async function askOthers(tx: Tx, parts: Parts, workspaceId: string, changes: Changes): Promise<void> {
  for (const mail of changes.mails) await parts.sendMail(tx, workspaceId, mail)
  for (const telling of changes.tellings) await parts.tell(tx, workspaceId, telling)
  for (const { messageId } of changes.media) await parts.fetchMedia(tx, workspaceId, messageId)
}

type Thought = Decided & { readonly changes: Changes }

/**
 * Thinks a batch, once more with who works here where a flow has asked that, and a last time with them held where a team's
 * chat is given to one of them: then no other desk counts the same turn. An ordinary batch is thought once and reads nothing.
 */
async function withCrew(
  tx: Tx,
  workspaceId: string,
  think: (crew: Crew | null) => Thought,
): Promise<Thought & { readonly crew: Crew | null }> {
  let crew: Crew | null = null
  let isHeld = false
  let thought = think(null)
  for (let round = 0; round < CREW_ROUNDS_MAX; round++) {
    const { crewWanted, isGiving } = thought.changes
    if (!crewWanted || isHeld || (crew && !isGiving)) break
    isHeld = isGiving
    crew = await crewOf(tx, workspaceId, { hold: isHeld })
    thought = think(crew)
  }
  return { ...thought, crew }
}
/** Read, then held. */
const CREW_ROUNDS_MAX = 2

/** Thinks a batch over once, in memory, on pages of its own. */
function thinkOver(
  contacts: readonly (readonly InboxRow[])[],
  makePages: (changes: Changes) => (identities: readonly string[]) => Page,
): Thought {
  const changes = noChanges()
  const makePage = makePages(changes)
  const pages = new Set<Page>()
  const done: number[] = []
  for (const happenings of contacts) done.push(...hearContact(happenings, makePage, pages))
  return { pages: [...pages], changes, done }
}

/** What is known of one contact's happenings, by Meta's time: concurrent webhooks may be stored out of order. */
function hearContact(
  happenings: readonly InboxRow[],
  makePage: (identities: readonly string[]) => Page,
  pages: Set<Page>,
): number[] {
  return happenings
    .toSorted((a, b) => a.at - b.at || a.seq - b.seq)
    .map((row) => {
      const page = makePage(namesOf(row))
      try {
        hear(page, row)
      } catch (error) {
        throw new Undigested(row, error)
      }
      pages.add(page)
      return row.seq
    })
}

function namesOf(row: InboxRow): string[] {
  return row.kind === 'message'
    ? [...new Set([row.contact_key, ...identitiesOf(row.payload.from)])]
    : [row.contact_key]
}

function pinnedVersions(
  chats: readonly {
    readonly run_state: { readonly frames: readonly { readonly version: string }[] } | null
  }[],
): string[] {
  return chats.flatMap(({ run_state }) => run_state?.frames.map(({ version }) => version) ?? [])
}

/** Tries again later, or sets the happening aside for a person to look at; the contact goes on with the next. */
async function setBack(tx: Tx, workspaceId: string, { row, cause }: Undigested): Promise<void> {
  const { seq } = row
  const wait = RETRY_AFTER[row.attempts] ?? '60 seconds'
  if (row.attempts + 1 >= ATTEMPTS_MAX) {
    await setAside(tx, { workspaceId, seq, id: newId(), reason: String(cause) })
    return
  }
  await tx.run(sql`
    update inbox set attempts = attempts + 1, not_before = now() + ${wait}::interval, begun_by = null
    where workspace_id = ${workspaceId} and seq = ${seq}`)
}
