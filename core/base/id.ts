import { z } from 'zod'

/** Ids are UUIDv7: they sort by the time of their making. */
export const Id = z.uuid()

/** Whether a text has the form of an id, where no schema has looked at it. */
export function isId(text: string | undefined): text is string {
  return text !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** A UUIDv7 from a time and the ten random bytes that begin there. The time is the shell's own, so that rows sort by arrival. */
export function uuidv7(now: number, random: Uint8Array, from = 0): string {
  const high = Math.floor(now / 0x1_0000)
  const hex = (at: number) => HEX[random[from + at] ?? 0]
  return (
    `${HEX[high >>> 24]}${HEX[(high >>> 16) & 0xff]}${HEX[(high >>> 8) & 0xff]}${HEX[high & 0xff]}-` +
    `${HEX[(now >>> 8) & 0xff]}${HEX[now & 0xff]}-` +
    `${HEX[0x70 | ((random[from] ?? 0) & 0x0f)]}${hex(1)}-` +
    `${HEX[0x80 | ((random[from + 2] ?? 0) & 0x3f)]}${hex(3)}-` +
    `${hex(4)}${hex(5)}${hex(6)}${hex(7)}${hex(8)}${hex(9)}`
  )
}
