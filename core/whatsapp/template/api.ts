import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { PageAsk, pageOf } from '#core/base/page.ts'
import { Finding } from '#core/whatsapp/finding.ts'
import { INTENTS } from '#core/whatsapp/template/intent/category.ts'
import { USE_KINDS } from '#core/whatsapp/template/kinds.ts'
import { TemplateQuality, TemplateStatus } from '#core/whatsapp/template/state.ts'
import { Template, TemplateCategory } from '#core/whatsapp/template/template.ts'

const Intent = z.enum(INTENTS as readonly [string, ...string[]])

/** A place that sends a template. */
export const TemplateUse = z.object({
  kind: z.enum(USE_KINDS),
  id: Id,
  name: z.string(),
  /** It goes out now: published and switched on, or a broadcast that is scheduled, on its way or paused. */
  live: z.boolean(),
  /** What is being written sends it too, or will. */
  draft: z.boolean(),
  /** Of a flow the steps that send it; `title` is what their author calls them, often nothing. */
  steps: z.array(z.object({ id: z.string(), title: z.string() })),
})
export type TemplateUse = z.infer<typeof TemplateUse>

/** A template that something live sends and that Meta does not let go now. */
export const BlockedTemplate = z.object({
  /** Null: it was deleted here. */
  id: Id.nullable(),
  name: z.string(),
  language: z.string(),
  /** `DELETED`: the account has it no more. */
  status: TemplateStatus,
  uses: z.array(TemplateUse),
})
export type BlockedTemplate = z.infer<typeof BlockedTemplate>

/** A template of the workspace in one language, and how it stands with Meta. Times are milliseconds. */
export const TemplateView = z.object({
  id: Id,
  /** Meta's id; null: Meta has none, or none any more. */
  metaId: z.string().nullable(),
  name: z.string(),
  language: z.string(),
  category: TemplateCategory,
  status: TemplateStatus,
  quality: TemplateQuality,
  /** Meta's word for the rejection, such as `INVALID_FORMAT`; `REJECTIONS` reads it for a person. */
  rejection: z.string().nullable(),
  /** Meta's own sentences about its last decision, in English. */
  details: z.string().nullable(),
  advice: z.string().nullable(),
  /** The category that Meta will move it to, and when; the one that it had before. */
  correctCategory: TemplateCategory.nullable(),
  categoryAt: z.number().nullable(),
  previousCategory: TemplateCategory.nullable(),
  /** The end of a pause, where Meta told which pause it is. */
  pausedUntil: z.number().nullable(),
  intent: Intent.nullable(),
  /** What Meta has, or the draft of what Meta has not. */
  template: Template,
  /** A change that Meta has not been told; null: none. */
  draft: Template.nullable(),
  revision: z.number().int(),
  /** Edits while approved that count now, of the ten that Meta allows in 30 days; and when the next is allowed. */
  editsUsed: z.number().int(),
  editAgain: z.number().nullable(),
  /** Handed to Meta at this moment, and no answer has come: whether it was taken is being looked up. */
  unansweredSince: z.number().nullable(),
  /** A submission without an answer was looked up, and Meta does not have it. */
  lost: z.boolean(),
  uses: z.array(TemplateUse),
  updatedAt: z.number(),
})
export type TemplateView = z.infer<typeof TemplateView>

const Ref = z.object({ id: Id, name: z.string(), language: z.string() })
export const CHANGES = ['status', 'quality', 'category', 'content'] as const

/** What a synchronisation found to be otherwise than we knew. */
export const SyncReport = z.object({
  total: z.number().int(),
  added: z.array(Ref),
  changed: z.array(Ref.extend({ what: z.array(z.enum(CHANGES)) })),
  gone: z.array(Ref),
  /** Nodes of Meta's list that no template could be read from, with the reason. */
  unread: z.array(z.string()),
})
export type SyncReport = z.infer<typeof SyncReport>

