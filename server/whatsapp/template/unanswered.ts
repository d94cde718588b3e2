import { z } from 'zod'
import { isRefusal } from '#core/base/refusal.ts'
import { MINUTE, SECOND } from '#core/base/time.ts'
import type { Db } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import type { Job } from '#server/base/jobs.ts'
import { sql } from '#server/base/sql.ts'
import { channelOf, holdChannel } from '#server/whatsapp/store.ts'
import { planFound, saveFound } from '#server/whatsapp/template/found.ts'
import { settleAsked } from '#server/whatsapp/template/settle.ts'
import { databaseNow, lockTemplate, templateOf } from '#server/whatsapp/template/store.ts'
import { listAll, type SyncParts } from '#server/whatsapp/template/sync.ts'

const Payload = z.object({ workspaceId: z.uuid(), id: z.uuid() })
/** Looks at once whether Meta took a submission whose answer never came. */
export const templateProof: Job<z.infer<typeof Payload>> = {
  name: 'whatsapp.template-proof',
  parse: (raw) => Payload.parse(raw),
}

/** Asks Meta for the templates of that name, and writes down what it has of them. */
export function proveTemplateWith({ db, bus, lines }: SyncParts) {
  return async ({ workspaceId, id }: z.infer<typeof Payload>): Promise<void> => {
    const [channel, line, row] = await Promise.all([
      channelOf(db, workspaceId),
      lines.of(workspaceId),
      templateOf(db, workspaceId, id),
    ])
    if (!channel || !line || !row || row.asked_at === null) return
    const at = await databaseNow(db)
    const listing = await listAll(line.graph, channel.waba_id, row.name)
    if (isRefusal(listing)) return // Meta cannot be asked now: the next round asks again
    await db.tx('template', async (tx) => {
      if (!(await holdChannel(tx, channel))) return
      const now = await lockTemplate(tx, workspaceId, id)
      if (!now) return
      const found = listing.found.filter(
        ({ template }) => template.name === now.name && template.language === now.language,
      )
      await saveFound(tx, workspaceId, channel.id, planFound([now], found, { askedAt: at, isWhole: false }))
      const read = { found, isWhole: listing.isWhole, at, now: Date.now() + line.clockOffset }
      await settleAsked(tx, workspaceId, [now], read)
      await emit(tx, workspaceId, [{ kind: 'template.changed', ids: [id] }])
    })
    bus.call('live', workspaceId)
  }
}

/** A call is over after so long, answered or not; a process that died in it left no one to ask. */
const CALL_OVER = MINUTE
const ROUND_MAX = 100

/** Every minute: what has been open for longer than a call takes, over all workspaces. */
export function proofRoundWith(parts: SyncParts) {
  const prove = proveTemplateWith(parts)
  return async (): Promise<void> => {
    for (const { workspace_id, id } of await openOnes(parts.db))
      await prove({ workspaceId: workspace_id, id })
  }
}

function openOnes(db: Db): Promise<{ workspace_id: string; id: string }[]> {
  return db.rows(sql`
    select workspace_id, id from template where asked_at < now() - ${CALL_OVER / SECOND} * interval '1 second'
    order by asked_at limit ${ROUND_MAX}`)
}
