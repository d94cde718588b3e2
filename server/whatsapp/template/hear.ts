import type { Millis } from '#core/base/time.ts'
import { applyNews } from '#core/whatsapp/template/apply.ts'
import type { TemplateNews } from '#core/whatsapp/template/news.ts'
import { isSendable } from '#core/whatsapp/template/state.ts'
import type { Tx } from '#server/base/db.ts'
import { emit, facts } from '#server/base/events.ts'
import type { Jobs } from '#server/base/jobs.ts'
import { noteDeleted } from '#server/whatsapp/template/among.ts'
import {
  lockByMetaId,
  loseTemplates,
  saveStanding,
  standingOf,
  type TemplateRow,
} from '#server/whatsapp/template/store.ts'
import { askForTemplate } from '#server/whatsapp/template/sync.ts'

type Heard = { readonly workspaceId: string; readonly now: Millis; readonly news: readonly TemplateNews[] }

/** What webhooks say about templates takes effect; a template that we do not know yet is read from the account. */
export async function hearTemplateNews(tx: Tx, jobs: Jobs, { workspaceId, now, news }: Heard): Promise<void> {
  const changed = new Set<string>()
  const strange = new Set<string>()
  for (const one of news) {
    const row = await lockByMetaId(tx, workspaceId, one.ref.id)
    if (!row) {
      strange.add(one.ref.id)
      continue
    }
    const { standing, fetch } = applyNews(standingOf(row), one, now)
    if (fetch) strange.add(one.ref.id)
    else if (standing.status === 'DELETED') await forget(tx, { workspaceId, row, now })
    else await saveStanding(tx, workspaceId, row.id, { ...standing, decides: one.kind === 'status' })
    changed.add(row.id)
  }
  for (const metaId of strange) await askForTemplate(jobs)(tx, workspaceId, metaId)
  await emit(tx, workspaceId, facts('template.changed', [...changed]))
}

type Gone = { readonly workspaceId: string; readonly row: TemplateRow; readonly now: Millis }

/** Meta has deleted it. Only what was approved is first marked for deletion, and its name stays blocked. */
async function forget(tx: Tx, { workspaceId, row, now }: Gone): Promise<void> {
  const wasApproved = isSendable(row.status) || row.status === 'PENDING_DELETION'
  if (wasApproved && row.channel_id)
    await noteDeleted(tx, { workspaceId, channelId: row.channel_id, now }, row)
  await loseTemplates(tx, workspaceId, [row.id])
}
