import { parseJson } from '#core/base/json.ts'
import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import type { Millis } from '#core/base/time.ts'
import { adviseTemplate } from '#core/whatsapp/template/advice/advise.ts'
import { type TemplateView, templateApi } from '#core/whatsapp/template/api.ts'
import { INTENTS } from '#core/whatsapp/template/intent/category.ts'
import { checkTemplate } from '#core/whatsapp/template/rule/check.ts'
import { withoutForeignSamples } from '#core/whatsapp/template/same.ts'
import { isSendable } from '#core/whatsapp/template/state.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import { isUniqueViolation, type Query, type Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { on } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import type { WhatsappParts } from '#server/whatsapp/routes.ts'
import { channelOf } from '#server/whatsapp/store.ts'
import { deleteTemplate } from '#server/whatsapp/template/delete.ts'
import {
  discardDraft,
  insertDraft,
  isNameTaken,
  languagesOf,
  listTemplates,
  lockTemplate,
  saveDraft,
  syncedAt,
  type TemplateRow,
  templateOf,
} from '#server/whatsapp/template/store.ts'
import { type SubmitParts, submitTemplate } from '#server/whatsapp/template/submit.ts'
import { syncTemplates } from '#server/whatsapp/template/sync.ts'
import { blockedTemplates, usesOf } from '#server/whatsapp/template/uses.ts'
import { templateAs } from '#server/whatsapp/template/view.ts'

export type TemplateParts = WhatsappParts & SubmitParts

/** Message templates: found, written, checked, submitted, kept in step with Meta. */
export function templateRoutes(parts: TemplateParts) {
  return { ...readingRoutes(parts), ...writingRoutes(parts), ...metaRoutes(parts) }
}

/** The channel's present moment. */
async function nowOf(query: Query, workspaceId: string): Promise<Millis> {
  const channel = await channelOf(query, workspaceId)
  return Date.now() + (channel?.clock_offset ?? 0)
}

/** One row as the contract tells it. */
async function shown(query: Query, workspaceId: string, row: TemplateRow): Promise<TemplateView> {
  const [now, usedAt] = await Promise.all([nowOf(query, workspaceId), usesOf(query, workspaceId, [row])])
  return templateAs(row, now, usedAt(row))
}

function readingRoutes({ http }: TemplateParts) {
  return {
    templates: on(templateApi.templates, async ({ cursor, limit, ...ask }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const wish = {
          search: ask.search,
          status: ask.status,
          category: ask.category,
          language: ask.language,
        }
        const [rows, languages, read, now] = await Promise.all([
          listTemplates(tx, workspaceId, { ...wish, after: placeOf(cursor), limit }),
          languagesOf(tx, workspaceId),
          syncedAt(tx, workspaceId),
          nowOf(tx, workspaceId),
        ])
        const last = rows.at(-1)
        const usedAt = await usesOf(tx, workspaceId, rows)
        return {
          items: rows.map((row) => templateAs(row, now, usedAt(row))),
          cursor: last && rows.length === limit ? cursorOf(last) : null,
          syncedAt: read ?? null,
          languages,
        }
      }),
    ),
    template: on(templateApi.template, async ({ id }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const row = await templateOf(tx, workspaceId, id)
        return row ? await shown(tx, workspaceId, row) : refuse('not-found')
      }),
    ),
    blockedTemplates: on(templateApi.blockedTemplates, (_input, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, (tx) => blockedTemplates(tx, workspaceId)),
    ),
    checkTemplate: on(templateApi.checkTemplate, async ({ template, intent }) => {
      const facts = INTENTS.find((one) => one === intent)
      return {
        findings: [...checkTemplate(template), ...adviseTemplate(template, facts ? { intent: facts } : {})],
      }
    }),
  }
}

