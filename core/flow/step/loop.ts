import { hashOf } from '#core/base/hash.ts'
import type { Definition } from '#core/flow/definition.ts'
import type { Frame, Loop } from '#core/flow/local/frame.ts'
import { indexName, itemName, LOOPS_MAX } from '#core/flow/local/names.ts'

/**
 * The frame with a loop's next round, or without the loop when it is over. Loops that stood inside it are over too.
 * Null: too many stand inside each other.
 */
export function frameInLoop(frame: Frame, node: string, loop: Loop | null): Frame | null {
  const { loops = [] } = frame
  const found = loops.findIndex((one) => one.node === node)
  const below = found < 0 ? loops : loops.slice(0, found)
  if (loop && below.length >= LOOPS_MAX) return null
  return withLoops(frame, loop ? [...below, loop] : below)
}

/** Names the rounds of all loops around a place, by what they are about, in at most seven letters; `''` outside of loops. */
export function roundOf(frames: readonly Frame[]): string {
  let rounds = ''
  for (const [depth, { loops = [] }] of frames.entries())
    for (const { node, at, items } of loops) rounds += `${depth} ${node} ${at} ${items[at] ?? ''}\n`
  return rounds === '' ? '' : hashOf(rounds).toString(36)
}

/**
 * The last of the frames on a step, in the round that a tap names: loops inside of which its message was not said are
 * left. Null: that round is over.
 */
export function frameInRound(frames: readonly Frame[], node: string, round: string): Frame | null {
  const last = frames.at(-1)
  if (!last) return null
  const { loops = [] } = last
  for (let kept = loops.length; kept >= 0; kept--) {
    const frame = { ...(kept === loops.length ? last : withLoops(last, loops.slice(0, kept))), node }
    if (roundOf([...frames.slice(0, -1), frame]) === round) return frame
  }
  return null
}

/** The same place in another drawing: loops are called as it calls them, and those that the step stands outside of are left. */
export function frameIn(frame: Frame, definition: Definition): Frame {
  const { loops } = frame
  if (!loops) return frame
  const kept: Loop[] = []
  for (const loop of loops) {
    const drawn = Object.hasOwn(definition.nodes, loop.node) ? definition.nodes[loop.node] : undefined
    if (drawn?.kind !== 'foreach' || !stepsInRounds(definition, loop.node).has(frame.node)) break
    kept.push({ ...loop, as: drawn.as })
  }
  return withLoops(frame, kept)
}

/** What the names of the loops mean is kept beside the inputs, so that reading them costs nothing. */
function withLoops({ locals = {}, loops: _, ...frame }: Frame, loops: readonly Loop[]): Frame {
  const kept = Object.entries(locals).filter(
    ([name]) => !name.startsWith('item_') && !name.startsWith('index_'),
  )
  const made: Record<string, string> = Object.fromEntries(kept)
  for (const { as, items, at } of loops) {
    made[itemName(as)] = items[at] ?? ''
    made[indexName(as)] = String(at + 1)
  }
  return { ...frame, locals: made, ...(loops.length > 0 && { loops }) }
}

/** The steps that a loop's rounds can reach without passing the loop again. */
export function stepsInRounds({ nodes }: Definition, loop: string): ReadonlySet<string> {
  const first = Object.hasOwn(nodes, loop) ? nodes[loop]?.next.each : undefined
  const seen = new Set(first === undefined ? [] : [first])
  for (const at of seen) {
    const next = at !== loop && Object.hasOwn(nodes, at) ? nodes[at]?.next : undefined
    for (const to of Object.values(next ?? {})) seen.add(to)
  }
  return seen
}
