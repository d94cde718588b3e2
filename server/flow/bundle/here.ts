import type { Here } from '#core/flow/bundle/here.ts'
import { SEQUENCES_MAX } from '#core/flow/sequence.ts'
import type { TemplateStatus } from '#core/whatsapp/template/state.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { knownTags, listFields } from '#server/contact/store.ts'
import { listSecrets } from '#server/flow/http/secrets.ts'
import { placeOf } from '#server/flow/segments.ts'
import { listBots, listFlows } from '#server/flow/store.ts'

const TEMPLATES_MAX = 1000

/** What the workspace has that a file may meet, and its account's templates whole. */
export async function hereOf(
  query: Query,
  workspaceId: string,
): Promise<{ readonly here: Here; readonly templates: readonly Template[] }> {
  const [bots, flows, sequences, fields, tags, templates, secrets, place] = await Promise.all([
    listBots(query, workspaceId),
    listFlows(query, workspaceId),
    query.rows<Here['sequences'][number]>(sql`
      select id, bot_id as "botId", name from sequence where workspace_id = ${workspaceId}
      order by created_at, id limit ${SEQUENCES_MAX}`),
    listFields(query, workspaceId),
    knownTags(query, workspaceId),
    query.rows<{ content: Template; status: TemplateStatus }>(sql`
      select t.content, t.status from template t
      join channel c on c.workspace_id = t.workspace_id and c.id = t.channel_id and c.connected
      where t.workspace_id = ${workspaceId} and t.status <> 'DRAFT' order by t.name, t.language limit ${TEMPLATES_MAX}`),
    listSecrets(query, workspaceId),
    placeOf(query, workspaceId),
  ])
  const here: Here = {
    bots: bots.map(({ id, name }) => ({ id, name })),
    flows: flows.map(({ id, bot_id, name, number, changed }) => ({
      ...{ id, botId: bot_id, name },
      ...{ version: number, changed },
    })),
    sequences,
    fields: fields.map(({ id, key, label, type, scope, former }) => ({
      id,
      key,
      label,
      type,
      scope,
      former,
    })),
    tags,
    templates: templates.map(({ content: { name, language }, status }) => ({ name, language, status })),
    secrets: secrets.map(({ name }) => name),
    teams: place.teams.map(({ id, name }) => ({ id, name })),
    segments: place.segments.map(({ id, name }) => ({ id, name })),
  }
  return { here, templates: templates.map(({ content }) => content) }
}
