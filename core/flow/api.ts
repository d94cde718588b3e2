import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { nameOf } from '#core/base/name.ts'
import { PageAsk, pageOf } from '#core/base/page.ts'
import { Field } from '#core/contact/api.ts'
import { fieldApi } from '#core/flow/api-field.ts'
import { botApi } from '#core/flow/bot-api.ts'
import { bundleApi } from '#core/flow/bundle/api.ts'
import { Definition, Layout } from '#core/flow/definition.ts'
import { httpApi } from '#core/flow/http/api.ts'
import { SegmentWhen } from '#core/flow/segment.ts'
import { canaryApi, SettledPeople } from '#core/flow/version/api.ts'
import { CANARY_SHARE_MIN, WHOLE } from '#core/flow/version/canary.ts'
import { WAITING_RUNS } from '#core/flow/version/move.ts'
import { Aside } from '#core/whatsapp/aside.ts'
import { TemplateStatus } from '#core/whatsapp/template/state.ts'
import { Template } from '#core/whatsapp/template/template.ts'
import { Hours } from '#core/workspace/hours.ts'

export const Bot = z.object({
  id: Id,
  name: z.string(),
  flows: z.number().int(),
  numbers: z.array(z.object({ id: Id, display: z.string(), name: z.string() })),
})
export type Bot = z.infer<typeof Bot>

/** A bot and what it does at present. */
export const BotAtWork = Bot.extend({
  /** Flows that run: published and switched on. */
  published: z.number().int(),
  /** The version that was published last, of those that run; null: none runs. */
  version: z
    .object({ flowId: Id, flow: z.string(), number: z.number().int(), publishedAt: z.number() })
    .nullable(),
  /** Words that start its flows that run. */
  keywords: z.number().int(),
  /** Runs that stand in its flows now; counted up to 10,000. */
  running: z.number().int(),
  /** Its last step among the latest 10,000 of the workspace; null: none of them was its. */
  lastAt: z.number().nullable(),
})
export type BotAtWork = z.infer<typeof BotAtWork>

export const FlowRow = z.object({
  id: Id,
  botId: Id,
  name: z.string(),
  enabled: z.boolean(),
  /** Number of the version that runs; null: never published. */
  version: z.number().int().nullable(),
  /** A newer version that a share of those who begin gets, in percent of contacts; null: all begin with `version`. */
  canary: z.object({ version: z.number().int(), share: z.number().int() }).nullable(),
  /** The draft differs from the version that runs. */
  changed: z.boolean(),
  keywords: z.array(z.string()),
  welcome: z.boolean(),
  fallback: z.boolean(),
  /** What else begins it. */
  also: z.array(z.enum(['ads', 'tags', 'fields', 'events', 'schedule'])),
  errors: z.number().int(),
  warnings: z.number().int(),
  /** Templates that it sends and Meta does not let go now; told by the list only. */
  blocked: z.array(z.object({ name: z.string(), language: z.string(), status: TemplateStatus })),
  /** Runs that stand in it now. */
  running: z.number().int(),
  updatedAt: z.number(),
})
export type FlowRow = z.infer<typeof FlowRow>

export const FlowDraft = z.object({
  flow: FlowRow,
  definition: Definition,
  layout: Layout,
  /** Grows with each save; a save must name the one it began from. */
  revision: z.number().int(),
  /** Who saved it, each with the last revision of theirs, the latest first; at most 20. */
  editors: z.array(z.object({ id: Id, name: z.string(), revision: z.number().int() })),
})
export type FlowDraft = z.infer<typeof FlowDraft>

export const Version = z.object({
  id: Id,
  number: z.number().int(),
  publishedAt: z.number(),
  by: z.string(),
  note: z.string(),
  /** Those who begin get it, save the share that gets a canary. */
  live: z.boolean(),
  /** Percent of contacts who begin with it. */
  share: z.number().int(),
})
export type Version = z.infer<typeof Version>

/** How many people came by each step of a flow of late, whichever version they walked. */
export const Traffic = z.object({
  /** People among the latest 10,000 turns of the workspace who came by this flow. */
  people: z.number().int(),
  /** The oldest of those turns; null: nobody came by. */
  since: z.number().nullable(),
  steps: z.array(
    z.object({
      node: z.string(),
      entered: z.number().int(),
      /** Those who went on from it, by any exit. The others stopped there, or still wait. */
      left: z.number().int(),
    }),
  ),
})
export type Traffic = z.infer<typeof Traffic>

const Named = z.object({ id: Id, name: z.string() })

