import { isRefusal, refuse } from '#core/base/refusal.ts'
import { catalogueOf } from '#core/contact/field/catalogue.ts'
import { fieldApi, type UsedBy } from '#core/flow/api-field.ts'
import type { Definition } from '#core/flow/definition.ts'
import { renameField, usesOf } from '#core/flow/rename.ts'
import { isSystemField } from '#core/flow/text/system.ts'
import type { Tx } from '#server/base/db.ts'
import { emit, facts } from '#server/base/events.ts'
import { on } from '#server/base/http.ts'
import { fieldAs } from '#server/contact/field-routes.ts'
import {
  botValuesOf,
  type FieldRow,
  listFields,
  lockFields,
  removeField,
  saveField,
} from '#server/contact/store.ts'
import { countProblems } from '#server/flow/publish.ts'
import type { FlowParts } from '#server/flow/routes/change.ts'
import { flowOf, listDrawn, lockFlow, saveDraft } from '#server/flow/store.ts'
import { noteTemplates } from '#server/flow/uses.ts'

/** What of fields concerns flows. */
export function flowFieldRoutes({ http, bus }: FlowParts) {
  return {
    fieldUses: on(fieldApi.fieldUses, async ({ id }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const fields = await listFields(tx, workspaceId)
        return fields.some((field) => field.id === id)
          ? { uses: await usesIn(tx, workspaceId, fields, id) }
          : refuse('not-found')
      }),
    ),
    renameField: on(fieldApi.renameField, async ({ id, key }, { seat: { workspaceId }, person }) => {
      const wish = { id, key, by: person.id }
      const made = await http.tenant(workspaceId, (tx) => rename(tx, workspaceId, wish))
      if (!isRefusal(made)) for (const topic of ['settings', 'live'] as const) bus.call(topic, workspaceId)
      return made
    }),
    deleteField: on(fieldApi.deleteField, async ({ id }, { seat: { workspaceId } }) => {
      const made = await http.tenant(workspaceId, async (tx) => {
        const fields = await lockFields(tx, workspaceId)
        if (!fields.some((field) => field.id === id)) return refuse('not-found')
        const uses = await usesIn(tx, workspaceId, fields, id)
        if (uses.length > 0) return refuse('field-used', placesOf(uses))
        await removeField(tx, workspaceId, id)
        return { done: true as const }
      })
      if (!isRefusal(made)) bus.call('settings', workspaceId)
      return made
    }),
  }
}

/** Flows that are named; of more than these it is said how many. */
const NAMED_MAX = 3

/** The flows that use it by name, and their steps; a step of the draft and of what runs is one. */
function placesOf(uses: readonly UsedBy[]): { readonly flow: string; readonly count: number } {
  const names = [...new Map(uses.map(({ flowId, flow }) => [flowId, flow])).values()]
  const more = names.length - NAMED_MAX
  return {
    flow: `${names.slice(0, NAMED_MAX).join(', ')}${more > 0 ? ` +${more}` : ''}`,
    count: new Set(uses.map(({ flowId, node }) => `${flowId} ${node}`)).size,
  }
}

async function usesIn(
  tx: Tx,
  workspaceId: string,
  fields: readonly FieldRow[],
  id: string,
): Promise<UsedBy[]> {
  const isMeant = meaning(fields, id)
  const drawn = await listDrawn(tx, workspaceId)
  return drawn.flatMap(({ id: flowId, name: flow, draft, live }) => {
    const used = (where: UsedBy['where'], definition: Definition | null) =>
      definition
        ? usesOf(definition, isMeant).map(({ node, name: step, way }) => ({
            flowId,
            flow,
            where,
            node,
            step,
            way,
          }))
        : []
    return [...used('draft', draft), ...used('live', live)]
  })
}

/** Whether a name means this field: its key, its id, or a former key that no other field has now. */
function meaning(fields: readonly FieldRow[], id: string): (name: string) => boolean {
  const catalogue = catalogueOf(fields)
  return (name) => catalogue.get(name)?.id === id
}

/** The field's new key, and every draft that means it, rewritten. Texts of published versions go on by the former key. */
async function rename(
  tx: Tx,
  workspaceId: string,
  { id, key, by }: { readonly id: string; readonly key: string; readonly by: string },
) {
  const fields = await lockFields(tx, workspaceId)
  const row = fields.find((field) => field.id === id)
  if (!row) return refuse('not-found')
  const isMeant = meaning(fields, id)
  const holder = catalogueOf(fields).get(key)
  if (isSystemField(key) || (holder && holder.id !== id)) return refuse('field-taken', { key })
  const changed = {
    ...row,
    key,
    former: [...new Set([...row.former, row.key])].filter((name) => name !== key),
  }
  await saveField(tx, workspaceId, changed)
  const rewritten: string[] = []
  for (const { id: flowId } of await listDrawn(tx, workspaceId)) {
    if (!(await lockFlow(tx, workspaceId, flowId))) continue
    const flow = await flowOf(tx, workspaceId, flowId)
    const definition = flow && renameField(flow.definition, isMeant, key)
    if (!flow || !definition || definition === flow.definition) continue
    const counted = await countProblems(tx, workspaceId, flowId, definition)
    await noteTemplates(tx, workspaceId, { flowId, isLive: false, definitions: [definition] })
    await saveDraft(tx, workspaceId, flowId, { definition, layout: flow.layout, ...counted, by })
    rewritten.push(flowId)
  }
  await emit(tx, workspaceId, facts('flow.changed', rewritten))
  return { field: fieldAs(changed, await botValuesOf(tx, workspaceId)), drafts: rewritten.length }
}
