import type { Millis } from '#core/base/time.ts'
import type { Standing } from '#core/whatsapp/template/apply.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import type { Query, Tx } from '#server/base/db.ts'
import { all, sql } from '#server/base/sql.ts'

export type TemplateRow = {
  readonly id: string
  readonly channel_id: string | null
  readonly meta_id: string | null
  readonly name: string
  readonly language: string
  readonly category: Standing['category']
  readonly status: Standing['status']
  readonly quality: Standing['quality']
  readonly rejection: string | null
  readonly details: string | null
  readonly advice: string | null
  readonly correct_category: Standing['correctCategory']
  readonly previous_category: Standing['previousCategory']
  readonly category_at: Millis | null
  readonly paused_until: Millis | null
  readonly intent: string | null
  readonly content: Template
  readonly draft: Template | null
  readonly revision: number
  readonly edits: readonly Millis[]
  readonly stood_at: Millis
  readonly asked_at: Millis | null
  readonly lost: boolean
  readonly updated_at: Millis
}

const TEMPLATE = sql`
  select id, channel_id, meta_id, name, language, category, status, quality, rejection, details, advice, correct_category,
         previous_category, category_at, paused_until, intent, content, draft, revision, edits, stood_at, asked_at, lost,
         updated_at
  from template`

type TemplateFilter = {
  readonly search: string | undefined
  readonly status: string | undefined
  readonly category: string | undefined
  readonly language: string | undefined
  readonly after: { readonly name: string; readonly language: string } | undefined
  readonly limit: number
}

/** By name, then language. */
export function listTemplates(
  query: Query,
  workspaceId: string,
  ask: TemplateFilter,
): Promise<TemplateRow[]> {
  const { search, status, category, language, after, limit } = ask
  const where = [
    sql`workspace_id = ${workspaceId}`,
    ...(search
      ? [
          sql`strpos(name, ${search
            .trim()
            .toLowerCase()
            .replace(/[\s-]+/g, '_')}) > 0`,
        ]
      : []),
    ...(status ? [sql`status = ${status}`] : []),
    ...(category ? [sql`category = ${category}`] : []),
    ...(language ? [sql`language = ${language}`] : []),
    ...(after ? [sql`(name, language) > (${after.name}, ${after.language})`] : []),
  ]
  return query.rows(sql`${TEMPLATE} where ${all(where)} order by name, language limit ${limit}`)
}

const LANGUAGES_MAX = 100

export async function languagesOf(query: Query, workspaceId: string): Promise<string[]> {
  const rows = await query.rows<{ language: string }>(sql`
    select distinct language from template where workspace_id = ${workspaceId} order by language limit ${LANGUAGES_MAX}`)
  return rows.map(({ language }) => language)
}

export async function templateOf(
  query: Query,
  workspaceId: string,
  id: string,
): Promise<TemplateRow | undefined> {
  const rows = await query.rows<TemplateRow>(
    sql`${TEMPLATE} where workspace_id = ${workspaceId} and id = ${id}`,
  )
  return rows[0]
}

/** The same, locked until the transaction ends. */
export async function lockTemplate(
  tx: Tx,
  workspaceId: string,
  id: string,
): Promise<TemplateRow | undefined> {
  const rows = await tx.rows<TemplateRow>(
    sql`${TEMPLATE} where workspace_id = ${workspaceId} and id = ${id} for update`,
  )
  return rows[0]
}

export async function lockByMetaId(
  tx: Tx,
  workspaceId: string,
  metaId: string,
): Promise<TemplateRow | undefined> {
  const rows = await tx.rows<TemplateRow>(
    sql`${TEMPLATE} where workspace_id = ${workspaceId} and meta_id = ${metaId} limit 1 for update`,
  )
  return rows[0]
}

/** The most templates that an account may have (Meta, template limits: 6,000 once it is verified), with room for drafts. */
export const TEMPLATES_MAX = 7_000

export function lockTemplates(tx: Tx, workspaceId: string): Promise<TemplateRow[]> {
  return tx.rows(
    sql`${TEMPLATE} where workspace_id = ${workspaceId} order by id limit ${TEMPLATES_MAX} for update`,
  )
}

/** Whether another template of the workspace has this name in this language. */
export async function isNameTaken(
  query: Query,
  workspaceId: string,
  { name, language, but }: { readonly name: string; readonly language: string; readonly but?: string },
): Promise<boolean> {
  const rows = await query.rows<{ id: string }>(sql`
    select id from template where workspace_id = ${workspaceId} and name = ${name} and language = ${language}`)
  return rows.some(({ id }) => id !== but)
}

