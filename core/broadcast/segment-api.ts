import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { SEGMENT_NAME_MAX } from '#core/broadcast/limits.ts'
import { SegmentWhen } from '#core/flow/segment.ts'

const Name = z.string().trim().min(1).max(SEGMENT_NAME_MAX)

/** Which people it means, and the flows that mean it, by name. */
export const Segment = z.object({
  id: Id,
  name: z.string(),
  rule: SegmentWhen,
  uses: z.array(z.string()),
})
export type Segment = z.infer<typeof Segment>

const tag = 'broadcast'

export const segmentApi = {
  segments: endpoint({
    method: 'GET',
    path: '/api/segments',
    allow: 'agent',
    tag,
    summary: 'Saved segments',
  }).output(z.array(Segment)),
  /** At most 100,000 are counted. */
  countSegment: endpoint({
    method: 'POST',
    path: '/api/segments/count',
    allow: 'agent',
    tag,
    summary: 'How many contacts a segment would mean now',
  })
    .input(z.object({ rule: SegmentWhen }))
    .output(z.object({ count: z.number().int() })),
  /** 409 when another segment has the name. */
  createSegment: endpoint({
    method: 'POST',
    path: '/api/segments',
    allow: 'admin',
    tag,
    summary: 'Save a segment',
  })
    .input(z.object({ name: Name, rule: SegmentWhen }))
    .output(Segment),
  updateSegment: endpoint({
    method: 'PATCH',
    path: '/api/segments/{id}',
    allow: 'admin',
    tag,
    summary: 'Rename a segment, or change whom it means',
  })
    .input(z.object({ id: Id, name: Name.optional(), rule: SegmentWhen.optional() }))
    .output(Segment),
  /** Flows and broadcasts that still mean it find nobody in it. */
  removeSegment: endpoint({
    method: 'DELETE',
    path: '/api/segments/{id}',
    allow: 'admin',
    tag,
    summary: 'Remove a segment',
  })
    .input(z.object({ id: Id }))
    .output(z.object({ done: z.literal(true) })),
}
