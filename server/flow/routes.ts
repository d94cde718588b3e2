import { assert } from '#core/base/assert.ts'
import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { type FlowDraft, type FlowRow, flowApi, type Version } from '#core/flow/api.ts'
import type { World } from '#core/flow/check/world.ts'
import { checkFlow } from '#core/flow/check.ts'
import type { Definition, Layout } from '#core/flow/definition.ts'
import { checkFlowSize, readFlowFile, writeFlowFile } from '#core/flow/file.ts'
import { problemSentence } from '#core/flow/problem.ts'
import { fieldsOf } from '#core/flow/uses.ts'
import type { BlockedTemplate } from '#core/whatsapp/template/api.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db, Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { on, type Seated } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import { insertFields, listFields } from '#server/contact/store.ts'
import { aroundOf } from '#server/flow/around.ts'
import { heldTemplates } from '#server/flow/held.ts'
import {
  type FlowDraftRow,
  type FlowView,
  flowOf,
  insertBot,
  insertFlow,
  insertVersion,
  listBots,
  listFlows,
  listVersions,
  lockFlow,
  removeFlow,
  saveDraft,
  updateFlow,
  versionOf,
  worldOf,
} from '#server/flow/store.ts'
import { noteTemplates, tellTemplateUses } from '#server/flow/uses.ts'
import { bumpSettings } from '#server/whatsapp/store.ts'
import { blockedTemplates } from '#server/whatsapp/template/uses.ts'

export type FlowParts = { readonly http: Db; readonly bus: Bus }

/** Bots, flows, drafts and versions. */
export function flowRoutes(parts: FlowParts) {
  return { ...flowReading(parts), ...flowMaking(parts), ...flowCare(parts) }
}

/** A change of drafts: one transaction, the screens are told. Workers read nothing of it. */
async function change<T extends object>(
  { http, bus }: FlowParts,
  workspaceId: string,
  id: string,
  work: (tx: Tx) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  const result = await http.tenant(workspaceId, async (tx) => {
    const made = await work(tx)
    if (isRefusal(made)) return made
    await emit(tx, workspaceId, [{ kind: 'flow.changed', ids: [id] }])
    return made
  })
  bus.call('live', workspaceId)
  return result
}

/** A change of what is published: the workers are told too. */
function changeLive<T extends object>(
  parts: FlowParts,
  workspaceId: string,
  id: string,
  work: (tx: Tx) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  return change(parts, workspaceId, id, async (tx) => {
    const made = await work(tx)
    if (!isRefusal(made)) await bumpSettings(tx, workspaceId)
    return made
  })
}

function flowReading({ http }: FlowParts) {
  return {
    bots: on(flowApi.bots, async (_input, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, (tx) => listBots(tx, workspaceId)),
    ),
    flows: on(flowApi.flows, async (_input, { seat: { workspaceId } }) => {
      const [rows, blocked] = await http.tenant(workspaceId, (tx) =>
        Promise.all([listFlows(tx, workspaceId), blockedTemplates(tx, workspaceId)]),
      )
      return rows.map((row) => ({ ...rowAs(row), blocked: blockedIn(row, blocked) }))
    }),
    flow: on(flowApi.flow, async ({ id }, { seat: { workspaceId } }) => {
      const row = await http.tenant(workspaceId, (tx) => flowOf(tx, workspaceId, id))
      return row ? draftAs(row) : refuse('not-found')
    }),
    around: on(flowApi.around, async ({ id }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const row = await flowOf(tx, workspaceId, id)
        return row ? await aroundOf(tx, workspaceId, row.definition) : refuse('not-found')
      }),
    ),
    exportFlow: on(flowApi.exportFlow, async ({ id }, { seat: { workspaceId } }) => {
      const row = await http.tenant(workspaceId, (tx) => flowOf(tx, workspaceId, id))
      return row ? writeFlowFile(row.name, row.definition, row.layout) : refuse('not-found')
    }),
    versions: on(flowApi.versions, async ({ id }, { seat: { workspaceId } }) => {
      const [flow, rows] = await http.tenant(workspaceId, (tx) =>
        Promise.all([flowOf(tx, workspaceId, id), listVersions(tx, workspaceId, id)]),
      )
      return flow ? rows.map(versionAs) : refuse('not-found')
    }),
    version: on(flowApi.version, async ({ id, versionId }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const [content, versions] = await Promise.all([
          versionOf(tx, workspaceId, id, versionId),
          listVersions(tx, workspaceId, id),
        ])
        const version = versions.find((one) => one.id === versionId)
        return content && version ? { version: versionAs(version), ...content } : refuse('not-found')
      }),
    ),
  }
}

type Made = {
  readonly name: string
  readonly definition: Definition
  readonly layout: Layout
  readonly botId: string | undefined
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
      return await draftOf(tx, workspaceId, id)
    })
  }
  return {
    createBot: on(flowApi.createBot, async ({ name }, { seat: { workspaceId } }) => {
      const id = newId()
      return await change(parts, workspaceId, id, async (tx) => {
        await insertBot(tx, workspaceId, id, name)
        return { id, name, flows: 0, numbers: [] }
      })
    }),
    createFlow: on(flowApi.createFlow, ({ name, botId }, caller) =>
      create(caller, { name, botId, ...blankFlow() }),
    ),
    importFlow: on(flowApi.importFlow, async ({ file, botId }, caller) => {
      const read = readFlowFile(file)
      if (isRefusal(read)) return read
      return await create(caller, {
        name: read.name,
        definition: read.definition,
        layout: read.layout,
        botId,
      })
    }),
    duplicateFlow: on(flowApi.duplicateFlow, async ({ id }, caller) => {
      const { workspaceId } = caller.seat
      const row = await http.tenant(workspaceId, (tx) => flowOf(tx, workspaceId, id))
      if (!row) return refuse('not-found')
      const name = `${row.name.slice(0, FLOW_NAME_MAX - 4)} (2)`
      return await create(caller, { name, definition: row.definition, layout: row.layout, botId: row.bot_id })
    }),
  }
}

