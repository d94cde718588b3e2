import { isObject, parseForeign } from '#core/base/json.ts'
import type { Millis } from '#core/base/time.ts'
import { type Aside, asideOf } from '#core/whatsapp/aside.ts'
import { decodeWebhook } from '#core/whatsapp/decode.ts'
import type { Update } from '#core/whatsapp/heard.ts'
import { decodeNumberNews } from '#core/whatsapp/number/news.ts'
import { enveloped } from '#core/whatsapp/provider.ts'
import { listAt, momentAt } from '#core/whatsapp/read.ts'
import { decodeTemplateNews } from '#core/whatsapp/template/news.ts'
import { newId } from '#server/base/id.ts'
import { sha256Hex } from '#server/base/secret.ts'
import type { Hook } from '#server/whatsapp/door/hooks.ts'
import type { Arrival } from '#server/whatsapp/ingest.ts'

/** A clock that follows the other side's is set again when it differs by more than this. */
const CLOCK_SLACK_MS = 1500

/** The raw bytes as an arrival: everything that can be understood, and why the rest cannot. */
export function readLetter(
  hook: Hook,
  body: Buffer,
  date: string | undefined,
  now: number,
  counts: (update: Update) => boolean = () => true,
): Arrival {
  const clockOffset = newOffset(hook, date, now)
  const parsed = parseForeign(body.toString('utf8').replace(/^\uFEFF/, ''))
  const updates =
    parsed === undefined
      ? [NOT_JSON]
      : decodeWebhook(envelopedFor(hook, parsed), now + (clockOffset ?? hook.clockOffset))
  const sorted: Sorted = { heard: [], statuses: [], news: [], quarantine: [] }
  for (const update of updates.filter(counts)) sort(hook, update, sorted)
  return {
    workspaceId: hook.workspaceId,
    channelId: hook.channelId,
    eventId: newId(),
    body,
    updates: updates.length,
    quarantine: sorted.quarantine.length > 0 ? sorted.quarantine.slice(0, REASONS_MAX) : null,
    heard: sorted.heard,
    statuses: sorted.statuses,
    news: sorted.news,
    newsKey: sorted.news.length > 0 && isTimed(parsed) ? `n:${sha256Hex(body)}` : null,
    clockOffset,
  }
}

/** WhatsApp is younger than this; an older time is none of Meta's. */
const FIRST_MOMENT = Date.UTC(2009, 0)

/** Whether Meta says of every entry when it was: the same body again is then the same news, posted again. */
function isTimed(parsed: unknown): boolean {
  const entries = isObject(parsed) ? (listAt(parsed, 'entry') ?? []) : []
  return entries.every((entry) => isObject(entry) && (momentAt(entry, 'time') ?? 0) > FIRST_MOMENT)
}

function envelopedFor({ provider, wabaId, numbers }: Hook, parsed: unknown): unknown {
  const [numberId] = numbers.keys()
  return enveloped(provider, parsed, { wabaId, numberId })
}

const NOT_JSON: Update = { kind: 'nonsense', reason: 'not JSON', where: '' }
/** Reasons kept per webhook; the raw body has the rest. */
const REASONS_MAX = 20

/** How far the other side's clock is ahead, when this channel follows it and it moved. */
function newOffset(hook: Hook, date: string | undefined, now: number): Millis | null {
  const theirs = hook.followsClock && date ? Date.parse(date) : Number.NaN
  const offset = theirs - now
  return Math.abs(offset - hook.clockOffset) > CLOCK_SLACK_MS ? offset : null
}

type Sorted = {
  readonly heard: Arrival['heard'][number][]
  readonly statuses: Arrival['statuses'][number][]
  readonly news: Arrival['news'][number][]
  readonly quarantine: Aside[]
}

function sort({ numbers, idle, wabaId }: Hook, update: Update, into: Sorted): void {
  if (update.kind === 'account' && update.wabaId === wabaId) {
    const news = newsOf(update.field, update.value)
    if (news) into.news.push(news)
  }
  if (update.kind === 'account') into.quarantine.push(...unheard(update, wabaId))
  if (update.kind === 'nonsense') into.quarantine.push(asideOf(update))
  if (update.kind !== 'message' && update.kind !== 'status') return
  const { phoneNumberId: graphId } = update
  const phoneNumberId = numbers.get(graphId)
  if (update.kind === 'status' && (phoneNumberId || idle.has(graphId))) into.statuses.push(update.status)
  else if (!phoneNumberId) {
    const reason = 'a number that is not of this channel'
    into.quarantine.push({ code: 'foreign-number', where: graphId, reason })
  } else if (update.kind === 'message') {
    const { waId, bsuid } = update.heard.from
    into.heard.push({
      contactKey: waId ? `wa:${waId}` : `bs:${bsuid}`,
      phoneNumberId,
      graphId,
      heard: update.heard,
    })
  }
}

function newsOf(field: string, value: unknown): Arrival['news'][number] | null {
  const template = decodeTemplateNews(field, value)
  if (template) return { of: 'template', news: template }
  const number = decodeNumberNews(field, value)
  return number && { of: 'number', news: number }
}

/** News that nothing of ours applies: kept with the body, and seen by the owner. */
function unheard({ wabaId, field, value }: Extract<Update, { kind: 'account' }>, own: string): Aside[] {
  if (wabaId !== own) return [{ code: 'foreign-account', where: wabaId, reason: field }]
  return newsOf(field, value) ? [] : [{ code: 'unheard', where: field, reason: field }]
}
