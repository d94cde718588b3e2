import { catalogueOf } from '#core/contact/field/catalogue.ts'
import type { Chosen } from '#core/flow/bundle/choice.ts'
import { type Conflict, type ConflictCode, typeWord } from '#core/flow/bundle/conflict.ts'
import type { Brings, Here } from '#core/flow/bundle/here.ts'
import { HERE_MAX } from '#core/flow/bundle/limit.ts'
import { segmentKey } from '#core/flow/bundle/meant.ts'

/** One thing that will happen; `to` is what it is called afterwards. */
export type Act = {
  readonly part: Conflict['part'] | 'secret'
  readonly act: 'create' | 'use' | 'replace' | 'open'
  readonly name: string
  readonly to: string
  /** Of a flow that is replaced. */
  readonly version?: number | null
  readonly changed?: boolean
}

export type Plan = { readonly acts: readonly Act[]; readonly conflicts: readonly Conflict[] }

/** What bringing a file in would do, and what forbids it. The page shows it, the server asks it again before it does anything. */
export function planImport(brings: Brings, chosen: Chosen, here: Here): Plan {
  const parts = [
    planBot,
    planFlows,
    planSequences,
    planFields,
    planTags,
    planTemplates,
    planSegments,
    planRest,
  ]
  const plans = parts.map((part) => part(brings, chosen, here))
  return { acts: plans.flatMap(({ acts }) => acts), conflicts: plans.flatMap(({ conflicts }) => conflicts) }
}

type Part = (brings: Brings, chosen: Chosen, here: Here) => Plan

const planBot: Part = (brings, { bot }, { bots }) => {
  if ('name' in bot)
    return { acts: [{ part: 'bot', act: 'create', name: brings.name, to: bot.name }], conflicts: [] }
  const found = bots.find(({ id }) => id === bot.id)
  if (!found) return { acts: [], conflicts: [conflict('bot', brings.name, 'gone')] }
  return { acts: [{ part: 'bot', act: 'use', name: brings.name, to: found.name }], conflicts: [] }
}

const planFlows: Part = (brings, { bot, flows }, here) => {
  const acts: Act[] = []
  const conflicts: Conflict[] = []
  const replaced = new Set<string>()
  for (const [at, { as }] of flows.entries()) {
    const name = brings.flows[at]?.name ?? ''
    if ('name' in as) {
      acts.push({ part: 'flow', act: 'create', name, to: as.name })
      continue
    }
    const found = here.flows.find(({ id }) => id === as.replace)
    if (!found) conflicts.push(conflict('flow', name, 'gone'))
    else if (!('id' in bot) || found.botId !== bot.id)
      conflicts.push(conflict('flow', name, 'other-bot', { to: found.name }))
    else if (replaced.has(found.id))
      conflicts.push(conflict('flow', name, 'replaced-twice', { to: found.name }))
    else {
      const { version, changed } = found
      acts.push({ part: 'flow', act: 'replace', name, to: found.name, version, changed })
    }
    replaced.add(as.replace)
  }
  const all = here.flows.length + acts.filter(({ act }) => act === 'create').length
  if (all > HERE_MAX.flows) conflicts.push(tooMany('flow', brings.name, HERE_MAX.flows, ['flow', 'flows']))
  return { acts, conflicts }
}

const planSequences: Part = (brings, { bot, sequences }, here) => {
  const acts: Act[] = []
  const conflicts: Conflict[] = []
  for (const [at, { as }] of sequences.entries()) {
    const name = brings.sequences[at]?.name ?? ''
    const found = 'use' in as ? here.sequences.find(({ id }) => id === as.use) : undefined
    if ('name' in as) acts.push({ part: 'sequence', act: 'create', name, to: as.name })
    else if (!found) conflicts.push(conflict('sequence', name, 'gone'))
    else if (!('id' in bot) || found.botId !== bot.id)
      conflicts.push(conflict('sequence', name, 'other-bot', { to: found.name }))
    else acts.push({ part: 'sequence', act: 'use', name, to: found.name })
  }
  const all = here.sequences.length + acts.filter(({ act }) => act === 'create').length
  if (all > HERE_MAX.sequences)
    conflicts.push(tooMany('sequence', brings.name, HERE_MAX.sequences, ['rangkaian', 'sequences']))
  return { acts, conflicts }
}

