import type { MetaError } from '#simulator/errors.ts'
import { textOf, type Wire } from '#simulator/wire.ts'

export type GraphFile = {
  readonly bytes: Uint8Array
  readonly mime: string
  readonly filename: string | null
}

/** A Graph request with its body already decoded, whatever its form was. */
export type GraphCall = {
  readonly method: string
  /** Without the version. */
  readonly path: readonly string[]
  readonly query: Readonly<Record<string, string>>
  readonly token: string | null
  readonly body: Wire
  /** The body said it was JSON and was none. */
  readonly broken: boolean
  readonly file: GraphFile | null
  readonly raw: Uint8Array | null
  readonly header: (name: string) => string
}

export type Reply = Wire | MetaError

/** A parameter from the body or the query. */
export function param({ body, query }: GraphCall, name: string): string {
  return textOf(body[name]) || (query[name] ?? '')
}

export const DONE: Wire = { success: true }

export function unknownMethod({ method }: GraphCall): MetaError {
  return {
    code: 100,
    subcode: 33,
    type: 'GraphMethodException',
    message: `Unsupported ${method.toLowerCase()} request. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api`,
  }
}

/** The asked fields of a node, in the asked order; without `fields` the default ones. */
export function select(call: GraphCall, type: string, node: Wire, defaults: readonly string[]): Reply {
  const asked = param(call, 'fields')
  const names = asked === '' ? defaults : namesOf(asked)
  const strange = names.find((name) => !(name in node))
  if (strange !== undefined) {
    return {
      code: 100,
      message: `Tried accessing nonexisting field (${strange.slice(0, 80)}) on node type (${type})`,
    }
  }
  const picked = names.map((name) => [name, node[name]])
  return { ...Object.fromEntries(picked), id: node.id }
}

/** `a,b{c,d},e.limit(3)` → a, b, e. */
function namesOf(fields: string): string[] {
  const plain = fields.replace(/\{[^{}]*\}/g, '').replace(/\.\w+\([^()]*\)/g, '')
  return plain
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

const PAGE = 25
const PAGE_MAX = 1000

/** One page of a list, with Graph's cursors. */
export function paged(call: GraphCall, all: readonly Wire[], self: string): Wire {
  const limit = Math.min(PAGE_MAX, Math.max(1, Number.parseInt(param(call, 'limit'), 10) || PAGE))
  const from = fromCursor(param(call, 'after'), 0)
  const data = all.slice(from, from + limit)
  const cursors = { before: cursorOf(from), after: cursorOf(from + data.length) }
  const more = from + data.length < all.length
  const next = more ? { next: `${self}?${queryOf(call, limit, cursors.after)}` } : {}
  return data.length === 0 ? { data } : { data, paging: { cursors, ...next } }
}

/** What was asked for, from the next page on; the token stays out of it. */
function queryOf({ query }: GraphCall, limit: number, after: string): URLSearchParams {
  const { access_token, appsecret_proof, before, ...asked } = query
  return new URLSearchParams({ ...asked, limit: String(limit), after })
}

function cursorOf(at: number): string {
  return Buffer.from(`c${at}`).toString('base64url')
}

function fromCursor(cursor: string, otherwise: number): number {
  const at = Number.parseInt(Buffer.from(cursor, 'base64url').toString('latin1').slice(1), 10)
  return Number.isInteger(at) && at >= 0 ? at : otherwise
}
