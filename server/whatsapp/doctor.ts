import { z } from 'zod'
import { isObject, type Json, parseJson } from '#core/base/json.ts'
import { isRefusal } from '#core/base/refusal.ts'
import { stoppedBy } from '#core/policy/send.ts'
import type { Checkup } from '#core/whatsapp/doctor/api.ts'
import { type Link, signOf, worstOf } from '#core/whatsapp/doctor/link.ts'
import { type Asked, type DoctorFacts, examine, PAYMENT_REFUSED } from '#core/whatsapp/doctor.ts'
import { type GraphAnswer, isPassing } from '#core/whatsapp/fault.ts'
import { PROOF } from '#core/whatsapp/provider.ts'
import { idAt } from '#core/whatsapp/read.ts'
import { decodeToken, type TokenFacts } from '#core/whatsapp/token.ts'
import { isPublicAddress } from '#server/base/address.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Query } from '#server/base/db.ts'
import { DoorFailure } from '#server/base/door-failure.ts'
import { emit } from '#server/base/events.ts'
import type { Job, Jobs } from '#server/base/jobs.ts'
import type { Log } from '#server/base/log.ts'
import { sql } from '#server/base/sql.ts'
import { asApp } from '#server/whatsapp/access.ts'
import { appHookUrl } from '#server/whatsapp/door/app.ts'
import { debugToken, type Graph, graphError, readEdge } from '#server/whatsapp/graph.ts'
import { tell } from '#server/whatsapp/lines.ts'
import { keepNotices } from '#server/whatsapp/notice.ts'
import { graphOf, syncNumbers } from '#server/whatsapp/number/sync.ts'
import { callbackOf, type SetupParts } from '#server/whatsapp/setup.ts'
import { type ChannelRow, channelOf, listNumbers, openBreakers } from '#server/whatsapp/store.ts'

export type DoctorParts = SetupParts & { readonly bus: Bus; readonly jobs: Jobs }

const KNOCK_TIMEOUT_MS = 8_000
const KNOCK_BYTES_MAX = 20_000
/** Lines of all chats that are looked at for the last message that Meta took. */
const LINES_MAX = 500
/** Templates that are looked at for Meta's word about the payment. */
const BEGUN_MAX = 1000
/** Channels that one turn of the background job looks at, those that were seen longest ago first. */
const CHANNELS_MAX = 200

/** A round ends before its job counts as lost, so that two never run beside each other. */
const ROUND_FOR_MS = 200_000

/** Links that only a channel at Meta itself has: a partner signs nothing, its key does not expire, and it sends the bill. */
const META_ONLY: readonly Link['kind'][] = ['handshake', 'signature', 'fields', 'expiry', 'payment']

/** Looks at every link of the workspace's channel and keeps what was found; undefined when there is no channel. */
export async function examineChannel(parts: DoctorParts, workspaceId: string): Promise<Checkup | undefined> {
  const { db, bus } = parts
  const found = await channelOf(db, workspaceId)
  if (!found) return undefined
  const synced = await syncNumbers(parts, found)
  const channel = (await channelOf(db, workspaceId)) ?? found
  const links = examine(await gather(parts, channel)).filter(
    ({ kind }) => PROOF[channel.provider] === 'signature' || !META_ONLY.includes(kind),
  )
  const isNew = await keep(parts, channel, links)
  if (isNew || (!isRefusal(synced) && synced.changed + synced.gone > 0)) tell(bus, workspaceId)
  return { checkedAt: Date.now(), worst: worstOf(links), links }
}

/** What was found last, without asking anybody. */
export async function lastCheckup(query: Query, workspaceId: string): Promise<Checkup | null> {
  const [row] = await query.rows<{ checked_at: number; worst: Link['state']; links: Link[] }>(sql`
    select k.checked_at, k.worst, k.links from channel_check k
    join channel c on c.workspace_id = k.workspace_id and c.id = k.channel_id and c.connected
    where k.workspace_id = ${workspaceId}`)
  return row ? { checkedAt: row.checked_at, worst: row.worst, links: row.links } : null
}

