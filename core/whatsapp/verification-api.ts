import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { PREPARATION, REQUEST_STEPS } from '#core/whatsapp/verification.ts'

const tag = 'whatsapp'

/** What can be ticked: what is prepared, then the request itself, and at last that Meta approved it. */
export const TICKS: readonly string[] = [
  ...PREPARATION.map(({ key }) => `prepare.${key}`),
  ...REQUEST_STEPS.map(({ key }) => `request.${key}`),
  'approved',
]

/** What is done, of how many steps. */
const Ticks = z.object({ done: z.array(z.string()), of: z.number().int() })

/** The checklist of Meta's business verification; how far a workspace is, is kept for all its people. */
export const verificationApi = {
  verification: endpoint({
    method: 'GET',
    path: '/api/verification',
    allow: 'agent',
    tag,
    summary: 'What is done of the business verification',
  }).output(Ticks),
  tickVerification: endpoint({
    method: 'PUT',
    path: '/api/verification/{step}',
    allow: 'admin',
    tag,
    summary: 'Tick a step of the business verification',
  })
    .input(z.object({ step: z.string().refine((step) => TICKS.includes(step)), done: z.boolean() }))
    .output(Ticks),
}
