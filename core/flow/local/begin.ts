import type { Language } from '#core/base/language.ts'
import { readValue } from '#core/contact/field/read.ts'
import type { Definition } from '#core/flow/definition.ts'
import type { Frame } from '#core/flow/local/frame.ts'
import { localsOf, signatureOf, writtenFor } from '#core/flow/local/local.ts'
import { inputName } from '#core/flow/local/names.ts'

type Given = Readonly<Record<string, string>>

/** The place where a flow begins; `bad`: inputs whose value is none of their type, which keep their default. */
export function frameOf(
  version: string,
  definition: Definition,
  given: Given = NOTHING,
  language: Language = 'id',
): { readonly frame: Frame; readonly bad: readonly string[] } {
  const frame = { version, node: definition.start }
  if (localsOf(definition).length === 0) return { frame, bad: [] }
  const locals: Record<string, string> = {}
  const bad: string[] = []
  const { inputs } = signatureOf(definition)
  const written = Object.entries(given)
  for (const { key, type, value = '' } of inputs) {
    const wished = writtenFor(inputs, key, written, ([name]) => name)?.[1]
    const read = wished === undefined ? undefined : readValue(type, wished, language)
    if (read === null) bad.push(key)
    locals[inputName(key)] = read || (readValue(type, value, language) ?? '')
  }
  return { frame: { ...frame, locals }, bad }
}
const NOTHING: Given = {}