/** What the checker looks at around a draft (`World` of core/flow/check/world.ts). */
export const Around = z.object({
  /** The templates that the draft names, as the account has them; absent: they were never read. */
  templates: z.array(z.object({ template: Template, status: TemplateStatus })).optional(),
  fields: z.array(Field.pick({ id: true, key: true, type: true, scope: true, former: true })),
  /** Names of the workspace's secrets. */
  secrets: z.array(z.string()),
  place: z.object({
    members: z.array(Named),
    teams: z.array(Named.extend({ members: z.array(Id) })),
    segments: z.array(Named.extend({ rule: SegmentWhen })),
    numbers: z.array(Named),
    hours: Hours.nullable(),
  }),
  /** The names of published flows that lead into this one. */
  callers: z.array(z.string()),
  flows: z.array(
    z.object({
      id: Id,
      name: z.string(),
      published: z.boolean(),
      /** What runs of it, where the draft leads into it. */
      definition: Definition.optional(),
    }),
  ),
})
export type Around = z.infer<typeof Around>

/** A flow that runs and would stumble at a step, were the draft of a flow that it calls published. */
export const BrokenCaller = Named.extend({
  /** Sentences in the reader's language. */
  problems: z.array(z.string()),
})
export type BrokenCaller = z.infer<typeof BrokenCaller>

/** Something that came in and could not be digested: kept, with the reason, until a person decides. */
export const SetAside = z.object({
  id: Id,
  /** `webhook`: parts of a body that nobody understands; `happening`: our own code stumbled over it three times, or died of it. */
  kind: z.enum(['webhook', 'happening']),
  at: z.number(),
  reason: z.string(),
  /** Of a webhook: each part that was kept and not applied, at most 20. Of a happening: that the process died of it. */
  parts: z.array(Aside),
  /** The beginning of what came, as text. */
  excerpt: z.string(),
})
export type SetAside = z.infer<typeof SetAside>

/** A customer of the simulator as webhooks name them: by phone number, else by business-scoped user id. */
const SimulatedCustomer = z.string().regex(/^(wa:\d{5,20}|bs:[A-Z]{2}\.[\w.]{1,128})$/)

const Done = z.object({ done: z.literal(true) })
const tag = 'flow'
const FlowName = nameOf(80)
const OfFlow = z.object({ id: Id })

