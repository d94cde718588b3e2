import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY } from '#core/base/time.ts'
import { findings } from './axe.ts'
import { DESK, openBrowser, openPage } from './browser.ts'
import { openRig, phoneOf } from './rig.ts'
import { take } from './stage.ts'

const PATIENCE = { timeout: 20_000 }

test('what the doctor tells stands on home and channel page until it is handled, beside limit and payment', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await take(owner, 'POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner)
  const browser = await openBrowser()
  try {
    const { page, faults } = await openPage(browser, rig.url, DESK, owner)
    const warnings = page.getByRole('region', { name: 'Peringatan kanal' })

    await t.test('all is well: no warning, the whole limit is left', async () => {
      await page.goto(`${rig.url}/channels`)
      await page.getByText('0 dari 2.000 pelanggan terpakai').waitFor(PATIENCE)
      await page.getByText('Sisa 2.000').waitFor(PATIENCE)
      await page.getByText(/Naik ke 10\.000: sapa sedikitnya 1\.000 pelanggan dalam 7 hari/).waitFor(PATIENCE)
      await page.getByText('80 pesan/detik').first().waitFor(PATIENCE)
      assert.equal(await warnings.count(), 0)
    })

    await t.test('a token that ends is told on both pages', async () => {
      const { clock } = await phone.control('GET', '')
      const expiresAt = Math.floor((clock.now + 6 * DAY) / 1000)
      await phone.control('PATCH', '', { token: { expiresAt }, funded: false })
      await page.getByRole('button', { name: 'Periksa sekarang' }).click(PATIENCE)
      await warnings.getByText(/Token WhatsApp berlaku sampai/).waitFor(PATIENCE)
      await page.getByText('Metode pembayaran', { exact: true }).waitFor(PATIENCE)
      await page.getByText(/Meta tidak menyebut metode pembayaran/).waitFor(PATIENCE)
      await page.goto(`${rig.url}/home`)
      await warnings.getByText(/Token WhatsApp berlaku sampai/).waitFor(PATIENCE)
      await warnings.getByRole('link', { name: 'Buka kanal' }).click(PATIENCE)
      await page.waitForURL(`${rig.url}/channels`)
    })

    await t.test('it is gone once the token is renewed', async () => {
      await phone.control('PATCH', '', { token: { expiresAt: 0 }, funded: true })
      const { channel } = await take(owner, 'GET', '/api/channel')
      const doctor = page.getByRole('list', { name: 'Dokter koneksi' })
      await doctor.getByRole('button', { name: 'Ganti token atau rahasia' }).click(PATIENCE)
      await page.getByRole('textbox', { name: 'ID aplikasi' }).waitFor(PATIENCE)
      assert.deepEqual(await findings(page, '[role=dialog]'), [])
      await page.getByRole('textbox', { name: 'ID aplikasi' }).fill(channel.appId, PATIENCE)
      await page.getByRole('button', { name: 'Periksa dan ganti' }).click(PATIENCE)
      await warnings.waitFor({ state: 'detached', ...PATIENCE })
    })
    assert.deepEqual(faults, [])
  } finally {
    await browser.close()
  }
})
