import type { Language } from '#core/base/language.ts'
import type { Details } from '#core/base/refusal.ts'
import type { Definition } from '#core/flow/definition.ts'
import type { Run } from '#core/flow/run.ts'
import { explainSilence, type Silence, type SilenceFacts } from '#core/flow/silence/silence.ts'
import { nodeName } from '#core/flow/trial/words.ts'
import type { Because } from '#core/flow/version/because.ts'
import { chooseVersion, type Live } from '#core/flow/version/canary.ts'
import type { Content } from '#core/whatsapp/heard.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { livesOf } from '#server/flow/library.ts'

type ChatRow = {
  readonly contact_id: string
  readonly phone_number_id: string
  readonly bot_id: string | null
  readonly bot_paused: boolean
  readonly paused_until: number | null
  readonly now: number
  readonly trouble: number | null
  readonly run: Run | null
  readonly identities: string[]
}

/** Why the bot of a chat says nothing, from what was written down; undefined: there is no such chat. */
export async function silenceOf(
  query: Query,
  workspaceId: string,
  chatId: string,
  language: Language,
): Promise<ToldSilence | undefined> {
  const chat = await chatFor(query, workspaceId, chatId)
  if (!chat) return undefined
  const tried = await previewBot(query, workspaceId, chat)
  const bot = tried ?? chat.bot_id
  const heard = await heardLast(query, workspaceId, chatId)
  const since = { chatId, after: heard?.id ?? FIRST }
  const [turn, answer, waiting, live, run] = await Promise.all([
    turnSince(query, workspaceId, since, language),
    answerSince(query, workspaceId, since),
    waitingFor(query, workspaceId, chat.identities, heard?.id ?? FIRST),
    bot ? liveFlows(query, workspaceId, bot) : [],
    runAt(query, workspaceId, chat.run, language),
  ])
  const paused = chat.bot_paused ? { until: chat.paused_until } : null
  const lives = livesOf(live)
  const triggers = live.filter(({ id, flow_id }) => {
    const one = lives.get(flow_id)
    return one && chooseVersion(one, flow_id, chat.contact_id).version === id
  })
  const silence = explainSilence({
    ...{ now: chat.now, bot, trouble: chat.trouble, paused, turn, answer, run, ...waiting },
    triggers: triggers.map(({ flow_id, flow, keywords }) => ({ flowId: flow_id, flow, keywords })),
    heard: heard
      ? {
          at: heard.at,
          content: heard.content,
          late: Math.max(0, chat.now - heard.at - heard.age),
        }
      : null,
  })
  return {
    ...silence,
    version: versionTold(turn ?? run, silence.flowId, { lives, contact: chat.contact_id }),
  }
}

/** Which version was at work, or would be, and why that one; null: no flow is meant, or a draft is tried. */
type ToldSilence = Silence & {
  readonly version: { readonly number: number; readonly because: Because | null } | null
}
type Stood = {
  readonly flowId: string | null
  readonly versionId: string | null
  readonly number: number | null
}

function versionTold(
  stood: Stood | null,
  meant: string | null,
  { lives, contact }: { readonly lives: ReadonlyMap<string, Live>; readonly contact: string },
): ToldSilence['version'] {
  const flowId = stood?.flowId ?? meant
  const live = flowId === null ? undefined : lives.get(flowId)
  if (!stood) return live && flowId !== null ? chooseVersion(live, flowId, contact) : null
  if (stood.number === null) return null
  const isNew = live?.canary?.version === stood.versionId
  const isCompared = isNew || live?.version === stood.versionId
  const because = live?.canary && isCompared ? { share: live.canary.share, isNew } : null
  return { number: stood.number, because }
}

const FIRST = '00000000-0000-0000-0000-000000000000'

async function chatFor(query: Query, workspaceId: string, id: string): Promise<ChatRow | undefined> {
  const rows = await query.rows<ChatRow>(sql`
    select ch.contact_id, ch.phone_number_id, n.bot_id, ch.bot_paused, ch.paused_until,
           now() + coalesce(l.clock_offset, 0) * interval '1 millisecond' as now,
           (select b.code from breaker b where b.workspace_id = n.workspace_id
             and (b.scope = 'waba' or (b.scope = 'number' and b.key = n.id::text)) order by b.scope desc limit 1) as trouble,
           r.state as run,
           array(select identity from contact_identity i where i.workspace_id = ch.workspace_id and i.contact_id = ch.contact_id)
             as identities
    from chat ch
    join phone_number n on n.workspace_id = ch.workspace_id and n.id = ch.phone_number_id
    left join channel l on l.workspace_id = ch.workspace_id and l.id = n.channel_id
    left join run r on r.workspace_id = ch.workspace_id and r.chat_id = ch.id
    where ch.workspace_id = ${workspaceId} and ch.id = ${id}`)
  return rows[0]
}

async function previewBot(
  query: Query,
  workspaceId: string,
  { phone_number_id, identities }: ChatRow,
): Promise<string | undefined> {
  const rows = await query.rows<{ bot_id: string }>(sql`
    select f.bot_id from preview p join flow f on f.workspace_id = p.workspace_id and f.id = p.flow_id
    where p.workspace_id = ${workspaceId} and p.phone_number_id = ${phone_number_id} and p.identity = any(${identities}) limit 1`)
  return rows[0]?.bot_id
}

type HeardRow = { readonly id: string; readonly at: number; readonly content: Content; readonly age: number }

