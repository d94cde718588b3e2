import { isObject } from '#core/base/json.ts'
import { type Refusal, refuse } from '#core/base/refusal.ts'
import { isSendable } from '#core/whatsapp/template/state.ts'
import { emit } from '#server/base/events.ts'
import type { WhatsappParts } from '#server/whatsapp/routes.ts'
import { channelOf } from '#server/whatsapp/store.ts'
import { noteDeleted } from '#server/whatsapp/template/among.ts'
import { deleteAtMeta, refusalOfAnswer } from '#server/whatsapp/template/graph.ts'
import { lockTemplate, removeTemplate, templateOf } from '#server/whatsapp/template/store.ts'
import type { SubmitParts } from '#server/whatsapp/template/submit.ts'

/** Deletes a template here and at Meta; not while a submission of it is on its way, which would bring it back at Meta alone. */
export async function deleteTemplate(
  { db, http, bus, lines }: WhatsappParts & SubmitParts,
  workspaceId: string,
  id: string,
): Promise<Refusal | null> {
  const row = await http.tenant(workspaceId, (tx) => templateOf(tx, workspaceId, id))
  if (!row) return refuse('not-found')
  if (row.asked_at !== null) return refuse('template-unanswered', { name: row.name })
  const [channel, line] = await Promise.all([channelOf(db, workspaceId), lines.of(workspaceId)])
  const wasThere = row.meta_id !== null && row.channel_id === channel?.id
  if (row.meta_id && channel && line && wasThere) {
    const asked = { name: row.name, metaId: row.meta_id }
    const answer = await deleteAtMeta(line.graph, channel.waba_id, asked)
    const no = refusalOfAnswer(line.graph, answer)
    if (no && !isUnknown(answer.body)) return no
  }
  const kept = await http.tenant(workspaceId, async (tx) => {
    const held = await lockTemplate(tx, workspaceId, id)
    const isAsked = held !== undefined && held.asked_at !== null
    if (isAsked && !wasThere) return refuse('template-unanswered', { name: row.name })
    await removeTemplate(tx, workspaceId, id)
    if (wasThere && channel && isSendable(row.status)) {
      const now = Date.now() + channel.clock_offset
      await noteDeleted(tx, { workspaceId, channelId: channel.id, now }, row)
    }
    await emit(tx, workspaceId, [{ kind: 'template.changed', ids: [id] }])
    return null
  })
  if (!kept) bus.call('live', workspaceId)
  return kept
}

/** Meta's subcode for a template that is not there: whoever wanted it gone has it. */
const NOT_FOUND = 2_593_002

function isUnknown(body: unknown): boolean {
  const error = isObject(body) && isObject(body.error) ? body.error : {}
  return error.error_subcode === NOT_FOUND
}
