import type { Definition } from '#core/flow/definition.ts'
import { outletsOf } from '#core/flow/outlets.ts'
import { type Difference, differencesOf } from '#core/flow/trial/compare.ts'
import { type Played, playScript } from '#core/flow/trial/play.ts'
import type { Script } from '#core/flow/trial/script.ts'
import type { TrialWorld } from '#core/flow/trial/world.ts'

/** What came of one test: it passed when nothing differs. */
export type Trial = {
  readonly name: string
  readonly differences: readonly Difference[]
  readonly played: readonly Played[]
}

/** Plays one test and compares. Pure: the same interpreter and gate as for customers, on a clock of its own. */
export function tryScript(script: Script, world: TrialWorld): Trial {
  const played = playScript(script, world)
  return { name: script.name, differences: differencesOf(played, world.catalogue), played }
}

export type Coverage = {
  /** Ways out of the steps of the flow itself that some test took, and all of them. */
  readonly taken: number
  readonly all: number
  /** Steps that no test came by. */
  readonly missed: readonly string[]
  /** How each step that some test came by fared. */
  readonly marks: Readonly<Record<string, 'passed' | 'failed'>>
}

/** What a set of tests has seen of a flow. */
export function coverageOf(flow: string, definition: Definition, trials: readonly Trial[]): Coverage {
  const ways = new Set<string>()
  const marks: Record<string, 'passed' | 'failed'> = {}
  for (const { played } of trials) {
    for (const { version, node, outlet } of played.flatMap(({ trace }) => trace)) {
      if (version !== flow) continue
      marks[node] = 'passed'
      if (outlet !== undefined) ways.add(`${node} ${outlet}`)
    }
  }
  for (const { node } of trials.flatMap(({ differences }) => differences)) if (node) marks[node] = 'failed'
  const nodes = Object.entries(definition.nodes)
  const all = nodes.flatMap(([id, node]) => outletsOf(node).map(({ name }) => `${id} ${name}`))
  return {
    taken: all.filter((way) => ways.has(way)).length,
    all: all.length,
    missed: nodes.map(([id]) => id).filter((id) => marks[id] === undefined),
    marks,
  }
}
