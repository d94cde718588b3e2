import { assert } from '#core/base/assert.ts'
import type { Language } from '#core/base/language.ts'
import { type Refusal, refuse } from '#core/base/refusal.ts'
import type { World } from '#core/flow/check/world.ts'
import { checkFlow } from '#core/flow/check.ts'
import type { Definition } from '#core/flow/definition.ts'
import { problemSentence } from '#core/flow/problem.ts'
import { WHOLE } from '#core/flow/version/canary.ts'
import type { WaitingRuns } from '#core/flow/version/move.ts'
import type { Tx } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { clearVisits, forgetPublished, liveDefinitions, setShare } from '#server/flow/canary.ts'
import { heldTemplates } from '#server/flow/held.ts'
import {
  type FlowDraftRow,
  flowOf,
  insertVersion,
  lockFlow,
  setWhole,
  versionOf,
  worldOf,
} from '#server/flow/store.ts'
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
    /** The draft that they have seen; absent: whatever is saved is meant. */
    readonly revision?: number | undefined
    readonly note: string
    readonly language: Language
    /** Percent of contacts who begin with it; fewer than all is a canary beside what runs. */
    readonly share: number
    readonly runs: WaitingRuns
  },
): Promise<Settled | Refusal> {
  if (!(await lockFlow(tx, workspaceId, id))) return refuse('not-found')
  const row = await flowOf(tx, workspaceId, id)
  if (!row) return refuse('not-found')
  if (act.revision !== undefined && act.revision !== row.revision)
    return refuseMoved(row, act.revision, act.by)
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
  if (act.share < WHOLE && row.version_id === null) return refuse('canary-first')
  const version = { id: newId(), definition }
  await insertVersion(tx, workspaceId, id, { ...act, id: version.id })
  const runs = act.share < WHOLE ? 'finish' : act.runs
  const settled = await settleWaiting(tx, workspaceId, { flowId: id, version }, runs)
  await noteLive(tx, workspaceId, id)
  return settled
}

/** The draft went on: by whom, as far as that is known. */
function refuseMoved({ editors }: FlowDraftRow, seen: number, by: string): Refusal {
  const since = editors.filter(({ revision }) => revision > seen)
  const others = since.filter(({ id }) => id !== by).map(({ name }) => name)
  if (others.length > 0) return refuse('draft-moved', { by: others.join(', ') })
  return since.length > 0
    ? refuse('draft-moved', { by_id: 'Anda sendiri, di tab lain', by_en: 'you, in another tab' })
    : refuse('draft-moved', { by_id: 'orang lain', by_en: 'someone else' })
}

type CanaryChange = {
  /** The canary that is meant: another one may have taken its place. */
  readonly versionId: string
  /** 0 withdraws it, 100 makes it the version of all. */
  readonly share: number
  readonly runs: WaitingRuns
}

/** Gives a canary more or fewer contacts, makes it whole, or withdraws it; runs of either version keep theirs, unless it is decided. */
export async function changeCanary(
  tx: Tx,
  workspaceId: string,
  id: string,
  { versionId, share, runs }: CanaryChange,
): Promise<Settled | Refusal> {
  if (!(await lockFlow(tx, workspaceId, id))) return refuse('not-found')
  const row = await flowOf(tx, workspaceId, id)
  if (!row) return refuse('not-found')
  if (row.canary_id !== versionId || row.version_id === null) return refuse('canary-over')
  if (share > 0 && share < WHOLE) {
    await setShare(tx, workspaceId, id, share)
    return { moved: 0, restarted: 0, finishing: 0 }
  }
  const winner = share === WHOLE ? row.canary_id : row.version_id
  await setWhole(tx, workspaceId, id, winner)
  if (share === 0) await forgetPublished(tx, workspaceId, id)
  const content = await versionOf(tx, workspaceId, id, winner)
  assert(content, 'a version that runs is there')
  const version = { id: winner, definition: content.definition }
  const settled = await settleWaiting(tx, workspaceId, { flowId: id, version }, runs)
  await noteLive(tx, workspaceId, id)
  return settled
}

/**
 * The comparison begins anew, and what the versions that run send is written down. After the runs are settled: the desk takes the
 * contacts first and the rows of comparison last, and so does this.
 */
async function noteLive(tx: Tx, workspaceId: string, flowId: string): Promise<void> {
  await clearVisits(tx, workspaceId, flowId)
  const definitions = await liveDefinitions(tx, workspaceId, flowId)
  await noteTemplates(tx, workspaceId, { flowId, isLive: true, definitions })
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
