import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Loose, openRig, phoneOf, until } from './rig.ts'
import { flowFile, publishFlow } from './team.ts'

test('each kind of step does on the phone what its drawing says', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner)
  const newest = async (count: number): Promise<Loose[]> =>
    (await phone.thread()).bubbles.filter(({ from }) => from === 'business').slice(-count)

  await t.test('one step sends several messages in order and goes on behind each button', async () => {
    await publishFlow(
      owner,
      flowFile(
        'Banyak pesan',
        { keywords: ['banyak'] },
        {
          many: {
            kind: 'message',
            text: 'Alamat kami:',
            more: [
              { location: { latitude: -6.2, longitude: 106.8, name: 'Kopi Senja' } },
              { contact: { name: 'Bu Tini', phone: '+62 811 1111 222' } },
              { text: 'Lihat menu', link: { label: 'Buka menu', url: 'https://kopi.id/menu' } },
              { text: 'Mau pesan?', buttons: [{ id: 'yes', title: 'Pesan' }] },
              { text: 'Atau kirim lokasi untuk diantar', ask: 'location' },
            ],
            next: { 'button:yes': 'order', answered: 'bring' },
          },
          order: { kind: 'message', text: 'Pesanan dicatat.' },
          bring: { kind: 'message', text: 'Kami antar ke sana.' },
        },
      ),
    )
    await phone.text('banyak')
    await phone.hears('untuk diantar')
    const said = await newest(6)
    assert.equal(said[0]?.content.text, 'Alamat kami:')
    assert.equal(said[1]?.content.location.name, 'Kopi Senja')
    assert.equal(said[2]?.content.contacts[0].name, 'Bu Tini')
    assert.deepEqual(said[3]?.content.buttons, [
      { kind: 'url', id: 'url', title: 'Buka menu', value: 'https://kopi.id/menu' },
    ])
    assert.equal(said[5]?.content.buttons[0].id, 'location_request_message')
    const button = said[4]?.content.buttons[0]
    await phone.say({ kind: 'tap', to: said[4]?.wamid, id: button.id })
    await phone.hears('Pesanan dicatat.')
    await phone.text('banyak')
    await until('asked again', async () => (await newest(1))[0]?.content.text.startsWith('Atau kirim'))
    await phone.say({ kind: 'location', latitude: -6.3, longitude: 106.9 })
    await phone.hears('Kami antar ke sana.')
  })
})
