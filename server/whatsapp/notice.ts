import { z } from 'zod'
import type { Millis } from '#core/base/time.ts'
import type { ChannelNotice } from '#core/whatsapp/doctor/api.ts'
import type { Link } from '#core/whatsapp/doctor/link.ts'
import {
  MAILED_AGAIN,
  type Notice,
  type NoticePlan,
  nameOf,
  planNotices,
} from '#core/whatsapp/doctor/notice.ts'
import type { Db, Query, Tx } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import type { Job, Jobs } from '#server/base/jobs.ts'
import type { Log } from '#server/base/log.ts'
import { deliver, MAIL_RETRY_AFTER, type Mailer } from '#server/base/mail.ts'
import { sql } from '#server/base/sql.ts'
import type { ChannelRow } from '#server/whatsapp/store.ts'
import { noticeLetter } from '#server/workspace/letters.ts'
import { listStewards, stewardOf } from '#server/workspace/store.ts'

const Payload = z.object({ workspaceId: z.uuid(), userId: z.uuid(), ids: z.array(z.uuid()).max(50) })
/** Writes to one person about what the doctor found. */
export const noticeMail: Job<z.infer<typeof Payload>> = {
  name: 'whatsapp.notice',
  parse: (raw) => Payload.parse(raw),
  retryAfter: MAIL_RETRY_AFTER,
  once: true,
}

/** Notices that a workspace may have open; what is beyond is not told. */
const NOTICES_MAX = 50

type Look = {
  readonly channel: ChannelRow
  readonly links: readonly Link[]
  readonly whole: readonly string[]
  readonly now: Millis
}
type Looked = {
  /** Links that were whole at some time. */
  readonly whole: readonly string[]
  /** Something is told now, or holds no more. */
  readonly isNews: boolean
}

/** Brings what people are told in step with what was found, and asks for the mails about it; all in the caller's transaction. */
export async function keepNotices(tx: Tx, jobs: Jobs, look: Look): Promise<Looked> {
  const { channel, links, whole, now } = look
  const [open, mailedAt] = await Promise.all([openNotices(tx, channel), lastMails(tx, channel, now)])
  const times = { now, metaNow: now + channel.clock_offset }
  const plan = planNotices(links, { open, mailedAt, whole }, times)
  await settle(tx, channel, plan.settle, now)
  const told = await start(tx, channel, plan, now)
  const mailed = [...told, ...plan.tell.flatMap(({ id, mail }) => (mail ? [id] : []))]
  await tell(tx, channel, { ids: plan.tell.map(({ id }) => id), mailed, now })
  if (mailed.length > 0) await askForMails(tx, jobs, channel.workspace_id, mailed)
  return { whole: plan.whole, isNews: plan.settle.length + plan.tell.length + told.length > 0 }
}

async function openNotices(query: Query, { workspace_id: workspaceId, id }: ChannelRow): Promise<Notice[]> {
  return await query.rows(sql`
    select id, link, subject, stage, at, since, told_at as "toldAt" from channel_notice
    where workspace_id = ${workspaceId} and channel_id = ${id} and settled_at is null limit ${NOTICES_MAX}`)
}

async function lastMails(
  query: Query,
  { workspace_id: workspaceId, id }: ChannelRow,
  now: Millis,
): Promise<Record<string, Millis>> {
  const rows = await query.rows<{ link: string; subject: string; at: number }>(sql`
    select link, subject, max(mailed_at) as at from channel_notice
    where workspace_id = ${workspaceId} and channel_id = ${id} and stage is null
      and mailed_at > to_timestamp(${now - MAILED_AGAIN}::float8 / 1000)
    group by link, subject limit ${NOTICES_MAX}`)
  return Object.fromEntries(rows.map((row) => [nameOf(row), row.at]))
}

async function settle(
  tx: Tx,
  { workspace_id: workspaceId }: ChannelRow,
  ids: readonly string[],
  now: Millis,
): Promise<void> {
  if (ids.length === 0) return
  await tx.run(sql`
    update channel_notice set settled_at = to_timestamp(${now}::float8 / 1000)
    where workspace_id = ${workspaceId} and id = any(${ids}::uuid[])`)
}

