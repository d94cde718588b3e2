import { LiveLook, type LiveSay, type Look, type Onlooker } from '#core/base/event.ts'
import { parseJson } from '#core/base/json.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import type { Log } from '#server/base/log.ts'
import { repeat } from '#server/base/repeat.ts'
import { type Sql, sql } from '#server/base/sql.ts'
import { tableOf } from '#server/base/table.ts'

/** However fast a person chooses, so often at most it is written down. */
const NOTE_PAUSE_MS = 150
/** A page that is open says so again after this; one that did not for `ONLINE_FOR` is gone. */
const BEAT_MS = 20_000
const ONLINE_FOR = '1 minute'
/** Pages of one workspace that are told of. */
const PAGES_MAX = 500
/** People that one page is told of. */
const PEOPLE_MAX = 20
/** People who are online, of whom one workspace is told. */
const ONLINE_MAX = 500

type Onlooking = {
  readonly workspaceId: string
  readonly userId: string
  readonly name: string
  readonly say: (saying: LiveSay) => void
}
type Page = Onlooking & {
  readonly id: string
  look: Look | null
  told: string
  toldOnline: string
  timer?: NodeJS.Timeout
}
type Row = {
  readonly user_id: string
  readonly name: string
  readonly thing: string
  readonly part: string | null
}

export type Presence = {
  /** A page that may say what it looks at: how to hear it (false: not understood), and how to forget it. */
  readonly enter: (who: Onlooking) => { readonly hear: (text: string) => boolean; readonly leave: () => void }
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/**
 * Who is here and who looks at what, over all processes: a row for each page that is open. All pages are told who is online; those that
 * look at the same thing are told of each other.
 */
export function openPresence(db: Db, bus: Bus, log: Log): Presence {
  const pages = new Set<Page>()
  const reading = new Map<string, { again: boolean }>()
  const stopListening = bus.listen('presence', (workspaceId) => void tellAll(workspaceId))
  const beats = repeat('presence: beat', BEAT_MS, log, beat)

  async function note(page: Page): Promise<void> {
    const { workspaceId, id, userId, name, look } = page
    await (pages.has(page)
      ? db.run(sql`
          insert into presence (workspace_id, line_id, user_id, name, thing, part)
          values (${workspaceId}, ${id}, ${userId}, ${name}, ${look?.thing ?? null}, ${look?.part ?? null})
          on conflict (workspace_id, line_id) do update
          set thing = excluded.thing, part = excluded.part, seen_at = now()`)
      : db.run(sql`delete from presence where workspace_id = ${workspaceId} and line_id = ${id}`))
    bus.call('presence', workspaceId)
  }

  function noteSoon(page: Page): void {
    page.timer ??= setTimeout(() => {
      delete page.timer
      note(page).catch(() => undefined) // the database is away; the next beat says it again
    }, NOTE_PAUSE_MS)
  }

  /** Reads once for all pages of a workspace; calls that come meanwhile make one more reading. */
  async function tellAll(workspaceId: string): Promise<void> {
    const running = reading.get(workspaceId)
    if (running) {
      running.again = true
      return
    }
    const mine = { again: true }
    reading.set(workspaceId, mine)
    try {
      while (mine.again) {
        mine.again = false
        const [rows, online] = await Promise.all([rowsOf(db, workspaceId), onlineIn(db, workspaceId)])
        tell(workspaceId, rows, online)
      }
    } catch {
      mine.again = false // the database is away; the next call or beat reads again
    } finally {
      reading.delete(workspaceId)
    }
  }

  function tell(workspaceId: string, rows: readonly Row[], userIds: readonly string[]): void {
    const online = userIds.join(' ')
    for (const page of pages) {
      if (page.workspaceId !== workspaceId) continue
      if (online !== page.toldOnline) {
        page.toldOnline = online
        page.say({ type: 'online', userIds: [...userIds] })
      }
      if (!page.look) continue
      const { thing } = page.look
      const people = peopleOf(rows, thing, page.userId)
      const text = JSON.stringify({ thing, people })
      if (text === page.told) continue
      page.told = text
      page.say({ type: 'people', thing, people })
    }
  }

  async function beat(): Promise<void> {
    if (pages.size === 0) return
    await sayAnew(db, [...pages])
    await db.run(sql`delete from presence where seen_at < now() - ${ONLINE_FOR}::interval`)
    for (const workspaceId of new Set([...pages].map((page) => page.workspaceId))) await tellAll(workspaceId)
  }

  return {
    enter(who) {
      const page: Page = { ...who, id: newId(), look: null, told: '', toldOnline: '-' }
      pages.add(page)
      noteSoon(page)
      return {
        hear(text) {
          const said = LiveLook.safeParse(parseJson(text))
          if (!said.success) return false
          page.look = said.data.look
          page.told = ''
          noteSoon(page)
          return true
        },
        leave() {
          pages.delete(page)
          noteSoon(page)
        },
      }
    },
    async [Symbol.asyncDispose]() {
      stopListening()
      for (const { timer } of pages) clearTimeout(timer)
      await beats[Symbol.asyncDispose]()
    },
  }
}

/** All pages of a process, also those whose rows a crash of the database took away, or others while the process stood still. */
async function sayAnew(db: Db, pages: readonly Page[]): Promise<void> {
  const rows = pages.map(({ workspaceId, id, userId, name, look }) => ({
    ...{ workspace_id: workspaceId, line_id: id, user_id: userId, name },
    ...{ thing: look?.thing ?? null, part: look?.part ?? null },
  }))
  await db.run(sql`
    insert into presence (workspace_id, line_id, user_id, name, thing, part)
    select p.* from ${tableOf(rows, 'p', 'workspace_id uuid, line_id uuid, user_id uuid, name text, thing uuid, part text')}
    on conflict (workspace_id, line_id) do update set seen_at = now()`)
}

function rowsOf(db: Db, workspaceId: string): Promise<Row[]> {
  return db.rows<Row>(sql`
    select user_id, name, thing, part from presence
    where workspace_id = ${workspaceId} and thing is not null and seen_at > now() - ${ONLINE_FOR}::interval
    order by line_id limit ${PAGES_MAX}`)
}

/** Who has a page open, and has not said that they are away. */
async function onlineIn(db: Db, workspaceId: string): Promise<string[]> {
  const rows = await db.rows<{ user_id: string }>(sql`
    select m.user_id from member m where m.workspace_id = ${workspaceId} and ${IS_ONLINE}
    order by m.user_id limit ${ONLINE_MAX}`)
  return rows.map(({ user_id }) => user_id)
}

/** Of a row `p` of presence: its page is open. */
export const IS_OPEN: Sql = sql`p.seen_at > now() - ${ONLINE_FOR}::interval`

/** Of a member `m`. */
export const IS_ONLINE: Sql = sql`(not m.away and exists (
  select 1 from presence p where p.workspace_id = m.workspace_id and p.user_id = m.user_id
    and ${IS_OPEN}))`

/** The others at a thing, each once; of several pages of one person, one on which a part is chosen. */
function peopleOf(rows: readonly Row[], thing: string, me: string): Onlooker[] {
  const people = new Map<string, Onlooker>()
  for (const row of rows) {
    if (row.thing !== thing || row.user_id === me) continue
    const part = row.part ?? people.get(row.user_id)?.part ?? null
    people.set(row.user_id, { userId: row.user_id, name: row.name, part })
  }
  return [...people.values()].slice(0, PEOPLE_MAX)
}
