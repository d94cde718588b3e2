import { type Refusal, refuse } from '#core/base/refusal.ts'
import { type Catalogue, catalogueOf, type FieldShape } from '#core/contact/field/catalogue.ts'
import type { Bundle, BundleField, BundleSegment, Fill } from '#core/flow/bundle/form.ts'
import { keysOf } from '#core/flow/bundle/key.ts'
import { lean, sorted } from '#core/flow/bundle/lean.ts'
import { BUNDLE_FILES_MAX, BUNDLE_FORMAT } from '#core/flow/bundle/limit.ts'
import { segmentsIn, withoutMeant } from '#core/flow/bundle/meant.ts'
import { filesIn, fillsOf, redacted } from '#core/flow/bundle/redact.ts'
import { refer } from '#core/flow/bundle/refer.ts'
import { renamedScript, withoutCustomer } from '#core/flow/bundle/script.ts'
import { renamedSegment } from '#core/flow/bundle/segment.ts'
import { measureBundle } from '#core/flow/bundle/size.ts'
import type { Definition, FlowNode, Layout } from '#core/flow/definition.ts'
import type { HookMapping } from '#core/flow/hook.ts'
import { refsAt } from '#core/flow/kinds.ts'
import { renameField } from '#core/flow/rename.ts'
import type { SendWindow, SequenceStep } from '#core/flow/sequence.ts'
import type { Script } from '#core/flow/trial/script.ts'
import { fieldsOf } from '#core/flow/uses.ts'

type Declared = FieldShape & Omit<BundleField, 'key' | 'type' | 'scope'>
/** A bot, or one flow of it, as the workspace holds it; flows and sequences oldest first. */
export type Source = {
  readonly kind: 'bot' | 'flow'
  readonly name: string
  readonly flows: readonly {
    readonly id: string
    readonly name: string
    readonly definition: Definition
    readonly layout: Layout
    readonly tests: readonly Script[]
    readonly testsRequired: boolean
    readonly hook: HookMapping | null
  }[]
  readonly sequences: readonly {
    readonly id: string
    readonly name: string
    readonly enabled: boolean
    readonly endsOnReply: boolean
    readonly window: SendWindow | null
    readonly steps: readonly SequenceStep[]
  }[]
  readonly fields: readonly Declared[]
  /** Names of all flows, sequences, teams and segments of the workspace, by id. */
  readonly names: ReadonlyMap<string, string>
  readonly segments: readonly (BundleSegment & { readonly id: string })[]
  /** Stored files that may travel; a step's other files are left out. */
  readonly files: readonly { readonly id: string; readonly name: string; readonly mime: string }[]
}
type SourceFlow = Source['flows'][number]

/**
 * The file of a bot or flow: the same bot gives the same text, whatever workspace it stands in. Refused when it would be larger than
 * what can be read again.
 */
