import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DESK, openBrowser, openPage } from './browser.ts'
import { openRig, phoneOf, until } from './rig.ts'
import { messagesOf, onlyChat } from './team.ts'

const HOUR = 3_600_000
const HELLO = { kind: 'template', name: 'hello_world', language: 'en_US', body: [], buttons: [] }

test('an agent sees what a message costs, why one may not go, and presses the remedy', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  await owner.call('POST', '/api/templates/sync', {})
  const phone = await phoneOf(rig, owner)
  await phone.text('halo')
  await phone.hears('Kopi Senja')
  const chat = await onlyChat(owner)
  const browser = await openBrowser()
  try {
    const { page, faults } = await openPage(browser, rig.url, DESK, owner)
    await page.goto(`${rig.url}/inbox/${chat.id}`)

    await t.test('inside the window the composer says what a reply costs, and on a tap why', async () => {
      const cost = page.getByTestId('cost')
      await cost.getByText('Gratis', { exact: true }).click()
      await cost.getByText('gratis, termasuk jatah bulan ini').waitFor()
      await cost.getByText('Indonesia').waitFor()
    })

    await t.test('the customer stops marketing on the phone: the panel tells it', async () => {
      await phone.control('PATCH', `/customers/${phone.customerId}`, { marketingStopped: true })
      await page.getByTestId('marketing').getByText('Berhenti menerima promosi').waitFor()
      await page.getByTestId('marketing').getByText('Diatur pelanggan di WhatsApp').waitFor()
      await page.getByText('Pelanggan menghentikan pesan promosi di WhatsApp').first().waitFor()
    })

    await t.test('outside: one tap shows the rule and its facts, the remedy opens its template', async () => {
      await phone.control('POST', '/clock', { advance: 25 * HOUR })
      await page.getByText('Jendela 24 jam sudah tertutup').waitFor({ timeout: 20_000 })
      await page.getByText('Aturan: Jendela 24 jam').click()
      await page.getByText('window.24h').waitFor()
      await page.getByText('Jendela berakhir').waitFor()
      await page.getByRole('button', { name: 'Kirim template hello_world' }).click()
      await page.getByTestId('judged').getByText('Perkiraan biaya').waitFor()
      await page.getByRole('button', { name: 'Template lain' }).click()
      await page.getByText('Perkiraan biaya').first().waitFor()
      await page.keyboard.press('Escape')
    })

    await t.test('what waits says until when, and is called back by a press', async () => {
      await phone.control('PATCH', '', { portfolioLimit: 1 })
      await until('Meta’s new limit is heard', async () => {
        const { body } = await owner.call('GET', '/api/limits')
        return body.numbers.some(({ max }: { max: number }) => max === 1)
      })
      const other = await phoneOf(rig, owner, 1)
      await other.text('halo')
      const second = await until('the other chat', async () => {
        const { body } = await owner.call('GET', '/api/chats')
        return body.items.find(({ id }: { id: string }) => id !== chat.id)
      })
      await phone.control('POST', '/clock', { advance: 25 * HOUR })
      const send = (id: string) => owner.call('POST', `/api/chats/${id}/messages`, { draft: HELLO })
      await until('the window of the other is over', async () => {
        const { body } = await owner.call('GET', `/api/chats/${second.id}`)
        return body.now > body.windowEndsAt
      })
      assert.equal((await send(second.id)).body.verdict.allowed, true)
      const { verdict } = (await send(chat.id)).body
      assert.equal(verdict.refusal, 'limit-reached', JSON.stringify(verdict))
      await page.getByText('Batas pengiriman tercapai').waitFor()
      await page.getByRole('button', { name: 'Tarik kembali' }).click()
      await page.getByText('menarik kembali pesan yang menunggu').first().waitFor()
      const message = (await messagesOf(owner, chat.id)).find(({ draft }) => draft?.kind === 'template')
      assert.equal(message?.state, 'cancelled')
    })
    assert.deepEqual(faults, [])
  } finally {
    await browser.close()
  }
})
