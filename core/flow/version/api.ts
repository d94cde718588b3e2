import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { WHOLE } from '#core/flow/version/canary.ts'
import { WAITING_RUNS } from '#core/flow/version/move.ts'

/** People inside when a version was decided on: moved to the same step, begun anew, or going on in their version. */
export const SettledPeople = z.object({
  moved: z.number().int(),
  restarted: z.number().int(),
  finishing: z.number().int(),
})

/** What became of the runs that came by a version since the canary began. `begun` is the sum of the others. */
export const VersionRuns = z.object({
  versionId: Id,
  number: z.number().int(),
  /** Percent of contacts who begin with it. */
  share: z.number().int(),
  begun: z.number().int(),
  waiting: z.number().int(),
  /** Went through to an end, or on into another flow. */
  ended: z.number().int(),
  handedOver: z.number().int(),
  /** A fault ended the run. */
  failed: z.number().int(),
  /** Another flow began meanwhile, or a person ended it. */
  givenUp: z.number().int(),
  /** The steps at which most runs were lost, faults and given up together; at most five. */
  stops: z.array(z.object({ node: z.string(), name: z.string(), lost: z.number().int() })),
})
export type VersionRuns = z.infer<typeof VersionRuns>

/** A canary beside the version that the others get, in the same terms, since the same moment. */
export const CanaryReport = z.object({ since: z.number(), stable: VersionRuns, canary: VersionRuns })
export type CanaryReport = z.infer<typeof CanaryReport>

const tag = 'flow'

export const canaryApi = {
  canary: endpoint({
    method: 'GET',
    path: '/api/flows/{id}/canary',
    allow: 'agent',
    tag,
    summary: 'How a canary fares beside the other version',
  })
    .input(z.object({ id: Id }))
    .output(z.object({ report: CanaryReport.nullable() })),
  /** Refused with `canary-over` when `versionId` is the canary no more. */
  changeCanary: endpoint({
    method: 'POST',
    path: '/api/flows/{id}/canary',
    allow: 'admin',
    tag,
    summary: 'Give a canary another share, all, or withdraw it',
  })
    .input(
      z.object({
        id: Id,
        versionId: Id,
        /** Percent of contacts who begin with it: 0 withdraws it, 100 makes it the version of all. */
        share: z.number().int().min(0).max(WHOLE),
        /** What becomes of those who stand in the version that loses; nothing is asked while both go on. */
        runs: z.enum(WAITING_RUNS).default('finish'),
      }),
    )
    .output(z.object({ people: SettledPeople })),
}
