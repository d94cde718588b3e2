import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { DESK, openBrowser, openPage } from './browser.ts'
import { type Loose, openRig, until } from './rig.ts'
import { take } from './stage.ts'
import { flowFile, publishFlow } from './team.ts'

const PATIENCE = { timeout: 20_000 }
const SAYS = { say: { kind: 'message', text: 'Pesanan {{ order_no }} kami terima.' } }
const ORDER = { order: { no: 'KS-7' }, buyer: { phone: '0811-2222-3333' } }

test('by hand: a webhook is made, its sample mapped, a rival shown; a sequence is made and kept', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await take(owner, 'POST', '/api/demo', {})
  await publishFlow(owner, flowFile('Promo besar', { keywords: ['promo'], priority: 5 }, SAYS))
  const id = await publishFlow(owner, flowFile('Pesanan baru', { keywords: ['promo'] }, SAYS))
  const browser = await openBrowser()
  try {
    const { page, faults } = await openPage(browser, rig.url, DESK, owner)

    await t.test('the start shows who wins and answers for a word that is tried', async () => {
      await page.goto(`${rig.url}/flows/${id}`)
      await page.locator('.react-flow__node-step', { hasText: 'Kata kunci' }).click(PATIENCE)
      await page.getByText('Kata “promo” juga dipakai Promo besar.').waitFor(PATIENCE)
      await page.getByLabel('Coba kata').fill('promo')
      await page.getByText('Dijawab Promo besar: prioritasnya lebih tinggi.').waitFor(PATIENCE)
    })

    await t.test('the webhook takes a sample, and its values are chosen for number and field', async () => {
      await page.getByRole('button', { name: 'Buat alamat' }).click(PATIENCE)
      const address = await page.getByLabel('Alamat (POST, JSON)').inputValue(PATIENCE)
      const call = () => rig.visitor().call('POST', new URL(address).pathname, ORDER)
      assert.equal((await call()).body.outcome, 'no-phone')
      await page.getByText('Nomor tidak ditemukan').waitFor(PATIENCE)
      await choose(page, 'Nomor WhatsApp dari', 'buyer', /buyer\.phone/)
      await call() // what is chosen and not saved yet outlives the next call
      await page.getByText('2 panggilan').waitFor(PATIENCE)
      await page.getByRole('button', { name: 'Simpan pemetaan' }).click(PATIENCE)
      await until('the mapping is kept', async () => {
        const { hook } = await take(owner, 'GET', `/api/flows/${id}/hook`)
        return hook.mapping.phone === 'buyer.phone'
      })
      assert.equal((await call()).body.outcome, 'accepted')
      await page.getByText('Diterima', { exact: true }).waitFor(PATIENCE)
    })

    await t.test('a sequence gets a step and hours, and is the same after a reload', async () => {
      await page.goto(`${rig.url}/sequences`)
      await page.getByRole('button', { name: 'Rangkaian baru' }).first().click(PATIENCE)
      await page.getByRole('button', { name: 'Tambah langkah' }).click(PATIENCE)
      await choose(page, 'Flow yang dimulai', 'pesanan', 'Pesanan baru')
      await page.getByRole('switch', { name: 'Hanya pada jam kirim' }).click(PATIENCE)
      await page.getByRole('button', { name: 'Simpan' }).click(PATIENCE)
      const [row]: Loose[] = await until('it is kept', async () => {
        const rows = await take(owner, 'GET', '/api/sequences')
        return rows[0]?.steps === 1 && rows
      })
      const kept = await take(owner, 'GET', `/api/sequences/${row.id}`)
      assert.deepEqual([kept.steps[0].flow, kept.window.from], [id, '09:00'])
      await page.reload()
      await page.getByRole('heading', { name: 'Langkah 1' }).waitFor(PATIENCE)
    })
    assert.deepEqual(faults, [])
  } finally {
    await browser.close()
  }
})

/** The list comes with the first press; what is typed finds the option. */
async function choose(page: Page, label: string, typed: string, option: string | RegExp): Promise<void> {
  await page.getByLabel(label).click(PATIENCE)
  await page.getByRole('combobox', { name: label }).fill(typed, PATIENCE)
  await page.getByRole('option', { name: option }).click(PATIENCE)
}
