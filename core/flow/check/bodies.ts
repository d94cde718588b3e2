import type { Way } from '#core/flow/check/way.ts'
import type { Definition } from '#core/flow/definition.ts'
import type { Outlet } from '#core/flow/kind.ts'
import { LOOPS_PER_FLOW_MAX } from '#core/flow/local/names.ts'

/** What the loops of a drawing add to its ways. */
export type Bodies = {
  /** The steps of each loop's own rounds, by the loop's step; those of loops inside belong to these. */
  readonly of: ReadonlyMap<string, ReadonlySet<string>>
  /** The steps on which the flow itself may end: those outside of all rounds. */
  readonly outside: ReadonlySet<string>
}

type Drawn = {
  readonly definition: Definition
  readonly ways: ReadonlyMap<string, readonly Way[]>
  readonly outlets: ReadonlyMap<string, readonly Outlet[]>
}

/** Null: no run comes to a loop. */
export function bodiesOf({ definition, ways }: Drawn): Bodies | null {
  const drawn = Object.keys(definition.nodes).filter((id) => definition.nodes[id]?.kind === 'foreach')
  if (drawn.length === 0) return null
  const begun = new Set([definition.start])
  for (const at of begun) for (const way of ways.get(at) ?? []) begun.add(way.to)
  const loops = drawn.filter((id) => begun.has(id)).slice(0, LOOPS_PER_FLOW_MAX)
  if (loops.length === 0) return null
  const isLoop = new Set(loops)
  const reached = new Map(loops.map((id) => [id, walk(id, ways, (way) => way.from !== id)]))
  const isAround = (outer: string, inner: string) => outer !== inner && !!reached.get(outer)?.has(inner)
  const of = new Map(
    loops.map((id) => {
      const passes = ({ from, outlet }: Way) =>
        from !== id && !isAround(from, id) && (!isLoop.has(from) || outlet.word === 'done')
      const members = walk(id, ways, passes)
      for (const other of loops) if (other === id || isAround(other, id)) members.delete(other)
      return [id, members] as const
    }),
  )
  const outside = new Set([definition.start])
  for (const at of outside)
    for (const way of ways.get(at) ?? []) if (way.outlet.word !== 'each') outside.add(way.to)
  return { of, outside }
}

/** All that is reached from the first step of a loop's rounds. */
function walk(
  loop: string,
  ways: ReadonlyMap<string, readonly Way[]>,
  passes: (way: Way) => boolean,
): Set<string> {
  const first = ways.get(loop)?.find(({ outlet }) => outlet.word === 'each')
  const seen = new Set(first ? [first.to] : [])
  for (const at of seen) for (const way of ways.get(at) ?? []) if (passes(way)) seen.add(way.to)
  return seen
}

/** The ways with those that lead back into a loop: where a round's steps lead nowhere, and where they lead there. */
export function withWaysBack(
  { definition, ways, outlets }: Drawn,
  { of, outside }: Bodies,
): Map<string, Way[]> {
  const made = new Map([...ways].map(([id, own]) => [id, [...own]]))
  for (const [loop, members] of of) {
    for (const id of members) {
      const own = made.get(id) ?? []
      const open = (outlets.get(id) ?? []).filter(
        ({ name, word }) => isOpen(definition, id, name) && word !== 'each',
      )
      const back = own.map((way) =>
        way.to === loop && !outside.has(id) ? { ...way, back: 'drawn' as const } : way,
      )
      made.set(id, [
        ...back,
        ...open.map((outlet) => ({ from: id, to: loop, outlet, back: 'open' as const })),
      ])
    }
  }
  return made
}

function isOpen({ nodes }: Definition, id: string, outlet: string): boolean {
  const next = nodes[id]?.next ?? {}
  const to = Object.hasOwn(next, outlet) ? next[outlet] : undefined
  return to === undefined || !Object.hasOwn(nodes, to)
}
