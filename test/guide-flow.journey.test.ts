import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { HOUR } from '#core/base/time.ts'
import { DESK, openBrowser, openPage, rests } from './browser.ts'
import { mailbox } from './mailbox.ts'
import { type Loose, openRig, phoneOf, until, type Visitor } from './rig.ts'

const PATIENCE = { timeout: 20_000 }

test('the guide’s flow is drawn by hand: inside 24 hours a free message, outside a mail and a template', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  await owner.call('POST', '/api/templates/sync', {})
  const { body } = await owner.call('POST', '/api/flows', { name: 'Ingatkan lagi' })
  const browser = await openBrowser()
  try {
    const { page, faults } = await openPage(browser, rig.url, DESK, owner)
    await page.goto(`${rig.url}/flows/${body.flow.id}`)
    await step(page, 'Pemicu').click(PATIENCE)
    await page.getByRole('textbox', { name: 'Kata kunci' }).fill('nanti')
    await add(page, 'Tunggu')
    await add(page, 'Kondisi')
    await add(page, 'Kirim pesan')
    await page.getByRole('textbox', { name: 'Teks', exact: true }).fill('Masih mau kopinya, Kak?')
    await add(page, 'Kirim email')
    await page.getByRole('textbox', { name: 'Kepada' }).fill('dewi@contoh.id')
    await page.getByRole('textbox', { name: 'Subjek' }).fill('Kopi Anda menunggu')
    await page.getByRole('textbox', { name: 'Isi email' }).fill('Balas kapan saja.')
    await add(page, 'Pesan template')
    await page.getByRole('combobox', { name: 'Template' }).click(PATIENCE)
    await page.getByRole('option', { name: /pengingat_pesanan/ }).click(PATIENCE)
    await page.getByRole('textbox', { name: '{{1}}', exact: true }).fill('{{first_name}}')
    await page.getByRole('textbox', { name: '{{2}}', exact: true }).fill('KS-1')

    await lead(page, 'Pemicu', 'Lanjut', 'Tunggu')
    await lead(page, 'Tunggu', 'Lanjut', 'Kondisi')
    await lead(page, 'Kondisi', 'Ya', 'Kirim pesan')
    await lead(page, 'Kondisi', 'Tidak', 'Kirim email')
    await ways(page, 'Kirim pesan')
    await page.getByRole('button', { name: 'Kosongkan' }).click(PATIENCE)
    await lead(page, 'Kirim email', 'Lanjut', 'Pesan template')
    await lead(page, 'Kirim email', 'Gagal', 'Pesan template')
    await page.getByText(/^Tersimpan/).waitFor(PATIENCE)
    await page.getByRole('button', { name: 'Terbitkan', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Terbitkan', exact: true }).click()
    await page.getByText('v1 tayang').first().waitFor(PATIENCE)
    assert.deepEqual(faults, [], 'no error, nothing asked of another host')
  } finally {
    await browser.close()
  }

  const dewi = await phoneOf(rig, owner, 0)
  await dewi.text('nanti')
  await until('her wait began', async () => (await running(owner)) === 1)
  await dewi.control('POST', '/clock', { advance: 2 * HOUR })
  await dewi.hears('Masih mau kopinya, Kak?')
  await until('her way ended', async () => (await running(owner)) === 0)
  const hendra = await phoneOf(rig, owner, 1)
  await hendra.text('nanti')
  await until('his wait began', async () => (await running(owner)) === 1)
  assert.doesNotMatch(await mailbox(rig), /Kopi Anda menunggu/)
  await hendra.control('POST', '/clock', { advance: 25 * HOUR })
  await hendra.hears('Halo Hendra, pesanan nomor KS-1 sudah siap diambil.')
  await until('the mail went', async () => (await mailbox(rig)).includes('Kopi Anda menunggu'))
})

function step(page: Page, title: string) {
  return page.locator('.react-flow__node').filter({ hasText: title })
}

async function add(page: Page, kind: string): Promise<void> {
  const palette = page.getByRole('complementary', { name: 'Tambah langkah' })
  await palette.getByRole('button', { name: kind, exact: true }).click(PATIENCE)
}

/** Chooses by name where a way out leads. */
async function lead(page: Page, from: string, exit: string, to: string): Promise<void> {
  await ways(page, from)
  await page.getByRole('combobox', { name: `Setelah: ${exit}`, exact: true }).click(PATIENCE)
  await page.getByRole('option', { name: to }).click(PATIENCE)
}

/** Opens the tab “Setelahnya” of a step. */
async function ways(page: Page, from: string): Promise<void> {
  await page.getByRole('button', { name: 'Tampilkan semua' }).click(PATIENCE)
  await rests(page)
  await step(page, from).first().click(PATIENCE)
  await page.getByRole('radio', { name: 'Setelahnya' }).click(PATIENCE)
}

async function running(owner: Visitor): Promise<number> {
  const { body } = await owner.call('GET', '/api/flows')
  return body.find(({ name }: Loose) => name === 'Ingatkan lagi').running
}
