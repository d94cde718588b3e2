import type { Effect } from '#core/flow/effect.ts'
import type { Person } from '#core/flow/person.ts'

/** The person as they will be once the effect is done, so that later steps of the same happening see it. */
export function personAfter(person: Person, effect: Effect): Person {
  switch (effect.kind) {
    case 'setField':
      return { ...person, fields: { ...person.fields, [effect.field]: effect.value } }
    case 'clearField': {
      const { [effect.field]: _, ...fields } = person.fields
      return { ...person, fields }
    }
    case 'addTag':
      return person.tags.includes(effect.tag) ? person : { ...person, tags: [...person.tags, effect.tag] }
    case 'removeTag':
      return { ...person, tags: person.tags.filter((tag) => tag !== effect.tag) }
    case 'setLanguage':
      return { ...person, language: effect.language }
    case 'setZone':
      return { ...person, zone: effect.zone }
    case 'assign':
      return { ...person, assigned: effect.to }
    case 'setMarketing':
      return effect.stopped ? { ...person, stoppedMarketing: true } : person
    default:
      return person
  }
}

/** The bot fields as they will be; null leaves a field at its default. */
export function botAfter(
  bot: Readonly<Record<string, string>>,
  { field, value }: Extract<Effect, { kind: 'setBotField' }>,
): Readonly<Record<string, string>> {
  if (value !== null) return { ...bot, [field]: value }
  const { [field]: _, ...rest } = bot
  return rest
}
