import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { Link } from '#core/whatsapp/doctor/link.ts'
import { Said } from '#core/whatsapp/finding.ts'

const tag = 'whatsapp'

/** What the doctor found, and when. */
export const Checkup = z.object({ checkedAt: z.number(), worst: Link.shape.state, links: z.array(Link) })
export type Checkup = z.infer<typeof Checkup>

/** What the doctor tells people of by itself: a link that broke, a token that runs out. It stands until it is mended. */
export const ChannelNotice = z.object({
  id: Id,
  link: z.string(),
  subject: z.string().nullable(),
  /** For a token that runs out: days before its end of which this speaks, 0 = it is over. Null: a broken link. */
  stage: z.number().int().nullable(),
  find: z.string(),
  evidence: Said,
  fix: Said.nullable(),
  /** The moment that it speaks of, for a token its end. */
  at: z.number().nullable(),
  toldAt: z.number(),
})
export type ChannelNotice = z.infer<typeof ChannelNotice>

export const doctorApi = {
  notices: endpoint({
    method: 'GET',
    path: '/api/channel/notices',
    allow: 'admin',
    tag,
    summary: 'What the doctor tells people of by itself',
  }).output(z.array(ChannelNotice)),
  checkup: endpoint({
    method: 'GET',
    path: '/api/channel/doctor',
    allow: 'agent',
    tag,
    summary: 'What the doctor found last',
  }).output(z.object({ checkup: Checkup.nullable() })),
  /** Looks at every link now; at most some twenty seconds, when Meta does not answer. */
  examine: endpoint({
    method: 'POST',
    path: '/api/channel/doctor',
    allow: 'admin',
    tag,
    summary: 'Examine the chain between Meta and us',
  }).output(Checkup),
}
