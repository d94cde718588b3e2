import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { LiveAsk, type LiveSay } from '#core/base/event.ts'
import { parseJson } from '#core/base/json.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db } from '#server/base/db.ts'
import { type EventRow, eventBounds, eventsAfter } from '#server/base/events.ts'

const SOCKETS_MAX = 12_000
const SOCKETS_PER_PERSON_MAX = 20
/** A browser that does not read is let go; it comes back and catches up. */
const BUFFER_BYTES_MAX = 1_000_000
const MESSAGE_BYTES_MAX = 4096
const REPLAY_MAX = 500
/** Facts of one workspace may commit out of the order of their numbers: so many before the mark are read again. */
const OVERLAP = 200
const PING_MS = 20_000
/** Whoever lost the session or the seat is put out within this time. */
const RECHECK_MS = 4000

type Visitor = { readonly userId: string; readonly workspaceId: string }
type Line = Visitor & { readonly socket: WebSocket; readonly recheck: () => Promise<boolean>; alive: boolean }
type Room = { readonly lines: Set<Line>; mark: number; recent: Set<number>; reading: boolean; again: boolean }

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

/** The stream to browsers: facts of their own workspace, ids only, with catching up by the last number seen. */
export function openLive(db: Db, bus: Bus): Live {
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MESSAGE_BYTES_MAX,
  })
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
  const checks = setInterval(() => void recheckAll(lines), RECHECK_MS)
  pings.unref()
  checks.unref()

  function enter(socket: WebSocket, visitor: Visitor, recheck: () => Promise<boolean>): void {
    const line: Line = { ...visitor, socket, recheck, alive: true }
    const room = rooms.get(visitor.workspaceId) ?? {
      lines: new Set(),
      mark: 0,
      recent: new Set(),
      reading: false,
      again: false,
    }
    rooms.set(visitor.workspaceId, room)
    lines.add(line)
    socket.on('pong', () => {
      line.alive = true
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      lines.delete(line)
      room.lines.delete(line)
      if (room.lines.size === 0) rooms.delete(visitor.workspaceId)
    })
    socket.once('message', (data) => {
      const ask = LiveAsk.safeParse(parseJson(String(data)))
      if (!ask.success) return socket.close(1008, 'not understood')
      room.lines.add(line)
      rooms.set(visitor.workspaceId, room)
      catchUp(db, line, room, ask.data.after).catch(() => socket.close(1011, 'try again'))
    })
  }

  return {
    upgrade(request, socket, head, visitor, recheck) {
      const mine = [...lines].filter(({ userId }) => userId === visitor.userId).length
      if (lines.size >= SOCKETS_MAX || mine >= SOCKETS_PER_PERSON_MAX) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\nconnection: close\r\n\r\n')
        return
      }
      server.handleUpgrade(request, socket, head, (open) => enter(open, visitor, recheck))
    },
    count: () => lines.size,
    async [Symbol.asyncDispose]() {
      stopListening()
      clearInterval(pings)
      clearInterval(checks)
      for (const { socket } of lines) socket.close(1012, 'restarting')
      server.close()
    },
  }
}

async function catchUp(db: Db, line: Line, room: Room, after: number | null): Promise<void> {
  const { first, last } = await eventBounds(db, line.workspaceId)
  if (room.mark === 0) room.mark = last
  if (after === null || after < first - 1 || last - after > REPLAY_MAX)
    return say(line, { type: 'refetch', seq: last })
  const missed = await eventsAfter(db, line.workspaceId, Math.max(0, after - OVERLAP), REPLAY_MAX + OVERLAP)
  say(line, sayingOf(missed))
}

/** Reads what is new for one workspace and tells it to everyone in the room; one reader at a time. */
async function pump(db: Db, workspaceId: string, room: Room): Promise<void> {
  if (room.reading) {
    room.again = true
    return
  }
  room.reading = true
  try {
    do {
      room.again = false
      const rows = await eventsAfter(db, workspaceId, Math.max(0, room.mark - OVERLAP), REPLAY_MAX + OVERLAP)
      const fresh = rows.filter(
        ({ seq }) => !room.recent.has(seq) && (room.recent.size > 0 || seq > room.mark),
      )
      room.recent = new Set(rows.slice(-2 * OVERLAP).map(({ seq }) => seq))
      room.mark = rows.at(-1)?.seq ?? room.mark
      if (fresh.length > 0) for (const line of room.lines) say(line, sayingOf(fresh))
    } while (room.again)
  } catch {
    room.again = false // the database is away; browsers poll, and the next call reads on from the mark
  } finally {
    room.reading = false
  }
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
  if (line.socket.bufferedAmount > BUFFER_BYTES_MAX) line.socket.terminate()
  else line.socket.send(JSON.stringify(saying))
}

async function recheckAll(lines: ReadonlySet<Line>): Promise<void> {
  for (const line of [...lines]) {
    if (!(await line.recheck().catch(() => true))) line.socket.close(4401, 'signed out')
  }
}