export function writeBundle(source: Source): Bundle | Refusal {
  const catalogue = catalogueOf(source.fields)
  const keys = keysFor(source)
  const flows = source.flows.map((flow) => flowOf(flow, catalogue, keys))
  const shown = flows.map(({ flow }) => flow)
  const segments = segmentsOf(source, catalogue)
  const rules = segments.flatMap(({ rule }) => rule.rules)
  const asked = rules.flatMap((rule) => (rule.fact === 'field' ? [rule.field] : []))
  const used = new Set([...flows.flatMap(({ fields }) => fields), ...asked])
  const sequences = source.sequences.map(({ id, name, enabled, endsOnReply, window, steps }) => ({
    key: keys.of('sequence', id),
    ...{ name, enabled, endsOnReply, window },
    steps: steps.map((step) => ({ id: step.id, delay: step.delay, flow: keys.of('flow', step.flow) })),
  }))
  const bundle: Bundle = {
    wetalk: source.kind,
    format: BUNDLE_FORMAT,
    name: source.name,
    fields: source.fields
      .filter(({ key }) => used.has(key))
      .toSorted(byText(({ key }) => key))
      .map(({ key, label, type, scope, folder, description, default: begin }) => ({
        ...{ key, label, type, scope, folder, description },
        default: scope === 'bot' ? begin : '',
      })),
    tags: [
      ...new Set([
        ...flows.flatMap(({ tags }) => tags),
        ...rules.flatMap((rule) => (rule.fact === 'tag' ? [rule.tag] : [])),
      ]),
    ].toSorted(),
    templates: templatesOf(flows.flatMap(({ nodes }) => nodes)),
    outside: {
      flows: keys.outside.flows.toSorted(byText(({ key }) => key)),
      sequences: keys.outside.sequences.toSorted(byText(({ key }) => key)),
    },
    toFill: flows.flatMap(({ fills }) => fills),
    flows: shown,
    sequences,
    segments,
    files: [...keys.files].map(([id, key]) => {
      const file = source.files.find((one) => one.id === id)
      return { key, name: file?.name ?? '', mime: file?.mime ?? '' }
    }),
  }
  return measureBundle(bundle) ?? (flows.length === 0 ? refuse('bundle-empty') : bundle)
}

type Keys = {
  readonly of: (what: 'flow' | 'sequence', id: string) => string
  /** The key of a stored file that may travel. */
  readonly file: (id: string) => string | undefined
  /** Keys of files by id, in the order in which steps name them. */
  readonly files: ReadonlyMap<string, string>
  /** Present names of teams and segments, by id. */
  readonly names: ReadonlyMap<string, string>
  /** Filled while flows are written: what they name and the file does not bring. */
  readonly outside: Bundle['outside']
}

function keysFor({ flows, sequences, names, files }: Source): Keys {
  const outside: Bundle['outside'] = { flows: [], sequences: [] }
  const give = { flow: keysOf(), sequence: keysOf() }
  const known = { flow: new Map<string, string>(), sequence: new Map<string, string>() }
  for (const { id, name } of flows) known.flow.set(id, give.flow(name, 'flow'))
  for (const { id, name } of sequences) known.sequence.set(id, give.sequence(name, 'sequence'))
  const of = (what: 'flow' | 'sequence', id: string) => {
    const given = known[what].get(id)
    if (given !== undefined) return given
    const name = names.get(id) ?? ''
    const key = give[what](name, 'gone')
    known[what].set(id, key)
    outside[what === 'flow' ? 'flows' : 'sequences'].push({ key, name })
    return key
  }
  return { of, outside, names, ...fileKeys(files) }
}

function fileKeys(known: Source['files']): Pick<Keys, 'file' | 'files'> {
  const give = keysOf()
  const files = new Map<string, string>()
  const names = new Map(known.map(({ id, name }) => [id, name]))
  const file = (id: string) => {
    const name = names.get(id)
    if (name !== undefined && !files.has(id) && files.size < BUNDLE_FILES_MAX)
      files.set(id, give(name, 'file'))
    return files.get(id)
  }
  return { file, files }
}

/** The stored files that the steps of some flows send, in the order in which a bundle names them, each once. */
export function filesOf(flows: readonly { readonly definition: Definition }[]): string[] {
  const nodes = flows.flatMap(({ definition }) => Object.values(sorted(definition.nodes)))
  return [...new Set(nodes.flatMap(filesIn))]
}

/** The segments that conditions ask for, by name, with the present names of their fields. */
function segmentsOf({ flows, segments }: Source, catalogue: Catalogue): BundleSegment[] {
  const asked = new Set(
    flows.flatMap(({ definition }) => Object.values(definition.nodes).flatMap(segmentsIn)),
  )
  return segments
    .filter(({ id }) => asked.has(id))
    .toSorted(byText(({ name }) => name))
    .map(({ name, rule }) => ({
      name,
      rule: renamedSegment(rule, { field: keyIn(catalogue), tag: (tag) => tag }),
    }))
}

