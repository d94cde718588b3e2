import { z } from 'zod'
import { isObject } from '#core/base/json.ts'
import type { Content } from '#core/whatsapp/heard.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db, Query } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { newId } from '#server/base/id.ts'
import type { Job, Jobs } from '#server/base/jobs.ts'
import { acceptFile } from '#server/base/mime.ts'
import { sha256Hex } from '#server/base/secret.ts'
import { sql } from '#server/base/sql.ts'
import type { Storage } from '#server/base/storage.ts'
import { insertFile } from '#server/whatsapp/files.ts'
import { fetchMedium, type Graph, graphError, readNode } from '#server/whatsapp/graph.ts'
import type { Lines } from '#server/whatsapp/lines.ts'

const Payload = z.object({ workspaceId: z.uuid(), messageId: z.uuid() })
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
  return (query, workspaceId, messageId) => jobs.enqueue(query, mediaFetch, { workspaceId, messageId })
}

type Parts = {
  readonly db: Db
  readonly bus: Bus
  readonly lines: Lines
  readonly storage: Storage
}

export function fetchMediaWith({ db, bus, lines, storage }: Parts) {
  return async ({ workspaceId, messageId }: z.infer<typeof Payload>): Promise<void> => {
    const [row] = await db.rows<{ chat_id: string; body: Content; file_id: string | null }>(sql`
      select chat_id, body, file_id from message where workspace_id = ${workspaceId} and id = ${messageId}`)
    if (!row || row.file_id || row.body.kind !== 'media') return
    const line = await lines.of(workspaceId)
    if (!line) return
    const { body, mime } = await download(line.graph, row.body.mediaId)
    const declared = row.body.mime || mime
    const name = row.body.filename ?? ''
    const accepted = acceptFile(name, declared, body.subarray(0, HEAD_BYTES))
    const file =
      'mime' in accepted
        ? { name: accepted.name, mime: accepted.mime }
        : { name: name.slice(0, 100) || 'file', mime: 'application/octet-stream' }
    const id = newId()
    const key = `${workspaceId}/${id}`
    await storage.write(key, body)
    await db.tx('media', async (tx) => {
      await insertFile(tx, workspaceId, {
        id,
        ...file,
        media: row.body.kind === 'media' ? row.body.media : 'document',
        size: body.length,
        sha256: sha256Hex(body),
        storage_key: key,
      })
      await tx.run(
        sql`update message set file_id = ${id} where workspace_id = ${workspaceId} and id = ${messageId}`,
      )
      await emit(tx, workspaceId, [{ kind: 'message.changed', ids: [messageId], chatIds: [row.chat_id] }])
    })
    bus.call('live', workspaceId)
  }
}

/** Meta gives an address that lives five minutes; the token opens it. Ids from webhooks are plain numbers or are not asked for. */
async function download(graph: Graph, mediaId: string): Promise<{ body: Buffer; mime: string }> {
  if (!/^[\w-]{1,128}$/.test(mediaId)) throw new Error('not a media id')
  const answer = await readNode(graph, mediaId, 'url,mime_type')
  const error = graphError(answer)
  if (error) throw new Error(`the medium cannot be had: ${error.reason}`)
  const node = isObject(answer.body) ? answer.body : {}
  if (typeof node.url !== 'string') throw new Error('the medium has no address')
  const limits = { timeoutMs: MEDIA_TIMEOUT_MS, bytesMax: MEDIA_BYTES_MAX }
  const got = await fetchMedium(graph, node.url, limits)
  if (got.status !== 200) throw new Error(`the medium answered ${got.status}`)
  return { body: got.body, mime: String(node.mime_type ?? '') }
}
