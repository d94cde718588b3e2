import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { DESK, openBrowser, openPage } from './browser.ts'
import { openRig } from './rig.ts'

const PATIENCE = { timeout: 20_000 }

test('a menu or a choice that arrives while its opener is pressed opens all the same', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const browser = await openBrowser()
  try {
    const { page, faults } = await openPage(browser, rig.url, DESK, owner)
    await pressWhile(page, /MenuBody/, `${rig.url}/templates/new?intent=promo`, 'button', 'Tambah tombol')
    await page.getByRole('menuitem', { name: /Buka situs/ }).click(PATIENCE)
    await page.getByRole('textbox', { name: 'Alamat situs' }).waitFor(PATIENCE)
    await pressWhile(page, /SelectBody/, `${rig.url}/templates`, 'combobox', 'Kategori')
    await page.getByRole('option', { name: 'Marketing' }).click(PATIENCE)
    await page.waitForURL(/category=MARKETING/, PATIENCE)
    assert.deepEqual(faults, [])
  } finally {
    await browser.close()
  }
})

/** Presses an opener, and lets go when the part that replaces it has arrived. */
async function pressWhile(page: Page, part: RegExp, url: string, role: 'button' | 'combobox', name: string) {
  const held = Promise.withResolvers<void>()
  await page.route(part, async (route) => {
    await held.promise
    await route.continue()
  })
  const arrived = page.waitForResponse(part, PATIENCE)
  await page.goto(url)
  await page.getByRole(role, { name }).hover(PATIENCE)
  await page.mouse.down()
  held.resolve()
  await (await arrived).finished()
  await page.evaluate('new Promise((resolve) => setTimeout(resolve, 300))')
  await page.mouse.up()
}

test('what a field says when it is left does not move a button from under the press that left it', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const browser = await openBrowser()
  try {
    const { page, faults } = await openPage(browser, rig.url, DESK, owner)
    await page.goto(`${rig.url}/templates/new?intent=promo`)
    const body = page.getByRole('textbox', { name: 'Isi', exact: true })
    await body.fill('Halo {{1}} {{1}} {{2}}', PATIENCE)
    await page.getByRole('button', { name: 'Tambah tombol' }).hover(PATIENCE)
    await page.mouse.down()
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 300))')
    await page.mouse.up()
    await page.getByRole('menuitem', { name: /Buka situs/ }).click(PATIENCE)
    await page.getByRole('textbox', { name: 'Alamat situs' }).waitFor(PATIENCE)
    assert.deepEqual(faults, [])
  } finally {
    await browser.close()
  }
})
