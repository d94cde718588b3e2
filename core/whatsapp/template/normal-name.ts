import { TEMPLATE_BOUNDS } from '#core/whatsapp/template/rule/limits.ts'

/** UTF-16 units of what was typed that are looked at. */
const LOOK_MAX = 8_000

/** A name as Meta takes it, made of what a person typed: `Tiket Bus – Sby` becomes `tiket_bus_sby`. */
export function normalName(typed: string): string {
  const plain = typed.slice(0, LOOK_MAX).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, TEMPLATE_BOUNDS.name)
}
