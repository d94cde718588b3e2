import type { Definition } from '#core/flow/definition.ts'
import { frameOf } from '#core/flow/local/begin.ts'
import type { Frame } from '#core/flow/local/frame.ts'
import { localsOf } from '#core/flow/local/local.ts'
import type { Run } from '#core/flow/run.ts'
import { ownNode } from '#core/flow/step/turn.ts'

/**
 * What becomes of those who stand in an older version when a new one is published. `finish`: they go on in theirs · `move`: they go on
 * at the same step of the new one · `restart`: they begin it anew.
 */
export const WAITING_RUNS = ['finish', 'move', 'restart'] as const
export type WaitingRuns = (typeof WAITING_RUNS)[number]

type Version = { readonly id: string; readonly definition: Definition }

/**
 * The run at the same place of the new version; null when a step on which it stands is not there any more, or is of another kind: then
 * it has to finish where it is. `older`: the flow's other versions by their ids.
 */
export function moveRun(run: Run, older: ReadonlyMap<string, Definition>, to: Version): Run | null {
  let isMoved = false
  for (const { version, node, loops = [] } of run.frames) {
    const definition = older.get(version)
    if (!definition) continue
    const [was, is] = [ownNode(definition, node), ownNode(to.definition, node)]
    if (!was || was.kind !== is?.kind) return null
    if (loops.some((loop) => ownNode(to.definition, loop.node)?.kind !== 'foreach')) return null
    isMoved = true
  }
  if (!isMoved) return null
  const frames = run.frames.map((frame): Frame => {
    if (!older.has(frame.version)) return frame
    const locals = { ...frameOf(to.id, to.definition).frame.locals, ...frame.locals }
    return { ...frame, version: to.id, ...(localsOf(to.definition).length > 0 && { locals }) }
  })
  return { ...run, frames }
}
