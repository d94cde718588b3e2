import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { EventKind, LiveEvent, LiveSay, Look, Onlooker } from '#core/base/event.ts'
import { SECOND } from '#core/base/time.ts'
import { orpc, queryClient } from '#web/base/query.ts'

/** How the page hears of changes: over the socket, by asking now and then, or not at all. */
type LiveState = 'live' | 'polling' | 'offline'

const FIRST_WAIT_MS = 0.5 * SECOND
const LONGEST_WAIT_MS = 15 * SECOND
const POLL_MS = 10 * SECOND
/** The least time between two answers: what comes meanwhile is answered together, a lone event at once. */
const REST_MS = 25
/** Two failed attempts in a row: until the socket stands again, the page asks by itself. */
const ATTEMPTS_BEFORE_POLLING = 2

const NOBODY: readonly Onlooker[] = []

type Handler = (event: LiveEvent) => boolean
const handlers = new Map<EventKind, Set<Handler>>()
const listeners = new Set<() => void>()
let wasOpen = false
let onceMore = () => {}
let state: LiveState = 'live'
let seq: number | null = null
let attempts = 0
let started = false
let gathered: LiveEvent[] = []
let answeredAt = -REST_MS
let open: WebSocket | null = null
let retry: ReturnType<typeof setTimeout> | undefined
let look: Look | null = null
let people: readonly Onlooker[] = NOBODY
const peopleListeners = new Set<() => void>()

/** Which questions an event makes stale, where no handler has taken care of it. */
const STALE: Readonly<Record<EventKind, (event: LiveEvent) => readonly QueryKey[]>> = {
  'chat.changed': ({ ids }) => [
    orpc.chat.chats.key(),
    orpc.chat.chatCounts.key(),
    ...ids.map((id) => orpc.chat.chat.key({ input: { id } })),
  ],
  'message.changed': ({ chatIds }) => (chatIds ?? []).map((id) => orpc.chat.messages.key({ input: { id } })),
  'trace.added': ({ chatIds }) => (chatIds ?? []).map((id) => orpc.chat.trace.key({ input: { id } })),
  'contact.changed': ({ ids }) => [
    orpc.contact.contacts.key(),
    orpc.contact.fields.key(),
    ...ids.map((id) => orpc.contact.contact.key({ input: { id } })),
  ],
  'flow.changed': () => [orpc.flow.key()],
  'comment.changed': ({ ids }) => ids.map((id) => orpc.comment.threads.key({ input: { id } })),
  'channel.changed': () => [orpc.whatsapp.key(), orpc.flow.bots.key(), orpc.flow.botsAtWork.key()],
  'template.changed': () => [
    orpc.template.key(),
    orpc.flow.around.key(),
    orpc.flow.flows.key(),
    orpc.broadcast.broadcasts.key(),
    orpc.broadcast.broadcast.key(),
  ],
  'broadcast.changed': ({ ids }) => [
    orpc.broadcast.broadcasts.key(),
    ...ids.flatMap((id) => [
      orpc.broadcast.broadcast.key({ input: { id } }),
      orpc.broadcast.recipients.key({ input: { id } }),
    ]),
  ],
  'clock.moved': () => [orpc.whatsapp.channel.key(), orpc.chat.chats.key(), orpc.chat.chat.key()],
  'member.changed': () => [
    orpc.workspace.members.key(),
    orpc.workspace.me.key(),
    orpc.workspace.teams.key(),
    orpc.workspace.ownWhatsapp.key(),
    orpc.workspace.hours.key(),
    orpc.flow.around.key(),
  ],
  'notice.added': () => [orpc.workspace.memberNotices.key()],
  'segment.changed': () => [orpc.broadcast.segments.key(), orpc.flow.around.key()],
}

/** Opens the stream once; it stays open for as long as the page does. */
export function startLive(): void {
  if (started) return
  started = true
  connect()
  addEventListener('online', reconnect)
  addEventListener('offline', () => setState('offline'))
  setInterval(() => {
    if (state === 'polling' && document.visibilityState === 'visible') void refetchAll(queryClient)
  }, POLL_MS)
}

