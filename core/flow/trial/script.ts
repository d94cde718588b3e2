import { z } from 'zod'
import { ISO } from '#core/base/iso.ts'

/** Steps of one test, and tests of one flow. */
export const SCRIPT_STEPS_MAX = 100
export const SCRIPTS_MAX = 200

/** Letters of one text, steps of one way, messages of one turn, and tags of the customer. */
export const WORDS_MAX = 4096
export const WAY_MAX = 400
export const SAID_MAX = 200
export const CUSTOMER_TAGS_MAX = 100
const Words = z.string().max(WORDS_MAX)
const Key = z.string().max(64)

/** One message that the flow says. `node`: the step that says it; it only helps to find the place when it fails. */
const Said = z.strictObject({ node: Key.optional(), text: Words, buttons: z.array(Words).max(30).optional() })
export type Said = z.infer<typeof Said>

/** One step of the flow, and the way by which it was left; null: it was not left. */
const Way = z.strictObject({ node: Key, by: z.string().max(80).nullable() })
export type Way = z.infer<typeof Way>

/** What must come of a step of the test. What is left out is not looked at. */
const Expectation = z.strictObject({
  /** All that is said, in order; an empty list: the bot stays silent. */
  messages: z.array(Said).max(SAID_MAX).optional(),
  way: z.array(Way).max(WAY_MAX).optional(),
  /** Contact fields afterwards; null: empty. */
  fields: z.record(Key, Words.nullable()).optional(),
  /** These tags are there afterwards; with `!` before it, a tag is not there. */
  tags: z.array(z.string().max(65)).max(50).optional(),
  /** Codes with which the gate refuses messages, in order. */
  refused: z.array(z.string().max(60)).max(50).optional(),
  /** What it costs, as a decimal text in the currency of the test's world, such as `0.0411`. */
  cost: z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .optional(),
  outcome: z.enum(['waiting', 'ended', 'handed-over', 'failed', 'ignored']).optional(),
})
export type Expectation = z.infer<typeof Expectation>

export const SENDABLE = ['image', 'video', 'audio', 'voice', 'document', 'sticker', 'location'] as const
/** `25h`, `30m`, `2d` or `45s`. */
const Length = z.string().regex(/^\d{1,6}[smhd]$/)

const expect = { expect: Expectation.optional() }
const Step = z.union([
  z.strictObject({ says: Words, ...expect }),
  /** The title of a button or list row that was said before. */
  z.strictObject({ taps: Words, ...expect }),
  z.strictObject({ sends: z.enum(SENDABLE), caption: Words.optional(), ...expect }),
  z.strictObject({ waits: Length, ...expect }),
  /** The flow is begun without a trigger, as another flow would. */
  z.strictObject({ starts: z.literal(true), ...expect }),
])
export type Step = z.infer<typeof Step>

/** A scripted talk with a flow: what the customer does, and what must come of it. Readable by people; kept with the flow. */
export const Script = z.strictObject({
  name: z.string().trim().min(1).max(120),
  /** When it begins, as `2026-01-05T03:00:00Z`; so that dates and business hours are the same on every day. */
  at: z.string().regex(ISO).default('2026-01-05T03:00:00Z'),
  customer: z
    .strictObject({
      name: z.string().max(80).default('Dewi'),
      phone: z
        .string()
        .regex(/^\d{0,20}$/)
        .default('6281234567890'),
      fields: z.record(Key, Words).default({}),
      tags: z.array(Key).max(CUSTOMER_TAGS_MAX).default([]),
    })
    .prefault({}),
  steps: z.array(Step).min(1).max(SCRIPT_STEPS_MAX),
})
export type Script = z.infer<typeof Script>

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A length of a script in milliseconds. */
export function lengthIn(length: string): number {
  return Number(length.slice(0, -1)) * (UNITS[length.slice(-1)] ?? 0)
}