function keyIn(catalogue: Catalogue): (name: string) => string {
  return (name) => catalogue.get(name)?.key ?? name
}

type Written = {
  readonly flow: Bundle['flows'][number]
  readonly nodes: readonly FlowNode[]
  readonly fields: readonly string[]
  readonly tags: readonly string[]
  readonly fills: readonly Fill[]
}

function flowOf(source: SourceFlow, catalogue: Catalogue, keys: Keys): Written {
  const definition = withPresentNames(source.definition, catalogue)
  const ids = Object.keys(definition.nodes).toSorted()
  const nodes = new Map(
    ids.map((id) => [id, withoutMeant(redacted(definition.nodes[id] as FlowNode, keys.file), keys.names)]),
  ) // it has these
  const keyOf = keyIn(catalogue)
  const { fills, reads, tags } = fieldsOf({ ...definition, nodes: Object.fromEntries(nodes) })
  const hook = source.hook && {
    ...source.hook,
    fields: source.hook.fields.map(({ field, path }) => ({ field: keyOf(field), path })),
  }
  const fields = [...fills.map(({ key }) => key), ...reads, ...(hook?.fields ?? []).map(({ field }) => field)]
  const key = keys.of('flow', source.id)
  const isUsed = (name: string) => fields.includes(keyOf(name))
  const leaned = Object.fromEntries([...nodes].map(([id, node]) => [id, lean(node)]))
  return {
    flow: {
      key,
      name: source.name,
      ...(hook && { hook }),
      testsRequired: source.testsRequired,
      definition: {
        format: definition.format,
        start: definition.start,
        nodes: refer(leaned, (what, id) => keys.of(what, id)),
      },
      layout: layoutOf(source.layout, nodes),
      tests: source.tests.map((script) =>
        renamedScript(withoutCustomer(script, isUsed), { field: keyOf, tag: (tag) => tag }),
      ),
    },
    nodes: [...nodes.values()],
    fields,
    tags,
    fills: [
      ...(hook ? [{ what: 'hook' as const, flow: key }] : []),
      ...[...nodes].flatMap(([id, node]) => fillsOf(key, id, node)),
    ],
  }
}

/** Former names and ids of fields stand no more in it, only the names that they have now. */
function withPresentNames(definition: Definition, catalogue: Catalogue): Definition {
  let named = definition
  const { fills, reads } = fieldsOf(definition)
  for (const name of new Set([...fills.map(({ key }) => key), ...reads])) {
    const key = catalogue.get(name)?.key
    if (key !== undefined && key !== name) named = renameField(named, (each) => each === name, key)
  }
  return named
}

function layoutOf({ at, notes, groups }: Layout, nodes: ReadonlyMap<string, unknown>): Layout {
  const kept = Object.entries(at).filter(([id]) => nodes.has(id))
  const places = kept.map(([id, { x, y }]) => [id, { x: Math.round(x), y: Math.round(y) }] as const)
  return {
    at: sorted(Object.fromEntries(places)),
    notes: notes.map(({ id, x, y, text }) => ({ id, x: Math.round(x), y: Math.round(y), text })),
    ...(groups && groups.length > 0 && { groups: groups.map(groupOf) }),
  }
}

function groupOf({ id, x, y, width, height, ...group }: NonNullable<Layout['groups']>[number]) {
  const [side, top, wide, high] = [x, y, width, height].map(Math.round) as [number, number, number, number]
  return { id, x: side, y: top, width: wide, height: high, ...group }
}

function templatesOf(nodes: readonly FlowNode[]): Bundle['templates'] {
  const named = nodes.flatMap((node) => refsAt(node.kind, node).templates ?? [])
  const once = new Map(named.map(({ name, language }) => [`${name} ${language}`, { name, language }]))
  return [...once.values()].toSorted(byText(({ name, language }) => `${name} ${language}`))
}

function byText<T>(text: (item: T) => string): (one: T, other: T) => number {
  return (one, other) => (text(one) < text(other) ? -1 : 1)
}
