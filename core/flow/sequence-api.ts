import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { SendWindow, SequenceStep, STEPS_MAX } from '#core/flow/sequence.ts'

const Name = z.string().trim().min(1).max(80)

/** A sequence in the list, with how many people stand in it. */
export const SequenceRow = z.object({
  id: Id,
  name: z.string(),
  bot: z.object({ id: Id, name: z.string() }),
  enabled: z.boolean(),
  steps: z.number().int(),
  active: z.number().int(),
  done: z.number().int(),
  left: z.number().int(),
})
export type SequenceRow = z.infer<typeof SequenceRow>

export const Sequence = SequenceRow.extend({
  steps: z.array(SequenceStep),
  window: SendWindow.nullable(),
  endsOnReply: z.boolean(),
  /** For each step in its place: who waits for it now, and who got it. */
  counts: z.array(z.object({ waiting: z.number().int(), passed: z.number().int() })),
})
export type Sequence = z.infer<typeof Sequence>

const tag = 'flow'
const OfSequence = z.object({ id: Id })

export const sequenceApi = {
  sequences: endpoint({
    method: 'GET',
    path: '/api/sequences',
    allow: 'agent',
    tag,
    summary: 'All sequences',
  }).output(z.array(SequenceRow)),
  sequence: endpoint({
    method: 'GET',
    path: '/api/sequences/{id}',
    allow: 'agent',
    tag,
    summary: 'A sequence, and how many stand at each step',
  })
    .input(OfSequence)
    .output(Sequence),
  /** Without `botId` it belongs to the oldest bot. */
  createSequence: endpoint({
    method: 'POST',
    path: '/api/sequences',
    allow: 'admin',
    tag,
    summary: 'Create a sequence',
  })
    .input(z.object({ name: Name, botId: Id.optional() }))
    .output(Sequence),
  /** Who is under way goes on behind the last step that they got; the wait for the step at hand is not reckoned anew. */
  saveSequence: endpoint({
    method: 'PUT',
    path: '/api/sequences/{id}',
    allow: 'admin',
    tag,
    summary: 'Change a sequence',
  })
    .input(
      OfSequence.extend({
        name: Name,
        enabled: z.boolean(),
        steps: z.array(SequenceStep).max(STEPS_MAX),
        window: SendWindow.nullable(),
        endsOnReply: z.boolean(),
      }),
    )
    .output(Sequence),
  removeSequence: endpoint({
    method: 'DELETE',
    path: '/api/sequences/{id}',
    allow: 'admin',
    tag,
    summary: 'Delete a sequence; who is under way gets no more of it',
  })
    .input(OfSequence)
    .output(z.object({ done: z.literal(true) })),
  /** Who stands in it already stays where they are; who went through it or left it begins anew. */
  subscribe: endpoint({
    method: 'POST',
    path: '/api/contacts/{id}/sequences',
    allow: 'agent',
    tag,
    summary: 'Subscribe a contact to a sequence, or take them out of it',
  })
    .input(z.object({ id: Id, sequenceId: Id, on: z.boolean() }))
    .output(z.object({ changed: z.boolean() })),
}
