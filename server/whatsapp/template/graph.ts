import { isObject, type JsonObject } from '#core/base/json.ts'
import type { Refusal } from '#core/base/refusal.ts'
import type { GraphAnswer } from '#core/whatsapp/fault.ts'
import {
  CALL_TIMEOUT_MS,
  call,
  type Graph,
  readNode,
  refusalOf,
  UPLOAD_TIMEOUT_MS,
} from '#server/whatsapp/graph.ts'

/** Templates of one page; larger answers than this gives are not read. */
const PAGE_SIZE = 50
const FIELDS =
  'id,name,language,status,category,previous_category,correct_category,parameter_format,components,quality_score,rejected_reason,message_send_ttl_seconds,last_updated_time'
const JSON_BODY = { 'content-type': 'application/json' }

type Page = { readonly after: string | null; readonly name: string | undefined }

/** One page of the account's templates; `after` is the cursor of the page before, `name` a part of their names. */
export function readTemplates(graph: Graph, wabaId: string, { after, name }: Page): Promise<GraphAnswer> {
  const query = new URLSearchParams({
    fields: FIELDS,
    limit: String(PAGE_SIZE),
    ...(name && { name }),
    ...(after && { after }),
  })
  return call(graph, 'message_templates', {
    method: 'GET',
    path: `${wabaId}/message_templates?${query}`,
    timeoutMs: CALL_TIMEOUT_MS,
  })
}

export function readTemplate(graph: Graph, metaId: string): Promise<GraphAnswer> {
  return readNode(graph, metaId, FIELDS)
}

export function postTemplate(graph: Graph, wabaId: string, body: JsonObject): Promise<GraphAnswer> {
  return call(graph, 'template_create', {
    method: 'POST',
    path: `${wabaId}/message_templates`,
    headers: JSON_BODY,
    body: JSON.stringify(body),
    timeoutMs: CALL_TIMEOUT_MS,
  })
}

export function postEdit(graph: Graph, metaId: string, body: JsonObject): Promise<GraphAnswer> {
  return call(graph, 'template_edit', {
    method: 'POST',
    path: metaId,
    headers: JSON_BODY,
    body: JSON.stringify(body),
    timeoutMs: CALL_TIMEOUT_MS,
  })
}

/** One language only: with the id beside the name, the template's other languages stay (Meta, template management). */
export function deleteAtMeta(
  graph: Graph,
  wabaId: string,
  { name, metaId }: { readonly name: string; readonly metaId: string },
): Promise<GraphAnswer> {
  const query = new URLSearchParams({ name, hsm_id: metaId })
  return call(graph, 'template_delete', {
    method: 'DELETE',
    path: `${wabaId}/message_templates?${query}`,
    timeoutMs: CALL_TIMEOUT_MS,
  })
}

type Sample = { readonly name: string; readonly mime: string; readonly body: Buffer }

/** Meta's handle of a sample, by a resumable upload of the app: open a session, then send the bytes at once. */
export async function uploadSample(
  graph: Graph,
  appId: string,
  { name, mime, body }: Sample,
): Promise<{ readonly handle: string } | { readonly answer: GraphAnswer }> {
  const query = new URLSearchParams({ file_name: name, file_length: String(body.length), file_type: mime })
  const opened = await call(graph, 'sample_open', {
    method: 'POST',
    path: `${appId}/uploads?${query}`,
    timeoutMs: CALL_TIMEOUT_MS,
  })
  const session = textAt(opened, 'id')
  if (!session || !/^upload:[\w:=?&%.+/-]+$/.test(session)) return { answer: opened }
  const sent = await call(graph, 'sample_upload', {
    method: 'POST',
    path: session,
    headers: { authorization: `OAuth ${graph.token}`, file_offset: '0', 'content-type': mime },
    body,
    timeoutMs: UPLOAD_TIMEOUT_MS,
  })
  const handle = textAt(sent, 'h')
  return handle ? { handle } : { answer: sent }
}

export function textAt({ body }: GraphAnswer, key: string): string | undefined {
  const value = isObject(body) ? body[key] : undefined
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Why the call was no success, as people read it; null: it was one. */
export function refusalOfAnswer(graph: Graph, answer: GraphAnswer): Refusal | null {
  return refusalOf(graph, answer)
}
