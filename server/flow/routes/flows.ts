import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { type FlowDraft, flowApi } from '#core/flow/api.ts'
import type { Definition, Layout } from '#core/flow/definition.ts'
import { readFlowFile } from '#core/flow/file.ts'
import type { Script } from '#core/flow/trial/script.ts'
import { on, type Seated } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import { addFlow, blankFlow, botFor } from '#server/flow/add.ts'
import { change, changeLive, type FlowParts } from '#server/flow/routes/change.ts'
import { blockedIn, draftOf, rowAs } from '#server/flow/routes/view.ts'
import { flowOf, listFlows, lockFlow, removeFlow, updateFlow } from '#server/flow/store.ts'
import { insertTests, listTests } from '#server/flow/trial/tests.ts'
import { tellTemplateUses } from '#server/flow/uses.ts'
import { blockedTemplates } from '#server/whatsapp/template/uses.ts'

const FLOW_NAME_MAX = 80

/** Flows as a list: made, brought in and out, copied, named, switched, put away. */
export function flowListRoutes(parts: FlowParts) {
  return { ...flowMaking(parts), ...flowCare(parts) }
}

type Made = {
  readonly name: string
  readonly definition: Definition
  readonly layout: Layout
  readonly botId: string | undefined
  readonly tests: readonly Script[]
}

function flowMaking(parts: FlowParts) {
  const { http } = parts
  const create = (caller: Seated, made: Made) => {
    const { workspaceId } = caller.seat
    const id = newId()
    return change(parts, workspaceId, id, async (tx): Promise<FlowDraft | Refusal> => {
      const botId = await botFor(tx, workspaceId, made.botId, made.name)
      if (!botId) return refuse('not-found')
      await addFlow(tx, workspaceId, { ...made, id, botId })
      await insertTests(
        tx,
        workspaceId,
        id,
        made.tests.map((script) => ({ id: newId(), script })),
      )
      return await draftOf(tx, workspaceId, id)
    })
  }
  return {
    createFlow: on(flowApi.createFlow, ({ name, botId }, caller) =>
      create(caller, { name, botId, tests: [], ...blankFlow() }),
    ),
    importFlow: on(flowApi.importFlow, async ({ file, botId }, caller) => {
      const read = readFlowFile(file)
      if (isRefusal(read)) return read
      return await create(caller, {
        name: read.name,
        definition: read.definition,
        layout: read.layout,
        tests: read.tests,
        botId,
      })
    }),
    duplicateFlow: on(flowApi.duplicateFlow, async ({ id }, caller) => {
      const { workspaceId } = caller.seat
      const [row, tests] = await http.tenant(workspaceId, (tx) =>
        Promise.all([flowOf(tx, workspaceId, id), listTests(tx, workspaceId, id)]),
      )
      if (!row) return refuse('not-found')
      const name = `${row.name.slice(0, FLOW_NAME_MAX - 4)} (2)`
      return await create(caller, {
        ...{ name, definition: row.definition, layout: row.layout, botId: row.bot_id },
        tests: tests.map(({ script }) => script),
      })
    }),
  }
}

function flowCare(parts: FlowParts) {
  const { http } = parts
  return {
    flows: on(flowApi.flows, async (_input, { seat: { workspaceId } }) => {
      const [rows, blocked] = await http.tenant(workspaceId, (tx) =>
        Promise.all([listFlows(tx, workspaceId), blockedTemplates(tx, workspaceId)]),
      )
      return rows.map((row) => ({ ...rowAs(row), blocked: blockedIn(row, blocked) }))
    }),
    updateFlow: on(flowApi.updateFlow, async ({ id, ...wish }, { seat: { workspaceId } }) =>
      changeLive(parts, workspaceId, id, async (tx) => {
        if (!(await lockFlow(tx, workspaceId, id))) return refuse('not-found')
        await updateFlow(tx, workspaceId, id, wish)
        await tellTemplateUses(tx, workspaceId, id)
        const row = await flowOf(tx, workspaceId, id)
        return row ? rowAs(row) : refuse('not-found')
      }),
    ),
    deleteFlow: on(flowApi.deleteFlow, async ({ id }, { seat: { workspaceId } }) =>
      changeLive(parts, workspaceId, id, async (tx) => {
        if (!(await lockFlow(tx, workspaceId, id))) return refuse('not-found')
        await tellTemplateUses(tx, workspaceId, id)
        await removeFlow(tx, workspaceId, id)
        return { done: true as const }
      }),
    ),
  }
}
