import { isObject, parseJson } from '#core/base/json.ts'
import type { SimLogEntry } from '#core/whatsapp/sim-view.ts'

/** What a call was about, in Meta's own terms: `statuses · delivered` of a webhook, the path of a Graph call. */
export function subjectOf({ kind, path, request }: Pick<SimLogEntry, 'kind' | 'path' | 'request'>): string {
  if (kind === 'graph') return path.replace(/^.*?(?=\/v\d+\.\d+\/)/, '')
  const said = changesIn(parseJson(request)).flatMap(({ field, value }) => [
    ...listIn(value, 'messages').map((message) => `messages · ${message.type}`),
    ...listIn(value, 'statuses').map((status) => `statuses · ${status.status}`),
    ...('messages' in value || 'statuses' in value ? [] : [String(field)]),
  ])
  return said.length > 0 ? [...new Set(said)].join(', ') : path.replace(/^\w+:\/\/[^/]+/, '')
}

type Fields = Readonly<Record<string, unknown>>

function changesIn(body: unknown): readonly { readonly field: unknown; readonly value: Fields }[] {
  if (!isObject(body)) return []
  return listIn(body, 'entry')
    .flatMap((entry) => listIn(entry, 'changes'))
    .map(({ field, value }) => ({ field, value: isObject(value) ? value : {} }))
}

function listIn(holder: Fields, key: string): readonly Fields[] {
  const list = holder[key]
  return Array.isArray(list) ? list.filter(isObject) : []
}