/** The customer's last message, and how long ago it was written down. */
async function heardLast(query: Query, workspaceId: string, chatId: string): Promise<HeardRow | undefined> {
  const rows = await query.rows<HeardRow>(sql`
    select id, at, body as content,
           extract(epoch from now()) * 1000 - ('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint as age
    from message where workspace_id = ${workspaceId} and chat_id = ${chatId} and kind = 'in' order by id desc limit 1`)
  const [row] = rows
  return row && { ...row, age: Number(row.age) }
}

type Since = { readonly chatId: string; readonly after: string }
type TurnRow = {
  readonly outcome: string
  readonly flow_id: string | null
  readonly flow: string | null
  readonly version_id: string | null
  readonly number: number | null
  readonly definition: Definition | null
  readonly steps: readonly {
    readonly node: string
    readonly fault?: string
    readonly sent: readonly string[]
  }[]
}

async function turnSince(
  query: Query,
  workspaceId: string,
  { chatId, after }: Since,
  language: Language,
): Promise<(NonNullable<SilenceFacts['turn']> & Stood) | null> {
  const [row] = await query.rows<TurnRow>(sql`
    select t.outcome, t.flow_id, f.name as flow, t.version_id, v.number, v.definition, t.steps
    from turn t left join flow f on f.workspace_id = t.workspace_id and f.id = t.flow_id
    left join flow_version v on v.workspace_id = t.workspace_id and v.id = t.version_id
    where t.workspace_id = ${workspaceId} and t.chat_id = ${chatId} and t.id > ${after} order by t.id desc limit 1`)
  const last = row?.steps.at(-1)
  if (!row || !last) return null
  const said = row.steps.reduce((sum, { sent }) => sum + sent.length, 0)
  const node = row.definition ? nodeName(row.definition, last.node, language) : last.node
  return {
    outcome: row.outcome,
    flowId: row.flow_id,
    flow: row.flow ?? '',
    versionId: row.version_id,
    number: row.number,
    node,
    fault: last.fault ?? null,
    said,
  }
}

type AnswerRow = {
  readonly at: number
  readonly state: string
  readonly verdict: { readonly refusal?: string | null; readonly facts?: Details } | null
  readonly fault: { readonly code: number; readonly title: string } | null
}

async function answerSince(
  query: Query,
  workspaceId: string,
  { chatId, after }: Since,
): Promise<SilenceFacts['answer']> {
  const [row] = await query.rows<AnswerRow>(sql`
    select at, state, verdict, fault from message
    where workspace_id = ${workspaceId} and chat_id = ${chatId} and kind = 'out' and speaker = 'bot' and id > ${after}
    order by id desc limit 1`)
  if (!row) return null
  const { at, state, verdict, fault } = row
  const refusal = state === 'refused' ? (verdict?.refusal ?? null) : null
  return { at, state, refusal, details: verdict?.facts ?? {}, fault: state === 'failed' ? fault : null }
}

async function waitingFor(
  query: Query,
  workspaceId: string,
  identities: readonly string[],
  after: string,
): Promise<{ pending: number; setAside: number }> {
  const [row] = await query.rows<{ pending: number; set_aside: number }>(sql`
    select (select count(*)::int from (select 1 from inbox where workspace_id = ${workspaceId}
              and contact_key = any(${identities}) limit 100) waiting) as pending,
           (select count(*)::int from (select 1 from quarantine where workspace_id = ${workspaceId}
              and contact_key = any(${identities}) and id > ${after} limit 100) aside) as set_aside`)
  return { pending: row?.pending ?? 0, setAside: row?.set_aside ?? 0 }
}

type LiveFlow = {
  readonly id: string
  readonly flow_id: string
  readonly flow: string
  readonly number: number
  readonly canary: boolean
  readonly share: number | null
  readonly keywords: readonly string[]
}

function liveFlows(query: Query, workspaceId: string, botId: string): Promise<LiveFlow[]> {
  return query.rows(sql`
    select v.id, f.id as flow_id, f.name as flow, v.number, v.id is not distinct from f.canary_id as canary, f.canary_share as share,
           coalesce(v.definition #> array['nodes', v.definition ->> 'start', 'keywords'], '[]') as keywords
    from flow f join flow_version v on v.workspace_id = f.workspace_id and v.id in (f.version_id, f.canary_id)
    where f.workspace_id = ${workspaceId} and f.bot_id = ${botId} and f.enabled and not f.archived
    order by f.created_at, f.id limit 1000`)
}

async function runAt(
  query: Query,
  workspaceId: string,
  run: Run | null,
  language: Language,
): Promise<(NonNullable<SilenceFacts['run']> & Stood) | null> {
  const frame = run?.frames.at(-1)
  if (!run?.waiting || !frame) return null
  const [row] = await query.rows<{
    id: string
    flow: string
    number: number | null
    definition: Definition
  }>(sql`
    select f.id, f.name as flow, v.number, v.definition from flow_version v join flow f on f.workspace_id = v.workspace_id and f.id = v.flow_id
    where v.workspace_id = ${workspaceId} and v.id = ${frame.version}`)
  const { for: wanted, until } = run.waiting
  const node = row ? nodeName(row.definition, frame.node, language) : frame.node
  const stood = { flowId: row?.id ?? null, versionId: frame.version, number: row?.number ?? null }
  return { ...stood, flow: row?.flow ?? '', node, for: wanted, until }
}
