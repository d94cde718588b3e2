import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Link } from '#core/whatsapp/doctor/link.ts'

const tag = 'whatsapp'

/** What the doctor found, and when. */
export const Checkup = z.object({ checkedAt: z.number(), worst: Link.shape.state, links: z.array(Link) })
export type Checkup = z.infer<typeof Checkup>

export const doctorApi = {
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
