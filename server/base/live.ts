import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { type WebSocket, WebSocketServer } from 'ws'
import { LiveAsk, type LiveSay } from '#core/base/event.ts'
import { parseJson } from '#core/base/json.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db } from '#server/base/db.ts'
import { type EventRow, eventBounds, eventsAfter } from '#server/base/events.ts'
import type { Log } from '#server/base/log.ts'
import { liveClients, liveDropped } from '#server/base/metrics.ts'
import { openPresence } from '#server/base/presence.ts'
import { repeat } from '#server/base/repeat.ts'

const SOCKETS_MAX = 12_000
const SOCKETS_PER_PERSON_MAX = 20
/** A browser that does not read is let go; it comes back and catches up. */
const BUFFER_BYTES_MAX = 1_000_000
const MESSAGE_BYTES_MAX = 4096
const REPLAY_MAX = 500
/** Facts of one workspace may commit out of the order of their numbers: so many before the mark are read again. */
const OVERLAP = 200
const PAGE = REPLAY_MAX + OVERLAP
/** After a burst of more pages than this, browsers read everything afresh instead. */
const PAGES_MAX = 20
/** Every room looks by itself this often, in case a wake-up call was lost. */
const LOOK_MS = 5000
const PING_MS = 20_000
/** Whoever lost the session or the seat is put out within this time. */
const RECHECK_MS = 4000
/** A browser that does not answer our goodbye is cut off after this. */
const GOODBYE_MS = 1000
const GOODBYE_LOOK_MS = 20

type Visitor = { readonly userId: string; readonly name: string; readonly workspaceId: string }
type Line = Visitor & { readonly socket: WebSocket; readonly recheck: () => Promise<boolean>; alive: boolean }
/** The mark is the newest fact that was told; undefined until the first browser knows where it begins. */
type Room = {
  readonly lines: Set<Line>
  mark: number | undefined
  recent: Set<number>
  reading: boolean
  again: boolean
}

export type Live = {
  readonly upgrade: (
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    visitor: Visitor,
    recheck: () => Promise<boolean>,
  ) => void
  readonly count: () => number
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** The stream to browsers: facts of their own workspace, ids only, with catching up by the last number seen; and who else looks at the same. */
export function openLive(db: Db, bus: Bus, log: Log): Live {
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MESSAGE_BYTES_MAX,
  })
  const presence = openPresence(db, bus, log)
  const rooms = new Map<string, Room>()
  const lines = new Set<Line>()
  const stopListening = bus.listen('live', (workspaceId) => {
    const room = rooms.get(workspaceId)
    if (room) void pump(db, workspaceId, room)
  })
  const pings = setInterval(() => {
    for (const line of lines) {
      if (!line.alive) line.socket.terminate()
      line.alive = false
      line.socket.ping()
    }
  }, PING_MS)
  pings.unref()
  const checks = repeat('live: seats', RECHECK_MS, log, () => recheckAll(lines))
  const looks = repeat('live: look', LOOK_MS, log, async () => {
    for (const [workspaceId, room] of [...rooms]) await pump(db, workspaceId, room)
  })

  function enter(socket: WebSocket, visitor: Visitor, recheck: () => Promise<boolean>): void {
    const line: Line = { ...visitor, socket, recheck, alive: true }
    let leave = () => {}
    let room: Room | undefined
    lines.add(line)
    liveClients(lines.size)
    socket.on('pong', () => {
      line.alive = true
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      lines.delete(line)
      liveClients(lines.size)
      leave()
      room?.lines.delete(line)
      if (room?.lines.size === 0 && rooms.get(visitor.workspaceId) === room) rooms.delete(visitor.workspaceId)
    })
    socket.once('message', (data) => {
      const ask = LiveAsk.safeParse(parseJson(String(data)))
      if (!ask.success) return socket.close(1008, 'not understood')
      room = rooms.get(visitor.workspaceId) ?? emptyRoom()
      room.lines.add(line)
      rooms.set(visitor.workspaceId, room)
      const onlooker = presence.enter({ ...visitor, say: (saying) => say(line, saying) })
      leave = onlooker.leave
      socket.on('message', (later) => {
        if (!onlooker.hear(String(later))) socket.close(1008, 'not understood')
      })
      catchUp(db, line, room, ask.data.after).catch(() => socket.close(1011, 'try again'))
    })
  }

  return {
    upgrade(request, socket, head, visitor, recheck) {
      const mine = [...lines].filter(({ userId }) => userId === visitor.userId).length
      if (lines.size >= SOCKETS_MAX || mine >= SOCKETS_PER_PERSON_MAX) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\nconnection: close\r\n\r\n', () =>
          socket.destroy(),
        )
        return
      }
      server.handleUpgrade(request, socket, head, (open) => enter(open, visitor, recheck))
    },
    count: () => lines.size,
    async [Symbol.asyncDispose]() {
      stopListening()
      clearInterval(pings)
      server.close() // whoever comes now is refused
      await sayGoodbye(lines)
      await Promise.all([
        presence[Symbol.asyncDispose](),
        checks[Symbol.asyncDispose](),
        looks[Symbol.asyncDispose](),
      ])
    },
  }
}

