import { z } from 'zod'
import { Id } from '#core/base/id.ts'
import { FIELD_TYPES } from '#core/contact/field/value.ts'
import { BundleField, BundleKey, Fill, Outside } from '#core/flow/bundle/form.ts'
import type { Read } from '#core/flow/bundle/read.ts'
import { refsAt } from '#core/flow/kinds.ts'
import { TemplateStatus } from '#core/whatsapp/template/state.ts'

/** What a workspace has already, as far as a file can meet it. */
export const Here = z.object({
  bots: z.array(z.object({ id: Id, name: z.string() })),
  flows: z.array(
    z.object({
      id: Id,
      botId: Id,
      name: z.string(),
      /** Number of the version that runs; null: never published. */
      version: z.number().int().nullable(),
      /** The draft holds what no version does. */
      changed: z.boolean(),
    }),
  ),
  sequences: z.array(z.object({ id: Id, botId: Id, name: z.string() })),
  fields: z.array(
    z.object({
      id: z.string(),
      key: z.string(),
      label: z.string(),
      type: z.enum(FIELD_TYPES),
      scope: z.enum(['contact', 'bot']),
      former: z.array(z.string()),
    }),
  ),
  tags: z.array(z.string()),
  /** Of the connected account; none is connected: none. */
  templates: z.array(z.object({ name: z.string(), language: z.string(), status: TemplateStatus })),
  secrets: z.array(z.string()),
  /** They are found by their names. */
  teams: z.array(z.object({ id: Id, name: z.string() })),
  segments: z.array(z.object({ id: Id, name: z.string() })),
})
export type Here = z.infer<typeof Here>

/** What a file brings, without the drawings. */
export const Brings = z.object({
  kind: z.enum(['bot', 'flow']),
  name: z.string(),
  /** The file tells the types of its fields; else they are guessed. */
  told: z.boolean(),
  flows: z.array(
    z.object({
      key: BundleKey,
      name: z.string(),
      steps: z.number().int(),
      tests: z.number().int(),
      hook: z.boolean(),
    }),
  ),
  sequences: z.array(z.object({ key: BundleKey, name: z.string(), steps: z.number().int() })),
  fields: z.array(BundleField),
  tags: z.array(z.string()),
  templates: z.array(z.object({ name: z.string(), language: z.string() })),
  secrets: z.array(z.string()),
  segments: z.array(z.object({ name: z.string() })),
  /** Pictures and files that it carries or names. */
  files: z.array(z.object({ key: BundleKey, name: z.string(), mime: z.string() })),
  outside: z.object({ flows: z.array(Outside), sequences: z.array(Outside) }),
  toFill: z.array(Fill),
})
export type Brings = z.infer<typeof Brings>

/** What a file that was read brings, looked up in its flows and not in what the file says of itself. */
export function bringsOf(read: Read, toFill: readonly Fill[]): Brings {
  const refs = read.flows.flatMap(({ definition }) =>
    Object.values(definition.nodes).map((node) => refsAt(node.kind, node)),
  )
  const templates = new Map(
    refs.flatMap(({ templates: named = [] }) => named).map((one) => [`${one.name} ${one.language}`, one]),
  )
  return {
    kind: read.wetalk,
    name: read.name,
    told: read.told,
    flows: read.flows.map(({ key, name, definition, tests, hook }) => ({
      ...{ key, name, steps: Object.keys(definition.nodes).length },
      ...{ tests: tests.length, hook: hook !== undefined },
    })),
    sequences: read.sequences.map(({ key, name, steps }) => ({ key, name, steps: steps.length })),
    fields: read.fields,
    tags: [
      ...new Set([
        ...refs.flatMap(({ tags = [] }) => tags),
        ...read.segments.flatMap(({ rule }) =>
          rule.rules.flatMap((one) => (one.fact === 'tag' ? [one.tag] : [])),
        ),
      ]),
    ].toSorted(),
    templates: [...templates.values()],
    secrets: [...new Set(refs.flatMap(({ secrets = [] }) => secrets))].toSorted(),
    segments: read.segments.map(({ name }) => ({ name })),
    files: read.files.map(({ key, name, mime }) => ({ key, name, mime })),
    outside: read.outside,
    toFill: [...toFill],
  }
}
