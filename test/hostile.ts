import { createHmac, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

/**
 * The bad-input suites of `test/data/hostile`: JSON cases whose values may be recipes such as
 * `{"$gen":"repeat"}`, `{"$b64":"…"}`, `{"$json":…}` and `{{PLACEHOLDER}}`.
 */

export type Vars = Readonly<Record<string, string>>
export type Expectation = {
  readonly status?: readonly (number | string)[]
  readonly after?: readonly string[]
  readonly [key: string]: unknown
}
export type HostileCase = {
  readonly id: string
  readonly title: string
  readonly tags: readonly string[]
  readonly expect: Expectation
  readonly [key: string]: unknown
}
export type Suite = { readonly suite: string; readonly cases: readonly HostileCase[] }

/** How a webhook case is sent: a body or raw bytes, and how it is signed. */
export type Send = {
  readonly method?: string
  readonly path?: string
  readonly query?: string
  readonly headers?: Readonly<Record<string, string | null>>
  readonly body?: unknown
  readonly raw?: unknown
  readonly signature?: SignatureMode
}
export type SignatureMode = {
  readonly mode: 'valid' | 'none' | 'literal' | 'double' | 'query'
  readonly algo?: string
  readonly header?: string
  readonly secret?: string
  readonly sign_over?: string
  readonly cut?: number
  readonly flip?: number
  readonly case?: string
  readonly prefix?: string
  readonly value?: string
}
export type Signed = {
  readonly sent: Buffer | null
  readonly headers: readonly (readonly [string, string])[]
  readonly query?: string
}

export function loadSuite(name: string): Suite {
  return JSON.parse(readFileSync(new URL(`data/hostile/${name}.json`, import.meta.url), 'utf8'))
}

/** Whether an expression is the body or the address of a request: there its value is escaped, which a message does not do. */
export function isOfRequest({ tags }: HostileCase): boolean {
  return tags.includes('json-injection') || tags.includes('url-injection')
}

/** One value with its recipes carried out; `index` is the place in an array recipe. Throws on a recipe of another maker. */
export function expand(value: unknown, vars: Vars = {}, index = 0): unknown {
  if (typeof value === 'string') return fill(value, vars, index)
  if (Array.isArray(value)) return value.map((item) => expand(item, vars, index))
  if (typeof value !== 'object' || value === null) return value
  const recipe = value as Readonly<Record<string, unknown>>
  if ('$b64' in recipe) return bytesOf(String(recipe.$b64), vars, index)
  if ('$json' in recipe) return recipe.$json
  if ('$gen' in recipe) return carryOut(recipe, vars, index)
  const copy = {}
  for (const key of Object.keys(recipe)) {
    // defineProperty keeps an own key named __proto__.
    Object.defineProperty(copy, fill(key, vars, index), {
      value: expand(recipe[key], vars, index),
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }
  return copy
}

export function bodyOf(send: Send, vars: Vars = {}, index = 0): Buffer | null {
  if (send.raw !== undefined) return bufferOf(expand(send.raw, vars, index))
  if (send.body === undefined || send.body === null) return null
  const body = expand(send.body, vars, index)
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
}

/** Headers for the signature mode of a case. Some modes sign one form of the body and send another. */
export function signHeaders(send: Send, body: Buffer | null, vars: Vars): Signed {
  const mode = send.signature ?? { mode: 'valid' }
  const name = mode.header ?? 'x-hub-signature-256'
  const sent = sentForm(mode, body)
  if (mode.mode === 'none') return { sent, headers: [] }
  if (mode.mode === 'literal') return { sent, headers: [[name, fill(mode.value ?? '', vars, 0)]] }
  const value = (mode.prefix ?? 'sha256=') + digestOf(mode, body, vars)
  if (mode.mode === 'query') return { sent, headers: [], query: `x-hub-signature-256=${value}` }
  if (mode.mode === 'double') {
    return {
      sent,
      headers: [
        [name, `sha256=${'0'.repeat(64)}`],
        [name, value],
      ],
    }
  }
  return { sent, headers: [[name, value]] }
}

/** Placeholders that must differ from case to case, and the given ones. */
export function freshVars(vars: Vars): Vars {
  return {
    UNIQ: randomUUID().replaceAll('-', ''),
    UNIQ_DIGITS: String(Date.now()).slice(-9),
    ...vars,
  }
}

function fill(text: string, vars: Vars, index: number): string {
  return text
    .replace(/\{\{i:(\d+)\}\}/g, (_, width: string) => String(index).padStart(Number(width), '0'))
    .replace(/\{\{i\}\}/g, String(index))
    .replace(/\{\{A_(\d+)\}\}/g, (_, times: string) => 'A'.repeat(Number(times)))
    .replace(/\{\{([A-Z][A-Z0-9_]*)\}\}/g, (whole, key: string) => vars[key] ?? whole)
}

function bytesOf(base64: string, vars: Vars, index: number): Buffer {
  const raw = Buffer.from(base64, 'base64')
  const latin = raw.toString('latin1')
  return /\{\{[A-Z]/.test(latin) ? Buffer.from(fill(latin, vars, index), 'latin1') : raw
}

function bufferOf(value: unknown): Buffer {
  return Buffer.isBuffer(value) ? value : Buffer.from(String(value))
}

function carryOut(recipe: Readonly<Record<string, unknown>>, vars: Vars, index: number): unknown {
  const times = Number(recipe.times ?? 0)
  switch (recipe.$gen) {
    case 'repeat':
      return String(expand(recipe.of, vars, index)).repeat(times)
    case 'nest':
      return String(recipe.open).repeat(times) + recipe.core + String(recipe.close).repeat(times)
    case 'epoch':
      return epochOf(recipe, vars, index)
    case 'array':
      return Array.from({ length: times }, (_, at) => expand(recipe.item, vars, at))
    case 'wide':
      return Object.fromEntries(Array.from({ length: Number(recipe.keys) }, (_, at) => [`k${at}`, at]))
    case 'concat':
      return (recipe.parts as unknown[]).map((part) => expand(part, vars, index)).join('')
    case 'gzip':
      return gzipSync(bufferOf(expand(recipe.of, vars, index)))
    case 'bytes':
      return Buffer.alloc(Number(recipe.n), 0x61)
    default:
      throw new Error(`recipe ${String(recipe.$gen)} is made by the caller`)
  }
}

function epochOf(recipe: Readonly<Record<string, unknown>>, vars: Vars, index: number): string {
  const offset = Number(fill(String(recipe.offset ?? 0), vars, index))
  const seconds = Math.floor(Date.now() / 1000) + offset
  return String(recipe.unit === 'ms' ? seconds * 1000 : seconds)
}

function sentForm(mode: SignatureMode, body: Buffer | null): Buffer | null {
  if (mode.sign_over === 'minified') return Buffer.from(JSON.stringify(JSON.parse(String(body)), null, 2))
  if (mode.sign_over !== 'reserialised-by-node') return body
  return Buffer.from(JSON.stringify(JSON.parse(String(body)), null, 1).replace('halo', 'hal\\u006f'))
}

function digestOf(mode: SignatureMode, body: Buffer | null, vars: Vars): string {
  const secret = mode.secret === undefined ? (vars.APP_SECRET ?? '') : fill(mode.secret, vars, 0)
  let hex = createHmac(mode.algo ?? 'sha256', secret)
    .update(body ?? Buffer.alloc(0))
    .digest('hex')
  if (mode.cut) hex = hex.slice(0, -mode.cut)
  if (mode.flip !== undefined) {
    hex = hex.slice(0, mode.flip) + (hex[mode.flip] === '0' ? '1' : '0') + hex.slice(mode.flip + 1)
  }
  return mode.case === 'upper' ? hex.toUpperCase() : hex
}
