import { z } from 'zod'
import { isObject } from '#core/base/json.ts'
import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import type { SyncReport } from '#core/whatsapp/template/api.ts'
import { decodeMetaTemplate } from '#core/whatsapp/template/decode-node.ts'
import { isSendable, type MetaTemplate } from '#core/whatsapp/template/state.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db, Query } from '#server/base/db.ts'
import { emit, facts } from '#server/base/events.ts'
import type { Job, Jobs } from '#server/base/jobs.ts'
import type { Graph } from '#server/whatsapp/graph.ts'
import type { Lines } from '#server/whatsapp/lines.ts'
import { channelOf, holdChannel } from '#server/whatsapp/store.ts'
import { noteDeleted } from '#server/whatsapp/template/among.ts'
import { adoptFound, planFound, saveFound } from '#server/whatsapp/template/found.ts'
import { readTemplate, readTemplates, refusalOfAnswer } from '#server/whatsapp/template/graph.ts'
import { settleAsked } from '#server/whatsapp/template/settle.ts'
import {
  databaseNow,
  lockTemplates,
  noteSync,
  TEMPLATES_MAX,
  type TemplateRow,
} from '#server/whatsapp/template/store.ts'

export type SyncParts = { readonly db: Db; readonly bus: Bus; readonly lines: Lines }

/** Pages that are read; with the size of a page more than any account may have. */
const PAGES_MAX = 150
const UNREAD_MAX = 50

/** What an account has, or what it has of one name. */
type Listing = {
  readonly found: readonly MetaTemplate[]
  readonly unread: readonly string[]
  /** False: there was more than is read, so that what was not seen may still be there. */
  readonly isWhole: boolean
}

/** "Sinkronkan Template WhatsApp": reads the whole account first, then writes down what is otherwise, all or nothing. */
export async function syncTemplates(parts: SyncParts, workspaceId: string): Promise<SyncReport | Refusal> {
  const { db, bus, lines } = parts
  const [channel, line] = await Promise.all([channelOf(db, workspaceId), lines.of(workspaceId)])
  if (!channel || !line) return refuse('channel-missing')
  const askedAt = await databaseNow(db)
  const listing = await listAll(line.graph, channel.waba_id)
  if (isRefusal(listing)) return listing
  const report = await db.tx('http', async (tx) => {
    if (!(await holdChannel(tx, channel))) return refuse('channel-missing')
    const known = await lockTemplates(tx, workspaceId)
    const plan = planFound(known, listing.found, { askedAt, isWhole: listing.isWhole })
    await saveFound(tx, workspaceId, channel.id, plan)
    const now = Date.now() + line.clockOffset
    const blocked = known.filter((row) => isHeldBack(row, channel.id) && plan.lose.includes(row.id))
    for (const row of blocked) await noteDeleted(tx, { workspaceId, channelId: channel.id, now }, row)
    await settleAsked(tx, workspaceId, known, { ...listing, at: askedAt, now })
    await adoptFound(tx, workspaceId, channel.id, listing.found)
    await noteSync(tx, workspaceId, channel.id)
    const touched = [...plan.save.map(({ id }) => id), ...plan.lose]
    await emit(tx, workspaceId, facts('template.changed', touched.length > 0 ? touched : [channel.id]))
    return { ...plan.report, total: listing.found.length, unread: [...listing.unread] }
  })
  bus.call('live', workspaceId)
  return report
}

/** Whether Meta keeps the name of a template back once it is gone from the account. */
function isHeldBack({ channel_id, status }: TemplateRow, channelId: string): boolean {
  return channel_id === channelId && isSendable(status)
}

/** With `name` only the templates whose name holds it. */
export async function listAll(graph: Graph, wabaId: string, name?: string): Promise<Listing | Refusal> {
  const nodes: (MetaTemplate | string)[] = []
  let after: string | null = null
  let isWhole = false
  for (let page = 0; page < PAGES_MAX && nodes.length < TEMPLATES_MAX && !isWhole; page++) {
    const answer = await readTemplates(graph, wabaId, { after, name })
    const no = refusalOfAnswer(graph, answer)
    if (no) return no
    const body = isObject(answer.body) ? answer.body : {}
    if (Array.isArray(body.data)) nodes.push(...body.data.map(decodeMetaTemplate))
    const next = cursorOf(body)
    isWhole = next === null || next === after
    after = next
  }
  return {
    found: nodes.filter((node) => typeof node !== 'string'),
    unread: nodes.filter((node) => typeof node === 'string').slice(0, UNREAD_MAX),
    isWhole,
  }
}

/** The cursor of the page after this one; the address in `next` is not followed, it may lead anywhere. */
function cursorOf(body: Readonly<Record<string, unknown>>): string | null {
  const paging = isObject(body.paging) ? body.paging : {}
  const cursors = isObject(paging.cursors) ? paging.cursors : {}
  return typeof paging.next === 'string' && typeof cursors.after === 'string' ? cursors.after : null
}

const OfWorkspace = z.object({ workspaceId: z.uuid() })
/** Reads the account's templates for the first time: from then on the gate knows what it may send. */
export const templatesRead: Job<z.infer<typeof OfWorkspace>> = {
  name: 'whatsapp.templates',
  parse: (raw) => OfWorkspace.parse(raw),
}

export function askForTemplates(jobs: Jobs, query: Query, workspaceId: string): Promise<void> {
  return jobs.enqueue(query, templatesRead, { workspaceId })
}

/** Tried again while it is refused: the line may still be the former account's, and Meta may have a bad minute. */
export function readTemplatesWith(parts: SyncParts) {
  return async ({ workspaceId }: z.infer<typeof OfWorkspace>): Promise<void> => {
    const report = await syncTemplates(parts, workspaceId)
    if (isRefusal(report) && (await channelOf(parts.db, workspaceId)))
      throw new Error(`the templates could not be read: ${report.code}`)
  }
}

const Payload = z.object({ workspaceId: z.uuid(), metaId: z.string().regex(/^\d{1,40}$/) })
/** Reads one template of the account anew: a webhook spoke of it without saying everything. */
export const templateFetch: Job<z.infer<typeof Payload>> = {
  name: 'whatsapp.template',
  parse: (raw) => Payload.parse(raw),
}

export function askForTemplate(jobs: Jobs) {
  return (query: Query, workspaceId: string, metaId: string) =>
    jobs.enqueue(query, templateFetch, { workspaceId, metaId })
}

export function fetchTemplateWith({ db, bus, lines }: SyncParts) {
  return async ({ workspaceId, metaId }: z.infer<typeof Payload>): Promise<void> => {
    const [channel, line] = await Promise.all([channelOf(db, workspaceId), lines.of(workspaceId)])
    if (!channel || !line) return
    const askedAt = await databaseNow(db)
    const answer = await readTemplate(line.graph, metaId)
    if (answer.status === null || answer.status >= 500) throw new Error('the template could not be read')
    const found = refusalOfAnswer(line.graph, answer) ? 'gone' : decodeMetaTemplate(answer.body)
    if (typeof found === 'string') return // it is not there any more, or no template: the next synchronisation says so
    await db.tx('template', async (tx) => {
      if (!(await holdChannel(tx, channel))) return
      const plan = planFound(await lockTemplates(tx, workspaceId), [found], { askedAt, isWhole: false })
      await saveFound(tx, workspaceId, channel.id, plan)
      await adoptFound(tx, workspaceId, channel.id, [found])
      await emit(
        tx,
        workspaceId,
        facts(
          'template.changed',
          plan.save.map(({ id }) => id),
        ),
      )
    })
    bus.call('live', workspaceId)
  }
}