const Done = z.object({ done: z.literal(true) })
const Written = z.object({ template: Template, intent: Intent.nullable().default(null) })
const tag = 'template'
const One = z.object({ id: Id })
/** The revision that the caller has seen; another one means that somebody else was quicker. */
const Seen = z.object({ revision: z.number().int() })

export const templateApi = {
  /** By name, then language. `search` is a part of the name. `syncedAt`: when the account was last read; null: never. */
  templates: endpoint({
    method: 'GET',
    path: '/api/templates',
    allow: 'agent',
    tag,
    summary: 'Message templates',
  })
    .input(
      z.object({
        search: z.string().max(100).optional(),
        status: TemplateStatus.optional(),
        category: TemplateCategory.optional(),
        language: z.string().max(20).optional(),
        ...PageAsk,
        /** It carries a name, which may be long. */
        cursor: z.string().max(1000).optional(),
      }),
    )
    .output(
      pageOf(TemplateView).extend({
        syncedAt: z.number().nullable(),
        /** Languages that the workspace has templates in. */
        languages: z.array(z.string()),
      }),
    ),
  template: endpoint({
    method: 'GET',
    path: '/api/templates/{id}',
    allow: 'agent',
    tag,
    summary: 'One template',
  })
    .input(One)
    .output(TemplateView),
  blockedTemplates: endpoint({
    method: 'GET',
    path: '/api/templates/blocked',
    allow: 'agent',
    tag,
    summary: 'Templates in use that Meta does not let go',
  }).output(z.array(BlockedTemplate)),
  /** Reads every template of the account, page by page, and answers what is otherwise than before. */
  syncTemplates: endpoint({
    method: 'POST',
    path: '/api/templates/sync',
    allow: 'admin',
    tag,
    summary: 'Sinkronkan Template WhatsApp: read the templates of the account',
  }).output(SyncReport),
  /** Errors are what Meta would refuse; warnings and tips are advice. */
  checkTemplate: endpoint({
    method: 'POST',
    path: '/api/templates/check',
    allow: 'agent',
    tag,
    summary: 'Check a template against the rules and tips',
  })
    .input(Written)
    .output(z.object({ findings: z.array(Finding) })),
  createTemplate: endpoint({
    method: 'POST',
    path: '/api/templates',
    allow: 'admin',
    tag,
    summary: 'Keep a new draft',
  })
    .input(Written)
    .output(TemplateView),
  /** Name and language of a template that Meta has do not change, nor the category of an approved one. */
  saveTemplate: endpoint({
    method: 'PUT',
    path: '/api/templates/{id}',
    allow: 'admin',
    tag,
    summary: 'Keep a change that Meta is not told yet',
  })
    .input(One.extend(Seen.shape).extend(Written.shape))
    .output(TemplateView),
  /** A draft is created at Meta, a template that Meta has is edited there; both are reviewed. */
  submitTemplate: endpoint({
    method: 'POST',
    path: '/api/templates/{id}/submit',
    allow: 'admin',
    tag,
    summary: 'Submit to Meta',
  })
    .input(One.extend(Seen.shape))
    .output(TemplateView),
  /** Throws away a change that Meta was not told. */
  discardTemplate: endpoint({
    method: 'POST',
    path: '/api/templates/{id}/discard',
    allow: 'admin',
    tag,
    summary: 'Go back to what Meta has',
  })
    .input(One.extend(Seen.shape))
    .output(TemplateView),
  /** The same in another language, or under another name, as a draft. */
  duplicateTemplate: endpoint({
    method: 'POST',
    path: '/api/templates/{id}/duplicate',
    allow: 'admin',
    tag,
    summary: 'Copy as a draft',
  })
    .input(One.extend({ language: z.string().min(2).max(20), name: z.string().min(1).max(512).optional() }))
    .output(TemplateView),
  /** Here and at Meta. The name of an approved one stays blocked for 30 days. */
  deleteTemplate: endpoint({
    method: 'DELETE',
    path: '/api/templates/{id}',
    allow: 'admin',
    tag,
    summary: 'Delete',
  })
    .input(One)
    .output(Done),
}
