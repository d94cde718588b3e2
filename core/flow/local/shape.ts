import { z } from 'zod'
import { FIELD_TYPES, LIST_MAX } from '#core/contact/field/value.ts'

/** Inputs of a flow, and outputs. */
export const LOCALS_MAX = 20
/** Rounds that one loop makes at most: as many as a list has items. */
export const ROUNDS_MAX = LIST_MAX
/** Loops that may stand inside each other in one flow. */
export const LOOPS_MAX = 5

/** What an input, an output or a loop is called; steps read it behind its prefix (`input_`, `output_`, `item_`, `index_`). */
export const LocalKey = z.string().regex(/^[a-z][a-z0-9_]{0,29}$/)

/** What a flow must be given when it is called; with `value` it may be left out, and is that then. */
export const FlowInput = z.object({
  key: LocalKey,
  type: z.enum(FIELD_TYPES),
  value: z.string().max(1000).optional(),
})
export type FlowInput = z.infer<typeof FlowInput>

/** What a flow gives back; its steps fill it like a field. */
export const FlowOutput = z.object({ key: LocalKey, type: z.enum(FIELD_TYPES) })
export type FlowOutput = z.infer<typeof FlowOutput>

/** The names by which steps read what lives in the run. */
export function inputName(key: string): string {
  return `input_${key}`
}
export function outputName(key: string): string {
  return `output_${key}`
}
export function itemName(key: string): string {
  return `item_${key}`
}
/** The number of the round, from 1. */
export function indexName(key: string): string {
  return `index_${key}`
}
