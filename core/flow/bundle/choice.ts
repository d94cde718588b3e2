import { z } from 'zod'
import { Id } from '#core/base/id.ts'
import { BundleKey } from '#core/flow/bundle/form.ts'
import { SecretName } from '#core/flow/http/call.ts'
import { FieldKey, Tag } from '#core/flow/nodes/base.ts'

const Name = z.string().trim().min(1).max(80)
const TemplateName = z.object({ name: z.string().max(1000), language: z.string().max(100) })
const CHOICES_MAX = 600

/** What stands in the workspace for each thing that a file names. What is not chosen is done as `completed` suggests. */
export const Choices = z.object({
  /** The bot that the flows join, or the name of a new one. */
  bot: z.union([z.object({ id: Id }), z.object({ name: Name })]).optional(),
  /** A flow becomes a new one of that name, or the new draft of one that is there. */
  flows: z
    .array(z.object({ key: BundleKey, as: z.union([z.object({ replace: Id }), z.object({ name: Name })]) }))
    .max(CHOICES_MAX)
    .default([]),
  sequences: z
    .array(z.object({ key: BundleKey, as: z.union([z.object({ use: Id }), z.object({ name: Name })]) }))
    .max(CHOICES_MAX)
    .default([]),
  /** `use`: the id of a field of the workspace. */
  fields: z
    .array(
      z.object({
        key: FieldKey,
        as: z.union([z.object({ use: FieldKey }), z.object({ create: FieldKey })]),
      }),
    )
    .max(CHOICES_MAX)
    .default([]),
  tags: z
    .array(z.object({ tag: Tag, as: Tag }))
    .max(CHOICES_MAX)
    .default([]),
  /** Null: left open, and the checker says so. */
  templates: z
    .array(TemplateName.extend({ as: TemplateName.nullable() }))
    .max(CHOICES_MAX)
    .default([]),
  /** The name under which the workspace keeps, or will keep, the secret. */
  secrets: z
    .array(z.object({ name: SecretName, as: SecretName }))
    .max(CHOICES_MAX)
    .default([]),
  /** What was uploaded for the pictures and files of the bundle; what is not chosen is to be put in later. */
  files: z
    .array(z.object({ key: BundleKey, as: Id }))
    .max(CHOICES_MAX)
    .default([]),
  /** Flows and sequences that the file names and does not bring; null: left open. */
  outside: z
    .array(z.object({ what: z.enum(['flow', 'sequence']), key: BundleKey, as: Id.nullable() }))
    .max(2 * CHOICES_MAX)
    .default([]),
})
export type Choices = z.infer<typeof Choices>
export type Chosen = Omit<Choices, 'bot'> & { readonly bot: NonNullable<Choices['bot']> }
