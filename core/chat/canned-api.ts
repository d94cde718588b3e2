import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { CANNED_NAME, CANNED_NAME_MAX, CANNED_TEXT_MAX } from '#core/chat/canned.ts'

const Name = z.string().trim().min(1).max(CANNED_NAME_MAX).regex(CANNED_NAME)
const Text = z.string().trim().min(1).max(CANNED_TEXT_MAX)

/** A reply that was written once: `name` calls it, `text` may hold merge fields. */
export const CannedReply = z.object({ id: Id, name: z.string(), text: z.string() })
export type CannedReply = z.infer<typeof CannedReply>

const Done = z.object({ done: z.literal(true) })
const tag = 'chat'
const OfReply = z.object({ id: Id })

/** Replies that are written once and called by a short name; owners and admins write them, everybody uses them. */
export const cannedApi = {
  cannedReplies: endpoint({
    method: 'GET',
    path: '/api/canned-replies',
    allow: 'agent',
    tag,
    summary: 'Canned replies, by name',
  }).output(z.array(CannedReply)),
  /** Nothing is sent: what comes back is to be read, changed and sent by a person. */
  cannedForChat: endpoint({
    method: 'GET',
    path: '/api/chats/{id}/canned-replies',
    allow: 'agent',
    tag,
    summary: 'Canned replies with the fields of a chat’s contact filled in',
  })
    .input(OfReply)
    .output(z.array(CannedReply)),
  /** 409 when another one has the name, 422 when the text names a field that there is not. */
  createCannedReply: endpoint({
    method: 'POST',
    path: '/api/canned-replies',
    allow: 'admin',
    tag,
    summary: 'Write a canned reply',
  })
    .input(z.object({ name: Name, text: Text }))
    .output(CannedReply),
  updateCannedReply: endpoint({
    method: 'PATCH',
    path: '/api/canned-replies/{id}',
    allow: 'admin',
    tag,
    summary: 'Change a canned reply',
  })
    .input(OfReply.extend({ name: Name.optional(), text: Text.optional() }))
    .output(CannedReply),
  removeCannedReply: endpoint({
    method: 'DELETE',
    path: '/api/canned-replies/{id}',
    allow: 'admin',
    tag,
    summary: 'Remove a canned reply',
  })
    .input(OfReply)
    .output(Done),
}
