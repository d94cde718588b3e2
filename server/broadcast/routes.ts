import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { type Broadcast, broadcastApi } from '#core/broadcast/api.ts'
import { EVERYONE, NO_MESSAGE } from '#core/broadcast/broadcast.ts'
import type { Act } from '#core/broadcast/state.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db, Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { on } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import { cancel, lockFor, resume, retry, start, unschedule } from '#server/broadcast/acts.ts'
import { estimateOf } from '#server/broadcast/estimate.ts'
import { addNumbers, clearNumbers } from '#server/broadcast/numbers.ts'
import { listRecipients, recipientAs, recipientsAsCsv } from '#server/broadcast/people.ts'
import { samplesOf } from '#server/broadcast/sample.ts'
import {
  type BroadcastRow,
  broadcastOf,
  insertBroadcast,
  listBroadcasts,
  removeBroadcast,
  saveDraft,
  turn,
} from '#server/broadcast/store.ts'
import { sendTest } from '#server/broadcast/test-send.ts'
import { broadcastAs, headAs } from '#server/broadcast/view.ts'
import { cursorId } from '#server/contact/routes.ts'
import type { Library } from '#server/policy/books.ts'
import { foreseeWith } from '#server/policy/foresee.ts'
import { listNumbers } from '#server/whatsapp/store.ts'

export type BroadcastParts = { readonly http: Db; readonly bus: Bus; readonly books: Library }

/** Recipients in one piece of an export. */
const EXPORT_PIECE = 5000

/** Broadcasts: written, estimated, sent, watched. */
export function broadcastRoutes(parts: BroadcastParts) {
  return {
    ...readingRoutes(parts),
    ...writingRoutes(parts),
    ...actingRoutes(parts),
    ...testRoutes(parts),
    ...resultRoutes(parts),
  }
}

/** Null: it is done. */
type Change = (tx: Tx, row: BroadcastRow) => Promise<Refusal | null>

/** One act upon one broadcast, locked; the answer is how it stands after it. */
function changeWith({ http, bus }: BroadcastParts) {
  return async (workspaceId: string, id: string, act: Act, work: Change): Promise<Broadcast | Refusal> => {
    const result = await http.tenant(workspaceId, async (tx) => {
      const row = await lockFor(tx, workspaceId, id, act)
      if (isRefusal(row)) return row
      const no = await work(tx, row)
      if (no) return no
      return await told(tx, workspaceId, id)
    })
    if (!isRefusal(result)) bus.call('live', workspaceId)
    return result
  }
}

async function told(tx: Tx, workspaceId: string, id: string): Promise<Broadcast | Refusal> {
  await emit(tx, workspaceId, [{ kind: 'broadcast.changed', ids: [id] }])
  const row = await broadcastOf(tx, workspaceId, id)
  return row ? broadcastAs(row) : refuse('not-found')
}

function readingRoutes({ http, books }: BroadcastParts) {
  return {
    broadcasts: on(broadcastApi.broadcasts, async ({ state, cursor, limit }, { seat: { workspaceId } }) => {
      const rows = await http.tenant(workspaceId, (tx) =>
        listBroadcasts(tx, workspaceId, { state, before: cursorId(cursor), limit }),
      )
      return { items: rows.map(headAs), cursor: rows.length === limit ? (rows.at(-1)?.id ?? null) : null }
    }),
    broadcast: on(broadcastApi.broadcast, async ({ id }, { seat: { workspaceId } }) => {
      const row = await http.tenant(workspaceId, (tx) => broadcastOf(tx, workspaceId, id))
      return row ? broadcastAs(row) : refuse('not-found')
    }),
    estimateBroadcast: on(broadcastApi.estimateBroadcast, async ({ id, at }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const row = await broadcastOf(tx, workspaceId, id)
        return row ? await estimateOf(tx, books, workspaceId, row, at) : refuse('not-found')
      }),
    ),
    sampleBroadcast: on(broadcastApi.sampleBroadcast, async ({ id, after }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const row = await broadcastOf(tx, workspaceId, id)
        return row ? await samplesOf(tx, workspaceId, row, after) : refuse('not-found')
      }),
    ),
  }
}

