import type { Chosen } from '#core/flow/bundle/choice.ts'
import type { BundleField, BundleSegment, BundleSequence } from '#core/flow/bundle/form.ts'
import type { Here } from '#core/flow/bundle/here.ts'
import { segmentKey, withMeant } from '#core/flow/bundle/meant.ts'
import type { Read } from '#core/flow/bundle/read.ts'
import { withFiles } from '#core/flow/bundle/redact.ts'
import { refer } from '#core/flow/bundle/refer.ts'
import { renamedScript } from '#core/flow/bundle/script.ts'
import { renamedSegment } from '#core/flow/bundle/segment.ts'
import { type Definition, FlowNode, type Layout } from '#core/flow/definition.ts'
import type { HookMapping } from '#core/flow/hook.ts'
import { localsOf } from '#core/flow/local/local.ts'
import { withTemplate } from '#core/flow/nodes/with-template.ts'
import { renameInNode } from '#core/flow/rename.ts'
import { withTags } from '#core/flow/retag.ts'
import type { SequenceStep } from '#core/flow/sequence.ts'
import type { Script } from '#core/flow/trial/script.ts'
import type { Template } from '#core/whatsapp/template/template.ts'

/** What is to be written: ids are real, fields, tags, templates and secrets are the workspace's. */
export type Settled = {
  readonly bot: { readonly id: string; readonly isNew: boolean; readonly name: string }
  readonly fields: readonly BundleField[]
  readonly flows: readonly {
    readonly id: string
    readonly name: string
    readonly replaces: boolean
    readonly definition: Definition
    readonly layout: Layout
    readonly tests: readonly Script[]
    readonly testsRequired: boolean
    readonly hook: HookMapping | null
  }[]
  readonly sequences: readonly (Omit<BundleSequence, 'steps' | 'key'> & {
    readonly id: string
    readonly steps: readonly SequenceStep[]
  })[]
  /** Those that the workspace has not. */
  readonly segments: readonly (BundleSegment & { readonly id: string })[]
}

/** A plan without conflicts carried out on the file: what came is put into the names and ids of the workspace. `newId` gives sorting ids. */
export function settle(
  read: Read,
  chosen: Chosen,
  here: Here,
  means: { readonly newId: () => string; readonly templates: readonly Template[] },
): Settled {
  const { bot } = chosen
  const flowIds = chosen.flows.map(({ as }) => ('replace' in as ? as.replace : means.newId()))
  const sequenceIds = chosen.sequences.map(({ as }) => ('use' in as ? as.use : means.newId()))
  const real = realIds(read, chosen, { flowIds, sequenceIds, newId: means.newId })
  const names = namesFor(chosen, here)
  const segments = newSegments(read, names, { here, newId: means.newId })
  const place = { teams: here.teams, segments: [...here.segments, ...segments] }
  const files = new Map(chosen.files.map(({ key, as }) => [key, as]))
  const inNode = (node: FlowNode, locals: ReadonlySet<string>) => {
    const fields = names.fields.filter(([from]) => !locals.has(from))
    const named = renamedFields(withTags(node, names.tag), fields)
    const filled = withSecrets(templated(named, chosen, means.templates), chosen)
    // a drawing of format 1 knows the workspace by its ids
    return read.told
      ? withMeant(
          withFiles(filled, (key) => files.get(key)),
          place,
        )
      : filled
  }
  const realKey = (key: string) => real.get(read.ids.flow.get(key) ?? '') ?? ''
  return {
    bot:
      'id' in bot
        ? { id: bot.id, isNew: false, name: '' }
        : { id: means.newId(), isNew: true, name: bot.name },
    fields: read.fields.flatMap((field, at) => {
      const as = chosen.fields[at]?.as
      return as && 'create' in as ? [{ ...field, key: as.create }] : []
    }),
    flows: read.flows.map((flow, at) => {
      const as = chosen.flows[at]?.as
      const { layout, tests, testsRequired, hook } = flow
      return {
        id: flowIds[at] ?? '',
        name: as && 'name' in as ? as.name : flow.name,
        replaces: as !== undefined && 'replace' in as,
        definition: settledDefinition(flow.definition, real, inNode),
        ...{ layout, testsRequired },
        tests: tests.map((script) => renamedScript(script, { field: names.fieldId, tag: names.tag })),
        hook: hook
          ? {
              ...hook,
              fields: hook.fields.map(({ field, path }) => ({ field: names.fieldKey(field), path })),
            }
          : null,
      }
    }),
    sequences: read.sequences.flatMap(({ key: _, ...sequence }, at) => {
      const as = chosen.sequences[at]?.as
      if (!as || 'use' in as) return []
      const steps = sequence.steps.map((step) => ({ ...step, flow: realKey(step.flow) }))
      return [{ ...sequence, name: as.name, id: sequenceIds[at] ?? '', steps }]
    }),
    segments,
  }
}

