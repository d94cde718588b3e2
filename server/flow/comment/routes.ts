import { assert } from '#core/base/assert.ts'
import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { commentApi, REPLIES_MAX, THREADS_MAX, type Thread } from '#core/flow/comment/api.ts'
import { atLeast } from '#core/workspace/role.ts'
import type { Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { on } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import {
  authorOf,
  deleteComment,
  insertComment,
  insertThread,
  listThreads,
  lockThread,
  moveThread,
  resolveThread,
} from '#server/flow/comment/store.ts'
import { type Telling, tellReaders } from '#server/flow/comment/tell.ts'
import type { FlowParts } from '#server/flow/routes/change.ts'
import { flowOf, lockFlow } from '#server/flow/store.ts'

/** What members say about a flow: written beside it, told to whoever has it open. */
export function commentRoutes(parts: FlowParts & Telling) {
  const { http } = parts
  return {
    threads: on(commentApi.threads, ({ id }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const [flow, threads] = await Promise.all([
          flowOf(tx, workspaceId, id),
          listThreads(tx, workspaceId, id),
        ])
        return flow ? threads : refuse('not-found')
      }),
    ),
    begin: on(commentApi.begin, ({ id, place, body }, { seat: { workspaceId }, person }) =>
      say(parts, workspaceId, id, async (tx): Promise<Thread | Refusal> => {
        if (!(await lockFlow(tx, workspaceId, id))) return refuse('not-found')
        const threadId = newId()
        const hasRoom = await insertThread(tx, workspaceId, id, { id: threadId, place })
        if (!hasRoom) return refuse('comments-many', { max: THREADS_MAX })
        await insertComment(tx, workspaceId, threadId, { id: newId(), by: person.id, body })
        const thread = await threadOf(tx, workspaceId, id, threadId)
        await tellReaders(tx, workspaceId, { flowId: id, thread, by: person.id, body }, parts)
        return thread
      }),
    ),
    reply: on(commentApi.reply, ({ id, threadId, body }, { seat: { workspaceId }, person }) =>
      inThread(parts, { workspaceId, id, threadId }, async (tx): Promise<Thread | Refusal> => {
        const hasRoom = await insertComment(tx, workspaceId, threadId, { id: newId(), by: person.id, body })
        if (!hasRoom) return refuse('replies-many', { max: REPLIES_MAX })
        const thread = await threadOf(tx, workspaceId, id, threadId)
        await tellReaders(tx, workspaceId, { flowId: id, thread, by: person.id, body }, parts)
        return thread
      }),
    ),
    move: on(commentApi.move, ({ id, threadId, place }, { seat: { workspaceId } }) =>
      inThread(parts, { workspaceId, id, threadId }, async (tx) =>
        (await moveThread(tx, workspaceId, threadId, place))
          ? await threadOf(tx, workspaceId, id, threadId)
          : refuse('not-found'),
      ),
    ),
    resolve: on(commentApi.resolve, ({ id, threadId, resolved }, { seat: { workspaceId }, person }) =>
      inThread(parts, { workspaceId, id, threadId }, async (tx) => {
        await resolveThread(tx, workspaceId, threadId, resolved ? person.id : null)
        return await threadOf(tx, workspaceId, id, threadId)
      }),
    ),
    remove: on(commentApi.remove, ({ id, threadId, commentId }, { seat: { workspaceId, role }, person }) =>
      inThread(parts, { workspaceId, id, threadId }, async (tx) => {
        const author = await authorOf(tx, workspaceId, threadId, commentId)
        if (author === undefined) return refuse('not-found')
        if (author !== person.id && !atLeast(role, 'admin')) return refuse('comment-not-yours')
        await deleteComment(tx, workspaceId, threadId, commentId)
        return { done: true as const }
      }),
    ),
  }
}

type Where = { readonly workspaceId: string; readonly id: string; readonly threadId: string }

function inThread<T extends object>(
  parts: FlowParts,
  { workspaceId, id, threadId }: Where,
  work: (tx: Tx) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  return say(parts, workspaceId, id, async (tx) => {
    if (!(await flowOf(tx, workspaceId, id))) return refuse('not-found')
    return (await lockThread(tx, workspaceId, id, threadId)) ? await work(tx) : refuse('not-found')
  })
}

/** One transaction; the screens that show the flow's comments are told. */
async function say<T extends object>(
  { http, bus }: FlowParts,
  workspaceId: string,
  flowId: string,
  work: (tx: Tx) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  const result = await http.tenant(workspaceId, async (tx) => {
    const made = await work(tx)
    if (!isRefusal(made)) await emit(tx, workspaceId, [{ kind: 'comment.changed', ids: [flowId] }])
    return made
  })
  if (!isRefusal(result)) bus.call('live', workspaceId)
  return result
}

async function threadOf(tx: Tx, workspaceId: string, flowId: string, id: string): Promise<Thread> {
  const [thread] = await listThreads(tx, workspaceId, flowId, id)
  assert(thread, 'the thread was just written')
  return thread
}
