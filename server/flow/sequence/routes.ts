import { type Refusal, refuse } from '#core/base/refusal.ts'
import { placeAfter, SEQUENCES_MAX, type SendWindow, type SequenceStep } from '#core/flow/sequence.ts'
import { type Sequence, sequenceApi } from '#core/flow/sequence-api.ts'
import type { Query, Tx } from '#server/base/db.ts'
import { on } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { lockContact } from '#server/contact/store.ts'
import { botFor } from '#server/flow/add.ts'
import type { FlowParts } from '#server/flow/routes/change.ts'
import { subscribe } from '#server/flow/sequence/subscribe.ts'
import { bumpSettings } from '#server/whatsapp/store.ts'

/** Sequences, and who is put into them. */
export function sequenceRoutes({ http }: FlowParts) {
  return {
    sequences: on(sequenceApi.sequences, async (_input, { seat: { workspaceId } }) => {
      const rows = await http.tenant(workspaceId, (tx) => sequencesOf(tx, workspaceId, null))
      return rows.map(({ steps, ...row }) => ({ ...row, steps: steps.length }))
    }),
    sequence: on(sequenceApi.sequence, ({ id }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, (tx) => sequenceOf(tx, workspaceId, id)),
    ),
    createSequence: on(sequenceApi.createSequence, ({ name, botId: wanted }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx): Promise<Sequence | Refusal> => {
        const botId = await botFor(tx, workspaceId, wanted, name)
        if (!botId) return refuse('not-found')
        const rows = await sequencesOf(tx, workspaceId, null)
        if (rows.length >= SEQUENCES_MAX) return refuse('too-large', { max: SEQUENCES_MAX })
        const id = newId()
        await tx.run(
          sql`insert into sequence (workspace_id, id, bot_id, name) values (${workspaceId}, ${id}, ${botId}, ${name})`,
        )
        return await sequenceOf(tx, workspaceId, id)
      }),
    ),
    saveSequence: on(sequenceApi.saveSequence, ({ id, ...change }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx): Promise<Sequence | Refusal> => {
        if (!(await areFlowsOfBot(tx, workspaceId, id, change.steps))) return refuse('not-found')
        await keepPlaces(tx, workspaceId, id, change.steps)
        const saved = await tx.run(sql`
          update sequence set name = ${change.name}, enabled = ${change.enabled}, steps = ${JSON.stringify(change.steps)},
                              send_window = ${change.window && JSON.stringify(change.window)}, ends_on_reply = ${change.endsOnReply}
          where workspace_id = ${workspaceId} and id = ${id}`)
        if (saved === 0) return refuse('not-found')
        await bumpSettings(tx, workspaceId)
        return await sequenceOf(tx, workspaceId, id)
      }),
    ),
    removeSequence: on(sequenceApi.removeSequence, ({ id }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const gone = await tx.run(
          sql`delete from sequence where workspace_id = ${workspaceId} and id = ${id}`,
        )
        if (gone === 0) return refuse('not-found')
        await bumpSettings(tx, workspaceId)
        return { done: true as const }
      }),
    ),
    subscribe: on(sequenceApi.subscribe, ({ id, sequenceId, on: wish }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const [row] = await sequencesOf(tx, workspaceId, sequenceId)
        if (!row || !(await lockContact(tx, workspaceId, id))) return refuse('not-found')
        const changed = await subscribe(tx, workspaceId, [
          { sequence_id: sequenceId, contact_id: id, on: wish, depth: 0 },
        ])
        return { changed: changed > 0 }
      }),
    ),
  }
}

type Row = Omit<Sequence, 'counts'> & { readonly steps: SequenceStep[]; readonly window: SendWindow | null }

/** People that are counted of one sequence. */
const COUNTED_MAX = 100_000

function sequencesOf(query: Query, workspaceId: string, id: string | null): Promise<Row[]> {
  return query.rows<Row>(sql`
    select q.id, q.name, json_build_object('id', b.id, 'name', b.name) as bot, q.enabled, q.steps,
           q.send_window as window, q.ends_on_reply as "endsOnReply", s.active, s.done, s."left"
    from sequence q join bot b on b.workspace_id = q.workspace_id and b.id = q.bot_id
    cross join lateral (
      select count(*) filter (where state = 'active')::int as active, count(*) filter (where state = 'done')::int as done,
             count(*) filter (where state = 'left')::int as "left"
      from (select state from subscription s where s.workspace_id = ${workspaceId} and s.sequence_id = q.id
            limit ${COUNTED_MAX}) counted) s
    where q.workspace_id = ${workspaceId} and (${id}::uuid is null or q.id = ${id}::uuid)
    order by q.created_at, q.id limit ${SEQUENCES_MAX}`)
}

async function sequenceOf(query: Query, workspaceId: string, id: string): Promise<Sequence | Refusal> {
  const [row] = await sequencesOf(query, workspaceId, id)
  if (!row) return refuse('not-found')
  const places = await query.rows<{ step: number; active: number; people: number }>(sql`
    select step, count(*) filter (where state = 'active')::int as active, count(*)::int as people
    from (select step, state from subscription where workspace_id = ${workspaceId} and sequence_id = ${id}
          limit ${COUNTED_MAX}) counted group by step`)
  const counts = row.steps.map((_, at) => ({
    waiting: places.find(({ step }) => step === at)?.active ?? 0,
    passed: places.filter(({ step }) => step > at).reduce((sum, { people }) => sum + people, 0),
  }))
  return { ...row, counts }
}

/** Who is under way goes on behind the last step that they got; another one than they waited for is reckoned when its turn comes. */
async function keepPlaces(
  tx: Tx,
  workspaceId: string,
  id: string,
  steps: readonly SequenceStep[],
): Promise<void> {
  const [row] = await tx.rows<{ steps: SequenceStep[] }>(
    sql`select steps from sequence where workspace_id = ${workspaceId} and id = ${id} for update`,
  )
  const was = row?.steps ?? []
  const places = was.map((step, at) => {
    const place = placeAfter(was, steps, at)
    return { at, place, same: steps[place]?.id === step.id }
  })
  await tx.run(sql`
    update subscription s set step = p.place, armed = s.armed and p.same
    from json_to_recordset(${JSON.stringify(places)}) as p (at int, place int, same boolean)
    where s.workspace_id = ${workspaceId} and s.sequence_id = ${id} and s.state = 'active' and s.step = p.at
      and (p.place <> p.at or not p.same)`)
}

/** A step begins a flow of the sequence's own bot. */
async function areFlowsOfBot(
  tx: Tx,
  workspaceId: string,
  id: string,
  steps: readonly SequenceStep[],
): Promise<boolean> {
  const wanted = [...new Set(steps.map(({ flow }) => flow))]
  const rows = await tx.rows(sql`
    select f.id from flow f join sequence q on q.workspace_id = f.workspace_id and q.bot_id = f.bot_id
    where f.workspace_id = ${workspaceId} and q.id = ${id} and f.id = any(${wanted}::uuid[]) and not f.archived`)
  return rows.length === wanted.length
}
