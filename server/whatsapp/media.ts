import { z } from 'zod'
import { isObject } from '#core/base/json.ts'
import { TOKEN_CODES } from '#core/policy/send.ts'
import { type GraphAnswer, isPassing } from '#core/whatsapp/fault.ts'
import type { Content } from '#core/whatsapp/heard.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db, Query } from '#server/base/db.ts'
import { DoorFailure } from '#server/base/door-failure.ts'
import { emit } from '#server/base/events.ts'
import { FileTrouble } from '#server/base/file-store.ts'
import { newId } from '#server/base/id.ts'
import type { Job, Jobs } from '#server/base/jobs.ts'
import { acceptFile } from '#server/base/mime.ts'
import { sha256Hex } from '#server/base/secret.ts'
import { sql } from '#server/base/sql.ts'
import type { Storage } from '#server/base/storage.ts'
import { insertFile } from '#server/whatsapp/files.ts'
import { fetchMedium, type Graph, graphError, readNode } from '#server/whatsapp/graph.ts'
import type { Lines } from '#server/whatsapp/lines.ts'

const Payload = z.object({
  workspaceId: z.uuid(),
  messageId: z.uuid(),
  tries: z.number().int().min(0).default(0),
})
/** Fetches the medium of a message that a customer sent; Meta keeps it for 7 days. */
export const mediaFetch: Job<z.infer<typeof Payload>> = {
  name: 'whatsapp.media',
  parse: (raw) => Payload.parse(raw),
}

/** Meta delivers at most 100 MB to a business. */
const MEDIA_BYTES_MAX = 100 * 1024 * 1024
const MEDIA_TIMEOUT_MS = 120_000
const HEAD_BYTES = 4100

export function askForMedia(
  jobs: Jobs,
): (query: Query, workspaceId: string, messageId: string) => Promise<void> {
  return (query, workspaceId, messageId) =>
    jobs.enqueue(query, mediaFetch, { workspaceId, messageId, tries: 0 })
}

/** Seconds until a medium that could not be had is asked for again; from then on every six hours, as long as Meta keeps it. */
const AGAIN_AFTER = [2, 15, 60, 300, 1800]
const LATER_S = 6 * 3600
/** Together a little more than Meta's seven days. */
const TRIES_MAX = AGAIN_AFTER.length + 28

type Parts = {
  readonly db: Db
  readonly bus: Bus
  readonly lines: Lines
  readonly storage: Storage
  readonly jobs: Jobs
}

export function fetchMediaWith(parts: Parts) {
  const { db, bus, lines } = parts
  return async ({ workspaceId, messageId, tries }: z.infer<typeof Payload>): Promise<void> => {
    const [row] = await db.rows<{ chat_id: string; body: Content; file_id: string | null }>(sql`
      select chat_id, body, file_id from message where workspace_id = ${workspaceId} and id = ${messageId}`)
    if (!row || row.file_id || row.body.kind !== 'media') return
    const line = await lines.of(workspaceId)
    const got = line ? await download(line.graph, row.body.mediaId) : CUT_OFF
    const place = { workspaceId, messageId, chatId: row.chat_id, content: row.body }
    const missing = 'reason' in got ? got : await keepMedium(parts, place, got)
    if (missing) return await askAgain(parts, { workspaceId, messageId, tries }, missing)
    bus.call('live', workspaceId)
  }
}

/** An outage, also of our own file store, a token that is renewed in a day or two, or a channel that is connected anew, loses no customer's file. */
async function askAgain(
  { db, jobs }: Parts,
  { tries, ...where }: z.infer<typeof Payload>,
  why: Missing,
): Promise<void> {
  if (why.mayPass && tries < TRIES_MAX)
    return await jobs.enqueue(db, mediaFetch, { ...where, tries: tries + 1 }, AGAIN_AFTER[tries] ?? LATER_S)
  // whoever has let a channel go for good needs no dead letters of it
  if (why !== CUT_OFF) throw new Error(`the medium cannot be had: ${why.reason}`)
}

type Place = {
  readonly workspaceId: string
  readonly messageId: string
  readonly chatId: string
  readonly content: Extract<Content, { kind: 'media' }>
}

/** The bytes first, then the row that points at them. A store that fails may take them later. */
async function keepMedium(
  { db, storage }: Parts,
  { workspaceId, messageId, chatId, content }: Place,
  { body, mime }: Medium,
): Promise<Missing | undefined> {
  const declared = content.mime || mime
  const name = content.filename ?? ''
  const accepted = acceptFile(name, declared, body.subarray(0, HEAD_BYTES))
  const file =
    'mime' in accepted
      ? { name: accepted.name, mime: accepted.mime }
      : { name: name.slice(0, 100) || 'file', mime: 'application/octet-stream' }
  const id = newId()
  const key = `${workspaceId}/${id}`
  try {
    await storage.write(key, body)
  } catch (error) {
    if (!(error instanceof FileTrouble)) throw error
    return { reason: error.message, mayPass: true }
  }
  await db.tx('media', async (tx) => {
    await insertFile(tx, workspaceId, {
      id,
      ...file,
      media: content.media,
      size: body.length,
      sha256: sha256Hex(body),
      storage_key: key,
    })
    await tx.run(
      sql`update message set file_id = ${id} where workspace_id = ${workspaceId} and id = ${messageId}`,
    )
    await emit(tx, workspaceId, [{ kind: 'message.changed', ids: [messageId], chatIds: [chatId] }])
  })
  return undefined
}

type Medium = { readonly body: Buffer; readonly mime: string }
/** Why it could not be had, and whether that may pass. */
type Missing = { readonly reason: string; readonly mayPass: boolean }

const CUT_OFF: Missing = { reason: 'no channel is connected', mayPass: true }

/** Meta gives an address that lives five minutes; the token opens it. Ids from webhooks are plain numbers or are not asked for. */
async function download(graph: Graph, mediaId: string): Promise<Medium | Missing> {
  if (!/^[\w-]{1,128}$/.test(mediaId)) return { reason: 'not a media id', mayPass: false }
  const answer = await readNode(graph, mediaId, 'url,mime_type')
  const error = graphError(answer)
  if (error) return { reason: error.reason, mayPass: mayPass(answer, error.code) }
  const node = isObject(answer.body) ? answer.body : {}
  if (typeof node.url !== 'string') return { reason: 'it has no address', mayPass: false }
  try {
    const limits = { timeoutMs: MEDIA_TIMEOUT_MS, bytesMax: MEDIA_BYTES_MAX }
    const got = await fetchMedium(graph, node.url, limits)
    if (got.status === 200) return { body: got.body, mime: String(node.mime_type ?? '') }
    return { reason: `its address answered ${got.status}`, mayPass: true }
  } catch (error) {
    if (!(error instanceof DoorFailure)) throw error
    return { reason: error.failure, mayPass: error.failure !== 'too-large' && error.failure !== 'forbidden' }
  }
}

/** No answer, a trouble of Meta's, or a token that its owner can renew; everything else is Meta's last word. */
function mayPass(answer: GraphAnswer, code: number): boolean {
  return answer.status === null || isPassing(answer) || TOKEN_CODES.has(code)
}
