import { readValue } from '#core/contact/field/read.ts'
import type { Definition } from '#core/flow/definition.ts'
import { frameOf } from '#core/flow/local/begin.ts'
import type { Frame } from '#core/flow/local/frame.ts'
import { localsOf, signatureOf } from '#core/flow/local/local.ts'
import { inputName, outputName } from '#core/flow/local/names.ts'
import type { FlowInput, FlowOutput } from '#core/flow/local/shape.ts'
import type { Run } from '#core/flow/run.ts'
import { frameIn } from '#core/flow/step/loop.ts'
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
  const frames = run.frames.map((frame) => (older.has(frame.version) ? frameMoved(frame, to) : frame))
  return { ...run, frames }
}

/** What the run holds under the names of the new version, where it can be read as what the name means there. */
function frameMoved(
  { version: _, locals: before = {}, ...frame }: Frame,
  { id, definition }: Version,
): Frame {
  if (localsOf(definition).length === 0) return { version: id, node: frame.node }
  const { inputs, outputs } = signatureOf(definition)
  const locals = { ...frameOf(id, definition).frame.locals }
  const keep = ({ key, type, former = [] }: FlowInput | FlowOutput, nameOf: (key: string) => string) => {
    const held = [key, ...former].map(nameOf).find((name) => Object.hasOwn(before, name))
    const value = held === undefined ? null : readValue(type, before[held] ?? '', 'id')
    if (value !== null) locals[nameOf(key)] = value
  }
  for (const input of inputs) keep(input, inputName)
  for (const output of outputs) keep(output, outputName)
  return frameIn({ ...frame, version: id, locals }, definition)
}