export const flowApi = {
  ...httpApi,
  ...fieldApi,
  ...botApi,
  ...bundleApi,
  ...canaryApi,
  bots: endpoint({ method: 'GET', path: '/api/bots', allow: 'agent', tag, summary: 'All bots' }).output(
    z.array(Bot),
  ),
  botsAtWork: endpoint({
    method: 'GET',
    path: '/api/bots/at-work',
    allow: 'agent',
    tag,
    summary: 'All bots and what they do',
  }).output(z.array(BotAtWork)),
  createBot: endpoint({ method: 'POST', path: '/api/bots', allow: 'admin', tag, summary: 'Create a bot' })
    .input(z.object({ name: FlowName }))
    .output(Bot),
  flows: endpoint({ method: 'GET', path: '/api/flows', allow: 'agent', tag, summary: 'All flows' }).output(
    z.array(FlowRow),
  ),
  /** Without `botId` it joins the oldest bot; the first flow makes the first bot. */
  createFlow: endpoint({ method: 'POST', path: '/api/flows', allow: 'admin', tag, summary: 'Create a flow' })
    .input(z.object({ name: FlowName, botId: Id.optional() }))
    .output(FlowDraft),
  /** The short way in for one flow, of either format: as `/api/imports` does it when nothing is chosen. Refused with `bundle-wrong`. */
  importFlow: endpoint({
    method: 'POST',
    path: '/api/flows/import',
    allow: 'admin',
    tag,
    summary: 'Make a draft of the file of a flow',
  })
    .input(z.object({ file: z.unknown(), botId: Id.optional() }))
    .output(FlowDraft),
  flow: endpoint({
    method: 'GET',
    path: '/api/flows/{id}',
    allow: 'agent',
    tag,
    summary: 'A flow with its draft',
  })
    .input(OfFlow)
    .output(FlowDraft),
  around: endpoint({
    method: 'GET',
    path: '/api/flows/{id}/around',
    allow: 'agent',
    tag,
    summary: 'What the checker looks at around the draft',
  })
    .input(OfFlow)
    .output(Around),
  brokenCallers: endpoint({
    method: 'GET',
    path: '/api/flows/{id}/broken-callers',
    allow: 'agent',
    tag,
    summary: 'Which flows publishing the draft would break',
  })
    .input(OfFlow)
    .output(z.array(BrokenCaller)),
  traffic: endpoint({
    method: 'GET',
    path: '/api/flows/{id}/traffic',
    allow: 'agent',
    tag,
    summary: 'How many people came by each step',
  })
    .input(OfFlow)
    .output(Traffic),
  /** Refused with `draft-conflict` when someone else saved in between. */
  saveFlow: endpoint({
    method: 'PUT',
    path: '/api/flows/{id}/draft',
    allow: 'admin',
    tag,
    summary: 'Save the draft',
  })
    .input(OfFlow.extend({ definition: Definition, layout: Layout, revision: z.number().int() }))
    .output(z.object({ revision: z.number().int() })),
  /**
   * Refused with `draft-moved` when the draft is no longer of the revision that is named, with `flow-invalid`, naming the first step in
   * error, or with `tests-failed` where tests are required.
   */
  publish: endpoint({
    method: 'POST',
    path: '/api/flows/{id}/publish',
    allow: 'admin',
    tag,
    summary: 'Publish the draft as a version',
  })
    .input(
      OfFlow.extend({
        /** The draft that the publisher has seen; without it whatever is saved is published. */
        revision: z.number().int().optional(),
        note: z.string().max(500).default(''),
        /** Percent of contacts who begin with it; with fewer than 100 the others begin with the version before. */
        share: z.number().int().min(CANARY_SHARE_MIN).max(WHOLE).default(WHOLE),
        /** What becomes of those who stand in older versions; with fewer than 100 they finish there in any case. */
        runs: z.enum(WAITING_RUNS).default('finish'),
      }),
    )
    .output(
      z.object({
        flow: FlowRow,
        version: Version,
        /** People inside: moved to the same step, begun anew, or going on in their version. */
        people: SettledPeople,
      }),
    ),
  versions: endpoint({
    method: 'GET',
    path: '/api/flows/{id}/versions',
    allow: 'agent',
    tag,
    summary: 'Published versions',
  })
    .input(OfFlow)
    .output(z.array(Version)),
  version: endpoint({
    method: 'GET',
    path: '/api/flows/{id}/versions/{versionId}',
    allow: 'agent',
    tag,
    summary: 'One version',
  })
    .input(OfFlow.extend({ versionId: Id }))
    .output(z.object({ version: Version, definition: Definition, layout: Layout })),
  /** The draft as it stands is what this simulated customer meets, until `endPreview`. */
  preview: endpoint({
    method: 'POST',
    path: '/api/flows/{id}/preview',
    allow: 'admin',
    tag,
    summary: 'Let a simulated customer try the draft',
  })
    .input(OfFlow.extend({ numberId: Id, customer: SimulatedCustomer, restart: z.boolean().default(false) }))
    .output(z.object({ revision: z.number().int() })),
  endPreview: endpoint({
    method: 'POST',
    path: '/api/flows/{id}/preview/end',
    allow: 'admin',
    tag,
    summary: 'Let the customer meet what is published again',
  })
    .input(OfFlow.extend({ numberId: Id, customer: SimulatedCustomer }))
    .output(Done),
  updateFlow: endpoint({
    method: 'PATCH',
    path: '/api/flows/{id}',
    allow: 'admin',
    tag,
    summary: 'Rename, switch on or off',
  })
    .input(OfFlow.extend({ name: FlowName.optional(), enabled: z.boolean().optional() }))
    .output(FlowRow),
  duplicateFlow: endpoint({
    method: 'POST',
    path: '/api/flows/{id}/duplicate',
    allow: 'admin',
    tag,
    summary: 'Copy a flow',
  })
    .input(OfFlow)
    .output(FlowDraft),
  deleteFlow: endpoint({
    method: 'DELETE',
    path: '/api/flows/{id}',
    allow: 'admin',
    tag,
    summary: 'Delete a flow that never ran, archive one that did',
  })
    .input(OfFlow)
    .output(Done),
  quarantine: endpoint({
    method: 'GET',
    path: '/api/quarantine',
    allow: 'admin',
    tag,
    summary: 'What was set aside, newest first',
  })
    .input(z.object(PageAsk))
    .output(pageOf(SetAside)),
  /**
   * Hears a set-aside happening once more, as if it came now. A webhook is read once more: what is understood by now is taken in, what
   * came before comes no second time, and 409 when nothing more is understood than before.
   */
  replay: endpoint({
    method: 'POST',
    path: '/api/quarantine/{id}/replay',
    allow: 'admin',
    tag,
    summary: 'Hear it once more',
  })
    .input(OfFlow)
    .output(Done),
}
