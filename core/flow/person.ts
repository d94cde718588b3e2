import type { Language } from '#core/base/language.ts'
import type { Millis } from '#core/base/time.ts'

/** What is known of the contact; merge fields and conditions read this and nothing else. */
export type Person = {
  readonly name: string
  readonly phone: string
  readonly fields: Readonly<Record<string, string>>
  readonly tags: readonly string[]
  readonly lastInboundAt: Millis | null
}

/** What texts and conditions may read: the moment, the person, the workspace. */
export type Known = {
  readonly now: Millis
  readonly person: Person
  readonly workspace: { readonly name: string; readonly zone: string; readonly language: Language }
}

/** The value of a contact field, or undefined when it was never filled. Names of `Object` itself are no fields. */
export function fieldOf(person: Person, field: string): string | undefined {
  return Object.hasOwn(person.fields, field) ? person.fields[field] : undefined
}