function emptyRoom(): Room {
  return { lines: new Set(), mark: undefined, recent: new Set(), reading: false, again: false }
}

/** Asks all to go, and puts out whoever sleeps. */
async function sayGoodbye(lines: ReadonlySet<Line>): Promise<void> {
  for (const { socket } of lines) socket.close(1012, 'restarting')
  for (let waited = 0; lines.size > 0 && waited < GOODBYE_MS; waited += GOODBYE_LOOK_MS)
    await sleep(GOODBYE_LOOK_MS)
  for (const { socket } of lines) socket.terminate()
}

async function catchUp(db: Db, line: Line, room: Room, after: number | null): Promise<void> {
  const { first, last } = await eventBounds(db, line.workspaceId)
  if (room.mark === undefined) {
    room.mark = last
    void pump(db, line.workspaceId, room) // what came while we asked where it begins
  }
  if (after === null || after < first - 1 || last - after > REPLAY_MAX)
    return say(line, { type: 'refetch', seq: last })
  const missed = await eventsAfter(db, line.workspaceId, Math.max(0, after - OVERLAP), REPLAY_MAX + OVERLAP)
  say(line, sayingOf(missed))
}

/** Reads what is new for one workspace, to its end, and tells it to everyone in the room; one reader at a time. */
async function pump(db: Db, workspaceId: string, room: Room): Promise<void> {
  if (room.mark === undefined) return
  if (room.reading) {
    room.again = true
    return
  }
  room.reading = true
  try {
    let isFull = false
    let pages = 0
    do {
      room.again = false
      const isTooFar = isFull && pages++ % PAGES_MAX === PAGES_MAX - 1
      const mark: number = isTooFar ? await skip(db, workspaceId, room) : room.mark
      isFull = await tellPage(db, workspaceId, room, mark)
    } while (room.again || isFull)
  } catch {
    room.again = false // the database is away; browsers poll, and the next call reads on from the mark
  } finally {
    room.reading = false
  }
}

/** Tells one page of what came after the mark; true when there may be more. */
async function tellPage(db: Db, workspaceId: string, room: Room, mark: number): Promise<boolean> {
  const rows = await eventsAfter(db, workspaceId, Math.max(0, mark - OVERLAP), PAGE)
  const fresh = rows.filter(({ seq }) => !room.recent.has(seq) && (room.recent.size > 0 || seq > mark))
  room.recent = new Set(rows.slice(-2 * OVERLAP).map(({ seq }) => seq))
  room.mark = rows.at(-1)?.seq ?? mark
  if (fresh.length > 0) for (const line of room.lines) say(line, sayingOf(fresh))
  return rows.length === PAGE
}

/** Goes on from the newest fact; what lies between, browsers read for themselves. */
async function skip(db: Db, workspaceId: string, room: Room): Promise<number> {
  const { last } = await eventBounds(db, workspaceId)
  room.recent = new Set()
  for (const line of room.lines) say(line, { type: 'refetch', seq: last })
  return last
}

function sayingOf(rows: readonly EventRow[]): LiveSay {
  return {
    type: 'events',
    events: rows.map(({ seq, kind, ids, chat_ids }) => ({
      seq,
      kind,
      ids,
      ...(chat_ids ? { chatIds: chat_ids } : {}),
    })),
  }
}

function say(line: Line, saying: LiveSay): void {
  if (line.socket.bufferedAmount > BUFFER_BYTES_MAX) {
    liveDropped()
    line.socket.terminate()
  } else line.socket.send(JSON.stringify(saying))
}

async function recheckAll(lines: ReadonlySet<Line>): Promise<void> {
  for (const line of [...lines]) {
    if (!lines.has(line)) continue // gone meanwhile
    if (!(await line.recheck().catch(() => true))) line.socket.close(4401, 'signed out')
  }
}