/** Takes care of a kind of event by itself: true keeps the questions about it from being asked again. */
export function onLive(kind: EventKind, handler: Handler): () => void {
  const set = handlers.get(kind) ?? new Set()
  handlers.set(kind, set)
  set.add(handler)
  return () => set.delete(handler)
}

/** Says what to do when the line stands again after it was lost: the server may have begun anew. */
export function whenBack(act: () => void): void {
  onceMore = act
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => state,
  )
}

/** Says what this page has open, so that others who have the same open see it; null: nothing that people share. */
export function lookAt(next: Look | null): void {
  if (next?.thing !== look?.thing) setPeople(NOBODY)
  look = next
  open?.send(JSON.stringify({ look }))
}

/** The others who have open what this page last said it has open. */
export function usePeople(): readonly Onlooker[] {
  return useSyncExternalStore(
    (tell) => {
      peopleListeners.add(tell)
      return () => peopleListeners.delete(tell)
    },
    () => people,
  )
}

function setPeople(next: readonly Onlooker[]): void {
  people = next
  for (const tell of peopleListeners) tell()
}

function connect(): void {
  retry = undefined
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/live`)
  socket.onopen = () => {
    attempts = 0
    setState('live')
    socket.send(JSON.stringify({ after: seq }))
    open = socket
    if (look) lookAt(look)
    if (wasOpen) onceMore()
    wasOpen = true
  }
  socket.onmessage = ({ data }) => hear(JSON.parse(String(data)) as LiveSay)
  socket.onclose = () => {
    open = null
    setPeople(NOBODY)
    attempts += 1
    if (attempts >= ATTEMPTS_BEFORE_POLLING) setState(navigator.onLine ? 'polling' : 'offline')
    const wait = Math.min(FIRST_WAIT_MS * 2 ** (attempts - 1), LONGEST_WAIT_MS)
    retry = setTimeout(connect, wait * (0.5 + Math.random() / 2))
  }
}

/** The network is back: nobody knows whether the old socket still hears, so a new one asks for what was missed. */
function reconnect(): void {
  setState('polling')
  attempts = 0
  if (open) {
    open.onclose = null
    open.close()
    open = null
    connect()
  } else if (retry !== undefined) {
    clearTimeout(retry)
    connect()
  }
}

function hear(said: LiveSay): void {
  if (said.type === 'people') {
    if (said.thing === look?.thing) setPeople(said.people)
    return
  }
  if (said.type === 'online') {
    putOnline(said.userIds)
    return
  }
  if (said.type === 'refetch') {
    seq = said.seq
    void refetchAll(queryClient)
    return
  }
  for (const event of said.events) seq = Math.max(seq ?? 0, event.seq)
  if (gathered.length === 0) setTimeout(answer, Math.max(0, answeredAt + REST_MS - performance.now()))
  gathered.push(...said.events)
}

/** The list of members, where it is held, follows who comes and goes. */
function putOnline(userIds: readonly string[]): void {
  const here = new Set(userIds)
  queryClient.setQueryData(orpc.workspace.members.queryKey(), (known) =>
    known
      ? { ...known, members: known.members.map((member) => ({ ...member, online: here.has(member.userId) })) }
      : undefined,
  )
}

function answer(): void {
  answeredAt = performance.now()
  const stale = new Map<string, QueryKey>()
  for (const event of gathered) {
    const taken = [...(handlers.get(event.kind) ?? [])].map((handle) => handle(event)).some(Boolean)
    if (taken) continue
    for (const key of STALE[event.kind](event)) stale.set(JSON.stringify(key), key)
  }
  gathered = []
  for (const queryKey of stale.values()) void queryClient.invalidateQueries({ queryKey })
}

function refetchAll(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries()
}

function setState(next: LiveState): void {
  if (state === next) return
  state = next
  for (const tell of listeners) tell()
}
