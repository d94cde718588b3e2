import { type Refusal, refuse } from '#core/base/refusal.ts'
import { type FlowTest, trialApi } from '#core/flow/trial-api.ts'
import { on } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import { change, type FlowParts } from '#server/flow/routes/change.ts'
import { silenceOf } from '#server/flow/silence.ts'
import { flowOf, lockFlow } from '#server/flow/store.ts'
import { recordedScript } from '#server/flow/trial/record.ts'
import { listPastRuns } from '#server/flow/trial/runs.ts'
import {
  areTestsRequired,
  insertTests,
  listTests,
  removeTest,
  requireTests,
  updateTest,
} from '#server/flow/trial/tests.ts'

/** The tests of a flow: kept, recorded, and whether publishing asks for them. */
export function trialRoutes(parts: FlowParts) {
  const { http } = parts
  return {
    tests: on(trialApi.tests, ({ id }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        if (!(await flowOf(tx, workspaceId, id))) return refuse('not-found')
        const [required, tests] = await Promise.all([
          areTestsRequired(tx, workspaceId, id),
          listTests(tx, workspaceId, id),
        ])
        return { required, tests }
      }),
    ),
    saveTest: on(trialApi.saveTest, ({ id, testId, script }, { seat: { workspaceId } }) =>
      change(parts, workspaceId, id, async (tx): Promise<FlowTest | Refusal> => {
        if (!(await lockFlow(tx, workspaceId, id))) return refuse('not-found')
        const test = { id: testId ?? newId(), script }
        const isKept = testId
          ? await updateTest(tx, workspaceId, { flowId: id, ...test })
          : await insertTests(tx, workspaceId, id, [test])
        if (isKept) return test
        return refuse(testId ? 'not-found' : 'tests-many')
      }),
    ),
    removeTest: on(trialApi.removeTest, ({ id, testId }, { seat: { workspaceId } }) =>
      change(parts, workspaceId, id, async (tx) => {
        const isGone = await removeTest(tx, workspaceId, { flowId: id, id: testId })
        return isGone ? { done: true as const } : refuse('not-found')
      }),
    ),
    requireTests: on(trialApi.requireTests, ({ id, required }, { seat: { workspaceId } }) =>
      change(parts, workspaceId, id, async (tx) => {
        if (!(await lockFlow(tx, workspaceId, id))) return refuse('not-found')
        await requireTests(tx, workspaceId, id, required)
        return { done: true as const }
      }),
    ),
    runs: on(trialApi.runs, ({ id }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        if (!(await flowOf(tx, workspaceId, id))) return refuse('not-found')
        return await listPastRuns(tx, workspaceId, id)
      }),
    ),
    silence: on(trialApi.silence, ({ id }, { seat: { workspaceId }, language }) =>
      http.tenant(workspaceId, async (tx) => {
        return (await silenceOf(tx, workspaceId, id, language)) ?? refuse('not-found')
      }),
    ),
    recordTest: on(trialApi.recordTest, ({ id, chatId, turnId }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const flow = await flowOf(tx, workspaceId, id)
        if (!flow) return refuse('not-found')
        const { definition } = flow
        const script = await recordedScript(tx, workspaceId, { flowId: id, definition, chatId, turnId })
        return script ? { script } : refuse('nothing-recorded')
      }),
    ),
  }
}
