import { isObject } from '#core/base/json.ts'
import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { HOUR, type Millis } from '#core/base/time.ts'
import { mayBeDone } from '#core/whatsapp/fault.ts'
import { refusalOf } from '#core/whatsapp/finding.ts'
import { categoryAt, decodeStatus } from '#core/whatsapp/template/decode-node.ts'
import { encodeNewTemplate, encodeTemplateEdit, sampleFilesOf } from '#core/whatsapp/template/encode.ts'
import { checkSubmission } from '#core/whatsapp/template/rule/check.ts'
import { decideEdit, EDIT_MONTH, isSendable } from '#core/whatsapp/template/state.ts'
import { statusInSentence } from '#core/whatsapp/template/status-words.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db, Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import type { Jobs } from '#server/base/jobs.ts'
import { sql } from '#server/base/sql.ts'
import type { Storage } from '#server/base/storage.ts'
import { fileOf } from '#server/whatsapp/files.ts'
import type { Line, Lines } from '#server/whatsapp/lines.ts'
import { type ChannelRow, channelOf } from '#server/whatsapp/store.ts'
import { amongOthers } from '#server/whatsapp/template/among.ts'
import {
  postEdit,
  postTemplate,
  refusalOfAnswer,
  textAt,
  uploadSample,
} from '#server/whatsapp/template/graph.ts'
import { databaseNow, lockTemplate, type TemplateRow, templateOf } from '#server/whatsapp/template/store.ts'
import { templateProof } from '#server/whatsapp/template/unanswered.ts'

export type SubmitParts = {
  readonly db: Db
  readonly bus: Bus
  readonly lines: Lines
  readonly storage: Storage
  readonly jobs: Jobs
}
type Asked = { readonly id: string; readonly revision: number }

/** What Meta took for a review. */
type Taken = { readonly metaId: string; readonly status: string; readonly category: Template['category'] }

/**
 * Creates a draft at Meta, or edits there what Meta has. Our own rules are asked first. That it is under way is written down
 * before the call: when no answer comes, Meta is asked afterwards whether it was taken, and until then nothing is submitted twice.
 */
export async function submitTemplate(
  parts: SubmitParts,
  workspaceId: string,
  { id, revision }: Asked,
): Promise<TemplateRow | Refusal> {
  const { db, bus, lines } = parts
  const [channel, line, row] = await Promise.all([
    channelOf(db, workspaceId),
    lines.of(workspaceId),
    templateOf(db, workspaceId, id),
  ])
  if (!row) return refuse('not-found')
  if (!channel || !line) return refuse('channel-missing')
  if (row.revision !== revision) return refuse('template-changed')
  const now = Date.now() + line.clockOffset
  const template = row.draft ?? row.content
  const place = { workspaceId, channelId: channel.id, now }
  const amid = row.meta_id ? [] : await amongOthers(db, place, template)
  const no = forbids(row, now) ?? refusalOf('template-invalid', [...checkSubmission(template), ...amid])
  if (no) return no
  const askedAt = await databaseNow(db)
  if (!(await markAsked(db, workspaceId, row))) return refuse('template-changed')
  const taken = await hand(parts, { workspaceId, channel, line, row, template }).catch(async (error) => {
    await unmark(db, workspaceId, id)
    throw error
  })
  if (taken === 'unanswered') return await leaveOpen(parts, workspaceId, row)
  if (isRefusal(taken)) {
    await unmark(db, workspaceId, id)
    return taken
  }
  const saved = await db.tx('http', async (tx) => {
    await saveTaken(tx, workspaceId, { row, template, taken, channelId: channel.id, askedAt, now })
    await emit(tx, workspaceId, [{ kind: 'template.changed', ids: [id] }])
    return await lockTemplate(tx, workspaceId, id)
  })
  bus.call('live', workspaceId)
  return saved ?? refuse('not-found')
}

/** False: somebody else has changed or submitted it meanwhile. */
async function markAsked(db: Db, workspaceId: string, { id, revision }: TemplateRow): Promise<boolean> {
  const marked = await db.run(sql`
    update template set asked_at = now(), lost = false
    where workspace_id = ${workspaceId} and id = ${id} and revision = ${revision} and asked_at is null`)
  return marked > 0
}

async function unmark(db: Db, workspaceId: string, id: string): Promise<void> {
  await db.run(sql`update template set asked_at = null where workspace_id = ${workspaceId} and id = ${id}`)
}

/** Everybody sees that it is open, and Meta is asked at once. */
async function leaveOpen(
  { db, bus, jobs }: SubmitParts,
  workspaceId: string,
  { id, name }: TemplateRow,
): Promise<Refusal> {
  await db.tx('http', async (tx) => {
    await emit(tx, workspaceId, [{ kind: 'template.changed', ids: [id] }])
    await jobs.enqueue(tx, templateProof, { workspaceId, id })
  })
  bus.call('live', workspaceId)
  return refuse('template-unanswered', { name })
}

