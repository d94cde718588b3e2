import { type Bodies, bodiesOf, withWaysBack } from '#core/flow/check/bodies.ts'
import type { Way } from '#core/flow/check/way.ts'
import type { Definition, FlowNode } from '#core/flow/definition.ts'
import type { Outlet, Refs } from '#core/flow/kind.ts'
import { refsAt } from '#core/flow/kinds.ts'
import { outletsOf } from '#core/flow/outlets.ts'
import { ownNode } from '#core/flow/step/turn.ts'

/** A drawing as a graph: each node with its outlets, the ways out of it, and what it names outside. */
export type Graph = {
  readonly definition: Definition
  readonly outlets: ReadonlyMap<string, readonly Outlet[]>
  readonly ways: ReadonlyMap<string, readonly Way[]>
  readonly refs: ReadonlyMap<string, Refs>
  /** Null: there is no loop. */
  readonly bodies: Bodies | null
}

export function graphOf(definition: Definition): Graph {
  const outlets = new Map<string, readonly Outlet[]>()
  const ways = new Map<string, readonly Way[]>()
  const refs = new Map<string, Refs>()
  for (const [id, node] of Object.entries(definition.nodes)) {
    const own = outletsOf(node)
    outlets.set(id, own)
    ways.set(id, waysOf(definition, id, node, own))
    refs.set(id, refsAt(node.kind, node))
  }
  const bodies = bodiesOf({ definition, ways, outlets })
  if (!bodies) return { definition, outlets, ways, refs, bodies }
  return { definition, outlets, ways: withWaysBack({ definition, ways, outlets }, bodies), refs, bodies }
}

function waysOf(definition: Definition, from: string, node: FlowNode, outlets: readonly Outlet[]): Way[] {
  const ways: Way[] = []
  for (const outlet of outlets) {
    const to = Object.hasOwn(node.next, outlet.name) ? node.next[outlet.name] : undefined
    if (to !== undefined && ownNode(definition, to)) ways.push({ from, to, outlet })
  }
  return ways
}

/** All that can be reached from a node by ways that `passes` lets through, the node itself included. */
export function reachable(
  graph: Graph,
  from: string,
  passes: (way: Way) => boolean = () => true,
): Set<string> {
  const seen = new Set<string>(graph.ways.has(from) ? [from] : [])
  for (const at of seen) {
    for (const way of graph.ways.get(at) ?? []) if (passes(way)) seen.add(way.to)
  }
  return seen
}

/** The exits of a node that lead nowhere: the flow ends there. In a loop's rounds only the round ends. */
export function openEnds({ definition, outlets, bodies }: Graph, id: string): Outlet[] {
  if (bodies && !bodies.outside.has(id)) return []
  const node = ownNode(definition, id)
  return (outlets.get(id) ?? []).filter(
    ({ name }) => !node || !Object.hasOwn(node.next, name) || !ownNode(definition, node.next[name] ?? ''),
  )
}

/** All nodes, each before those it leads to by ways that `passes` lets through, as far as these form no ring. */
export function orderOf(graph: Graph, passes: (way: Way) => boolean): string[] {
  const seen = new Set<string>()
  const done: string[] = []
  for (const root of graph.ways.keys()) {
    if (seen.has(root)) continue
    seen.add(root)
    const path = [{ id: root, ways: graph.ways.get(root) ?? [], at: 0 }]
    for (let here = path.at(-1); here; here = path.at(-1)) {
      const way = here.ways[here.at++]
      if (!way) {
        done.push(here.id)
        path.pop()
      } else if (passes(way) && !seen.has(way.to)) {
        seen.add(way.to)
        path.push({ id: way.to, ways: graph.ways.get(way.to) ?? [], at: 0 })
      }
    }
  }
  return done.reverse()
}

/**
 * The rings of a drawing by ways that `passes` lets through: each a set of nodes of which every one leads to every
 * other (Tarjan's strongly connected components, without recursion).
 */
export function ringsOf(graph: Graph, passes: (way: Way) => boolean): string[][] {
  const rings: string[][] = []
  const search: Search = { index: new Map(), low: new Map(), open: new Set(), stack: [] }
  for (const id of graph.ways.keys()) {
    if (!search.index.has(id)) visitFrom(id, { graph, passes, search, rings })
  }
  return rings
}

type Search = {
  readonly index: Map<string, number>
  readonly low: Map<string, number>
  readonly open: Set<string>
  readonly stack: string[]
}
type Visit = {
  readonly graph: Graph
  readonly passes: (way: Way) => boolean
  readonly search: Search
  readonly rings: string[][]
}

function visitFrom(root: string, visit: Visit): void {
  const path = [{ id: root, ways: open(root, visit), at: 0 }]
  while (path.length > 0) {
    const here = path[path.length - 1]
    if (!here) return
    const way = here.ways[here.at++]
    if (way) {
      const next = descend(here.id, way.to, visit)
      if (next) path.push(next)
      continue
    }
    path.pop()
    close(here.id, path.at(-1)?.id, visit)
  }
}

function open(id: string, { graph, passes, search }: Visit): Way[] {
  const order = search.index.size
  search.index.set(id, order)
  search.low.set(id, order)
  search.open.add(id)
  search.stack.push(id)
  return (graph.ways.get(id) ?? []).filter(passes)
}

function descend(from: string, to: string, visit: Visit): { id: string; ways: Way[]; at: number } | null {
  const { index, low, open: inRing } = visit.search
  if (!index.has(to)) return { id: to, ways: open(to, visit), at: 0 }
  if (inRing.has(to)) low.set(from, Math.min(low.get(from) ?? 0, index.get(to) ?? 0))
  return null
}

function close(id: string, parent: string | undefined, { graph, passes, search, rings }: Visit): void {
  const low = search.low.get(id) ?? 0
  if (parent !== undefined) search.low.set(parent, Math.min(search.low.get(parent) ?? 0, low))
  if (low !== search.index.get(id)) return
  const ring = search.stack.splice(search.stack.lastIndexOf(id))
  for (const member of ring) search.open.delete(member)
  const loops = ring.length > 1 || (graph.ways.get(id) ?? []).some((way) => way.to === id && passes(way))
  if (loops) rings.push(ring)
}
