import { DRAFTS } from '../test/drafts.ts'
import { type Loose, phoneOf, type Rig, signed, type Visitor } from '../test/rig.ts'

const KINDS = /^(021|026|030|033|034|037|041|042|043|045|046|047)-/

/** A chat in which a person has sent one message of each interactive kind; gives its id. */
export async function sayEveryKind(rig: Rig, who: Visitor): Promise<string> {
  const phone = await phoneOf(rig, who)
  await phone.text('halo')
  await phone.hears('Kopi Senja')
  const { body } = await who.call('GET', '/api/chats')
  const chat = body.items[0].id
  for (const [file, draft] of DRAFTS) {
    if (KINDS.test(file)) await who.call('POST', `/api/chats/${chat}/messages`, { draft })
  }
  return chat
}

/** Webhooks of which nothing can be applied: unknown news, a message of a group, a trouble at Meta. */
export async function tellOddities(who: Visitor, world: Loose): Promise<void> {
  const { body } = await who.call('GET', '/api/channel')
  const tell = async (field: string, value: Loose) => {
    const sent = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [{ id: world.wabaId, changes: [{ field, value }] }],
    })
    const headers = signed(sent, world.appSecret)
    await fetch(body.channel.webhookUrl, { method: 'POST', headers, body: sent })
  }
  const metadata = { phone_number_id: '1', display_phone_number: '628110000001' }
  const message = { from: '6281234567890', id: 'wamid.g', type: 'text', text: { body: 'halo semua' } }
  await tell('brand_new_field', { event: 'SOMETHING' })
  await tell('messages', { metadata, messages: [{ ...message, group_id: 'grup-arisan' }] })
  await tell('messages', { metadata, errors: [{ code: 130429, title: 'Rate limit hit' }] })
}