const planFields: Part = (brings, { fields }, here) => {
  const acts: Act[] = []
  const conflicts: Conflict[] = []
  const names = new Set(catalogueOf(here.fields).keys())
  for (const [at, { as }] of fields.entries()) {
    const field = brings.fields[at]
    if (!field) continue
    const made =
      'create' in as ? planNewField(field, as.create, names) : planMetField(field, as.use, brings, here)
    if ('act' in made) acts.push(made)
    else conflicts.push(made)
    if ('create' in as) names.add(as.create)
  }
  const all = here.fields.length + acts.filter(({ act }) => act === 'create').length
  if (all > HERE_MAX.fields)
    conflicts.push(tooMany('field', brings.name, HERE_MAX.fields, ['field', 'fields']))
  return { acts, conflicts }
}

type Brought = Brings['fields'][number]

function planNewField({ key }: Brought, to: string, taken: ReadonlySet<string>): Act | Conflict {
  if (taken.has(to)) return conflict('field', key, 'name-taken', { to })
  return { part: 'field', act: 'create', name: key, to }
}

function planMetField(
  { key, type, scope }: Brought,
  id: string,
  { told }: Brings,
  here: Here,
): Act | Conflict {
  const met = here.fields.find((field) => field.id === id)
  if (!met) return conflict('field', key, 'gone')
  if (told && met.scope !== scope) return conflict('field', key, 'scope-differs', { to: met.key })
  if (told && met.type !== type)
    return conflict('field', key, 'type-differs', typesOf(type, met.type, met.key))
  return { part: 'field', act: 'use', name: key, to: met.key }
}

function typesOf(type: Brings['fields'][number]['type'], other: typeof type, to: string) {
  return {
    to,
    type_id: typeWord(type, 'id'),
    type_en: typeWord(type, 'en'),
    other_id: typeWord(other, 'id'),
    other_en: typeWord(other, 'en'),
  }
}

const planTags: Part = (_brings, { tags }, here) => ({
  acts: tags.map(({ tag, as }) => ({
    ...{ part: 'tag', name: tag, to: as },
    act: here.tags.includes(as) ? 'use' : 'create',
  })),
  conflicts: [],
})

const planTemplates: Part = (_brings, { templates }, here) => {
  const acts: Act[] = []
  const conflicts: Conflict[] = []
  for (const { name, language, as } of templates) {
    const said = `${name} (${language})`
    const isThere = here.templates.some((one) => one.name === as?.name && one.language === as.language)
    if (as === null) acts.push({ part: 'template', act: 'open', name: said, to: said })
    else if (!isThere) conflicts.push(conflict('template', said, 'gone'))
    else acts.push({ part: 'template', act: 'use', name: said, to: `${as.name} (${as.language})` })
  }
  return { acts, conflicts }
}

const planSegments: Part = (brings, _chosen, here) => {
  const known = new Set(here.segments.map(({ name }) => segmentKey(name)))
  const acts = brings.segments.map(
    ({ name }): Act => ({
      ...{ part: 'segment', name, to: name },
      act: known.has(segmentKey(name)) ? 'use' : 'create',
    }),
  )
  const all = known.size + acts.filter(({ act }) => act === 'create').length
  if (all <= HERE_MAX.segments) return { acts, conflicts: [] }
  return {
    acts,
    conflicts: [tooMany('segment', brings.name, HERE_MAX.segments, ['segmen', 'segments'])],
  }
}

/** Secrets and what lies outside: nothing of them is made. */
const planRest: Part = (brings, { secrets, outside }, here) => {
  const acts: Act[] = secrets.map(({ name, as }) => ({
    ...{ part: 'secret', name, to: as },
    act: here.secrets.includes(as) ? 'use' : 'open',
  }))
  const conflicts: Conflict[] = []
  for (const { what, key, as } of outside) {
    const named = what === 'flow' ? brings.outside.flows : brings.outside.sequences
    const name = named.find((one) => one.key === key)?.name || key
    const found = (what === 'flow' ? here.flows : here.sequences).find(({ id }) => id === as)
    if (as === null) acts.push({ part: 'outside', act: 'open', name, to: name })
    else if (found) acts.push({ part: 'outside', act: 'use', name, to: found.name })
    else conflicts.push(conflict('outside', name, 'gone'))
  }
  return { acts, conflicts }
}

function tooMany(
  part: Conflict['part'],
  name: string,
  max: number,
  [id, en]: readonly [string, string],
): Conflict {
  return conflict(part, name, 'too-many', { max_id: `${max} ${id}`, max_en: `${max} ${en}` })
}

function conflict(
  part: Conflict['part'],
  name: string,
  code: ConflictCode,
  details: Conflict['details'] = {},
): Conflict {
  return { part, name, code, details }
}
