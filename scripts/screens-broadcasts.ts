import { setTimeout as sleep } from 'node:timers/promises'
import { type Loose, phoneOf, type Rig, type Visitor } from '../test/rig.ts'

/** Broadcasts of a shop in the states that a page shows: a draft, one with results, one that is stopped by its template. */
export async function broadcasts(
  rig: Rig,
  who: Visitor,
): Promise<{ readonly draft: string; readonly done: string; readonly stopped: string }> {
  await who.call('POST', '/api/templates/sync', {})
  const { body: found } = await who.call('GET', '/api/templates?search=pengingat_pesanan')
  const body = [
    { name: '1', text: '{{first_name}}', fallback: 'Kak' },
    { name: '2', text: '{{order_no}}', fallback: 'terakhir' },
  ]
  const message = { kind: 'template', template: found.items[0].template, body }
  const written = async (name: string, change: Loose = {}) => {
    const { body: one } = await who.call('POST', '/api/broadcasts', { name })
    const draft = { name, numberId: one.number.id, message, audience: one.audience, consent: '', ...change }
    return (await who.call('PUT', `/api/broadcasts/${one.id}`, { ...draft, revision: one.revision })).body
  }
  const begin = async ({ id, revision }: Loose, at: string | null) => {
    const { body: estimate } = await who.call('GET', `/api/broadcasts/${id}/estimate`)
    await who.call('POST', `/api/broadcasts/${id}/start`, { revision, recipients: estimate.recipients, at })
  }
  const budget = (amount: string | null) =>
    who.call('PUT', '/api/costs/settings', { currency: 'USD', regime: null, budget: amount })
  await budget(null)
  const done = await written('Pesanan siap diambil')
  await begin(done, null)
  await sleep(5000)
  const phone = await phoneOf(rig, who, 0, 1) // a new broadcast goes out from the real number
  const bubble = await phone.hears('sudah siap diambil')
  await phone.say({ kind: 'tap', to: bubble.wamid, id: bubble.content.buttons[0].id })
  await budget('0.15')
  const { body: chats } = await who.call('GET', '/api/chats')
  const dewi = chats.items.find(({ contact }: Loose) => contact.name.startsWith('Dewi'))
  await who.call('PATCH', `/api/contacts/${dewi.contact.id}`, {
    addTags: ['vip'],
    fields: { order_no: 'KS-2047' },
  })
  const rules = [{ fact: 'field', field: 'order_no', is: 'filled', value: '' }]
  const hours = { days: [1, 2, 3, 4, 5, 6], from: '08:00', to: '20:00' }
  const base = { from: 'people', any: ['vip'], all: [], none: [], match: 'all' }
  const draft = await written('Promo akhir pekan', { audience: { ...base, rules }, hours })
  const stopped = await written('Pengingat sore')
  await begin(stopped, '2030-01-01T16:00')
  await sleep(4000)
  return { draft: draft.id, done: done.id, stopped: stopped.id }
}
