import { z } from 'zod'
import { FIELD_TYPES, FIELD_VALUE_MAX } from '#core/contact/field/value.ts'
import {
  BUNDLE_FIELDS_MAX,
  BUNDLE_FILES_BYTES_MAX,
  BUNDLE_FILES_MAX,
  BUNDLE_FLOWS_MAX,
  BUNDLE_FORMAT,
  BUNDLE_SEGMENTS_MAX,
  BUNDLE_SEQUENCES_MAX,
  BUNDLE_TAGS_MAX,
} from '#core/flow/bundle/limit.ts'
import { Layout } from '#core/flow/definition.ts'
import { HookMapping } from '#core/flow/hook.ts'
import { Duration, FieldKey, NodeId, Tag } from '#core/flow/nodes/base.ts'
import { SegmentWhen } from '#core/flow/segment.ts'
import { SendWindow, STEPS_MAX } from '#core/flow/sequence.ts'
import { SCRIPTS_MAX, Script } from '#core/flow/trial/script.ts'

/** A name inside a file, made of the words that people gave: `menu-dan-jam`. */
export const BundleKey = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/)
const Name = z.string().trim().min(1).max(80)

export const BundleField = z.object({
  key: FieldKey,
  label: z.string().trim().min(1).max(80),
  type: z.enum(FIELD_TYPES),
  scope: z.enum(['contact', 'bot']).default('contact'),
  folder: z.string().trim().max(40).default(''),
  description: z.string().trim().max(300).default(''),
  /** Of a bot field: what it begins with. The present value never travels. */
  default: z.string().max(FIELD_VALUE_MAX).default(''),
})
export type BundleField = z.infer<typeof BundleField>

/** Something that a flow names and the file does not bring. An empty name: nobody knows it any more. */
export const Outside = z.object({ key: BundleKey, name: z.string().max(80).default('') })
export type Outside = z.infer<typeof Outside>

export const BundleSequence = z.object({
  key: BundleKey,
  name: Name,
  enabled: z.boolean().default(true),
  endsOnReply: z.boolean().default(false),
  window: SendWindow.nullable().default(null),
  steps: z.array(z.object({ id: NodeId, delay: Duration.nullable(), flow: BundleKey })).max(STEPS_MAX),
})
export type BundleSequence = z.infer<typeof BundleSequence>

/** A saved group of people that a condition asks for, by its name. */
export const BundleSegment = z.object({ name: Name, rule: SegmentWhen })
export type BundleSegment = z.infer<typeof BundleSegment>

/**
 * A picture or file that a step sends; a step names it by `key` as its `source.file`. `data` is Base64. It is uploaded before the rest is
 * brought in (`POST /api/files`), and the server looks at a bundle without it.
 */
export const BundleFile = z.object({
  key: BundleKey,
  name: z.string().max(200),
  mime: z.string().max(100),
  data: z
    .string()
    .max(Math.ceil(BUNDLE_FILES_BYTES_MAX / 3) * 4)
    .optional(),
})
export type BundleFile = z.infer<typeof BundleFile>

/**
 * What is left out of a file on purpose, for its reader: a secret of the workspace by name; the literal secret of a header, an address
 * or a body; a picture or file that is gone or too large; the address of a flow's own webhook, which is made anew.
 */
const FILLS = ['secret', 'header', 'address', 'body', 'media', 'hook'] as const
export const Fill = z.object({
  what: z.enum(FILLS),
  flow: BundleKey,
  step: z.string().optional(),
  name: z.string().optional(),
})
export type Fill = z.infer<typeof Fill>

/**
 * A bot, or one flow of it, as a file: everything that it names stands in it by a readable key, and nothing of customers, no id and no
 * secret does. `definition` is a flow's as `Definition` has it, with the keys of flows and sequences for their ids; what a step holds by
 * default is left out. `tags`, `templates` and `toFill` are for the reader: they are made from the flows when the file is written.
 */
export const Bundle = z.object({
  wetalk: z.enum(['bot', 'flow']),
  format: z.literal(BUNDLE_FORMAT),
  name: Name,
  fields: z.array(BundleField).max(BUNDLE_FIELDS_MAX).default([]),
  tags: z.array(Tag).max(BUNDLE_TAGS_MAX).default([]),
  templates: z
    .array(z.object({ name: z.string().max(1000), language: z.string().max(100) }))
    .max(2000)
    .default([]),
  outside: z
    .object({
      flows: z.array(Outside).max(2000).default([]),
      sequences: z.array(Outside).max(2000).default([]),
    })
    .prefault({}),
  toFill: z.array(Fill).max(20_000).default([]),
  flows: z
    .array(
      z.object({
        key: BundleKey,
        name: Name,
        /** The flow's own webhook: what a call is read for. */
        hook: HookMapping.optional(),
        /** Publishing asks that all tests pass. */
        testsRequired: z.boolean().default(false),
        definition: z.looseObject({
          format: z.unknown(),
          start: z.unknown(),
          nodes: z.record(z.string(), z.unknown()),
        }),
        layout: Layout.default({ at: {}, notes: [] }),
        tests: z.array(Script).max(SCRIPTS_MAX).default([]),
      }),
    )
    .min(1)
    .max(BUNDLE_FLOWS_MAX),
  sequences: z.array(BundleSequence).max(BUNDLE_SEQUENCES_MAX).default([]),
  segments: z.array(BundleSegment).max(BUNDLE_SEGMENTS_MAX).default([]),
  files: z.array(BundleFile).max(BUNDLE_FILES_MAX).default([]),
})
export type Bundle = z.infer<typeof Bundle>
