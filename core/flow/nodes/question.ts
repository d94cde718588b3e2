import { z } from 'zod'
import { Duration, FieldKey, Name, nodeBase } from '#core/flow/nodes/base.ts'

const text = z.string().max(64_000)
export const ANSWERS = ['text', 'number', 'email', 'phone', 'date', 'choice'] as const

/**
 * Asks, waits, checks the answer, keeps it in a field.
 * Outlets: `answered` · `option:<id>` (a choice that has its own way; else `answered`) ·
 * `invalid` (still wrong after `retries`) · `timeout` · `skip` (the person skipped).
 */
export const QuestionNode = z.object({
  kind: z.literal('question'),
  ...nodeBase,
  text: text.default(''),
  answer: z.enum(ANSWERS).default('text'),
  field: FieldKey.optional(),
  /** An RE2 pattern that a text answer must match, whole. */
  pattern: z.string().max(500).optional(),
  /** Least and most: for numbers the value, for texts the length. */
  min: z.number().optional(),
  max: z.number().optional(),
  options: z
    .array(z.object({ id: Name, title: text, value: text.optional() }))
    .max(100)
    .default([]),
  retries: z.number().int().min(0).max(10).default(2),
  retryText: text.default(''),
  timeout: Duration.optional(),
  /** Words that skip the question; with one, a choice also shows it as its last option. */
  skip: z.array(z.string().trim().min(1).max(20)).max(5).default([]),
})
export type QuestionNode = z.infer<typeof QuestionNode>