export async function insertDraft(
  tx: Tx,
  workspaceId: string,
  {
    id,
    template,
    intent,
  }: { readonly id: string; readonly template: Template; readonly intent: string | null },
): Promise<void> {
  await tx.run(sql`
    insert into template (workspace_id, id, name, language, category, status, intent, content)
    values (${workspaceId}, ${id}, ${template.name}, ${template.language}, ${template.category}, 'DRAFT', ${intent},
            ${JSON.stringify(template)})`)
}

/** A template of ours alone is its content; of one that Meta has, the change stands beside it. */
export async function saveDraft(
  tx: Tx,
  workspaceId: string,
  row: TemplateRow,
  { template, intent }: { readonly template: Template; readonly intent: string | null },
): Promise<void> {
  const json = JSON.stringify(template)
  const change = row.meta_id
    ? sql`draft = ${json}`
    : sql`name = ${template.name}, language = ${template.language}, category = ${template.category}, status = 'DRAFT', content = ${json}, draft = null`
  await tx.run(sql`
    update template set ${change}, intent = ${intent}, lost = false, revision = revision + 1, updated_at = now()
    where workspace_id = ${workspaceId} and id = ${row.id}`)
}

export async function discardDraft(tx: Tx, workspaceId: string, id: string): Promise<void> {
  await tx.run(sql`
    update template set draft = null, revision = revision + 1, updated_at = now()
    where workspace_id = ${workspaceId} and id = ${id}`)
}

/** Meta has these no more: the change that it was not told is all that is left of them, a draft to be submitted anew. */
export async function loseTemplates(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.run(sql`
    update template set meta_id = null, channel_id = null, status = 'DELETED', quality = 'UNKNOWN', edits = '[]', paused_until = null,
                        correct_category = null, category_at = null, category = coalesce(draft ->> 'category', category),
                        content = coalesce(draft, content), draft = null,
                        revision = revision + 1, stood_at = now(), updated_at = now()
    where workspace_id = ${workspaceId} and id = any(${ids})`)
}

/** `decides`: it is Meta's word about the state itself, and so newer than the answer to a submission under way. */
export async function saveStanding(
  tx: Tx,
  workspaceId: string,
  id: string,
  { decides, ...to }: Standing & { readonly decides: boolean },
): Promise<void> {
  const stood = decides ? sql`now()` : sql`case when asked_at is null then now() else stood_at end`
  await tx.run(sql`
    update template set status = ${to.status}, quality = ${to.quality}, category = ${to.category}, rejection = ${to.rejection},
                        details = ${to.details}, advice = ${to.advice}, correct_category = ${to.correctCategory},
                        category_at = ${timeOrNull(to.categoryAt)}, previous_category = ${to.previousCategory},
                        paused_until = ${timeOrNull(to.pausedUntil)}, stood_at = ${stood}, updated_at = now()
    where workspace_id = ${workspaceId} and id = ${id}`)
}

export async function removeTemplate(query: Query, workspaceId: string, id: string): Promise<number> {
  return await query.run(sql`delete from template where workspace_id = ${workspaceId} and id = ${id}`)
}

/** When the channel's templates were last read; null: never, undefined: there is no channel. */
export async function syncedAt(query: Query, workspaceId: string): Promise<Millis | null | undefined> {
  const rows = await query.rows<{ templates_at: Millis | null }>(sql`
    select templates_at from channel where workspace_id = ${workspaceId} and connected`)
  return rows[0]?.templates_at
}

export async function noteSync(tx: Tx, workspaceId: string, channelId: string): Promise<void> {
  await tx.run(
    sql`update channel set templates_at = now() where workspace_id = ${workspaceId} and id = ${channelId}`,
  )
}

/** The database's own clock, by which rows say when they last stood otherwise. */
export async function databaseNow(query: Query): Promise<Millis> {
  const rows = await query.rows<{ now: Millis }>(sql`select now() as now`)
  return rows[0]?.now ?? 0
}

export function standingOf(row: TemplateRow): Standing {
  return {
    status: row.status,
    quality: row.quality,
    category: row.category,
    rejection: row.rejection,
    details: row.details,
    advice: row.advice,
    correctCategory: row.correct_category,
    categoryAt: row.category_at,
    previousCategory: row.previous_category,
    pausedUntil: row.paused_until,
  }
}

export function timeOrNull(at: Millis | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
