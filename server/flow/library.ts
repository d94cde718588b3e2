import { assert } from '#core/base/assert.ts'
import type { Language } from '#core/base/language.ts'
import { type Catalogue, catalogueOf } from '#core/contact/field/catalogue.ts'
import type { Definition } from '#core/flow/definition.ts'
import { withFieldIds } from '#core/flow/event.ts'
import type { Trigger } from '#core/flow/route.ts'
import type { SegmentWhen } from '#core/flow/segment.ts'
import { triedTriggers } from '#core/flow/trial/tried.ts'
import { type Choice, chooseVersion, type Live } from '#core/flow/version/canary.ts'
import { accountFactsOf } from '#core/policy/account.ts'
import type { AccountFacts } from '#core/policy/facts.ts'
import type { AccountState } from '#core/whatsapp/number/news.ts'
import type { Hours } from '#core/workspace/hours.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { listFields } from '#server/contact/store.ts'
import { listPreviews, type Preview, type PreviewRow } from '#server/flow/preview.ts'
import { listSegments } from '#server/flow/segments.ts'
import { troubleOf } from '#server/whatsapp/trouble.ts'

/** What the desk must know of a workspace, as of one settings revision. */
export type Library = {
  readonly revision: number
  readonly workspace: {
    readonly name: string
    readonly zone: string
    readonly language: Language
    readonly hours: Hours | null
  }
  /** Which people the saved segments mean, by id. */
  readonly segments: ReadonlyMap<string, SegmentWhen>
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
  /** What starts the flows of a bot, for whoever gets no canary; and of each canary, by its flow. */
  readonly triggers: ReadonlyMap<string, readonly Trigger[]>
  readonly canaries: ReadonlyMap<string, Trigger>
  /** What runs of each flow; who begins with which version is said by `choiceFor`. */
  readonly lives: ReadonlyMap<string, Live>
  /** Whose a flow is: its bot, also for flows that were put away and may still have runs. */
  readonly bots: ReadonlyMap<string, string>
  /** Names of the flows that run. */
  readonly names: ReadonlyMap<string, string>
  /** Versions never change: those published now, and older ones in which runs stand, filled as they are met. */
  readonly versions: Map<string, { readonly flowId: string; readonly definition: Definition }>
  /** Who tries a draft: by number and identity, see `castOf`. */
  readonly previews: ReadonlyMap<string, Preview>
}
type LibraryNumber = {
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

/** Whom it answers. */
type Person = { readonly id: string; readonly identities: Iterable<string> }

export function castOf(library: Library, numberId: string, person: Person): Cast | undefined {
  const preview = previewFor(library, numberId, person.identities)
  const botId = preview?.botId ?? library.numbers.get(numberId)?.botId
  if (!botId) return undefined
  const triggers = preview?.triggers ?? library.triggers.get(botId) ?? []
  return { botId, triggers: triggersFor(library, triggers, person.id), preview }
}

/** The version with which a contact begins a flow; undefined: nothing of it is published. */
export function choiceFor({ lives }: Library, flow: string, contact: string): Choice | undefined {
  const live = lives.get(flow)
  return live && chooseVersion(live, flow, contact)
}

/** The contact hears to the words of the version that they would begin with, and of no other. */
function triggersFor(library: Library, triggers: readonly Trigger[], contact: string): readonly Trigger[] {
  if (library.canaries.size === 0) return triggers
  return triggers.map((trigger) => {
    const canary = library.canaries.get(trigger.flow)
    const isTried = library.lives.get(trigger.flow)?.version !== trigger.version
    if (!canary || isTried) return trigger
    return choiceFor(library, trigger.flow, contact)?.version === canary.version ? canary : trigger
  })
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
function forget({ versions, lives }: Pick<Library, 'versions' | 'lives'>, wanted: readonly string[]): void {
  if (versions.size <= lives.size + PINNED_MAX) return
  const published = [...lives.values()].flatMap(({ version, canary }) => [
    version,
    canary?.version ?? version,
  ])
  const kept = new Set([...published, ...wanted])
  const most = kept.size + PINNED_MAX
  for (const id of versions.keys()) {
    if (versions.size <= most) return
    if (!kept.has(id)) versions.delete(id)
  }
}

type VersionRow = { readonly id: string; readonly flow_id: string; readonly definition: Definition }
type FlowRow = VersionRow & { readonly bot_id: string; readonly name: string; readonly enabled: boolean }
/** A row for the version that most begin with, and one for the canary that the others get. */
type LiveRow = FlowRow & { readonly number: number; readonly canary: boolean; readonly share: number | null }
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
  readonly hours: Hours | null
  readonly settings_revision: number
  readonly clock_offset: number
  readonly account: AccountState | null
  readonly stop_words: string[]
  readonly resume_words: string[]
  readonly ends_on_reply: boolean
}

async function readLibrary(query: Query, workspaceId: string, former: Library | undefined): Promise<Library> {
  const [[workspace], numbers, flows, owned, fields, tried, segments] = await Promise.all([
    query.rows<WorkspaceRow>(sql`
      select w.name, w.zone, w.language, w.hours, w.settings_revision, coalesce(c.clock_offset, 0) as clock_offset, c.account,
             w.stop_words, w.resume_words,
             exists (select 1 from sequence q where q.workspace_id = w.workspace_id and q.ends_on_reply) as ends_on_reply
      from workspace w left join channel c on c.workspace_id = w.workspace_id and c.connected
      where w.workspace_id = ${workspaceId}`),
    query.rows<NumberRow>(sql`
      select n.id, n.bot_id, n.display, n.name, n.state, n.test, n.recipients,
             ${troubleOf(workspaceId, sql`n.id`)} as broken
      from phone_number n where n.workspace_id = ${workspaceId}`),
    query.rows<LiveRow>(sql`
      select v.id, v.flow_id, v.definition, f.bot_id, f.name, f.enabled, v.number, f.canary_share as share,
             v.id is not distinct from f.canary_id as canary
      from (select * from flow where workspace_id = ${workspaceId} and not archived and version_id is not null
            order by created_at, id limit ${FLOWS_MAX}) f
      join flow_version v on v.workspace_id = ${workspaceId} and v.id in (f.version_id, f.canary_id)
      order by f.created_at, f.id`),
    query.rows<{ readonly id: string; readonly bot_id: string }>(sql`
      select id, bot_id from flow where workspace_id = ${workspaceId} and version_id is not null
      order by created_at desc, id desc limit ${OWNED_FLOWS_MAX}`),
    listFields(query, workspaceId),
    listPreviews(query, workspaceId),
    listSegments(query, workspaceId),
  ])
  assert(workspace, 'the workspace of a happening exists')
  const versions = new Map(former?.versions)
  for (const { id, flow_id, definition } of flows) versions.set(id, { flowId: flow_id, definition })
  const lives = livesOf(flows)
  forget({ versions, lives }, [])
  const catalogue = catalogueOf(fields)
  const triggersIn = (rows: readonly LiveRow[]) =>
    rows.filter(({ enabled }) => enabled).flatMap((row) => triggerOf(row, catalogue) ?? [])
  const triggers = Map.groupBy(triggersIn(flows.filter(({ canary }) => !canary)), ({ botId }) => botId)
  const canaries = triggersIn(flows.filter(({ canary }) => canary))
  const previews =
    tried.length === 0 ? NO_PREVIEWS : await previewsOf(query, workspaceId, tried, { triggers, catalogue })
  for (const [id, version] of previews.versions) versions.set(id, version)
  return {
    revision: workspace.settings_revision,
    workspace: {
      ...{ name: workspace.name, zone: workspace.zone, language: workspace.language },
      hours: workspace.hours,
    },
    segments: new Map(segments.map(({ id, rule }) => [id, rule])),
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
    canaries: new Map(canaries.map((trigger) => [trigger.flow, trigger])),
    lives,
    names: new Map(flows.map(({ flow_id, name }) => [flow_id, name])),
    bots: new Map(owned.map(({ id, bot_id }) => [id, bot_id])),
    versions,
    previews: previews.byCustomer,
  }
}

/** What runs of each flow, from a row for the version that most begin with and one for the canary of the others. */
export function livesOf(
  rows: readonly Pick<LiveRow, 'id' | 'flow_id' | 'number' | 'canary' | 'share'>[],
): ReadonlyMap<string, Live> {
  const canaries = new Map(rows.filter(({ canary }) => canary).map((row) => [row.flow_id, row]))
  return new Map(
    rows
      .filter(({ canary }) => !canary)
      .map(({ id, flow_id, number }) => {
        const other = canaries.get(flow_id)
        const canary =
          other && other.share !== null
            ? { version: other.id, number: other.number, share: other.share }
            : null
        return [flow_id, { version: id, number, canary }]
      }),
  )
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
    const triggers = own ? triedTriggers(own, others) : others
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
