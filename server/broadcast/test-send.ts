import { assert } from '#core/base/assert.ts'
import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { type Lack, lacksOf } from '#core/broadcast/lacks.ts'
import { normalPhone } from '#core/contact/phone.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import type { Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import type { Seat } from '#server/base/http.ts'
import { lackRefusal } from '#server/broadcast/acts.ts'
import { writtenOf } from '#server/broadcast/estimate.ts'
import { groundOf, type Handed, judgeOne, pairOfPerson, templateFor } from '#server/broadcast/judge.ts'
import { meetPhone } from '#server/broadcast/numbers.ts'
import { loadPeople } from '#server/broadcast/recipients.ts'
import type { BroadcastRow } from '#server/broadcast/store.ts'
import { post } from '#server/chat/compose.ts'
import type { Foresee } from '#server/chat/foresee.ts'
import { insertChats, insertMessages } from '#server/chat/write.ts'
import { lockContact } from '#server/contact/store.ts'

type Tested = { readonly chatId: string; readonly phone: string }

/** What a message needs, whoever gets it. */
const NEEDED: ReadonlySet<Lack> = new Set(['number', 'template', 'values'])

/**
 * One message of the broadcast to one number, with the values of whoever has it: the same filling and the same gate, as a person's
 * word. It is no recipient, so that the broadcast reaches that number all the same. What would have to wait is refused.
 */
export async function sendTest(
  tx: Tx,
  { workspaceId, memberId }: Seat,
  row: BroadcastRow,
  { phone: typed, foresee }: { readonly phone: string; readonly foresee: Foresee },
): Promise<Tested | Refusal> {
  const lack = lacksOf(writtenOf(row)).find((one) => NEEDED.has(one))
  if (lack) return lackRefusal(lack)
  const phone = normalPhone(typed)
  if (phone === null) return refuse('recipient-invalid', { to: typed })
  const template = await templateFor(tx, workspaceId, row)
  if ('code' in template) return refuse(template.code, template.details)
  const contactId = await meetPhone(tx, workspaceId, phone)
  await lockContact(tx, workspaceId, contactId)
  const sent = await judgeFor(tx, { workspaceId, memberId }, contactId, { row, template, foresee })
  if (isRefusal(sent)) return sent
  const { chat, message, outbox } = sent
  if (chat.fresh) await insertChats(tx, workspaceId, [chat])
  await insertMessages(tx, workspaceId, [message])
  await post(tx, workspaceId, [outbox])
  await emit(tx, workspaceId, [{ kind: 'message.changed', ids: [message.id], chatIds: [chat.id] }])
  return { chatId: chat.id, phone }
}

type Scene = { readonly row: BroadcastRow; readonly template: Template; readonly foresee: Foresee }

/** Their message, let go by the gate, or why it does not go at once. */
async function judgeFor(
  tx: Tx,
  { workspaceId, memberId }: Pick<Seat, 'workspaceId' | 'memberId'>,
  contactId: string,
  { row, template, foresee }: Scene,
): Promise<Handed | Refusal> {
  const numberId = row.phone_number_id ?? ''
  const [person] = await loadPeople(tx, workspaceId, numberId, [{ contact_id: contactId }])
  if (!person) return refuse('not-found')
  const { name, language } = template
  const draft: Draft = { kind: 'template', name, language, body: [], buttons: [] }
  const pairs = [pairOfPerson(numberId, person)]
  const foresight = await foresee(tx, workspaceId, { pairs, drafts: [draft], now: row.now, automatic: false })
  const ground = await groundOf(tx, workspaceId, row)
  const by = { lane: 'agent', speaker: 'agent', authorId: memberId } as const
  const { fate, sent } = judgeOne({ row, ground, template, foresight }, person, by)
  if (fate.kind !== 'go') return refuse(fate.why.code, fate.why.details)
  assert(sent !== null, 'what goes is composed')
  return sent
}
