import { isObject } from '#core/base/json.ts'

export type Heard = { readonly status: number | null; readonly body: unknown }

const PAGE = 50

/** The page of a template list: 360dialog counts where Meta gives cursors. */
export function templatePage(query: URLSearchParams): string {
  return `limit=${query.get('limit') ?? PAGE}&offset=${offsetOf(query)}`
}

/** A page of 360dialog's templates as Graph gives it: statuses in capitals, the offset of what follows as its cursor. */
export function hearTemplates(body: unknown, query: URLSearchParams): unknown {
  if (!isObject(body) || !Array.isArray(body.waba_templates)) return body
  const data = body.waba_templates.filter(isObject).map((one) => ({
    ...one,
    id: one.external_id ?? one.id,
    status: String(one.status ?? '').toUpperCase(),
    category: String(one.category ?? '').toUpperCase(),
  }))
  const after = offsetOf(query) + data.length
  const more = data.length > 0 && after < Number(body.total ?? 0)
  return { data, paging: { cursors: { after: String(after) }, ...(more ? { next: 'offset' } : {}) } }
}

/** The webhook of the key as Graph lists a subscription. */
export function hearWebhook(body: unknown): unknown {
  const url = isObject(body) && typeof body.url === 'string' ? body.url : ''
  return { data: url === '' ? [] : [{ override_callback_uri: url }] }
}

function offsetOf(query: URLSearchParams): number {
  const offset = Number(query.get('after') ?? 0)
  return Number.isInteger(offset) && offset > 0 ? offset : 0
}
