import type { Edge } from '@xyflow/react'
import type { Group } from '#core/flow/definition.ts'

/** Measures of a folded frame in pixels, and where ways come in and go out. */
export const FOLDED_WIDTH = 256
export const FOLDED_HEIGHT = 84
export const FOLDED_WAY = 42
export const FRAME_IN = 'frame-in'
export const FRAME_OUT = 'frame-out'

/** What is folded away, each with the frame that stands for it on the canvas; `opened`: frames that somebody looks into without changing them. */
export function foldsOf(
  groups: readonly Group[] | undefined,
  opened: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const holder = new Map<string, string>()
  for (const { id, folded = [] } of groups ?? [])
    if (!opened.has(id)) for (const one of folded) if (one !== id && !holder.has(one)) holder.set(one, id)
  if (holder.size === 0) return NONE
  return new Map([...holder.keys()].map((id) => [id, outermost(id, holder)]))
}
const NONE: ReadonlyMap<string, string> = new Map()

/** A ring of frames, which only a file from elsewhere can have, ends where it began. */
function outermost(id: string, holder: ReadonlyMap<string, string>): string {
  const seen = new Set([id])
  let frame = holder.get(id) ?? id
  for (let next = holder.get(frame); next !== undefined && !seen.has(next); next = holder.get(next)) {
    seen.add(frame)
    frame = next
  }
  return frame
}

/** The ways as they are drawn: to and from the frames that stand for what is folded away, those inside left out. */
export function foldEdges(edges: readonly Edge[], folds: ReadonlyMap<string, string>): readonly Edge[] {
  if (folds.size === 0) return edges
  const known = new Set<string>()
  return edges.flatMap((edge) => {
    const from = folds.get(edge.source)
    const to = folds.get(edge.target)
    if (from === undefined && to === undefined) return [edge]
    if (from === to) return []
    const target = to === undefined ? {} : { target: to, targetHandle: FRAME_IN }
    if (from === undefined) return [{ ...edge, ...target }]
    // all ways from a frame to one place are one, which stands for none of them
    const id = `${from}/${to ?? edge.target}`
    if (known.has(id)) return []
    known.add(id)
    const source = { source: from, sourceHandle: FRAME_OUT }
    return [{ ...edge, ...target, ...source, id, reconnectable: false, selectable: false }]
  })
}
