import { isObject } from '#core/base/json.ts'
import type { Millis } from '#core/base/time.ts'
import { stoppedBy } from '#core/policy/send.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import { filesOf } from '#core/whatsapp/encode.ts'
import type { GraphAnswer } from '#core/whatsapp/fault.ts'
import type { Fault } from '#core/whatsapp/heard.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db } from '#server/base/db.ts'
import type { Door } from '#server/base/fetch.ts'
import { FileGone } from '#server/base/file-store.ts'
import { sql } from '#server/base/sql.ts'
import type { Storage } from '#server/base/storage.ts'
import { fileOf } from '#server/whatsapp/files.ts'
import { type Graph, uploadMedia } from '#server/whatsapp/graph.ts'
import type { Keys } from '#server/whatsapp/keys.ts'
import { channelOf, listNumbers, openBreakers } from '#server/whatsapp/store.ts'

/** What is needed to speak over a workspace's channel. */
export type Line = {
  readonly channelId: string
  readonly graph: Graph
  readonly clockOffset: Millis
  readonly numbers: ReadonlyMap<string, { readonly graphId: string; readonly rate: number }>
  /** Numbers over which sending stands still: all of it, or only what `stoppedBy` names. */
  readonly silent: Readonly<Record<ReturnType<typeof stoppedBy>, readonly string[]>>
}

/** Meta's ids for the files of a draft, or why they could not be had. */
type MediaIds =
  | { readonly kind: 'ready'; readonly idOf: (file: string) => string | undefined }
  | { readonly kind: 'gone'; readonly fault: Fault }
  /** What the Graph API said to the upload. */
  | { readonly kind: 'refused'; readonly answer: GraphAnswer }

export type Lines = {
  readonly of: (workspaceId: string) => Promise<Line | undefined>
  /** The same, read after this one was. */
  readonly renewed: (workspaceId: string, line: Line) => Promise<Line | undefined>
  readonly mediaFor: (workspaceId: string, line: Line, numberId: string, draft: Draft) => Promise<MediaIds>
}

type Parts = {
  readonly db: Db
  readonly bus: Bus
  readonly keys: Keys
  readonly door: Door
  readonly storage: Storage
}

const TRUST_MS = 3000
const LINES_MAX = 10_000
const UPLOADED_DAYS = 25
const NO_FILES: MediaIds = { kind: 'ready', idOf: () => undefined }

/** Channels ready to speak over, read again after a few seconds or when their settings changed. */
export function openLines(parts: Parts): Lines {
  const { db, bus } = parts
  const known = new Map<string, { readonly line: Promise<Line | undefined>; readonly readAt: number }>()
  const uploads = new Map<string, Promise<string | MediaIds>>()
  bus.listen('settings', (workspaceId) => known.delete(workspaceId))
  function lineOf(workspaceId: string): Promise<Line | undefined> {
    const cached = known.get(workspaceId)
    const now = performance.now()
    if (cached && now - cached.readAt < TRUST_MS) return cached.line
    // Kept before it has come: what was asked before the settings changed is not kept after they did.
    const asked = { line: readLine(parts, workspaceId), readAt: now }
    if (known.size >= LINES_MAX) known.clear()
    known.set(workspaceId, asked)
    asked.line.catch(() => known.get(workspaceId) === asked && known.delete(workspaceId))
    return asked.line
  }
  return {
    of: lineOf,
    async renewed(workspaceId, line) {
      const cached = await known.get(workspaceId)?.line
      if (cached === line) known.delete(workspaceId)
      return await lineOf(workspaceId)
    },
    async mediaFor(workspaceId, line, numberId, draft) {
      const files = filesOf(draft)
      if (files.length === 0) return NO_FILES
      const ids = new Map<string, string>()
      for (const file of files) {
        const got = await uploadedOnce({ workspaceId, line, numberId, file })
        if (typeof got !== 'string') return got
        ids.set(file, got)
      }
      return { kind: 'ready', idOf: (file) => ids.get(file) }
    },
  }

  /** Whoever wants a file that is under way waits for it: a broadcast's picture is not read and uploaded by each of its calls. */
  function uploadedOnce(wanted: Wanted): Promise<string | MediaIds> {
    const key = `${wanted.line.channelId} ${wanted.numberId} ${wanted.file}`
    const under = uploads.get(key) ?? mediaIdOf(parts, wanted).finally(() => uploads.delete(key))
    uploads.set(key, under)
    return under
  }

  async function mediaIdOf(
    { storage }: Parts,
    { workspaceId, line, numberId, file }: Wanted,
  ): Promise<string | MediaIds> {
    const [uploaded] = await db.rows<{ media_id: string }>(sql`
      select media_id from uploaded_media
      where workspace_id = ${workspaceId} and phone_number_id = ${numberId} and file_id = ${file} and expires_at > now()`)
    if (uploaded) return uploaded.media_id
    const row = await fileOf(db, workspaceId, file)
    const number = line.numbers.get(numberId)
    const body = row && number && (await bytesOf(storage, row.storage_key))
    if (!row || !number || !body) return { kind: 'gone', fault: { code: 131053, title: 'the file is gone' } }
    const answer = await uploadMedia(line.graph, number.graphId, { name: row.name, mime: row.mime, body })
    const id = isObject(answer.body) ? answer.body.id : undefined
    if (typeof id !== 'string') return { kind: 'refused', answer }
    // a channel that was cut meanwhile has left its number to the next one, whose app does not know this id
    await db.run(sql`
      insert into uploaded_media (workspace_id, phone_number_id, file_id, media_id, expires_at)
      select workspace_id, ${numberId}, ${file}, ${id}, now() + ${UPLOADED_DAYS} * interval '1 day'
      from channel where workspace_id = ${workspaceId} and id = ${line.channelId} and connected for share
      on conflict (workspace_id, phone_number_id, file_id) do update set media_id = excluded.media_id, expires_at = excluded.expires_at`)
    return id
  }
}

/** The bytes of a file; null: they are there no more, and trying again would not bring them back. */
async function bytesOf(storage: Storage, key: string): Promise<Buffer | null> {
  try {
    return await storage.read(key)
  } catch (error) {
    if (error instanceof FileGone) return null
    throw error
  }
}

type Wanted = {
  readonly workspaceId: string
  readonly line: Line
  readonly numberId: string
  readonly file: string
}

async function readLine({ db, keys, door }: Parts, workspaceId: string): Promise<Line | undefined> {
  const [channel, numbers, breakers] = await Promise.all([
    channelOf(db, workspaceId),
    listNumbers(db, workspaceId),
    openBreakers(db, workspaceId),
  ])
  if (!channel) return undefined
  const silent = (what: ReturnType<typeof stoppedBy>) =>
    numbers
      .map(({ id }) => id)
      .filter((id) =>
        breakers.some(({ scope, key, code }) => stoppedBy(code) === what && (scope === 'waba' || key === id)),
      )
  return {
    channelId: channel.id,
    graph: {
      door,
      provider: channel.provider,
      base: channel.graph_url,
      version: channel.graph_version,
      token: await keys.open(db, workspaceId, channel.token),
    },
    clockOffset: channel.clock_offset,
    numbers: new Map(numbers.map(({ id, graph_id, rate }) => [id, { graphId: graph_id, rate }])),
    silent: { all: silent('all'), broadcasts: silent('broadcasts'), templates: silent('templates') },
  }
}

/** What changed the line is told to workers and screens. */
export function tell(bus: Bus, workspaceId: string): void {
  bus.call('settings', workspaceId)
  bus.call('live', workspaceId)
  bus.call('inbox', workspaceId)
  bus.call('outbox', workspaceId)
}
