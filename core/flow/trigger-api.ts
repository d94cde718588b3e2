import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { HOOK_OUTCOMES, HookMapping } from '#core/flow/hook.ts'
import { EventName } from '#core/flow/nodes/base.ts'
import { StartNode } from '#core/flow/nodes/start.ts'

/** Another live flow of the same bot, and what begins it. */
export const Rival = z.object({ flowId: Id, name: z.string(), start: StartNode })
export type Rival = z.infer<typeof Rival>

/** A flow's webhook. Its address is a secret: whoever has it can begin the flow. */
export const Hook = z.object({
  url: z.string(),
  mapping: HookMapping,
  calls: z.number().int(),
  /** The last call. */
  last: z.object({ at: z.number(), outcome: z.enum(HOOK_OUTCOMES), body: z.unknown() }).nullable(),
})
export type Hook = z.infer<typeof Hook>

const tag = 'flow'
const OfFlow = z.object({ id: Id })

export const triggerApi = {
  rivals: endpoint({
    method: 'GET',
    path: '/api/flows/{id}/rivals',
    allow: 'agent',
    tag,
    summary: 'What begins the other live flows of the same bot, oldest first',
  })
    .input(OfFlow)
    .output(z.object({ older: z.array(Rival), newer: z.array(Rival) })),
  hook: endpoint({
    method: 'GET',
    path: '/api/flows/{id}/hook',
    allow: 'admin',
    tag,
    summary: 'The webhook that begins a flow',
  })
    .input(OfFlow)
    .output(z.object({ hook: Hook.nullable() })),
  /** Where there is one already it gets a new address, and the former one opens nothing any more. */
  renewFlowHook: endpoint({
    method: 'POST',
    path: '/api/flows/{id}/hook',
    allow: 'admin',
    tag,
    summary: 'Give a flow a webhook with a new address',
  })
    .input(OfFlow)
    .output(z.object({ hook: Hook })),
  saveHook: endpoint({
    method: 'PUT',
    path: '/api/flows/{id}/hook',
    allow: 'admin',
    tag,
    summary: 'Say what of a call is who, and what is kept',
  })
    .input(OfFlow.extend({ mapping: HookMapping }))
    .output(z.object({ hook: Hook })),
  removeHook: endpoint({
    method: 'DELETE',
    path: '/api/flows/{id}/hook',
    allow: 'admin',
    tag,
    summary: 'Take the webhook of a flow away',
  })
    .input(OfFlow)
    .output(z.object({ done: z.literal(true) })),
  /** `flows`: how many bots have a live flow that listens to it. */
  reportEvent: endpoint({
    method: 'POST',
    path: '/api/contacts/{id}/events',
    allow: 'agent',
    tag,
    summary: 'Report an event of a contact, which may begin a flow',
  })
    .input(z.object({ id: Id, event: EventName }))
    .output(z.object({ flows: z.number().int() })),
}
