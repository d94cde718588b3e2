import type { FastifyInstance, FastifyReply } from 'fastify'
import { api } from '#core/api.ts'
import { isId } from '#core/base/id.ts'
import { contentRangeOf, lengthOf, rangeOf } from '#core/base/range.ts'
import { refuse } from '#core/base/refusal.ts'
import type { Db } from '#server/base/db.ts'
import { headersOf, type Identify } from '#server/base/http.ts'
import { callerLanguage, sendRefusal } from '#server/base/problem.ts'
import type { Storage } from '#server/base/storage.ts'
import { broadcastRoutes } from '#server/broadcast/routes.ts'
import { segmentRoutes } from '#server/broadcast/segments.ts'
import { type ChatParts, chatRoutes } from '#server/chat/routes.ts'
import { contactRoutes } from '#server/contact/routes.ts'
import { commentRoutes } from '#server/flow/comment/routes.ts'
import type { Telling } from '#server/flow/comment/tell.ts'
import { type QuarantineParts, quarantineRoutes } from '#server/flow/quarantine.ts'
import type { HttpParts } from '#server/flow/routes/http.ts'
import type { TriggerParts } from '#server/flow/routes/triggers.ts'
import { flowRoutes } from '#server/flow/routes.ts'
import { trialRoutes } from '#server/flow/trial/routes.ts'
import { type PolicyParts, policyRoutes } from '#server/policy/routes.ts'
import { type FileRow, fileOf } from '#server/whatsapp/files.ts'
import { whatsappRoutes } from '#server/whatsapp/routes.ts'
import { type TemplateParts, templateRoutes } from '#server/whatsapp/template/routes.ts'
import { type WorkspaceParts, workspaceRoutes } from '#server/workspace/routes.ts'

/** The routes of all nouns: what answers the contract. */
export function allRoutes(
  parts: WorkspaceParts &
    TemplateParts &
    ChatParts &
    PolicyParts &
    HttpParts &
    TriggerParts &
    Telling &
    QuarantineParts,
) {
  return {
    workspace: workspaceRoutes(parts),
    whatsapp: whatsappRoutes(parts),
    template: templateRoutes(parts),
    contact: contactRoutes(parts),
    chat: chatRoutes(parts),
    policy: policyRoutes(parts),
    broadcast: { ...broadcastRoutes(parts), ...segmentRoutes(parts) },
    flow: { ...flowRoutes(parts), ...quarantineRoutes(parts) },
    trial: trialRoutes(parts),
    comment: commentRoutes(parts),
  }
}

/** The contract, printed when someone asks; the printer is large and rarely needed. */
export function serveOpenApi(app: FastifyInstance, version: string): void {
  let printed: Promise<unknown> | undefined
  app.get('/api/openapi.json', async (_request, reply) => {
    printed ??= printContract(version)
    return reply.send(await printed)
  })
}

async function printContract(version: string): Promise<unknown> {
  const [{ OpenAPIGenerator }, { ZodToJsonSchemaConverter }] = await Promise.all([
    import('@orpc/openapi'),
    import('@orpc/zod/zod4'),
  ])
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  return await generator.generate(api, { info: { title: 'Wetalk', version } })
}

/** Kinds a browser may show in place; everything else is handed over as a download. */
const INLINE = /^(image\/(jpeg|png|webp|gif)|audio\/|video\/(mp4|3gpp)$)/

/** Files of the own workspace, whole or in parts, never as something that a browser would run. */
export function serveFiles(
  app: FastifyInstance,
  parts: { readonly http: Db; readonly storage: Storage; readonly identify: Identify },
): void {
  app.get<{ Params: { id: string } }>('/api/files/:id', async (request, reply): Promise<FastifyReply> => {
    const who = await parts.identify(headersOf(request))
    const language = callerLanguage(request)
    if (!who?.seat) return sendRefusal(reply, refuse('not-signed-in'), language)
    const { workspaceId } = who.seat
    const { id } = request.params
    if (!isId(id)) return sendRefusal(reply, refuse('not-found'), language)
    const file = await parts.http.tenant(workspaceId, (tx) => fileOf(tx, workspaceId, id))
    if (!file) return sendRefusal(reply, refuse('not-found'), language)
    const etag = `"${id}"` // what stands in a file never changes
    const asked = rangeOf(request, file.size, etag)
    if (asked === 'beyond') {
      reply.header('content-range', contentRangeOf(asked, file.size))
      return sendRefusal(reply, refuse('file-shorter'), language)
    }
    // before the headers: a file that cannot be had is no file to keep
    const { stream, range } = await parts.storage.open(file.storage_key, asked)
    if (range) reply.code(206).header('content-range', contentRangeOf(range, file.size))
    return guarded(reply, file)
      .header('content-length', range ? lengthOf(range) : file.size)
      .header('accept-ranges', 'bytes')
      .header('etag', etag)
      .send(stream)
  })
}

/** What a browser is told of a file, so that nothing in it is run. */
function guarded(reply: FastifyReply, { mime, name }: FileRow): FastifyReply {
  const inline = INLINE.test(mime)
  return reply
    .type(inline ? mime : 'application/octet-stream')
    .header('cache-control', 'private, max-age=86400')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header(
      'content-disposition',
      `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`,
    )
}
