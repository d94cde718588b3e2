import { type Refusal, refuse } from '#core/base/refusal.ts'
import type { World } from '#core/flow/check/world.ts'
import { checkFlow } from '#core/flow/check.ts'
import type { Definition } from '#core/flow/definition.ts'
import { problemSentence } from '#core/flow/problem.ts'
import type { WaitingRuns } from '#core/flow/version/move.ts'
import type { Tx } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { heldTemplates } from '#server/flow/held.ts'
import { flowOf, insertVersion, lockFlow, worldOf } from '#server/flow/store.ts'
import { refuseUntested } from '#server/flow/trial/gate.ts'
import { noteTemplates } from '#server/flow/uses.ts'
import { type Settled, settleWaiting } from '#server/flow/waiting.ts'

/** Publishes the draft when nothing in it is wrong; the answer names the first step that is. */
export async function publishFlow(
  tx: Tx,
  workspaceId: string,
  id: string,
  act: {
    readonly by: string
    readonly note: string
    readonly language: 'id' | 'en'
    readonly runs: WaitingRuns
  },
): Promise<Settled | Refusal> {
  if (!(await lockFlow(tx, workspaceId, id))) return refuse('not-found')
  const row = await flowOf(tx, workspaceId, id)
  if (!row) return refuse('not-found')
  const world = await worldAround(tx, workspaceId, id, row.definition)
  const problems = checkFlow(row.definition, world)
  const worst = problems.find(({ severity }) => severity === 'error')
  if (worst)
    return refuse('flow-invalid', {
      node: worst.node,
      problem: problemSentence(worst, act.language),
      code: worst.code,
    })
  const { definition } = row
  const failed = await refuseUntested(tx, workspaceId, {
    flow: id,
    definition,
    world,
    language: act.language,
  })
  if (failed) return failed
  const version = { id: newId(), definition }
  await insertVersion(tx, workspaceId, id, { id: version.id, by: act.by, note: act.note })
  const settled = await settleWaiting(tx, workspaceId, { flowId: id, version }, act.runs)
  await noteTemplates(tx, workspaceId, { flowId: id, isLive: true, definition: row.definition })
  return settled
}

async function worldAround(
  tx: Tx,
  workspaceId: string,
  flow: string,
  definition: Definition,
): Promise<World> {
  const [world, templates] = await Promise.all([
    worldOf(tx, workspaceId),
    heldTemplates(tx, workspaceId, definition),
  ])
  return { flow, templates, ...world }
}

/** How much the checker finds in a draft. */
export async function countProblems(
  tx: Tx,
  workspaceId: string,
  id: string,
  definition: Definition,
): Promise<{ errors: number; warnings: number }> {
  return countIn(definition, await worldAround(tx, workspaceId, id, definition))
}

/** How much the checker finds in a drawing amid what stands around it. */
export function countIn(definition: Definition, world: World): { errors: number; warnings: number } {
  const problems = checkFlow(definition, world)
  const errors = problems.filter(({ severity }) => severity === 'error').length
  return { errors, warnings: problems.length - errors }
}