/** Meta's limits for an edit; a template that Meta has not may always be submitted, but never twice at a time. */
function forbids(row: TemplateRow, now: Millis): Refusal | undefined {
  if (row.asked_at !== null) return refuse('template-unanswered', { name: row.name })
  if (!row.meta_id) return undefined
  const decision = decideEdit(row.status, row.edits, now)
  if (decision.kind === 'edit') return undefined
  if (decision.kind === 'status') return refuse('template-locked', statusInSentence(decision.status))
  const hours = Math.ceil((decision.again - now) / HOUR)
  return refuse(decision.why === 'day' ? 'template-edit-day' : 'template-edit-month', { hours })
}

type Handing = {
  readonly workspaceId: string
  readonly channel: ChannelRow
  readonly line: Line
  readonly row: TemplateRow
  readonly template: Template
}

async function hand(parts: SubmitParts, handing: Handing): Promise<Taken | Refusal | 'unanswered'> {
  const { channel, line, row, template } = handing
  const handles = await handlesFor(parts, handing)
  if (isRefusal(handles)) return handles
  const handleOf = (file: string) => handles.get(file)
  const { graph } = line
  if (row.meta_id) {
    const answer = await postEdit(graph, row.meta_id, encodeTemplateEdit(template, row.status, handleOf))
    if (mayBeDone(answer)) return 'unanswered'
    return (
      refusalOfAnswer(graph, answer) ?? {
        metaId: row.meta_id,
        status: 'PENDING',
        category: isSendable(row.status) ? row.category : template.category,
      }
    )
  }
  const answer = await postTemplate(graph, channel.waba_id, encodeNewTemplate(template, handleOf))
  if (mayBeDone(answer)) return 'unanswered'
  const no = refusalOfAnswer(graph, answer)
  if (no) return no
  const metaId = textAt(answer, 'id')
  if (!metaId)
    return refuse('graph-odd', { reason_id: 'ID template tidak disebut', reason_en: 'it names no template' })
  const body = isObject(answer.body) ? answer.body : {}
  const status = decodeStatus(textAt(answer, 'status') ?? 'PENDING')
  return { metaId, status, category: categoryAt(body, 'category') ?? template.category }
}

/** Kinds of files that Meta takes as samples (resumable upload). */
const SAMPLE_MIMES: ReadonlySet<string> = new Set(['application/pdf', 'image/jpeg', 'image/png', 'video/mp4'])

/** Meta's handles of the files that its reviewer is to see. */
async function handlesFor(
  { db, storage }: SubmitParts,
  { workspaceId, channel, line, template }: Handing,
): Promise<ReadonlyMap<string, string> | Refusal> {
  const handles = new Map<string, string>()
  const files = [...new Set(sampleFilesOf(template))]
  if (files.length > 0 && channel.app_id === '') return refuse('app-missing')
  for (const id of files) {
    const file = await fileOf(db, workspaceId, id)
    if (!file) return refuse('not-found')
    if (!SAMPLE_MIMES.has(file.mime)) return refuse('sample-refused', { name: file.name })
    const body = await storage.read(file.storage_key)
    const uploaded = await uploadSample(line.graph, channel.app_id, {
      name: file.name,
      mime: file.mime,
      body,
    })
    if ('answer' in uploaded) {
      const reasons = {
        reason_id: 'berkas contoh tidak diberi tanda terima',
        reason_en: 'the upload gave no handle',
      }
      return refusalOfAnswer(line.graph, uploaded.answer) ?? refuse('graph-odd', reasons)
    }
    handles.set(id, uploaded.handle)
  }
  return handles
}

type Saving = {
  readonly row: TemplateRow
  readonly template: Template
  readonly taken: Taken
  readonly channelId: string
  readonly askedAt: Millis
  readonly now: Millis
}

/**
 * Meta's decision may come before we are here: what has stood otherwise since we asked is newer than the review's begin. What a
 * colleague wrote meanwhile stays as a draft.
 */
async function saveTaken(
  tx: Tx,
  workspaceId: string,
  { row, template, taken, channelId, askedAt, now }: Saving,
): Promise<void> {
  // a colleague's edit may have been taken meanwhile: what is counted is what stands now
  const edited = (await lockTemplate(tx, workspaceId, row.id))?.edits ?? row.edits
  const counted = edited.filter((at) => at > now - EDIT_MONTH)
  const edits = row.meta_id && isSendable(row.status) ? [...counted, now] : counted
  const content = { ...template, category: taken.category }
  const written = JSON.stringify(template)
  const decided = sql`stood_at > ${new Date(askedAt).toISOString()}`
  await tx.run(sql`
    update template
    set meta_id = ${taken.metaId}, channel_id = ${channelId}, content = ${JSON.stringify(content)},
        draft = case when revision = ${row.revision} then null
                     when ${written}::jsonb - 'category' = coalesce(case when meta_id is null then content else draft end, '{}')::jsonb - 'category'
                     then null when meta_id is null then content else draft end,
        status = case when ${decided} then status else ${taken.status} end,
        category = case when ${decided} then category else ${taken.category} end,
        rejection = case when ${decided} then rejection end, details = case when ${decided} then details end,
        advice = case when ${decided} then advice end, paused_until = null, asked_at = null, lost = false,
        edits = ${JSON.stringify(edits)},
        revision = revision + 1, stood_at = now(), updated_at = now()
    where workspace_id = ${workspaceId} and id = ${row.id}`)
}
