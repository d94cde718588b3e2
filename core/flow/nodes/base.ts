import { z } from 'zod'

/** Node and outlet names: short, plain, never a name that JavaScript objects answer to by themselves. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'valueOf'])
export const Name = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/)
  .refine((name) => !RESERVED.has(name), 'reserved name')

export const NodeId = Name
export type NodeId = string

/** Field keys, as they stand in `{{ merge_fields }}`. */
export const FieldKey = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,49}$/)
  .refine((name) => !RESERVED.has(name), 'reserved name')
/** What an event is called: by the API, by flows, in the start of a flow. */
export const EventName = z.string().regex(/^[a-z][a-z0-9_.-]{0,49}$/)
export const Tag = z.string().trim().min(1).max(50)
/** What a drawing has not chosen yet; the checker lets nobody publish that. */
export const Unchosen = z.literal('')

/** Where a step goes: outlet name → node. An outlet without an entry ends the run there. */
const Next = z.record(z.string().regex(/^[a-z]+(:[A-Za-z0-9_-]{1,64})?$/), NodeId)

/** What every node has. `name` is what people call the step. */
export const nodeBase = { name: z.string().max(80).default(''), next: Next.default({}) }

/** A length of time as people give it. */
export const Duration = z.object({
  amount: z.number().int().min(1).max(10_000),
  unit: z.enum(['second', 'minute', 'hour', 'day']),
})
export type Duration = z.infer<typeof Duration>