function writingRoutes({ http, bus }: TemplateParts) {
  /** One change of one template; the answer is how it stands after it. */
  const change = async (workspaceId: string, work: (tx: Tx) => Promise<string | Refusal>) => {
    try {
      const result = await http.tenant(workspaceId, async (tx) => {
        const id = await work(tx)
        if (isRefusal(id)) return id
        await emit(tx, workspaceId, [{ kind: 'template.changed', ids: [id] }])
        const row = await templateOf(tx, workspaceId, id)
        return row ? await shown(tx, workspaceId, row) : refuse('not-found')
      })
      bus.call('live', workspaceId)
      return result
    } catch (error) {
      // somebody took the name in the same moment
      if (!isUniqueViolation(error)) throw error
      return refuse('template-changed')
    }
  }
  const create = async (tx: Tx, workspaceId: string, template: Template, intent: string | null) => {
    if (await isNameTaken(tx, workspaceId, template)) return taken(template)
    const id = newId()
    await insertDraft(tx, workspaceId, { id, template, intent })
    return id
  }
  return {
    createTemplate: on(templateApi.createTemplate, ({ template, intent }, { seat: { workspaceId } }) =>
      change(workspaceId, (tx) => create(tx, workspaceId, template, intent)),
    ),
    saveTemplate: on(templateApi.saveTemplate, (input, { seat: { workspaceId } }) =>
      change(workspaceId, async (tx) => {
        const row = await seen(tx, workspaceId, input)
        if (isRefusal(row)) return row
        const template = bound(row, input.template)
        if (await isNameTaken(tx, workspaceId, { ...template, but: row.id })) return taken(template)
        await saveDraft(tx, workspaceId, row, { template, intent: input.intent })
        return row.id
      }),
    ),
    discardTemplate: on(templateApi.discardTemplate, (input, { seat: { workspaceId } }) =>
      change(workspaceId, async (tx) => {
        const row = await seen(tx, workspaceId, input)
        if (isRefusal(row)) return row
        await discardDraft(tx, workspaceId, row.id)
        return row.id
      }),
    ),
    duplicateTemplate: on(
      templateApi.duplicateTemplate,
      ({ id, language, name }, { seat: { workspaceId } }) =>
        change(workspaceId, async (tx) => {
          const row = await templateOf(tx, workspaceId, id)
          if (!row) return refuse('not-found')
          const source = withoutForeignSamples(row.draft ?? row.content)
          const copy = { ...source, language, name: name ?? source.name }
          return await create(tx, workspaceId, copy, row.intent)
        }),
    ),
  }
}

function taken({ name, language }: Template): Refusal {
  return refuse('template-exists', { name, language })
}

/** The row as the caller has seen it, locked. */
async function seen(
  tx: Tx,
  workspaceId: string,
  { id, revision }: { readonly id: string; readonly revision: number },
): Promise<TemplateRow | Refusal> {
  const row = await lockTemplate(tx, workspaceId, id)
  if (!row) return refuse('not-found')
  return row.revision === revision ? row : refuse('template-changed')
}

/** Meta changes neither name nor language of what it has or is looking at, and the category only while it is not approved. */
function bound(row: TemplateRow, template: Template): Template {
  const { name, language, category } = row
  if (!row.meta_id) return row.asked_at === null ? template : { ...template, name, language }
  return { ...template, name, language, ...(isSendable(row.status) && { category }) }
}

function metaRoutes(parts: TemplateParts) {
  const { db } = parts
  return {
    syncTemplates: on(templateApi.syncTemplates, (_input, { seat: { workspaceId } }) =>
      syncTemplates(parts, workspaceId),
    ),
    submitTemplate: on(templateApi.submitTemplate, async (asked, { seat: { workspaceId } }) => {
      const row = await submitTemplate(parts, workspaceId, asked)
      return isRefusal(row) ? row : await shown(db, workspaceId, row)
    }),
    deleteTemplate: on(templateApi.deleteTemplate, async ({ id }, { seat: { workspaceId } }) => {
      const no = await deleteTemplate(parts, workspaceId, id)
      return no ?? { done: true as const }
    }),
  }
}

/** The name and the language after which the next page begins. */
function cursorOf({ name, language }: TemplateRow): string {
  return Buffer.from(JSON.stringify([name, language])).toString('base64url')
}

function placeOf(cursor: string | undefined) {
  const pair = cursor ? parseJson(Buffer.from(cursor, 'base64url').toString('utf8')) : undefined
  if (!Array.isArray(pair)) return undefined
  const [name, language] = pair
  return typeof name === 'string' && typeof language === 'string' ? { name, language } : undefined
}