function newSegments(
  { segments }: Read,
  { fieldKey, tag }: Names,
  { here, newId }: { readonly here: Here; readonly newId: () => string },
): Settled['segments'] {
  const known = new Set(here.segments.map(({ name }) => segmentKey(name)))
  return segments
    .filter(({ name }) => !known.has(segmentKey(name)))
    .map(({ name, rule }) => ({ id: newId(), name, rule: renamedSegment(rule, { field: fieldKey, tag }) }))
}

type Ids = {
  readonly flowIds: readonly string[]
  readonly sequenceIds: readonly string[]
  readonly newId: () => string
}

/** Stand-in → real id. A flow left open gets an id that nothing has, so that the checker names the step; a sequence gets none. */
function realIds(
  read: Read,
  { outside }: Chosen,
  { flowIds, sequenceIds, newId }: Ids,
): ReadonlyMap<string, string> {
  const real = new Map<string, string>()
  for (const [at, { id }] of read.flows.entries()) real.set(id, flowIds[at] ?? '')
  for (const [at, { key }] of read.sequences.entries())
    real.set(read.ids.sequence.get(key) ?? '', sequenceIds[at] ?? '')
  for (const { what, key, as } of outside) {
    const id = as ?? (what === 'flow' ? newId() : '')
    real.set(read.ids[what].get(key) ?? '', id)
  }
  return real
}

function settledDefinition(
  definition: Definition,
  real: ReadonlyMap<string, string>,
  inNode: (node: FlowNode, locals: ReadonlySet<string>) => FlowNode,
): Definition {
  const nodes = Object.entries(refer(definition.nodes, (_what, id) => real.get(id) ?? id))
  const locals = new Set(localsOf(definition).map(({ name }) => name))
  return {
    ...definition,
    nodes: Object.fromEntries(nodes.map(([id, node]) => [id, inNode(FlowNode.parse(node), locals)])),
  }
}

type Names = {
  readonly fields: readonly (readonly [from: string, to: string])[]
  readonly fieldKey: (name: string) => string
  /** Scripts name a field by its id. */
  readonly fieldId: (name: string) => string
  readonly tag: (tag: string) => string
}

function namesFor({ fields, tags }: Chosen, here: Here): Names {
  const byId = new Map(here.fields.map((field) => [field.id, field]))
  const to = fields.map(({ key, as }) => {
    if ('create' in as) return { key, name: as.create, id: as.create }
    return { key, name: byId.get(as.use)?.key ?? as.use, id: as.use }
  })
  const known = new Map(to.map((one) => [one.key, one]))
  const tagTo = new Map(tags.map(({ tag, as }) => [tag, as]))
  return {
    fields: to.filter(({ key, name }) => key !== name).map(({ key, name }) => [key, name] as const),
    fieldKey: (name) => known.get(name)?.name ?? name,
    fieldId: (name) => known.get(name)?.id ?? name,
    tag: (tag) => tagTo.get(tag) ?? tag,
  }
}

/** In two goes, so that two fields may change names with each other. */
function renamedFields(node: FlowNode, fields: Names['fields']): FlowNode {
  const between = fields.map(([from, to], at) => ({ from, to, by: `import_between_${at}` }))
  let named = node
  for (const { from, by } of between) named = renameInNode(named, (name) => name === from, by)
  for (const { by, to } of between) named = renameInNode(named, (name) => name === by, to)
  return named
}

function templated(node: FlowNode, { templates }: Chosen, held: readonly Template[]): FlowNode {
  if (node.kind !== 'template' || !node.template) return node
  const { name, language } = node.template
  const as = templates.find((one) => one.name === name && one.language === language)?.as
  const found = as && held.find((one) => one.name === as.name && one.language === as.language)
  if (!found) return node
  const isOther = found.name !== name || found.language !== language
  return isOther ? { ...node, ...withTemplate(found, node) } : { ...node, template: found }
}

function withSecrets(node: FlowNode, { secrets }: Chosen): FlowNode {
  if (node.kind !== 'http') return node
  const headers = node.headers.map((header) => {
    const as = secrets.find(({ name }) => name === header.secret)?.as
    return as === undefined ? header : { ...header, secret: as }
  })
  return { ...node, headers }
}
