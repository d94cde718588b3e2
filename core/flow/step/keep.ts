import { readValue } from '#core/contact/field/read.ts'
import type { Wish } from '#core/flow/effect.ts'
import { fieldNamed, type Known } from '#core/flow/person.ts'
import { languageOf } from '#core/flow/text/system.ts'

/**
 * The wish to keep a value under a name, in the form of the field's type. Null: the value is none of that type, and the
 * field must stay as it is; so must the inputs of a run and where its loops stand. A name that no field has keeps a
 * text under itself.
 */
export function keepValue(name: string, value: string, known: Known): Wish | null {
  const field = fieldNamed(known, name)
  const text = readValue(field?.type ?? 'text', value, languageOf(known))
  if (text === null) return null
  const id = field?.id ?? name
  if (field?.scope === 'run')
    return name.startsWith('output_') ? { kind: 'setLocal', name, value: text } : null
  return field?.scope === 'bot'
    ? { kind: 'setBotField', field: id, value: text === '' ? null : text }
    : { kind: 'setField', field: id, value: text }
}

/** The wish to empty what a name means. */
export function clearValue(name: string, known: Known): Wish | null {
  const field = fieldNamed(known, name)
  const id = field?.id ?? name
  if (field?.scope === 'run') return keepValue(name, '', known)
  return field?.scope === 'bot'
    ? { kind: 'setBotField', field: id, value: null }
    : { kind: 'clearField', field: id }
}
