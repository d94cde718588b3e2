import { assert } from '#core/base/assert.ts'
import { type Refusal, refuse } from '#core/base/refusal.ts'
import { type FlowDraft, flowApi } from '#core/flow/api.ts'
import { freeName } from '#core/flow/bundle/complete.ts'
import { refer } from '#core/flow/bundle/refer.ts'
import { Definition } from '#core/flow/definition.ts'
import { on } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import { addFlow, blankFlow, botFor } from '#server/flow/add.ts'
import { change, changeLive, type FlowParts } from '#server/flow/routes/change.ts'
import { blockedIn, draftOf, rowAs } from '#server/flow/routes/view.ts'
import { flowOf, listFlows, lockFlow, removeFlows, updateFlow } from '#server/flow/store.ts'
import { areTestsRequired, insertTests, listTests, requireTests } from '#server/flow/trial/tests.ts'
import { tellTemplateUses } from '#server/flow/uses.ts'
import { isBot } from '#server/whatsapp/store.ts'
import { blockedTemplates } from '#server/whatsapp/template/uses.ts'

/** Flows as a list: made, copied, named, switched, put away. */
export function flowListRoutes(parts: FlowParts) {
  return { ...flowMaking(parts), ...flowCare(parts) }
}

function flowMaking(parts: FlowParts) {
  return {
    createFlow: on(flowApi.createFlow, ({ name, botId: wanted }, { seat: { workspaceId } }) => {
      const id = newId()
      return change(parts, workspaceId, id, async (tx): Promise<FlowDraft | Refusal> => {
        const botId = await botFor(tx, workspaceId, wanted, name)
        if (!botId) return refuse('not-found')
        await addFlow(tx, workspaceId, { id, name, botId, ...blankFlow() })
        return await draftOf(tx, workspaceId, id)
      })
    }),
    duplicateFlow: on(flowApi.duplicateFlow, ({ id }, { seat: { workspaceId } }) => {
      const copy = newId()
      return change(parts, workspaceId, copy, async (tx): Promise<FlowDraft | Refusal> => {
        const row = await flowOf(tx, workspaceId, id)
        if (!row || !(await isBot(tx, workspaceId, row.bot_id))) return refuse('not-found')
        const tests = await listTests(tx, workspaceId, id)
        const isRequired = await areTestsRequired(tx, workspaceId, id)
        const flows = await listFlows(tx, workspaceId)
        const names = flows.filter(({ bot_id }) => bot_id === row.bot_id).map(({ name }) => name)
        await addFlow(tx, workspaceId, {
          ...{ id: copy, botId: row.bot_id, name: freeName(row.name, new Set(names)) },
          definition: withoutSelf(row.definition, { id, copy }),
          layout: row.layout,
        })
        const scripts = tests.map(({ script }) => ({ id: newId(), script }))
        assert(
          await insertTests(tx, workspaceId, copy, scripts),
          'a flow has no more tests than its copy may',
        )
        if (isRequired) await requireTests(tx, workspaceId, copy, true)
        return await draftOf(tx, workspaceId, copy)
      })
    }),
  }
}

/** A flow that leads to its own beginning does so in its copy. */
function withoutSelf(
  definition: Definition,
  { id, copy }: { readonly id: string; readonly copy: string },
): Definition {
  const nodes = refer(definition.nodes, (_what, named) => (named === id ? copy : named))
  return Definition.parse({ ...definition, nodes })
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
        await removeFlows(tx, workspaceId, [id])
        return { done: true as const }
      }),
    ),
  }
}
