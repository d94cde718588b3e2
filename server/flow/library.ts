import { assert } from '#core/base/assert.ts'
import type { Language } from '#core/base/language.ts'
import type { Definition } from '#core/flow/definition.ts'
import type { StartNode } from '#core/flow/nodes/start.ts'
import type { Trigger } from '#core/flow/route.ts'
import type { AccountFacts } from '#core/policy/facts.ts'
import type { AccountState } from '#core/whatsapp/number/news.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { accountFactsOf } from '#server/chat/state.ts'
import { troubleOf } from '#server/whatsapp/trouble.ts'

/** What the desk must know of a workspace, as of one settings revision. */
export type Library = {
  readonly revision: number
  readonly workspace: { readonly name: string; readonly zone: string; readonly language: Language }
  /** What a customer writes to stop marketing, or to allow it again. */
  readonly marketingWords: { readonly stop: readonly string[]; readonly resume: readonly string[] }
  readonly clockOffset: number
  /** Meta's word about the whole account; null: none has come. */
  readonly account: AccountFacts | null
  readonly numbers: ReadonlyMap<string, LibraryNumber>
  /** What starts the flows of a bot. */
  readonly triggers: ReadonlyMap<string, readonly Trigger[]>
  readonly published: ReadonlyMap<string, string>
  /** Whose a flow is: its bot, also for flows that were put away and may still have runs. */
  readonly bots: ReadonlyMap<string, string>
  /** Versions never change: those published now, and older ones in which runs stand, filled as they are met. */
  readonly versions: Map<string, { readonly flowId: string; readonly definition: Definition }>
}
export type LibraryNumber = {
  readonly id: string
  readonly botId: string | null
  readonly state: string
  readonly test: boolean
  readonly recipients: readonly string[] | null
  readonly broken: number | null
}

const LIBRARIES_MAX = 2000
const FLOWS_MAX = 1000
/** Versions that are published no more and still kept at hand, the last used ones. */
export const PINNED_MAX = 500
/** Flows of which the bot is known: those put away count too. */
const OWNED_FLOWS_MAX = 10_000

export type Libraries = {
  /** The library at this revision, read again when the known one is older. */
  readonly at: (query: Query, workspaceId: string, revision: number) => Promise<Library>
  /** Makes sure that these versions are in it. */
  readonly load: (
    query: Query,
    workspaceId: string,
    library: Library,
    versions: readonly string[],
  ) => Promise<void>
}

export function openLibraries(): Libraries {
  const known = new Map<string, Library>()
  return {
    async at(query, workspaceId, revision) {
      const cached = known.get(workspaceId)
      if (cached && cached.revision === revision) return cached
      const library = await readLibrary(query, workspaceId, cached)
      if (known.size >= LIBRARIES_MAX) known.clear()
      known.set(workspaceId, library)
      return library
    },
    async load(query, workspaceId, library, versions) {
      for (const version of versions) use(library, version)
      const missing = versions.filter((version) => !library.versions.has(version))
      if (missing.length > 0) {
        const rows = await query.rows<VersionRow>(sql`
          select id, flow_id, definition from flow_version where workspace_id = ${workspaceId} and id = any(${missing}::uuid[])`)
        for (const row of rows)
          library.versions.set(row.id, { flowId: row.flow_id, definition: row.definition })
      }
      forget(library, versions)
    },
  }
}

/** What was used last stands last. */
function use({ versions }: Library, id: string): void {
  const version = versions.get(id)
  if (!version) return
  versions.delete(id)
  versions.set(id, version)
}

/** Lets go of the versions that were not used for longest, never of published or wanted ones. */
function forget(
  { versions, published }: Pick<Library, 'versions' | 'published'>,
  wanted: readonly string[],
): void {
  if (versions.size <= published.size + PINNED_MAX) return
  const kept = new Set([...published.values(), ...wanted])
  const most = kept.size + PINNED_MAX
  for (const id of versions.keys()) {
    if (versions.size <= most) return
    if (!kept.has(id)) versions.delete(id)
  }
}

type VersionRow = { readonly id: string; readonly flow_id: string; readonly definition: Definition }
type FlowRow = VersionRow & { readonly bot_id: string; readonly enabled: boolean }
type NumberRow = {
  readonly id: string
  readonly bot_id: string | null
  readonly state: string
  readonly test: boolean
  readonly recipients: string[] | null
  readonly broken: number | null
}
type WorkspaceRow = {
  readonly name: string
  readonly zone: string
  readonly language: Language
  readonly settings_revision: number
  readonly clock_offset: number
  readonly account: AccountState | null
  readonly stop_words: string[]
  readonly resume_words: string[]
}

async function readLibrary(query: Query, workspaceId: string, former: Library | undefined): Promise<Library> {
  const [[workspace], numbers, flows, owned] = await Promise.all([
    query.rows<WorkspaceRow>(sql`
      select w.name, w.zone, w.language, w.settings_revision, coalesce(c.clock_offset, 0) as clock_offset, c.account,
             w.stop_words, w.resume_words
      from workspace w left join channel c on c.workspace_id = w.workspace_id and c.connected
      where w.workspace_id = ${workspaceId}`),
    query.rows<NumberRow>(sql`
      select n.id, n.bot_id, n.state, n.test, n.recipients,
             ${troubleOf(workspaceId, sql`n.id`)} as broken
      from phone_number n where n.workspace_id = ${workspaceId}`),
    query.rows<FlowRow>(sql`
      select v.id, v.flow_id, v.definition, f.bot_id, f.enabled
      from flow f join flow_version v on v.workspace_id = f.workspace_id and v.id = f.version_id
      where f.workspace_id = ${workspaceId} and not f.archived order by f.created_at, f.id limit ${FLOWS_MAX}`),
    query.rows<{ readonly id: string; readonly bot_id: string }>(sql`
      select id, bot_id from flow where workspace_id = ${workspaceId} and version_id is not null
      order by created_at desc, id desc limit ${OWNED_FLOWS_MAX}`),
  ])
  assert(workspace, 'the workspace of a happening exists')
  const versions = new Map(former?.versions)
  for (const { id, flow_id, definition } of flows) versions.set(id, { flowId: flow_id, definition })
  const published = new Map(flows.map(({ flow_id, id }) => [flow_id, id]))
  forget({ versions, published }, [])
  return {
    revision: workspace.settings_revision,
    workspace: { name: workspace.name, zone: workspace.zone, language: workspace.language },
    marketingWords: { stop: workspace.stop_words, resume: workspace.resume_words },
    clockOffset: workspace.clock_offset,
    account: workspace.account && accountFactsOf(workspace.account),
    numbers: new Map(
      numbers.map((row) => [
        row.id,
        {
          ...{ id: row.id, botId: row.bot_id, state: row.state, broken: row.broken },
          ...{ test: row.test, recipients: row.recipients },
        },
      ]),
    ),
    triggers: Map.groupBy(
      flows.filter(({ enabled }) => enabled).flatMap((row) => triggerOf(row) ?? []),
      ({ botId }) => botId,
    ),
    published,
    bots: new Map(owned.map(({ id, bot_id }) => [id, bot_id])),
    versions,
  }
}

function triggerOf({
  id,
  flow_id,
  bot_id,
  definition,
}: FlowRow): (Trigger & { readonly botId: string }) | undefined {
  const start = definition.nodes[definition.start]
  if (start?.kind !== 'start') return undefined
  return { botId: bot_id, flow: flow_id, version: id, start: start satisfies StartNode }
}
