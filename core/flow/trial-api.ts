import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import type { Details } from '#core/base/refusal.ts'
import type { SilenceFix } from '#core/flow/silence/silence.ts'
import type { SilenceCode } from '#core/flow/silence/words.ts'
import { Script } from '#core/flow/trial/script.ts'
import { Because } from '#core/flow/version/because.ts'

/** A test that is kept with its flow. */
export const FlowTest = z.object({ id: Id, script: Script })
export type FlowTest = z.infer<typeof FlowTest>

export const FlowTests = z.object({
  /** Publishing asks that all tests pass. */
  required: z.boolean(),
  tests: z.array(FlowTest),
})
export type FlowTests = z.infer<typeof FlowTests>

/** A run that began in the flow: its first turn. */
export const PastRun = z.object({
  turnId: Id,
  chatId: Id,
  contact: z.string(),
  at: z.number(),
  heard: z.string(),
  /** Null: a draft that was tried. */
  version: z.number().int().nullable(),
})
export type PastRun = z.infer<typeof PastRun>

const Done = z.object({ done: z.literal(true) })
const tag = 'flow'
const OfFlow = z.object({ id: Id })

/** The tests of a flow. They are played where one looks at them, by the same pure function everywhere. */
export const trialApi = {
  tests: endpoint({
    method: 'GET',
    path: '/api/flows/{id}/tests',
    allow: 'agent',
    tag,
    summary: 'The tests of a flow',
  })
    .input(OfFlow)
    .output(FlowTests),
  /** Without `testId` a new one. Refused with `tests-many` above 200. */
  saveTest: endpoint({
    method: 'POST',
    path: '/api/flows/{id}/tests',
    allow: 'admin',
    tag,
    summary: 'Save a test',
  })
    .input(OfFlow.extend({ testId: Id.optional(), script: Script }))
    .output(FlowTest),
  removeTest: endpoint({
    method: 'DELETE',
    path: '/api/flows/{id}/tests/{testId}',
    allow: 'admin',
    tag,
    summary: 'Remove a test',
  })
    .input(OfFlow.extend({ testId: Id }))
    .output(Done),
  requireTests: endpoint({
    method: 'PUT',
    path: '/api/flows/{id}/tests/required',
    allow: 'admin',
    tag,
    summary: 'Whether publishing asks that all tests pass',
  })
    .input(OfFlow.extend({ required: z.boolean() }))
    .output(Done),
  runs: endpoint({
    method: 'GET',
    path: '/api/flows/{id}/runs',
    allow: 'agent',
    tag,
    summary: 'The latest 20 runs that began in a flow',
  })
    .input(OfFlow)
    .output(z.array(PastRun)),
  /** One plain answer from what was written down, with what a person can do about it. */
  silence: endpoint({
    method: 'GET',
    path: '/api/chats/{id}/silence',
    allow: 'agent',
    tag,
    summary: 'Why the bot says nothing',
  })
    .input(OfFlow)
    .output(
      z.object({
        code: z.custom<SilenceCode>(),
        fix: z.custom<SilenceFix>(),
        details: z.custom<Details>(),
        flowId: z.string().nullable(),
        /** Which version was at work, or would be; `because` where a canary is why it is that one. */
        version: z.object({ number: z.number().int(), because: Because.nullable() }).nullable(),
      }),
    ),
  /** One run of a chat as a test that is not saved yet: the run with this turn, else the latest of the flow. */
  recordTest: endpoint({
    method: 'POST',
    path: '/api/flows/{id}/tests/record',
    allow: 'agent',
    tag,
    summary: 'What happened in a chat, as a test',
  })
    .input(OfFlow.extend({ chatId: Id, turnId: Id.optional() }))
    .output(z.object({ script: Script })),
}
