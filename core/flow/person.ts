import type { Language } from '#core/base/language.ts'
import type { Millis } from '#core/base/time.ts'
import { type Catalogue, type NamedShape, NO_FIELDS } from '#core/contact/field/catalogue.ts'
import type { SegmentWhen } from '#core/flow/segment.ts'
import type { Assigned, Crew } from '#core/workspace/crew.ts'
import type { Hours } from '#core/workspace/hours.ts'

/** What is known of the contact; merge fields and conditions read this and nothing else. Values stand under field ids. */
export type Person = {
  readonly name: string
  readonly phone: string
  readonly fields: Readonly<Record<string, string>>
  readonly tags: readonly string[]
  readonly lastInboundAt: Millis | null
  /** The contact's own; null or absent: the workspace's. */
  readonly language?: Language | null
  readonly zone?: string | null
  readonly stoppedMarketing?: boolean
  /** Whose their chat is; absent: nobody's. */
  readonly assigned?: Assigned
  /** When they last came by an ad or a post; null or absent: never. */
  readonly adAt?: Millis | null
}

/** Where the talk takes place. */
export type Here = {
  readonly lastMessage: string
  readonly number: string
  readonly numberName: string
  readonly flow: string
  readonly numberId?: string
  readonly isTestNumber?: boolean
}

/** What texts, conditions and formulas may read: the moment, the person, the workspace with its fields. */
export type Known = {
  readonly now: Millis
  readonly person: Person
  readonly workspace: {
    readonly name: string
    readonly zone: string
    readonly language: Language
    readonly hours?: Hours | null
  }
  readonly catalogue?: Catalogue
  /** Values of bot fields, by field id. */
  readonly bot?: Readonly<Record<string, string>>
  readonly here?: Here
  /** What the run itself holds, by name: inputs, outputs, the places of its loops. */
  readonly locals?: Readonly<Record<string, string>> | undefined
  /** Saved segments, by their ids. */
  readonly segments?: ReadonlyMap<string, SegmentWhen>
  /** Who works here and is online. Reading it may cost a look-up: only what refers to it does. */
  readonly crew?: Crew | undefined
}

/** The field that a name means; undefined when the workspace has none of that name. */
export function fieldNamed(known: Known, name: string): NamedShape | undefined {
  return (known.catalogue ?? NO_FIELDS).get(name)
}

/** The value of a field, or undefined when it was never filled. Names of `Object` itself are no fields. */
export function fieldOf(known: Known, name: string): string | undefined {
  const field = fieldNamed(known, name)
  const values = valuesOf(known, field?.scope)
  const id = field?.id ?? name
  return Object.hasOwn(values, id) ? values[id] : undefined
}

function valuesOf(known: Known, scope: NamedShape['scope'] | undefined): Readonly<Record<string, string>> {
  if (scope === 'bot') return known.bot ?? NOTHING
  return scope === 'run' ? (known.locals ?? NOTHING) : known.person.fields
}

const NOTHING: Readonly<Record<string, string>> = {}
