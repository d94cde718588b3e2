import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DESK, openBrowser, openPage } from './browser.ts'
import { openRig } from './rig.ts'

const PATIENCE = { timeout: 20_000 }

test('a menu that arrives while its opener is pressed opens all the same', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const browser = await openBrowser()
  try {
    const { page, faults } = await openPage(browser, rig.url, DESK, owner)
    const held = Promise.withResolvers<void>()
    await page.route(/MenuBody/, async (route) => {
      await held.promise
      await route.continue()
    })
    await page.goto(`${rig.url}/templates/new?intent=promo`)
    const opener = page.getByRole('button', { name: 'Tambah tombol' })
    await opener.hover(PATIENCE)
    await page.mouse.down()
    const arrived = page.waitForResponse(/MenuBody/)
    held.resolve()
    await (await arrived).finished()
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 300))')
    await page.mouse.up()
    await page.getByRole('menuitem', { name: /Buka situs/ }).click(PATIENCE)
    await page.getByRole('textbox', { name: 'Alamat situs' }).waitFor(PATIENCE)
    assert.deepEqual(faults, [])
  } finally {
    await browser.close()
  }
})

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
