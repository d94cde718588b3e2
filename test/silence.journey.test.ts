import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DESK, openBrowser, openPage } from './browser.ts'
import { openRig, phoneOf, until } from './rig.ts'
import { flowFile, onlyChat, publishFlow } from './team.ts'

const PATIENCE = { timeout: 20_000 }
const HOUR = 3_600_000
const SIZE = flowFile(
  'Ukuran sepatu',
  { keywords: ['ukuran'] },
  {
    ask: {
      kind: 'message',
      name: 'Pilih',
      text: 'Mau yang mana?',
      buttons: [{ id: 'a', title: 'Besar' }],
      next: { 'button:a': 'late' },
    },
    late: {
      kind: 'wait',
      name: 'Sehari',
      wait: { kind: 'for', length: { amount: 25, unit: 'hour' } },
      next: { next: 'tell' },
    },
    tell: { kind: 'message', name: 'Kabar', text: 'Sudah siap.' },
  },
)

test('“Mengapa bot diam?” says why in one sentence, as the chat goes on, and mends it', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  for (const flow of (await owner.call('GET', '/api/flows')).body)
    await owner.call('PATCH', `/api/flows/${flow.id}`, { enabled: false })
  await publishFlow(owner, SIZE)
  const phone = await phoneOf(rig, owner)
  await phone.text('ukurann')
  const chat = await until('the chat is there', async () => {
    const { body } = await owner.call('GET', '/api/chats')
    return body.items[0]
  })
  const why = async () => (await owner.call('GET', `/api/chats/${chat.id}/silence`)).body
  const comesTo = (code: string) => until(`it is ${code}`, async () => (await why()).code === code && why())

  await t.test('no keyword fits, and the one that came near is named', async () => {
    const { details, fix } = await comesTo('near-trigger')
    assert.deepEqual([details.keyword, details.flow, fix], ['ukuran', 'Ukuran sepatu', 'add-keyword'])
  })
  await t.test('it answered; then it waits for a tap that other words cannot replace', async () => {
    await phone.text('ukuran')
    await phone.hears('Mau yang mana?')
    await comesTo('answered')
    await phone.text('entahlah')
    const { details } = await comesTo('waits-tap')
    assert.equal(details.node, 'Pilih')
  })
  await t.test('it waits for a time; and what it says a day later is refused by the window', async () => {
    await phone.text('besar')
    const { details } = await comesTo('waits-time')
    assert.equal(details.node, 'Sehari')
    await phone.control('POST', '/clock', { advance: 25 * HOUR + 60_000 })
    const refused = await comesTo('refused')
    assert.deepEqual([refused.details.refusal, refused.fix], ['window-closed', 'write-template'])
  })
  await t.test('in the inbox it is one button, and waking the bot is the other', async () => {
    await phone.text('halo')
    await owner.call('POST', `/api/chats/${chat.id}/bot`, { paused: true })
    const browser = await openBrowser()
    try {
      const { page, faults } = await openPage(browser, rig.url, DESK, owner)
      await page.goto(`${rig.url}/inbox/${(await onlyChat(owner)).id}`)
      await page.getByRole('button', { name: 'Mengapa bot diam?' }).click(PATIENCE)
      await page.getByText('Bot dijeda di percakapan ini sampai ada yang mengaktifkannya.').waitFor(PATIENCE)
      await page.getByRole('button', { name: 'Aktifkan bot', exact: true }).last().click()
      await page.getByText(/Tidak ada kata kunci yang cocok dengan “halo”/).waitFor(PATIENCE)
      assert.deepEqual(faults, [])
    } finally {
      await browser.close()
    }
  })
})
