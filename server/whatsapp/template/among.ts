import type { Millis } from '#core/base/time.ts'
import type { Finding } from '#core/whatsapp/finding.ts'
import { checkAmong, TEMPLATES_MAX } from '#core/whatsapp/template/rule/among.ts'
import { NAME_BLOCKED } from '#core/whatsapp/template/state.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import type { Query, Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

/** Of whom something is asked: a channel, and its present moment. */
type Place = { readonly workspaceId: string; readonly channelId: string; readonly now: Millis }

/**
 * Why Meta would refuse a new template because of the others of its account. Whether the business is verified is not known for
 * certain, so the larger limit holds; below it Meta judges.
 */
export async function amongOthers(
  query: Query,
  { workspaceId, channelId, now }: Place,
  template: Template,
): Promise<Finding[]> {
  const { name } = template
  const [others, [channel]] = await Promise.all([
    query.rows<
      Pick<Template, 'name' | 'language' | 'body'> & { readonly footer: Template['footer'] | null }
    >(sql`
      select name, language, content -> 'body' as body, content -> 'footer' as footer from template
      where workspace_id = ${workspaceId} and channel_id = ${channelId} and meta_id is not null and status <> 'DELETED'
      limit ${TEMPLATES_MAX.verified}`),
    query.rows<{ deleted_names: Readonly<Record<string, Millis>> }>(sql`
      select deleted_names from channel where workspace_id = ${workspaceId} and id = ${channelId}`),
  ])
  const at = channel?.deleted_names[keyOf(template)]
  const deleted = at === undefined ? [] : [{ name, at }]
  const templates = others.map(({ footer, ...words }) => ({
    template: { ...words, ...(footer ? { footer } : {}) },
  }))
  return checkAmong(template, { templates, verified: true, deleted }, now)
}

/** Writes down that an approved template was deleted: Meta takes its name in its language again after 30 days. */
export async function noteDeleted(
  tx: Tx,
  { workspaceId, channelId, now }: Place,
  template: Pick<Template, 'name' | 'language'>,
): Promise<void> {
  await tx.run(sql`
    update channel set deleted_names = (
      select coalesce(json_object_agg(key, at), '{}') from (
        select key, value::bigint as at from json_each_text(deleted_names)
        where value::bigint > ${now - NAME_BLOCKED} and key <> ${keyOf(template)}
        union all select ${keyOf(template)}, ${now}::bigint) kept)
    where workspace_id = ${workspaceId} and id = ${channelId}`)
}

function keyOf({ name, language }: Pick<Template, 'name' | 'language'>): string {
  return `${name} ${language}`
}
