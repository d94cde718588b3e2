import { isObject } from '#core/base/json.ts'
import type { Fill } from '#core/flow/bundle/form.ts'
import type { FlowNode } from '#core/flow/definition.ts'
import type { HttpNode } from '#core/flow/nodes/http.ts'

/** Words that name a value which must not travel. */
const SECRET_NAME =
  /(^|[^a-z])(authori[sz]ation|auth|api[-_]?key|apikey|key|token|secret|pass(word|wd|phrase)?|pwd|cookie|signature|sig|credentials?|session(id)?)([^a-z]|$)/i
const MERGED = /\{\{[^{}]*\}\}/g
const SCHEME = /^\s*(bearer|basic|token|key)(\s+|$)/i

/** A step as it may leave the workspace: literal secrets are gone, merge fields and names of secrets stay; stored files go by their keys. */
export function redacted(node: FlowNode, keyOf: FileTo = () => undefined): FlowNode {
  if (node.kind === 'http')
    return { ...node, url: bareUrl(node.url), headers: node.headers.map(bareHeader), body: bareBody(node) }
  return withFiles(node, keyOf)
}

/** What of a step is to be filled in where the file is brought in. */
export function fillsOf(flow: string, step: string, node: FlowNode): Fill[] {
  if (node.kind === 'http') return httpFills(flow, step, node)
  return JSON.stringify(node).includes(JSON.stringify({ source: NO_SOURCE }).slice(1, -1))
    ? [{ what: 'media', flow, step }]
    : []
}

function httpFills(flow: string, step: string, node: HttpNode): Fill[] {
  const { headers, url, body, bodyType } = node
  const place = { flow, step }
  const secrets = [...new Set(headers.flatMap(({ secret }) => secret ?? []))]
  const bare = headers.filter(
    ({ name, value, secret }) => secret === undefined && isSecretName(name) && !isFilled(value),
  )
  return [
    ...secrets.map((name): Fill => ({ what: 'secret', ...place, name })),
    ...bare.map(({ name }): Fill => ({ what: 'header', ...place, name })),
    ...pairsIn(queryOf(url), QUERY).map((name): Fill => ({ what: 'address', ...place, name })),
    ...pairsIn(body, bodyType === 'form' ? QUERY : JSON_PAIR).map(
      (name): Fill => ({ what: 'body', ...place, name }),
    ),
  ]
}

/** Whether a value says something beside the name of a scheme. */
function isFilled(value: string): boolean {
  return value.replace(SCHEME, '').trim() !== ''
}

function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.replace(/([a-z])([A-Z])/g, '$1-$2'))
}

function bareHeader(header: HttpNode['headers'][number]): HttpNode['headers'][number] {
  if (!isSecretName(header.name)) return header
  return { ...header, value: bareValue(header.value) }
}

/** The value without what is literally written in it; its scheme (`Bearer `) and merge fields stay. */
function bareValue(value: string): string {
  const scheme = SCHEME.exec(value)?.[0] ?? ''
  const rest = value.slice(scheme.length).replace(MERGED, '').trim()
  return rest === '' ? value : scheme
}

/** `name=value` of a query or a form. */
const QUERY = /(^|[?&])([^=?&#\s]+)=([^&#\s]*)/g
/** `"name": "value"` of a JSON text. */
const JSON_PAIR = /()"((?:[^"\\]|\\.){1,100})"\s*:\s*"((?:[^"\\]|\\.)*)"/g

function bareUrl(url: string): string {
  const at = url.indexOf('?')
  const path = at < 0 ? url : url.slice(0, at)
  const query = at < 0 ? '' : url.slice(at)
  return path.replace(/^(\w+:\/\/)[^/@\s]+@/, '$1') + barePairs(query, QUERY)
}

function queryOf(url: string): string {
  const at = url.indexOf('?')
  return at < 0 ? '' : url.slice(at)
}

function bareBody({ body, bodyType }: HttpNode): string {
  return barePairs(body, bodyType === 'form' ? QUERY : JSON_PAIR)
}

function barePairs(text: string, pair: RegExp): string {
  return text.replace(pair, (whole, _before: string, name: string, value: string) => {
    if (!isSecretName(name) || value.replace(MERGED, '').trim() === '') return whole
    const from = whole.lastIndexOf(value)
    return whole.slice(0, from) + whole.slice(from + value.length)
  })
}

/** Names of the pairs that have lost their value. */
function pairsIn(text: string, pair: RegExp): string[] {
  return [...text.matchAll(pair)].flatMap(([, , name = '', value = '']) =>
    isSecretName(name) && value === '' ? [name] : [],
  )
}

/** Stands for a file that did not travel: the checker asks for it. */
const NO_SOURCE = { link: '' } as const

/** What stands for a stored file; undefined: it is asked for anew. */
type FileTo = (file: string) => string | undefined

/** A step with its stored files by other names; samples of Meta's, and media that only Meta has, stay away. */
export function withFiles(node: FlowNode, to: FileTo): FlowNode {
  if (node.kind !== 'message' && node.kind !== 'template') return node
  return inSources(node, to) as FlowNode // only sources change
}

/** The stored files that a step sends. */
export function filesIn(node: FlowNode): string[] {
  const found: string[] = []
  withFiles(node, (file) => {
    found.push(file)
    return file
  })
  return found
}

/** Every `source` of a stored file, and every sample of Meta's, however deep a card lies. */
function inSources(value: unknown, to: FileTo): unknown {
  if (Array.isArray(value)) return value.map((each) => inSources(each, to))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      if (key === 'next') return [[key, inner]]
      if (key === 'sample') return []
      return [[key, key === 'source' && isObject(inner) ? sourceTo(inner, to) : inSources(inner, to)]]
    }),
  )
}

function sourceTo(source: Readonly<Record<string, unknown>>, to: FileTo): unknown {
  if (typeof source.file !== 'string') return 'mediaId' in source ? NO_SOURCE : source
  const file = to(source.file)
  return file === undefined ? NO_SOURCE : { file }
}