const OfWorkspace = z.object({ workspaceId: z.uuid() })
/** Looks at a channel in the background: what a person has just changed shows at once what is still wrong. */
export const examination: Job<z.infer<typeof OfWorkspace>> = {
  name: 'whatsapp.examine',
  parse: (raw) => OfWorkspace.parse(raw),
}

export function examineWith(parts: DoctorParts) {
  return async ({ workspaceId }: z.infer<typeof OfWorkspace>): Promise<void> => {
    await examineChannel(parts, workspaceId)
  }
}

/** The background round: every channel in turn; one that cannot be examined does not keep the others waiting. */
export function roundWith(parts: DoctorParts & { readonly log: Log }) {
  return async (): Promise<void> => {
    const rows = await parts.db.rows<{ workspace_id: string }>(sql`
      select c.workspace_id from channel c
      left join channel_check k on k.workspace_id = c.workspace_id and k.channel_id = c.id
      where c.connected order by k.checked_at nulls first limit ${CHANNELS_MAX}`)
    const endsAt = performance.now() + ROUND_FOR_MS
    for (const { workspace_id: workspaceId } of rows) {
      if (performance.now() > endsAt) return // who was not seen is the first of the next round
      await examineChannel(parts, workspaceId).catch((error: unknown) =>
        parts.log.warn({ err: error, workspaceId }, 'doctor: a channel could not be examined'),
      )
    }
  }
}

/** Keeps the links and tells of them; true, and an event, when something else is wrong or told now than before. */
async function keep(
  { db, jobs }: DoctorParts,
  channel: ChannelRow,
  links: readonly Link[],
): Promise<boolean> {
  const { workspace_id: workspaceId, id } = channel
  return await db.tx('http', async (tx) => {
    const [before] = await tx.rows<{ links: Link[]; whole: string[] }>(sql`
      select links, whole from channel_check where workspace_id = ${workspaceId} and channel_id = ${id} for update`)
    const looked = await keepNotices(tx, jobs, {
      channel,
      links,
      whole: before?.whole ?? [],
      now: Date.now(),
    })
    await tx.run(sql`
      insert into channel_check (workspace_id, channel_id, checked_at, worst, links, whole)
      values (${workspaceId}, ${id}, now(), ${worstOf(links)}, ${JSON.stringify(links)}, ${JSON.stringify(looked.whole)})
      on conflict (workspace_id, channel_id) do update
      set checked_at = excluded.checked_at, worst = excluded.worst, links = excluded.links, whole = excluded.whole`)
    const isNew = looked.isNews || signOf(before?.links ?? []) !== signOf(links)
    if (isNew) await emit(tx, workspaceId, [{ kind: 'channel.changed', ids: [id] }])
    return isNew
  })
}

