/** `length` random bytes; comes in as a parameter, so that a test can repeat a world. */
export type Random = (length: number) => Uint8Array

export function hex(length: number, random: Random): string {
  return Buffer.from(random(Math.ceil(length / 2)))
    .toString('hex')
    .slice(0, length)
}

/** A decimal id as Graph gives them; the first digit is never 0. */
export function digits(length: number, random: Random): string {
  return Array.from(random(length), (byte, at) => String(at === 0 ? 1 + (byte % 9) : byte % 10)).join('')
}

/** A number in [0, 1). */
export function fraction(random: Random): number {
  return Buffer.from(random(4)).readUInt32BE(0) / 2 ** 32
}

const DIRECTION = { business: 0x11, customer: 0x12 }
const ID_LENGTH = { business: 18, customer: 20 }

/** A message id of Meta's form: base64 of (user, direction, random hex). Receivers must treat it as opaque. */
export function newWamid(user: string, from: 'business' | 'customer', random: Random): string {
  const who = Buffer.from(user.slice(0, 200), 'latin1')
  const id = Buffer.from(hex(ID_LENGTH[from], random).toUpperCase(), 'latin1')
  const head = Buffer.from([0x1c, 0x18, who.length])
  const middle = Buffer.from([0x15, 0x02, 0x00, DIRECTION[from], 0x18, id.length])
  return `wamid.${Buffer.concat([head, who, middle, id, Buffer.from([0])]).toString('base64')}`
}

/** A business-scoped user id: country, dot, digits. */
export function newBsuid(country: string, random: Random): string {
  return `${country}.${digits(20, random)}`
}
