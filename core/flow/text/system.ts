import { isoFromMillis } from '#core/base/calendar.ts'
import type { Language } from '#core/base/language.ts'
import { DAY, type Millis } from '#core/base/time.ts'
import { dateIn } from '#core/base/zone.ts'
import type { Catalogue } from '#core/contact/field/catalogue.ts'
import { type FieldType, writeList } from '#core/contact/field/value.ts'
import { fieldOf, type Known } from '#core/flow/person.ts'

/** What every text, condition and formula may read besides the fields. A filled field of the same name wins. */
export const SYSTEM_FIELDS = {
  name: 'text',
  first_name: 'text',
  phone: 'text',
  tags: 'list',
  language: 'text',
  zone: 'text',
  last_message: 'text',
  window_open: 'boolean',
  marketing_stopped: 'boolean',
  number: 'text',
  number_name: 'text',
  flow: 'text',
  workspace_name: 'text',
  now: 'datetime',
  today: 'date',
} as const satisfies Record<string, FieldType>

type SystemField = keyof typeof SYSTEM_FIELDS
export const SYSTEM_NAMES: readonly SystemField[] = Object.keys(SYSTEM_FIELDS).filter(isSystemField)

export function isSystemField(name: string): name is SystemField {
  return Object.hasOwn(SYSTEM_FIELDS, name)
}

/** Meta lets a business write freely for 24 hours after the customer's last message. */
export const WINDOW: Millis = DAY

function isWindowOpen({ person, now }: Known): boolean {
  return person.lastInboundAt !== null && now < person.lastInboundAt + WINDOW
}

/** The contact's own language and zone, else the workspace's. */
export function languageOf({ person, workspace }: Known): Language {
  return person.language ?? workspace.language
}

export function zoneOf({ person, workspace }: Known): string {
  return person.zone ?? workspace.zone
}

/** The present value of a system field, in the form of its type. */
function systemValue(name: SystemField, known: Known): string {
  return READERS[name](known)
}

const READERS: { readonly [N in SystemField]: (known: Known) => string } = {
  name: ({ person }) => person.name,
  first_name: ({ person }) => person.name.trim().split(/\s+/, 1)[0] ?? '',
  phone: ({ person }) => person.phone,
  tags: ({ person }) => writeList(person.tags) ?? '',
  language: languageOf,
  zone: zoneOf,
  last_message: ({ here }) => here?.lastMessage ?? '',
  window_open: (known) => String(isWindowOpen(known)),
  marketing_stopped: ({ person }) => String(person.stoppedMarketing ?? false),
  number: ({ here }) => here?.number ?? '',
  number_name: ({ here }) => here?.numberName ?? '',
  flow: ({ here }) => here?.flow ?? '',
  workspace_name: ({ workspace }) => workspace.name,
  now: ({ now }) => isoFromMillis(now) ?? '',
  today: (known) => dateIn(known.now, zoneOf(known)) ?? '',
}

/** The value that a name has in a text, a condition, a formula: the field's, else what the system knows, else nothing. */
export function valueNamed(known: Known, name: string): string {
  const own = fieldOf(known, name)
  if (own !== undefined && own !== '') return own
  return isSystemField(name) ? systemValue(name, known) : ''
}

/** The type of what a name means; undefined when nothing is known by it. */
export function typeNamed(catalogue: Catalogue | undefined, name: string): FieldType | undefined {
  const field = catalogue?.get(name)
  if (field) return field.type
  return isSystemField(name) ? SYSTEM_FIELDS[name] : undefined
}
