import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { DESK, openBrowser, openPage, rests } from './browser.ts'
import { openRig, phoneOf, until, visitorOf } from './rig.ts'

const PATIENCE = { timeout: 20_000 }

test('a bot drawn from nothing: add, connect, take away, undo, redo, mend, publish, and a customer walks through it', async () => {
  await using rig = await openRig()
  const browser = await openBrowser()
  try {
    const { page, context, faults } = await openPage(browser, rig.url, DESK)
    await page.goto(rig.url)
    await page.getByRole('button', { name: 'Coba sekarang' }).click()
    await page.waitForURL(/\/(home|simulator)/, PATIENCE)
    await page.goto(`${rig.url}/flows`)
    await page.getByRole('button', { name: 'Flow baru' }).first().click()
    await page.getByRole('dialog').getByRole('textbox').fill('Dari nol')
    await page.getByRole('dialog').getByRole('button', { name: 'Buat flow' }).click()
    await page.waitForURL(/flows\/[0-9a-f-]{36}/, PATIENCE)

    await page.getByRole('button', { name: 'Pertanyaan', exact: true }).click()
    await page.getByPlaceholder('Tulis pertanyaannya').fill('Siapa nama Anda?')
    await page.getByRole('button', { name: 'Tambah jawaban cepat' }).click()
    await page.getByRole('textbox', { name: 'Jawaban cepat 1' }).fill('Rahasia')
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: 'Jawaban cepat 2' }).and(page.locator(':focus')).waitFor(PATIENCE)
    await page.keyboard.type('Lain kali')
    await page.getByRole('button', { name: 'Kirim pesan', exact: true }).click()
    await page.getByRole('textbox', { name: 'Teks', exact: true }).fill('Terima kasih sudah mampir.')
    await connect(page, 'Pemicu', 'Lanjut', 'Pertanyaan')
    await connect(page, 'Pertanyaan', 'Terjawab', 'Kirim pesan')

    await step(page, 'Kirim pesan').click()
    await page.keyboard.press('Delete')
    await step(page, 'Kirim pesan').waitFor({ state: 'detached', ...PATIENCE })
    await page.keyboard.press('Control+z')
    await step(page, 'Kirim pesan').waitFor(PATIENCE)
    await page.keyboard.press('Control+Shift+Z')
    await step(page, 'Kirim pesan').waitFor({ state: 'detached', ...PATIENCE })
    await page.keyboard.press('Control+z')
    await step(page, 'Kirim pesan').waitFor(PATIENCE)

    await step(page, 'Kirim pesan').click()
    await page.getByRole('textbox', { name: 'Teks', exact: true }).fill('Sampai jumpa lagi.')
    await page.getByText(/^Tersimpan/).waitFor(PATIENCE)
    await page.getByRole('link', { name: 'Pengaturan', exact: true }).first().click()
    await page.getByRole('heading', { name: 'Pengaturan', level: 1 }).waitFor(PATIENCE)
    await page.goBack()
    await step(page, 'Kirim pesan').getByText('Sampai jumpa lagi.').waitFor(PATIENCE)
    await page.getByRole('button', { name: /^Urungkan/ }).click()
    await step(page, 'Kirim pesan').getByText('Terima kasih sudah mampir.').waitFor(PATIENCE)
    await page.getByRole('button', { name: /^Ulangi: / }).click()
    await step(page, 'Kirim pesan').getByText('Sampai jumpa lagi.').waitFor(PATIENCE)
    await page.getByRole('button', { name: /^Urungkan/ }).click()
    await step(page, 'Kirim pesan').getByText('Terima kasih sudah mampir.').waitFor(PATIENCE)

    await step(page, 'Pemicu').click()
    await page.getByRole('textbox', { name: 'Kata kunci' }).fill('kenalan')
    await page.keyboard.press('Enter')
    await page.getByText(/^Tersimpan/).waitFor(PATIENCE)
    await page.getByRole('button', { name: 'Terbitkan', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Terbitkan', exact: true }).click()
    await page.getByText('v1 tayang').first().waitFor(PATIENCE)
    assert.deepEqual(faults, [], 'no error, nothing asked of another host')

    const me = visitorOf(rig.url)
    for (const { name, value } of await context.cookies()) me.cookies.set(name, value)
    const phone = await phoneOf(rig, me)
    await phone.text('kenalan')
    await phone.hears('Siapa nama Anda?')
    await phone.text('Dewi')
    await phone.hears('Terima kasih sudah mampir.')

    await page.reload()
    await step(page, 'Pertanyaan').waitFor(PATIENCE)
    await until('what was drawn is kept', async () => (await page.locator('.react-flow__node').count()) === 3)

    const path = `/api/flows/${page.url().match(/[0-9a-f-]{36}/)?.[0]}`
    assert.equal((await me.call('DELETE', path)).status, 200)
    await page.getByText('Flow ini baru saja dihapus.', { exact: false }).waitFor(PATIENCE)
    await page.getByRole('link', { name: 'Pengaturan', exact: true }).first().click()
    await page.getByRole('heading', { name: 'Pengaturan', level: 1 }).waitFor(PATIENCE)
    await page.goBack()
    await page.getByText('Flow ini sudah tidak ada').waitFor(PATIENCE)
    await page.getByRole('main').getByRole('link', { name: 'Semua flow' }).click()
    await page.waitForURL('**/flows', PATIENCE)

    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog')
    const title = sheet.getByRole('heading', { name: 'Pintasan papan ketik' })
    await title.waitFor(PATIENCE)
    const [above, box] = [await sheet.boundingBox(), await title.boundingBox()]
    assert.ok(above && box && box.y > above.y, 'a sheet taller than the window opens at its beginning')
  } finally {
    await browser.close()
  }
})

function step(page: Page, title: string) {
  return page.locator('.react-flow__node').filter({ hasText: title })
}

/** Drags from an exit, found by its words, to the entrance of another step. */
async function connect(page: Page, from: string, exit: string, to: string): Promise<void> {
  await page.getByRole('button', { name: 'Tampilkan semua' }).click()
  await rests(page)
  const row = step(page, from).getByText(exit, { exact: true })
  const place = await row.boundingBox()
  const handles = step(page, from).locator('.react-flow__handle.source')
  assert.ok(place)
  const boxes = await Promise.all((await handles.all()).map((handle) => handle.boundingBox()))
  const near = boxes
    .flatMap((box) => box ?? [])
    .toSorted((a, b) => Math.abs(middle(a).y - middle(place).y) - Math.abs(middle(b).y - middle(place).y))[0]
  const target = await step(page, to).locator('.react-flow__handle.target').boundingBox()
  assert.ok(near && target)
  await page.mouse.move(middle(near).x, middle(near).y)
  await page.mouse.down()
  await page.mouse.move(middle(target).x - 30, middle(target).y, { steps: 8 })
  await page.mouse.move(middle(target).x, middle(target).y, { steps: 4 })
  await page.mouse.up()
}

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

function middle({ x, y, width, height }: Box): { x: number; y: number } {
  return { x: x + width / 2, y: y + height / 2 }
}