async function gather(parts: DoctorParts, channel: ChannelRow): Promise<DoctorFacts> {
  const { db, keys } = parts
  const { workspace_id: workspaceId, app_id: appId } = channel
  const graph = await graphOf(parts, channel)
  const appSecret = await keys.open(db, workspaceId, channel.app_secret)
  const app = appId === '' ? null : asApp(graph, { appId, appSecret })
  const [token, subscription, fields, account, templates, reach] = await Promise.all([
    askToken(graph, app),
    readEdge(graph, `${channel.waba_id}/subscribed_apps`),
    app ? readEdge(app, `${appId}/subscriptions`) : null,
    readEdge(graph, `${channel.waba_id}?fields=id,primary_funding_id`),
    readEdge(graph, `${channel.waba_id}/message_templates?fields=id&limit=1`),
    knock(parts, channel),
  ])
  const [numbers, breakers, paid, acceptedAt] = await Promise.all([
    listNumbers(db, workspaceId),
    openBreakers(db, workspaceId),
    paidOf(db, channel),
    lastAccepted(db, workspaceId),
  ])
  const now = Date.now()
  return {
    ...{ now, metaNow: now + channel.clock_offset },
    graph: { url: graph.base, silence: silenceOf(token.answer) },
    hook: {
      url: callbackOf(parts, channel),
      reach,
      plain: isWorldly(graph.base) && callbackOf(parts, channel).startsWith('http:'),
      verifiedAt: channel.verified_at,
      lastAt: channel.last_webhook_at,
      unsignedAt: channel.unsigned_at,
      acceptedAt,
    },
    subscription: asked(subscription, (body) => subscriptionOf(body, parts, channel)),
    appHook: fields && appHookOf(fields, parts, channel),
    fields: fields ? asked(fields, fieldsOf) : { kind: 'known', value: null },
    token: tokenOf(token.answer),
    appId,
    account: channel.account,
    numbers,
    payment: { funding: asked(account, (body) => idAt(body, 'primary_funding_id') ?? null), ...paid },
    templates: asked(templates, () => true as const),
    skew: token.skew,
    breakers: breakers.map((one) => ({ ...one, stops: stoppedBy(one.code) })),
  }
}

type TokenAsked = { readonly answer: GraphAnswer; readonly skew: number | null }

/**
 * What Meta says of the token, and by how much its clock is ahead. The app asks where there is one: a token that is over may
 * not even ask of itself (code 190). Where the app is not known to Meta, which `fields` names, the token asks.
 */
async function askToken(graph: Graph, app: Graph | null): Promise<TokenAsked> {
  const askedAt = Date.now()
  const first = await debugToken(app ?? graph, graph.token)
  const skew = first.date === undefined ? null : skewOf(first.date, askedAt, Date.now())
  const isHeard = !app || first.status === null || isPassing(first) || decodeToken(first.body) !== null
  return { answer: isHeard ? first : await debugToken(graph, graph.token), skew }
}

/** Why Meta's Graph API did not serve us at all; null: it did. */
function silenceOf({ status, failure }: GraphAnswer): string | null {
  if (status === null) return failure ?? 'no answer'
  return status >= 500 ? `HTTP ${status}` : null
}

/** Templates outside the window always cost: the latest of them tell whether Meta is paid. */
async function paidOf(query: Query, { workspace_id: workspaceId, id }: ChannelRow) {
  const [row] = await query.rows<{ refused_at: number | null; delivered_at: number | null }>(sql`
    select max(m.failed_at) filter (where m.fault ->> 'code' = ${String(PAYMENT_REFUSED)}) as refused_at,
           max(m.delivered_at) as delivered_at
    from (select b.message_id from begun b
          join phone_number n on n.workspace_id = ${workspaceId} and n.id = b.phone_number_id and n.channel_id = ${id}
          where b.workspace_id = ${workspaceId} and b.outside order by b.at desc limit ${BEGUN_MAX}) b
    join message m on m.workspace_id = ${workspaceId} and m.id = b.message_id`)
  return { refusedAt: row?.refused_at ?? null, deliveredAt: row?.delivered_at ?? null }
}

/** When Meta last took one of our messages; older ones than the latest few hundred lines say nothing new. */
async function lastAccepted(query: Query, workspaceId: string): Promise<number | null> {
  const [row] = await query.rows<{ at: number | null }>(sql`
    select max(accepted_at) as at from (
      select accepted_at from message where workspace_id = ${workspaceId} order by id desc limit ${LINES_MAX}) latest`)
  return row?.at ?? null
}

function asked<T>(answer: GraphAnswer, read: (body: Readonly<Record<string, unknown>>) => T): Asked<T> {
  if (answer.status === null || isPassing(answer)) return { kind: 'silent' }
  const error = graphError(answer)
  if (error) return { kind: 'refused', reason: error.reason }
  return { kind: 'known', value: read(isObject(answer.body) ? answer.body : {}) }
}

