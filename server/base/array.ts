/** What an element is, by PostgreSQL's own numbers of its types (`pg_type.dat`). */
const UUID = 2950
const TIMESTAMPTZ = 1184
const JSON_TEXT = { json: 114, jsonb: 3802 } as const
/** `jsonb` begins with the version of its form on the wire; its text follows. */
const JSONB_VERSION = '\u0001'

/** Dimensions, whether there are nulls, type, length, and the number of the first element: four bytes each. */
const HEAD_BYTES = 20
const LENGTH_BYTES = 4
const UUID_BYTES = 16

/** A JSON escape that means something else in an array's text, where a backslash only takes the next sign as it is. */
const ODD = /\\[^"\\]/

/** A list as the text of an array (PostgreSQL, Array Input): JSON's quotes are its quotes. */
export function arrayText(list: readonly unknown[]): string {
  const text = JSON.stringify(list)
  if (!ODD.test(text)) return `{${text.slice(1, -1)}}`
  const quoted = list.map((one) =>
    typeof one === 'string' ? `"${one.replace(/["\\]/g, '\\$&')}"` : String(one),
  )
  return `{${quoted.join(',')}}`
}

/**
 * A list of ids in the form in which PostgreSQL keeps them (`array_recv`, `uuid_recv`): as text each costs it ten times as much. Where one of them
 * is no id, the text of all: the database says what is wrong.
 */
export function uuidArray(list: readonly unknown[]): Buffer | string {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + list.length * (LENGTH_BYTES + UUID_BYTES))
  let at = HEAD_BYTES
  for (const id of list) {
    if (id === null) {
      at = bytes.writeInt32BE(-1, at)
      continue
    }
    at = bytes.writeInt32BE(UUID_BYTES, at)
    if (typeof id !== 'string' || !writeUuid(id, bytes, at)) return arrayText(list)
    at += UUID_BYTES
  }
  return withHead(bytes.subarray(0, at), { type: UUID, length: list.length, hasNull: list.includes(null) })
}

const NO_DIGIT = 0xff
const DIGITS = new Uint8Array(128).fill(NO_DIGIT)
for (const [at, digit] of [...'0123456789abcdef'].entries()) {
  DIGITS[digit.charCodeAt(0)] = at
  DIGITS[digit.toUpperCase().charCodeAt(0)] = at
}
/** Where the two digits of each byte stand in an id that is written with its four dashes. */
const PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34]
const UUID_CHARS = 36
const DASHES = [8, 13, 18, 23]

/** False when it is not written as an id is. */
function writeUuid(id: string, into: Buffer, at: number): boolean {
  if (id.length !== UUID_CHARS || DASHES.some((place) => id[place] !== '-')) return false
  let byte = at
  for (const place of PLACES) {
    const high = DIGITS[id.charCodeAt(place)] ?? NO_DIGIT
    const low = DIGITS[id.charCodeAt(place + 1)] ?? NO_DIGIT
    if (high === NO_DIGIT || low === NO_DIGIT) return false
    into[byte++] = (high << 4) | low
  }
  return true
}

/** What PostgreSQL counts the microseconds of a time from: the year 2000. */
const FIRST_MOMENT = Date.UTC(2000, 0)
const TIME_BYTES = 8
/** ECMAScript, Time Values and Time Range. */
const TIME_MAX = 8.64e15

/** Times in milliseconds as an array of `timestamptz` (`timestamptz_recv`). Where one of them is spelled already, all are. Throws `RangeError` for what is no time. */
export function timeArray(list: readonly unknown[]): Buffer | string {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + list.length * (LENGTH_BYTES + TIME_BYTES))
  let at = HEAD_BYTES
  for (const time of list) {
    if (time === null) at = bytes.writeInt32BE(-1, at)
    else if (typeof time === 'number' && Math.abs(time) <= TIME_MAX) {
      at = bytes.writeInt32BE(TIME_BYTES, at)
      at = bytes.writeBigInt64BE(BigInt(Math.round((time - FIRST_MOMENT) * 1000)), at)
    } else return arrayText(list.map((one) => (typeof one === 'number' ? new Date(one).toISOString() : one)))
  }
  const head = { type: TIMESTAMPTZ, length: list.length, hasNull: list.includes(null) }
  return withHead(bytes.subarray(0, at), head)
}

/** JSON texts as an array of `json` or `jsonb`, without spelling a text in a text. */
export function jsonArray(list: readonly (string | null)[], type: 'json' | 'jsonb'): Buffer {
  const texts = type === 'json' ? list : list.map((text) => text && JSONB_VERSION + text)
  const size = texts.reduce((sum, text) => sum + LENGTH_BYTES + Buffer.byteLength(text ?? ''), 0)
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + size)
  let at = HEAD_BYTES
  for (const text of texts) {
    const length = text === null ? -1 : bytes.write(text, at + LENGTH_BYTES)
    bytes.writeInt32BE(length, at)
    at += LENGTH_BYTES + Math.max(0, length)
  }
  const head = { type: JSON_TEXT[type], length: list.length, hasNull: list.includes(null) }
  return withHead(bytes, head)
}

type Head = { readonly type: number; readonly length: number; readonly hasNull: boolean }

function withHead(bytes: Buffer, { type, length, hasNull }: Head): Buffer {
  const dimensions = length === 0 ? 0 : 1
  let at = 0
  for (const word of [dimensions, hasNull ? 1 : 0, type, length, 1]) at = bytes.writeInt32BE(word, at)
  // an empty array has no dimension, and says nothing of one
  return dimensions === 0 ? bytes.subarray(0, HEAD_BYTES - 2 * LENGTH_BYTES) : bytes
}
