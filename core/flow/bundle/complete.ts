import { catalogueOf } from '#core/contact/field/catalogue.ts'
import type { Choices, Chosen } from '#core/flow/bundle/choice.ts'
import type { Brings, Here } from '#core/flow/bundle/here.ts'

/**
 * What was chosen, and for the rest what harms nothing: a bot comes as a new one and a flow joins the oldest, flows of the same name are
 * both kept, fields, tags, templates and secrets of the same name are the same.
 */
export function completed(given: Choices, brings: Brings, here: Here): Chosen {
  const bot = given.bot ?? firstBot(brings, here)
  const inBot = <T extends { readonly botId: string }>(rows: readonly T[]) =>
    rows.filter(({ botId }) => 'id' in bot && botId === bot.id)
  const names = new Set(inBot(here.flows).map(({ name }) => name))
  const sequenceNames = new Set(inBot(here.sequences).map((one) => one.name))
  const catalogue = catalogueOf(here.fields)
  return {
    bot,
    flows: brings.flows.map(({ key, name }) => {
      const chosen = given.flows.find((one) => one.key === key)
      if (chosen) return chosen
      const free = freeName(name, names)
      names.add(free)
      return { key, as: { name: free } }
    }),
    sequences: brings.sequences.map(({ key, name }) => {
      const chosen = given.sequences.find((one) => one.key === key)
      if (chosen) return chosen
      const free = freeName(name, sequenceNames)
      sequenceNames.add(free)
      return { key, as: { name: free } }
    }),
    fields: brings.fields.map(({ key }) => {
      const met = catalogue.get(key)
      return (
        given.fields.find((one) => one.key === key) ?? { key, as: met ? { use: met.id } : { create: key } }
      )
    }),
    tags: brings.tags.map((tag) => given.tags.find((one) => one.tag === tag) ?? { tag, as: tag }),
    templates: brings.templates.map(({ name, language }) => {
      const isMeant = (one: { name: string; language: string }) =>
        one.name === name && one.language === language
      const as = here.templates.some(isMeant) ? { name, language } : null
      return given.templates.find(isMeant) ?? { name, language, as }
    }),
    secrets: brings.secrets.map(
      (name) => given.secrets.find((one) => one.name === name) ?? { name, as: name },
    ),
    files: given.files,
    outside: (['flow', 'sequence'] as const).flatMap((what) => {
      const [named, rows] =
        what === 'flow' ? [brings.outside.flows, here.flows] : [brings.outside.sequences, here.sequences]
      return named.map(({ key, name }) => {
        const same =
          name === ''
            ? undefined
            : (inBot<{ id: string; botId: string; name: string }>(rows).find((one) => one.name === name) ??
              rows.find((one) => one.name === name))
        return (
          given.outside.find((one) => one.what === what && one.key === key) ?? {
            what,
            key,
            as: same?.id ?? null,
          }
        )
      })
    }),
  }
}

function firstBot({ kind, name }: Brings, { bots }: Here): NonNullable<Choices['bot']> {
  const [oldest] = bots
  return kind === 'flow' && oldest ? { id: oldest.id } : { name }
}

const NAME_MAX = 80

/** The name itself, else with the first number behind it that is free. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name
  for (let at = 2; taken.has(free); at++) {
    const tail = ` (${at})`
    free = name.slice(0, NAME_MAX - tail.length) + tail
  }
  return free
}
