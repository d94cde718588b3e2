import { assert } from '#core/base/assert.ts'
import type { Language } from '#core/base/language.ts'
import { type Catalogue, catalogueOf } from '#core/contact/field/catalogue.ts'
import type { Definition } from '#core/flow/definition.ts'
import { withFieldIds } from '#core/flow/event.ts'
import type { Trigger } from '#core/flow/route.ts'
import { accountFactsOf } from '#core/policy/account.ts'
import type { AccountFacts } from '#core/policy/facts.ts'
import type { AccountState } from '#core/whatsapp/number/news.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { listFields } from '#server/contact/store.ts'
import { listPreviews, type Preview, type PreviewRow } from '#server/flow/preview.ts'
import { troubleOf } from '#server/whatsapp/trouble.ts'

/** What the desk must know of a workspace, as of one settings revision. */
export type Library = {
  readonly revision: number
  readonly workspace: { readonly name: string; readonly zone: string; readonly language: Language }
  /** What a customer writes to stop marketing, or to allow it again. */
  readonly marketingWords: { readonly stop: readonly string[]; readonly resume: readonly string[] }
  readonly clockOffset: number
  /** Some sequence ends when its contact replies, so that messages must tell. */
  readonly endsOnReply: boolean
  /** Meta's word about the whole account; null: none has come. */
  readonly account: AccountFacts | null
  readonly numbers: ReadonlyMap<string, LibraryNumber>
  /** The fields by every name that means one, and the values that bot fields begin with, by id. */
  readonly catalogue: Catalogue
  readonly botDefaults: Readonly<Record<string, string>>
  /** What starts the flows of a bot. */
  readonly triggers: ReadonlyMap<string, readonly Trigger[]>
  readonly published: ReadonlyMap<string, string>
  /** Whose a flow is: its bot, also for flows that were put away and may still have runs. */
  readonly bots: ReadonlyMap<string, string>
  /** Names of the flows that run. */
  readonly names: ReadonlyMap<string, string>
  /** Versions never change: those published now, and older ones in which runs stand, filled as they are met. */
  readonly versions: Map<string, { readonly flowId: string; readonly definition: Definition }>
  /** Who tries a draft: by number and identity, see `castOf`. */
  readonly previews: ReadonlyMap<string, Preview>
}
export type LibraryNumber = {
  readonly id: string
  readonly botId: string | null
  readonly display: string
  readonly name: string
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

/** What answers a contact over a number: the published flows of the bot that is linked to it, or the draft that they try. */
export type Cast = {
  readonly botId: string
  readonly triggers: readonly Trigger[]
  readonly preview: Preview | null
}

export function castOf(library: Library, numberId: string, identities: Iterable<string>): Cast | undefined {
  const preview = previewFor(library, numberId, identities)
  if (preview) return { botId: preview.botId, triggers: preview.triggers, preview }
  const botId = library.numbers.get(numberId)?.botId
  return botId ? { botId, triggers: library.triggers.get(botId) ?? [], preview: null } : undefined
}

function previewFor({ previews }: Library, numberId: string, identities: Iterable<string>): Preview | null {
  if (previews.size === 0) return null
  for (const identity of identities) {
    const preview = previews.get(`${numberId} ${identity}`)
    if (preview) return preview
  }
  return null
}

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
type FlowRow = VersionRow & { readonly bot_id: string; readonly name: string; readonly enabled: boolean }
type NumberRow = {
  readonly id: string
  readonly bot_id: string | null
  readonly display: string
  readonly name: string
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
  readonly ends_on_reply: boolean
}

async function readLibrary(query: Query, workspaceId: string, former: Library | undefined): Promise<Library> {
  const [[workspace], numbers, flows, owned, fields, tried] = await Promise.all([
    query.rows<WorkspaceRow>(sql`
      select w.name, w.zone, w.language, w.settings_revision, coalesce(c.clock_offset, 0) as clock_offset, c.account,
             w.stop_words, w.resume_words,
             exists (select 1 from sequence q where q.workspace_id = w.workspace_id and q.ends_on_reply) as ends_on_reply
      from workspace w left join channel c on c.workspace_id = w.workspace_id and c.connected
      where w.workspace_id = ${workspaceId}`),
    query.rows<NumberRow>(sql`
      select n.id, n.bot_id, n.display, n.name, n.state, n.test, n.recipients,
             ${troubleOf(workspaceId, sql`n.id`)} as broken
      from phone_number n where n.workspace_id = ${workspaceId}`),
    query.rows<FlowRow>(sql`
      select v.id, v.flow_id, v.definition, f.bot_id, f.name, f.enabled
      from flow f join flow_version v on v.workspace_id = f.workspace_id and v.id = f.version_id
      where f.workspace_id = ${workspaceId} and not f.archived order by f.created_at, f.id limit ${FLOWS_MAX}`),
    query.rows<{ readonly id: string; readonly bot_id: string }>(sql`
      select id, bot_id from flow where workspace_id = ${workspaceId} and version_id is not null
      order by created_at desc, id desc limit ${OWNED_FLOWS_MAX}`),
    listFields(query, workspaceId),
    listPreviews(query, workspaceId),
  ])
  assert(workspace, 'the workspace of a happening exists')
  const versions = new Map(former?.versions)
  for (const { id, flow_id, definition } of flows) versions.set(id, { flowId: flow_id, definition })
  const published = new Map(flows.map(({ flow_id, id }) => [flow_id, id]))
  forget({ versions, published }, [])
  const catalogue = catalogueOf(fields)
  const triggers = Map.groupBy(
    flows.filter(({ enabled }) => enabled).flatMap((row) => triggerOf(row, catalogue) ?? []),
    ({ botId }) => botId,
  )
  const previews =
    tried.length === 0 ? NO_PREVIEWS : await previewsOf(query, workspaceId, tried, { triggers, catalogue })
  for (const [id, version] of previews.versions) versions.set(id, version)
  return {
    revision: workspace.settings_revision,
    workspace: { name: workspace.name, zone: workspace.zone, language: workspace.language },
    marketingWords: { stop: workspace.stop_words, resume: workspace.resume_words },
    clockOffset: workspace.clock_offset,
    endsOnReply: workspace.ends_on_reply,
    account: workspace.account && accountFactsOf(workspace.account),
    numbers: new Map(
      numbers.map((row) => [
        row.id,
        {
          ...{ id: row.id, botId: row.bot_id, state: row.state, broken: row.broken },
          ...{ display: row.display, name: row.name, test: row.test, recipients: row.recipients },
        },
      ]),
    ),
    catalogue,
    botDefaults: Object.fromEntries(
      fields.flatMap(({ id, scope, default_value: begin }) =>
        scope === 'bot' && begin !== '' ? [[id, begin]] : [],
      ),
    ),
    triggers,
    published,
    names: new Map(flows.map(({ flow_id, name }) => [flow_id, name])),
    bots: new Map(owned.map(({ id, bot_id }) => [id, bot_id])),
    versions,
    previews: previews.byCustomer,
  }
}

type Previews = {
  readonly byCustomer: Library['previews']
  readonly versions: Library['versions']
}
const NO_PREVIEWS: Previews = { byCustomer: new Map(), versions: new Map() }

async function previewsOf(
  query: Query,
  workspaceId: string,
  tried: readonly PreviewRow[],
  { triggers: published, catalogue }: Pick<Library, 'triggers' | 'catalogue'>,
): Promise<Previews> {
  const rows = await query.rows<VersionRow>(sql`
    select id, flow_id, definition from flow_version
    where workspace_id = ${workspaceId} and id = any(${tried.map(({ version_id }) => version_id)}::uuid[])`)
  const versions = new Map(rows.map((row) => [row.id, { flowId: row.flow_id, definition: row.definition }]))
  const byCustomer = tried.map(({ phone_number_id, identity, flow_id, version_id, bot_id }) => {
    const definition = versions.get(version_id)?.definition
    const row = definition && { id: version_id, flow_id, bot_id, definition, enabled: true, name: '' }
    const own = row ? triggerOf(row, catalogue) : undefined
    const others = (published.get(bot_id) ?? []).filter(({ flow }) => flow !== flow_id)
    const triggers = own ? [own, ...others] : others
    const preview: Preview = { flowId: flow_id, botId: bot_id, versionId: version_id, triggers }
    return [`${phone_number_id} ${identity}`, preview] as const
  })
  return { byCustomer: new Map(byCustomer), versions }
}

function triggerOf(
  { id, flow_id, bot_id, definition }: FlowRow,
  catalogue: Catalogue,
): (Trigger & { readonly botId: string }) | undefined {
  const start = definition.nodes[definition.start]
  if (start?.kind !== 'start') return undefined
  return { botId: bot_id, flow: flow_id, version: id, start: withFieldIds(start, catalogue) }
}
