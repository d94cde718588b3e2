import { assert } from '#core/base/assert.ts'
import { type Refusal, refuse } from '#core/base/refusal.ts'
import type { StartNode } from '#core/flow/nodes/start.ts'
import { type Hook, type Rival, triggerApi } from '#core/flow/trigger-api.ts'
import type { Query, Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { on } from '#server/base/http.ts'
import { sql } from '#server/base/sql.ts'
import { noteHappened } from '#server/contact/happen.ts'
import { lockContact } from '#server/contact/store.ts'
import { hookOf, hookUrl, renewHook, saveMapping } from '#server/flow/hook/store.ts'
import type { FlowParts } from '#server/flow/routes/change.ts'
import { lockFlow } from '#server/flow/store.ts'
import type { Keys } from '#server/whatsapp/keys.ts'

export type TriggerParts = FlowParts & { readonly keys: Keys; readonly publicUrl: string }

/** What begins flows besides messages, and who else would. */
export function triggerRoutes(parts: TriggerParts) {
  const { http, bus } = parts
  const changeHook = (workspaceId: string, id: string, work: (tx: Tx) => Promise<unknown>) =>
    http.tenant(workspaceId, async (tx): Promise<{ hook: Hook } | Refusal> => {
      if (!(await lockFlow(tx, workspaceId, id))) return refuse('not-found')
      await work(tx)
      const hook = await hookAs(tx, workspaceId, id, parts)
      return hook ? { hook } : refuse('not-found')
    })
  return {
    rivals: on(triggerApi.rivals, async ({ id }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, (tx) => rivalsOf(tx, workspaceId, id)),
    ),
    hook: on(triggerApi.hook, async ({ id }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        if (!(await lockFlow(tx, workspaceId, id))) return refuse('not-found')
        return { hook: (await hookAs(tx, workspaceId, id, parts)) ?? null }
      }),
    ),
    renewFlowHook: on(triggerApi.renewFlowHook, ({ id }, { seat: { workspaceId } }) =>
      changeHook(workspaceId, id, (tx) => renewHook(tx, workspaceId, id, parts.keys)),
    ),
    saveHook: on(triggerApi.saveHook, ({ id, mapping }, { seat: { workspaceId } }) =>
      changeHook(workspaceId, id, (tx) => saveMapping(tx, workspaceId, id, mapping)),
    ),
    removeHook: on(triggerApi.removeHook, async ({ id }, { seat: { workspaceId } }) => {
      const gone = await http.tenant(workspaceId, (tx) =>
        tx.run(sql`delete from flow_hook where workspace_id = ${workspaceId} and flow_id = ${id}`),
      )
      return gone > 0 ? { done: true as const } : refuse('not-found')
    }),
    reportEvent: on(triggerApi.reportEvent, async ({ id, event }, { seat: { workspaceId } }) => {
      const flows = await http.tenant(workspaceId, async (tx) => {
        if (!(await lockContact(tx, workspaceId, id))) return undefined
        const happened = { kind: 'custom', value: event, event: { kind: 'custom', name: event } } as const
        const written = await noteHappened(tx, workspaceId, id, [happened])
        await emit(tx, workspaceId, [{ kind: 'contact.changed', ids: [id] }])
        return written
      })
      if (flows === undefined) return refuse('not-found')
      if (flows > 0) bus.call('inbox', workspaceId)
      return { flows }
    }),
  }
}

async function hookAs(
  query: Query,
  workspaceId: string,
  flowId: string,
  parts: TriggerParts,
): Promise<Hook | undefined> {
  const row = await hookOf(query, workspaceId, flowId)
  if (!row) return undefined
  const { mapping, calls, sample, outcome, called_at: at } = row
  return {
    url: await hookUrl(query, workspaceId, row, parts),
    mapping,
    calls,
    last: at === null || outcome === null ? null : { at, outcome, body: sample },
  }
}

const RIVALS_MAX = 1000
type RivalRow = Rival & { readonly older: boolean }

/** The other live flows of the bot in the order in which the desk asks them. */
async function rivalsOf(
  query: Query,
  workspaceId: string,
  flowId: string,
): Promise<{ older: Rival[]; newer: Rival[] } | Refusal> {
  const rows = await query.rows<{
    readonly id: string
    readonly name: string
    readonly own: boolean
    readonly older: boolean
    readonly start: StartNode | null
  }>(sql`
    select f.id, f.name, f.id = own.id as own, (f.created_at, f.id) < (own.created_at, own.id) as older,
           v.definition #> array['nodes', v.definition ->> 'start'] as start
    from flow own
    join flow f on f.workspace_id = own.workspace_id and f.bot_id = own.bot_id
    left join flow_version v on v.workspace_id = f.workspace_id and v.id = f.version_id
    where own.workspace_id = ${workspaceId} and own.id = ${flowId} and not own.archived
      and (f.id = own.id or (f.enabled and not f.archived and f.version_id is not null))
    order by f.created_at, f.id limit ${RIVALS_MAX}`)
  if (rows.length === 0) return refuse('not-found')
  const rivals = rows.flatMap(({ id, name, own, older, start }): RivalRow[] =>
    own || start?.kind !== 'start' ? [] : [{ flowId: id, name, older, start }],
  )
  const side = (older: boolean) => rivals.filter((one) => one.older === older)
  assert(rivals.length < RIVALS_MAX, 'a bot has fewer flows than that')
  return { older: side(true), newer: side(false) }
}
