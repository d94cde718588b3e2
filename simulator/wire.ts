/** Unchecked JSON that came over the wire; every reader below gives a harmless empty value for the wrong kind. */
export type Wire = Readonly<Record<string, unknown>>

export function isWire(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function objectOf(value: unknown): Wire {
  return isWire(value) ? value : {}
}

export function objectsOf(value: unknown): readonly Wire[] {
  return Array.isArray(value) ? value.filter(isWire) : []
}

export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

export function textOrNull(value: unknown): string | null {
  return textOf(value) || null
}

/** Meta's wire form: `\uXXXX` lowercase escapes for everything outside ASCII and `\/` for slashes. */
export function metaJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
