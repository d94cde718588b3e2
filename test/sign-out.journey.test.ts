import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileOf } from './belongings.ts'
import { DESK, openBrowser, openPage, settle } from './browser.ts'
import { openStage } from './stage.ts'

const PATIENCE = { timeout: 15_000 }
type Kept = 'default' | 'only-if-cached'

test('HT-031: whoever signs out leaves no file of the shop in the browser’s cache, and going back shows nothing', async () => {
  await using stage = await openStage()
  const shop = await stage.shop('Toko')
  const file = `/api/files/${await fileOf(stage, shop)}`
  const browser = await openBrowser()
  try {
    const seen = await openPage(browser, stage.rig.url, DESK, shop.owner)
    const { page } = seen
    await page.goto(`${stage.rig.url}/settings`)
    await settle(seen)
    const read = (cache: Kept) =>
      page.evaluate(
        ([path = '', how]) =>
          fetch(path, { cache: how as Kept, mode: 'same-origin' }).then(
            (answer) => answer.status,
            () => 'nothing',
          ),
        [file, cache],
      )
    assert.equal(await read('default'), 200)
    assert.equal(await read('only-if-cached'), 200, 'it is kept while one works')
    await page.getByRole('button', { name: 'Pemilik Toko' }).first().click(PATIENCE)
    await page.getByRole('menuitem', { name: 'Keluar' }).click(PATIENCE)
    await page.waitForURL(`${stage.rig.url}/`, PATIENCE)
    assert.notEqual(await read('only-if-cached'), 200)
    assert.equal(await read('default'), 401)
    await page.goBack()
    await page.waitForURL('**/masuk?next=*', PATIENCE)
    assert.ok(!(await page.locator('body').textContent())?.includes('Toko'))
  } finally {
    await browser.close()
  }
})