function tokenOf(answer: GraphAnswer): Asked<TokenFacts> {
  const token = decodeToken(answer.body)
  if (token) return { kind: 'known', value: token }
  return answer.status === null || isPassing(answer)
    ? { kind: 'silent' }
    : { kind: 'refused', reason: graphError(answer)?.reason ?? `HTTP ${answer.status}` }
}

const dataOf = (body: Readonly<Record<string, unknown>>) =>
  (Array.isArray(body.data) ? body.data : []).filter(isObject)

/** Our app among those that are subscribed, and whether its address is ours as it is today, host and secret. */
function subscriptionOf(body: Readonly<Record<string, unknown>>, parts: DoctorParts, channel: ChannelRow) {
  const { app_id: appId } = channel
  const own = dataOf(body).find(({ whatsapp_business_api_data: app }) => {
    const id = isObject(app) ? String(app.id ?? '') : ''
    return appId === '' || id === '' || id === appId
  })
  if (!own) return null
  const callback = typeof own.override_callback_uri === 'string' ? own.override_callback_uri : null
  return { callback, ours: callback !== null && isOurs(callback, callbackOf(parts, channel)) }
}

/** The address itself, or with the secret of its path behind it. */
function isOurs(callback: string, ours: string): boolean {
  return callback === ours || callback.startsWith(`${ours}/`)
}

/** Where the app's own webhook leads. */
function appHookOf(answer: GraphAnswer, parts: DoctorParts, channel: ChannelRow): DoctorFacts['appHook'] {
  const body = isObject(answer.body) ? answer.body : {}
  const url = dataOf(body).find(isAccountHook)?.callback_url
  if (typeof url !== 'string') return null
  return { url, ours: isOurs(url, callbackOf(parts, channel)) || url === appHookUrl(parts.publicUrl) }
}

const isAccountHook = ({ object }: Readonly<Record<string, unknown>>) =>
  object === 'whatsapp_business_account'

/** The fields of the app's webhook; Meta tells each as a name or as an object with one. */
function fieldsOf(body: Readonly<Record<string, unknown>>): string[] {
  const own = dataOf(body).find(isAccountHook)
  const fields: unknown[] = Array.isArray(own?.fields) ? own.fields : []
  return fields.flatMap((field) => {
    const name = isObject(field) ? field.name : (field as Json)
    return typeof name === 'string' ? [name] : []
  })
}

/** Meta's clock against the middle of our question; its header counts whole seconds. */
function skewOf(date: string, askedAt: number, answeredAt: number): number | null {
  const theirs = Date.parse(date)
  return Number.isNaN(theirs) ? null : theirs + 500 - (askedAt + answeredAt) / 2
}

/** Calls our own webhook as a stranger would: only we say no in our own words. */
async function knock(parts: DoctorParts, channel: ChannelRow): Promise<DoctorFacts['hook']['reach']> {
  const url = callbackOf(parts, channel)
  if (isWorldly(channel.graph_url) && !isWorldly(url)) return 'private'
  try {
    const { status, body } = await parts.door({ url, timeoutMs: KNOCK_TIMEOUT_MS, bytesMax: KNOCK_BYTES_MAX })
    const said = parseJson(body.toString('utf8'))
    return status === 403 && isObject(said) && said.code === 'not-allowed' ? 'ours' : { status }
  } catch (error) {
    if (!(error instanceof DoorFailure)) throw error
    return { failure: error.failure }
  }
}

/** Whether an address may be known outside of this network: a name with a dot, or a public number. */
function isWorldly(url: string): boolean {
  const host = URL.parse(url)?.hostname.replace(/^\[|\]$/g, '') ?? ''
  if (/^[\d.]+$/.test(host) || host.includes(':')) return isPublicAddress(host)
  return host.includes('.') && !/\.(local|internal|lan|localhost)$/.test(host)
}
