import { readValue } from '#core/contact/field/read.ts'
import type { Effect } from '#core/flow/effect.ts'
import { fieldNamed, type Known } from '#core/flow/person.ts'
import { languageOf } from '#core/flow/text/system.ts'

/**
 * The wish to keep a value under a name, in the form of the field's type. Null: the value is none of that type, and the
 * field must stay as it is. A name that no field has keeps a text under itself.
 */
export function keepValue(name: string, value: string, known: Known): Effect | null {
  const field = fieldNamed(known, name)
  const text = readValue(field?.type ?? 'text', value, languageOf(known))
  if (text === null) return null
  const id = field?.id ?? name
  return field?.scope === 'bot'
    ? { kind: 'setBotField', field: id, value: text === '' ? null : text }
    : { kind: 'setField', field: id, value: text }
}

/** The wish to empty what a name means. */
export function clearValue(name: string, known: Known): Effect {
  const field = fieldNamed(known, name)
  const id = field?.id ?? name
  return field?.scope === 'bot'
    ? { kind: 'setBotField', field: id, value: null }
    : { kind: 'clearField', field: id }
}
