import { assert } from '#core/base/assert.ts'
import type { FlowDraft, FlowRow, Version } from '#core/flow/api.ts'
import type { StartNode } from '#core/flow/nodes/start.ts'
import type { BlockedTemplate } from '#core/whatsapp/template/api.ts'
import type { Tx } from '#server/base/db.ts'
import { type FlowDraftRow, type FlowView, flowOf, type VersionView } from '#server/flow/store.ts'

export function rowAs(row: FlowView): FlowRow {
  return {
    id: row.id,
    botId: row.bot_id,
    name: row.name,
    enabled: row.enabled,
    version: row.number,
    canary: row.canary,
    changed: row.changed,
    keywords: row.start?.keywords ?? [],
    welcome: row.start?.welcome ?? false,
    fallback: row.start?.fallback ?? false,
    also: alsoOf(row.start),
    errors: row.errors,
    warnings: row.warnings,
    blocked: [],
    running: row.running,
    updatedAt: row.updated_at,
  }
}

const ALSO = ['ads', 'tags', 'fields', 'events', 'schedule'] as const

function alsoOf(start: StartNode | null): FlowRow['also'] {
  return ALSO.filter((what) => start?.[what] !== undefined)
}

/** The templates that the flow sends and Meta holds back. */
export function blockedIn({ id }: FlowView, blocked: readonly BlockedTemplate[]): FlowRow['blocked'] {
  return blocked
    .filter(({ uses }) => uses.some((use) => use.kind === 'flow' && use.id === id))
    .map(({ name, language, status }) => ({ name, language, status }))
}

export function draftAs(row: FlowDraftRow): FlowDraft {
  const { definition, layout, revision, editors } = row
  return { flow: rowAs(row), definition, layout, revision, editors }
}

/** The draft as it was just written. */
export async function draftOf(tx: Tx, workspaceId: string, id: string): Promise<FlowDraft> {
  const row = await flowOf(tx, workspaceId, id)
  assert(row, 'the flow was just written')
  return draftAs(row)
}

export function versionAs({ id, number, published_at, by, note, live, share }: VersionView): Version {
  return { id, number, publishedAt: published_at, by, note, live, share }
}