const FLOW_NAME_MAX = 80

function flowCare(parts: FlowParts) {
  return {
    saveFlow: on(
      flowApi.saveFlow,
      async ({ id, definition, layout, revision }, { seat: { workspaceId } }) => {
        const tooLarge = checkFlowSize(definition)
        if (tooLarge) return tooLarge
        return await change(parts, workspaceId, id, async (tx) => {
          if (!(await lockFlow(tx, workspaceId, id))) return refuse('not-found')
          const row = await flowOf(tx, workspaceId, id)
          if (row?.revision !== revision) return refuse('draft-conflict')
          const counted = await countProblems(tx, workspaceId, id, definition)
          await noteTemplates(tx, workspaceId, { flowId: id, isLive: false, definition })
          return { revision: await saveDraft(tx, workspaceId, id, { definition, layout, ...counted }) }
        })
      },
    ),
    publish: on(flowApi.publish, ({ id, note }, { seat: { workspaceId }, person, language }) =>
      changeLive(
        parts,
        workspaceId,
        id,
        async (tx): Promise<{ flow: FlowRow; version: Version } | Refusal> => {
          const no = await publishFlow(tx, workspaceId, id, { by: person.id, note, language })
          if (no) return no
          const [[version], row] = await Promise.all([
            listVersions(tx, workspaceId, id),
            flowOf(tx, workspaceId, id),
          ])
          assert(version && row, 'the flow was just published')
          return { flow: rowAs(row), version: versionAs(version) }
        },
      ),
    ),
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

/** The bot that a flow joins: the one named, else the oldest, else a new one. Undefined when the named one is not there. */
export async function botFor(
  tx: Tx,
  workspaceId: string,
  wanted: string | undefined,
  name: string,
): Promise<string | undefined> {
  const bots = await listBots(tx, workspaceId)
  if (wanted) return bots.find(({ id }) => id === wanted)?.id
  const [oldest] = bots
  if (oldest) return oldest.id
  const id = newId()
  await insertBot(tx, workspaceId, id, name)
  return id
}

/** Adds a flow as a draft; contact fields that it fills and that are not there yet are made. */
export async function addFlow(
  tx: Tx,
  workspaceId: string,
  flow: {
    readonly id: string
    readonly botId: string
    readonly name: string
    readonly definition: Definition
    readonly layout: Layout
  },
): Promise<void> {
  const known = new Set((await listFields(tx, workspaceId)).map(({ key }) => key))
  const missing = fieldsOf(flow.definition).fills.filter(({ key }) => !known.has(key))
  await insertFields(
    tx,
    workspaceId,
    missing.map(({ key, type }) => ({ key, label: labelOf(key), type })),
  )
  await insertFlow(tx, workspaceId, {
    ...flow,
    ...(await countProblems(tx, workspaceId, flow.id, flow.definition)),
  })
  await noteTemplates(tx, workspaceId, { flowId: flow.id, isLive: false, definition: flow.definition })
}

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

async function countProblems(
  tx: Tx,
  workspaceId: string,
  id: string,
  definition: Definition,
): Promise<{ errors: number; warnings: number }> {
  const problems = checkFlow(definition, await worldAround(tx, workspaceId, id, definition))
  const errors = problems.filter(({ severity }) => severity === 'error').length
  return { errors, warnings: problems.length - errors }
}

async function draftOf(tx: Tx, workspaceId: string, id: string): Promise<FlowDraft> {
  const row = await flowOf(tx, workspaceId, id)
  assert(row, 'the flow was just written')
  return draftAs(row)
}

/** A flow with nothing but its beginning. */
export function blankFlow(): { definition: Definition; layout: Layout } {
  return {
    definition: {
      format: 1,
      start: 'start',
      nodes: {
        start: {
          kind: 'start',
          name: '',
          next: {},
          keywords: [],
          match: 'whole',
          welcome: false,
          fallback: false,
        },
      },
    },
    layout: { at: { start: { x: 0, y: 0 } }, notes: [] },
  }
}

function rowAs(row: FlowView): FlowRow {
  return {
    id: row.id,
    botId: row.bot_id,
    name: row.name,
    enabled: row.enabled,
    version: row.number,
    changed: row.changed,
    keywords: row.start?.keywords ?? [],
    welcome: row.start?.welcome ?? false,
    fallback: row.start?.fallback ?? false,
    errors: row.errors,
    warnings: row.warnings,
    running: row.running,
    blocked: [],
    updatedAt: row.updated_at,
  }
}

/** The templates that the flow sends and Meta holds back. */
function blockedIn({ id }: FlowView, blocked: readonly BlockedTemplate[]): FlowRow['blocked'] {
  return blocked
    .filter(({ uses }) => uses.some((use) => use.kind === 'flow' && use.id === id))
    .map(({ name, language, status }) => ({ name, language, status }))
}

function draftAs(row: FlowDraftRow): FlowDraft {
  return { flow: rowAs(row), definition: row.definition, layout: row.layout, revision: row.revision }
}

function versionAs({
  id,
  number,
  published_at,
  by,
  note,
  live,
}: {
  id: string
  number: number
  published_at: number
  by: string
  note: string
  live: boolean
}): Version {
  return { id, number, publishedAt: published_at, by, note, live }
}

/** `order_no` → `Order no`: a beginning that people change as they like. */
function labelOf(key: string): string {
  const words = key.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
