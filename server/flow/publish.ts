import { type Refusal, refuse } from '#core/base/refusal.ts'
import type { World } from '#core/flow/check/world.ts'
import { checkFlow } from '#core/flow/check.ts'
import type { Definition } from '#core/flow/definition.ts'
import { problemSentence } from '#core/flow/problem.ts'
import type { Tx } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { heldTemplates } from '#server/flow/held.ts'
import { flowOf, insertVersion, lockFlow, worldOf } from '#server/flow/store.ts'
import { noteTemplates } from '#server/flow/uses.ts'

/** Publishes the draft when nothing in it is wrong; the answer names the first step that is. */
export async function publishFlow(
  tx: Tx,
  workspaceId: string,
  id: string,
  act: { readonly by: string; readonly note: string; readonly language: 'id' | 'en' },
): Promise<Refusal | undefined> {
  if (!(await lockFlow(tx, workspaceId, id))) return refuse('not-found')
  const row = await flowOf(tx, workspaceId, id)
  if (!row) return refuse('not-found')
  const problems = checkFlow(row.definition, await worldAround(tx, workspaceId, id, row.definition))
  const worst = problems.find(({ severity }) => severity === 'error')
  if (worst)
    return refuse('flow-invalid', {
      node: worst.node,
      problem: problemSentence(worst, act.language),
      code: worst.code,
    })
  await insertVersion(tx, workspaceId, id, { id: newId(), by: act.by, note: act.note })
  await noteTemplates(tx, workspaceId, { flowId: id, isLive: true, definition: row.definition })
  return undefined
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
  const problems = checkFlow(definition, await worldAround(tx, workspaceId, id, definition))
  const errors = problems.filter(({ severity }) => severity === 'error').length
  return { errors, warnings: problems.length - errors }
}
