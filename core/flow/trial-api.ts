import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { Script } from '#core/flow/trial/script.ts'

/** A test that is kept with its flow. */
export const FlowTest = z.object({ id: Id, script: Script })
export type FlowTest = z.infer<typeof FlowTest>

export const FlowTests = z.object({
  /** Publishing asks that all tests pass. */
  required: z.boolean(),
  tests: z.array(FlowTest),
})
export type FlowTests = z.infer<typeof FlowTests>

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
  /** One run of a chat as a test that is not saved yet: the run with this turn, else the latest of the flow. */
  recordTest: endpoint({
    method: 'GET',
    path: '/api/flows/{id}/tests/record',
    allow: 'agent',
    tag,
    summary: 'What happened in a chat, as a test',
  })
    .input(OfFlow.extend({ chatId: Id, turnId: Id.optional() }))
    .output(z.object({ script: Script })),
}