/** Writes new notices down; answers those that are told at once. */
async function start(tx: Tx, channel: ChannelRow, plan: NoticePlan, now: Millis): Promise<string[]> {
  const rows = plan.start.slice(0, NOTICES_MAX).map(({ link, stage, isTold }) => ({
    ...{ id: newId(), link: link.kind, subject: link.subject ?? '', stage, find: link.find, isTold },
    ...{ evidence: link.evidence, fix: link.fix, at: link.at && new Date(link.at) },
  }))
  if (rows.length === 0) return []
  await tx.run(sql`
    insert into channel_notice (workspace_id, id, channel_id, link, subject, stage, find, evidence, fix, at, since, told_at, mailed_at)
    select ${channel.workspace_id}, n.id, ${channel.id}, n.link, n.subject, n.stage, n.find, n.evidence, n.fix, n.at, t.now,
           case when n."isTold" then t.now end, case when n."isTold" then t.now end
    from json_to_recordset(${JSON.stringify(rows)})
      as n (id uuid, link text, subject text, stage int, find text, evidence json, fix json, at timestamptz, "isTold" boolean),
      (select to_timestamp(${now}::float8 / 1000) as now) t`)
  return rows.flatMap(({ id, isTold }) => (isTold ? [id] : []))
}

type Telling = { readonly ids: readonly string[]; readonly mailed: readonly string[]; readonly now: Millis }

async function tell(tx: Tx, { workspace_id: workspaceId }: ChannelRow, { ids, mailed, now }: Telling) {
  if (ids.length === 0) return
  await tx.run(sql`
    update channel_notice n set told_at = t.now, mailed_at = case when n.id = any(${mailed}::uuid[]) then t.now end
    from (select to_timestamp(${now}::float8 / 1000) as now) t
    where n.workspace_id = ${workspaceId} and n.id = any(${ids}::uuid[])`)
}

/** One mail to each owner and admin, each a job of its own: one address that fails does not repeat the others. */
async function askForMails(
  tx: Tx,
  jobs: Jobs,
  workspaceId: string,
  mailed: readonly string[],
): Promise<void> {
  const ids = mailed.slice(0, NOTICES_MAX)
  for (const { user_id: userId } of await listStewards(tx, workspaceId))
    await jobs.enqueue(tx, noticeMail, { workspaceId, userId, ids: [...ids] })
}

type NoticeRow = Omit<ChannelNotice, 'subject'> & { readonly subject: string; readonly zone: string }

/** What is told at present, the most urgent first. */
export async function toldNotices(query: Query, workspaceId: string): Promise<ChannelNotice[]> {
  return (await noticeRows(query, workspaceId, null)).map(({ zone: _zone, ...row }) => ({
    ...row,
    subject: row.subject || null,
  }))
}

function noticeRows(query: Query, workspaceId: string, ids: readonly string[] | null): Promise<NoticeRow[]> {
  return query.rows(sql`
    select n.id, n.link, n.subject, n.stage, n.find, n.evidence, n.fix, n.at, n.told_at as "toldAt", w.zone
    from channel_notice n join workspace w on w.workspace_id = n.workspace_id
    join channel c on c.workspace_id = n.workspace_id and c.id = n.channel_id and c.connected
    where n.workspace_id = ${workspaceId} and n.told_at is not null and n.settled_at is null
      and (${ids === null} or n.id = any(${ids ?? []}::uuid[]))
    order by n.stage nulls first, n.told_at, n.id limit ${NOTICES_MAX}`)
}

type MailParts = { readonly db: Db; readonly mail: Mailer; readonly log: Log; readonly publicUrl: string }

/** Writes the letter of what still holds; whoever left meanwhile gets none. */
export function mailNoticesWith({ db, mail, log, publicUrl }: MailParts) {
  return async ({ workspaceId, userId, ids }: z.infer<typeof Payload>, id: string): Promise<void> => {
    const [steward, rows] = await Promise.all([
      stewardOf(db, workspaceId, userId),
      noticeRows(db, workspaceId, ids),
    ])
    if (!steward || rows.length === 0) return
    const { email, language, business } = steward
    const letter = noticeLetter(email, { language, business, notices: rows, link: `${publicUrl}/channels` })
    await deliver(mail, log, { ...letter, id })
  }
}
