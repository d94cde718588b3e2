import type { Millis } from '#core/base/time.ts'
import type { CHANGES, SyncReport } from '#core/whatsapp/template/api.ts'
import type { Standing } from '#core/whatsapp/template/apply.ts'
import { isSameTemplate, withOwnParts } from '#core/whatsapp/template/same.ts'
import type { MetaTemplate } from '#core/whatsapp/template/state.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import type { Tx } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { loseTemplates, standingOf, type TemplateRow, timeOrNull } from '#server/whatsapp/template/store.ts'

/** What a template that Meta has becomes here. */
type Found = Standing & {
  readonly id: string
  readonly metaId: string
  readonly name: string
  readonly language: string
  readonly content: Template
  readonly draft: Template | null
}
type Change = (typeof CHANGES)[number]
type Plan = {
  readonly save: readonly Found[]
  /** Rows that Meta has no more. */
  readonly lose: readonly string[]
  readonly report: Pick<SyncReport, 'added' | 'changed' | 'gone'>
}

/**
 * What is to be written so that we know what Meta has. A template is the same when its name and its language are. What has
 * stood otherwise since `askedAt`, while Meta was being asked, is newer than its answer and stays.
 */
export function planFound(
  known: readonly TemplateRow[],
  found: readonly MetaTemplate[],
  { askedAt, isWhole }: { readonly askedAt: Millis; readonly isWhole: boolean },
): Plan {
  const byName = new Map(known.map((row) => [keyOf(row), row]))
  const report: { [K in keyof Plan['report']]: Plan['report'][K][number][] } = {
    added: [],
    changed: [],
    gone: [],
  }
  const save: Found[] = []
  const seen = new Map(found.map((one) => [keyOf(one.template), one]))
  for (const [key, one] of seen) {
    const row = byName.get(key)
    if (row && row.stood_at > askedAt) continue
    const next = nextOf(row, one)
    const what = row?.meta_id ? changesOf(row, next) : []
    const ref = { id: next.id, name: next.name, language: next.language }
    if (!row?.meta_id) report.added.push(ref)
    else if (what.length > 0) report.changed.push({ ...ref, what })
    if (what.length > 0 || isMoved(row, next)) save.push(next)
  }
  const gone = isWhole
    ? known.filter((row) => row.meta_id && !seen.has(keyOf(row)) && row.stood_at <= askedAt)
    : []
  report.gone.push(...gone.map(({ id, name, language }) => ({ id, name, language })))
  return { save, lose: gone.map(({ id }) => id), report }
}

function keyOf({ name, language }: { readonly name: string; readonly language: string }): string {
  return `${name}\n${language}`
}

function nextOf(row: TemplateRow | undefined, { id, template, ...meta }: MetaTemplate): Found {
  const { name, language, category } = template
  return {
    ...{ id: row?.id ?? newId(), metaId: id, name, language, category },
    ...{ status: meta.status, quality: meta.quality, rejection: meta.rejection },
    ...{ correctCategory: meta.correctCategory, previousCategory: meta.previousCategory },
    ...keptOf(row, meta),
    ...contentOf(row, template),
  }
}

/** What Meta tells by webhook only, as long as it speaks of how things still are. */
function keptOf(
  row: TemplateRow | undefined,
  { status, correctCategory }: Omit<MetaTemplate, 'id' | 'template'>,
) {
  const before = row?.status === status ? standingOf(row) : null
  return {
    details: before?.details ?? null,
    advice: before?.advice ?? null,
    pausedUntil: before?.pausedUntil ?? null,
    categoryAt: row && row.correct_category === correctCategory ? row.category_at : null,
  }
}

/** What was written here before Meta had it is not lost: it becomes a change of Meta's, until Meta has it too. */
function contentOf(row: TemplateRow | undefined, template: Template): Pick<Found, 'content' | 'draft'> {
  if (!row) return { content: template, draft: null }
  if (row.draft && isSameTemplate(row.draft, template)) return { content: row.draft, draft: null }
  const known = withOwnParts(template, row.content)
  if (isSameTemplate(row.content, known)) return { content: row.content, draft: row.draft }
  return {
    content: known,
    draft: row.status === 'DRAFT' ? row.content : row.draft,
  }
}

function changesOf(row: TemplateRow, next: Found): Change[] {
  const what: Change[] = []
  if (row.status !== next.status) what.push('status')
  if (row.quality !== next.quality) what.push('quality')
  if (row.category !== next.category) what.push('category')
  if (row.content !== next.content && !isSameTemplate(row.content, next.content)) what.push('content')
  return what
}

function isMoved(row: TemplateRow | undefined, next: Found): boolean {
  return (
    row?.meta_id !== next.metaId ||
    row.rejection !== next.rejection ||
    row.correct_category !== next.correctCategory ||
    row.previous_category !== next.previousCategory
  )
}

/** The account came back with another channel: what it has is that channel's now. */
export async function adoptFound(
  tx: Tx,
  workspaceId: string,
  channelId: string,
  found: readonly MetaTemplate[],
): Promise<void> {
  await tx.run(sql`
    update template set channel_id = ${channelId}, stood_at = now()
    where workspace_id = ${workspaceId} and meta_id = any(${found.map(({ id }) => id)}) and channel_id is distinct from ${channelId}`)
}

/** Writes a plan down; a row that came by the same name meanwhile is taken over. */
export async function saveFound(
  tx: Tx,
  workspaceId: string,
  channelId: string,
  { save, lose }: Plan,
): Promise<void> {
  const rows = save.map(({ content, draft, ...one }) => ({
    ...one,
    categoryAt: timeOrNull(one.categoryAt),
    pausedUntil: timeOrNull(one.pausedUntil),
    content,
    draft,
  }))
  await tx.run(sql`
    insert into template (workspace_id, id, channel_id, meta_id, name, language, category, status, quality, rejection, details,
                          advice, correct_category, category_at, previous_category, paused_until, content, draft)
    select ${workspaceId}, t.id, ${channelId}, t."metaId", t.name, t.language, t.category, t.status, t.quality, t.rejection, t.details,
           t.advice, t."correctCategory", t."categoryAt", t."previousCategory", t."pausedUntil", t.content, t.draft
    from json_to_recordset(${JSON.stringify(rows)}) as t (
      id uuid, "metaId" text, name text, language text, category text, status text, quality text, rejection text, details text,
      advice text, "correctCategory" text, "categoryAt" timestamptz, "previousCategory" text, "pausedUntil" timestamptz,
      content json, draft json)
    on conflict (workspace_id, name, language) do update
    set channel_id = excluded.channel_id, meta_id = excluded.meta_id, category = excluded.category, status = excluded.status,
        quality = excluded.quality, rejection = excluded.rejection, details = excluded.details, advice = excluded.advice,
        correct_category = excluded.correct_category, category_at = excluded.category_at,
        previous_category = excluded.previous_category, paused_until = excluded.paused_until, content = excluded.content,
        draft = excluded.draft, asked_at = case when template.meta_id is null then null else template.asked_at end,
        lost = false, revision = template.revision + 1, stood_at = now(), updated_at = now()`)
  await loseTemplates(tx, workspaceId, lose)
}
