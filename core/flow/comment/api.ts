import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { NodeId } from '#core/flow/nodes/base.ts'

/** Letters of one comment; comments of one thread; threads of one flow, resolved ones too. */
export const COMMENT_MAX = 1000
export const REPLIES_MAX = 50
export const THREADS_MAX = 200

/** How far from the middle of a canvas a comment may stand, in its pixels. */
const PLACE_MAX = 1_000_000

export const Comment = z.object({
  id: Id,
  authorId: Id,
  author: z.string(),
  body: z.string(),
  at: z.number(),
})
export type Comment = z.infer<typeof Comment>

const Coordinate = z.number().min(-PLACE_MAX).max(PLACE_MAX)
const CanvasPlace = z.object({ x: Coordinate, y: Coordinate })
/** A step, by its id, wherever it is moved to; or a place on the canvas. */
export const CommentPlace = z.union([z.object({ node: NodeId }), CanvasPlace])
export type CommentPlace = z.infer<typeof CommentPlace>

/** What members say about one step or place, oldest first; the first one began it, as long as it is there. */
export const Thread = z.object({
  id: Id,
  place: CommentPlace,
  at: z.number(),
  /** Null: it is open. */
  resolved: z.object({ at: z.number(), by: z.string() }).nullable(),
  comments: z.array(Comment),
})
export type Thread = z.infer<typeof Thread>

const tag = 'comment'
const OfFlow = z.object({ id: Id })
const OfThread = OfFlow.extend({ threadId: Id })
const Body = z.object({ body: z.string().trim().min(1).max(COMMENT_MAX) })

/** Comments on a flow's drawing. They are no part of the definition: publishing, undo and export know nothing of them. */
export const commentApi = {
  threads: endpoint({
    method: 'GET',
    path: '/api/flows/{id}/comments',
    allow: 'agent',
    tag,
    summary: 'What members say about a flow, oldest first',
  })
    .input(OfFlow)
    .output(z.array(Thread)),
  /** Whom it names by `@` and their name is told. Refused with `comments-many` above 200 threads. */
  begin: endpoint({
    method: 'POST',
    path: '/api/flows/{id}/comments',
    allow: 'agent',
    tag,
    summary: 'Comment on a step or a place',
  })
    .input(OfFlow.extend({ place: CommentPlace, ...Body.shape }))
    .output(Thread),
  /** Whom it names, and who began the thread, is told. Refused with `replies-many` above 50 comments. */
  reply: endpoint({
    method: 'POST',
    path: '/api/flows/{id}/comments/{threadId}',
    allow: 'agent',
    tag,
    summary: 'Reply in a thread',
  })
    .input(OfThread.extend(Body.shape))
    .output(Thread),
  /** Another place on the canvas; a comment on a step moves with its step, and is not found here. */
  move: endpoint({
    method: 'PUT',
    path: '/api/flows/{id}/comments/{threadId}/place',
    allow: 'agent',
    tag,
    summary: 'Move a comment on the canvas',
  })
    .input(OfThread.extend({ place: CanvasPlace }))
    .output(Thread),
  resolve: endpoint({
    method: 'PATCH',
    path: '/api/flows/{id}/comments/{threadId}',
    allow: 'agent',
    tag,
    summary: 'Resolve a thread, or open it again',
  })
    .input(OfThread.extend({ resolved: z.boolean() }))
    .output(Thread),
  /** One's own; an owner or admin also those of others, else `comment-not-yours`. The last one takes the thread with it. */
  remove: endpoint({
    method: 'DELETE',
    path: '/api/flows/{id}/comments/{threadId}/{commentId}',
    allow: 'agent',
    tag,
    summary: 'Delete a comment',
  })
    .input(OfThread.extend({ commentId: Id }))
    .output(z.object({ done: z.literal(true) })),
}