function writingRoutes(parts: BroadcastParts) {
  const { http, bus } = parts
  const change = changeWith(parts)
  return {
    createBroadcast: on(broadcastApi.createBroadcast, async ({ name, copy }, { seat: { workspaceId } }) => {
      const result = await http.tenant(workspaceId, async (tx) => {
        const like = copy ? await broadcastOf(tx, workspaceId, copy) : undefined
        if (copy && !like) return refuse('not-found')
        const numbers = await listNumbers(tx, workspaceId)
        // a test number reaches a handful of listed phones: never what many customers are meant to get by default
        const first = numbers.find(({ test }) => !test) ?? numbers[0]
        const id = newId()
        await insertBroadcast(tx, workspaceId, {
          id,
          name,
          numberId: like?.phone_number_id ?? first?.id ?? null,
          message: like?.message ?? NO_MESSAGE,
          audience: like?.audience ?? EVERYONE,
          hours: like?.hours ?? null,
        })
        return await told(tx, workspaceId, id)
      })
      bus.call('live', workspaceId)
      return result
    }),
    saveBroadcast: on(
      broadcastApi.saveBroadcast,
      async ({ id, revision, ...draft }, { seat: { workspaceId } }) =>
        change(workspaceId, id, 'save', async (tx, row) => {
          if (row.revision !== revision) return refuse('broadcast-changed')
          const numbers = await listNumbers(tx, workspaceId)
          if (draft.numberId !== null && !numbers.some((number) => number.id === draft.numberId))
            return refuse('not-found')
          await saveDraft(tx, workspaceId, id, draft)
          return null
        }),
    ),
    removeBroadcast: on(broadcastApi.removeBroadcast, async ({ id }, { seat: { workspaceId } }) => {
      const result = await http.tenant(workspaceId, async (tx) => {
        const row = await lockFor(tx, workspaceId, id, 'remove')
        if (isRefusal(row)) return row
        await removeBroadcast(tx, workspaceId, id)
        await emit(tx, workspaceId, [{ kind: 'broadcast.changed', ids: [id] }])
        return { done: true as const }
      })
      bus.call('live', workspaceId)
      return result
    }),
    addNumbers: on(broadcastApi.addNumbers, async ({ id, ...piece }, { seat: { workspaceId }, language }) =>
      http.tenant(workspaceId, async (tx) => {
        const row = await lockFor(tx, workspaceId, id, 'save')
        if (isRefusal(row)) return row
        return await addNumbers(tx, workspaceId, id, piece, language)
      }),
    ),
    clearNumbers: on(broadcastApi.clearNumbers, async ({ id }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const row = await lockFor(tx, workspaceId, id, 'save')
        if (isRefusal(row)) return row
        await clearNumbers(tx, workspaceId, id)
        return { done: true as const }
      }),
    ),
  }
}

function actingRoutes(parts: BroadcastParts) {
  const change = changeWith(parts)
  return {
    startBroadcast: on(
      broadcastApi.startBroadcast,
      async ({ id, ...wish }, { seat: { workspaceId, memberId } }) =>
        change(workspaceId, id, 'start', (tx, row) => start(tx, workspaceId, row, wish, memberId)),
    ),
    unscheduleBroadcast: on(broadcastApi.unscheduleBroadcast, async ({ id }, { seat: { workspaceId } }) =>
      change(workspaceId, id, 'unschedule', (tx, row) => unschedule(tx, workspaceId, row)),
    ),
    pauseBroadcast: on(broadcastApi.pauseBroadcast, async ({ id }, { seat: { workspaceId } }) =>
      change(workspaceId, id, 'pause', (tx) => turn(tx, workspaceId, id, { state: 'paused', reason: null })),
    ),
    resumeBroadcast: on(broadcastApi.resumeBroadcast, async ({ id }, { seat: { workspaceId } }) =>
      change(workspaceId, id, 'resume', (tx, row) => resume(tx, workspaceId, row)),
    ),
    cancelBroadcast: on(broadcastApi.cancelBroadcast, async ({ id }, { seat: { workspaceId } }) =>
      change(workspaceId, id, 'cancel', (tx, row) => cancel(tx, workspaceId, row)),
    ),
    retryBroadcast: on(broadcastApi.retryBroadcast, async ({ id }, { seat: { workspaceId } }) =>
      change(workspaceId, id, 'retry', (tx, row) => retry(tx, workspaceId, row)),
    ),
  }
}

function testRoutes({ http, bus, books }: BroadcastParts) {
  const foresee = foreseeWith(books)
  return {
    testBroadcast: on(broadcastApi.testBroadcast, async ({ id, phone }, { seat }) => {
      const sent = await http.tenant(seat.workspaceId, async (tx) => {
        const row = await lockFor(tx, seat.workspaceId, id, 'test')
        return isRefusal(row) ? row : await sendTest(tx, seat, row, { phone, foresee })
      })
      if (isRefusal(sent)) return sent
      bus.call('outbox', seat.workspaceId)
      bus.call('live', seat.workspaceId)
      return sent
    }),
  }
}

function resultRoutes({ http }: BroadcastParts) {
  return {
    recipients: on(
      broadcastApi.recipients,
      async ({ id, place, search, cursor, limit }, { seat: { workspaceId } }) => {
        const rows = await http.tenant(workspaceId, async (tx) => {
          const wish = { place, search, after: cursorId(cursor), limit }
          const row = await broadcastOf(tx, workspaceId, id)
          return row ? await listRecipients(tx, workspaceId, id, wish) : refuse('not-found')
        })
        if (isRefusal(rows)) return rows
        return {
          items: rows.map(recipientAs),
          cursor: rows.length === limit ? (rows.at(-1)?.contact_id ?? null) : null,
        }
      },
    ),
    exportRecipients: on(
      broadcastApi.exportRecipients,
      async ({ id, cursor }, { seat: { workspaceId }, language }) =>
        http.tenant(workspaceId, async (tx) => {
          const row = await broadcastOf(tx, workspaceId, id)
          if (!row) return refuse('not-found')
          const wish = { place: undefined, search: undefined, after: cursor, limit: EXPORT_PIECE }
          const rows = await listRecipients(tx, workspaceId, id, wish)
          return {
            name: `siaran-${id.slice(0, 8)}.csv`,
            text: recipientsAsCsv(rows, cursor === undefined, language),
            cursor: rows.length === EXPORT_PIECE ? (rows.at(-1)?.contact_id ?? null) : null,
          }
        }),
    ),
  }
}
