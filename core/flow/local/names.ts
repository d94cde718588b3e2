import { LIST_MAX } from '#core/contact/field/value.ts'

/** Inputs of a flow, and outputs. */
export const LOCALS_MAX = 20
/** Names that an input or an output had before and is still called by. */
export const FORMER_MAX = 10
/** Rounds that one loop makes at most: as many as a list has items. */
export const ROUNDS_MAX = LIST_MAX
/** Loops that may stand inside each other in one flow. */
export const LOOPS_MAX = 5

/** Loops of one flow; each costs its check a look over the whole drawing. */
export const LOOPS_PER_FLOW_MAX = 50

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
