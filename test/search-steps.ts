import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { until } from './rig.ts'

const PATIENCE = { timeout: 20_000 }

/** A message is found by its words, with keys alone, and its chat opens where it was said, also pages back. */
export async function findsMessage(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/inbox`)
  await page.getByTestId('chat-list').waitFor(PATIENCE)
  await page.keyboard.press('/')
  await page.keyboard.type('PERCAKAPAN baris 17')
  const found = page.getByRole('list', { name: 'Pesan' }).getByRole('link')
  await found.filter({ hasText: 'baris 17 dari' }).waitFor(PATIENCE)
  assert.equal(await found.count(), 1)
  assert.deepEqual(await found.locator('mark').allInnerTexts(), ['baris', '17', 'percakapan'])
  for (const key of ['ArrowDown', 'ArrowUp', 'ArrowDown', 'Enter']) await page.keyboard.press(key)
  const line = page.getByTestId('thread').getByText('baris 17 dari')
  await line.waitFor(PATIENCE)
  const inSight = async () => {
    const [seen, box] = [await line.boundingBox(), await page.getByTestId('thread').boundingBox()]
    return seen !== null && box !== null && seen.y > box.y && seen.y + seen.height < box.y + box.height
  }
  await until('it stands in sight', inSight)
  const row = page.getByTestId('thread').locator('[aria-current="true"]:focus')
  await row.filter({ hasText: 'baris 17 dari' }).waitFor(PATIENCE)
  const newest = page.getByRole('button', { name: 'Ke pesan terbaru' })
  const goesOn = async () => {
    await newest.click(PATIENCE)
    await newest.waitFor({ state: 'detached', ...PATIENCE })
  }
  const isBack = async () => (await line.count()) > 0 && (await inSight())
  await until('the keys go on from there to the newest', async () => {
    await page.keyboard.press('End')
    return (await newest.count()) === 0
  })
  await page.locator('[data-testid="thread"]:focus').waitFor(PATIENCE) // its row is drawn no more
  if (await found.isVisible()) {
    await found.click()
    await until('the same press shows it again', isBack)
    await page.getByRole('searchbox').fill('')
    await page.locator('[data-chat]').first().click(PATIENCE)
    await page.waitForURL((to) => !to.searchParams.has('at'))
    await goesOn()
    await page.getByRole('searchbox').fill('baris 17')
    await found.click(PATIENCE)
    await until('it is shown again after the whole chat was', isBack)
    await meetsTrouble(page, url, isBack)
    await looksFurther(page, url)
  }
  await page.goto(`${url}/inbox?q=lestari`)
  await page
    .getByTestId('chat-list')
    .getByRole('link', { name: /Dewi Lestari/ })
    .first()
    .waitFor(PATIENCE)
  await page.goto(`${url}/inbox?q=!!!`)
  await page.getByText('Ketik sedikitnya dua huruf untuk mencari isi pesan.').waitFor(PATIENCE)
  assert.equal(await page.getByText('Tidak ada pesan').count(), 0, 'nobody has looked for one')
}

/** A way back to a message that is left is not gone on with; one that fails says so, and is gone by a press again. */
async function meetsTrouble(page: Page, url: string, isBack: () => Promise<boolean>): Promise<void> {
  const older = (to: URL) => to.pathname.endsWith('/messages') && to.searchParams.has('cursor')
  const found = page.getByRole('list', { name: 'Pesan' }).getByRole('link')
  let held = true
  await page.route(older, (route) => (held ? undefined : route.fulfill({ status: 400, json: {} })))
  await page.goto(`${url}/inbox?q=baris%2017`)
  const asked = page.waitForRequest((one) => one.url().includes('limit=200'), PATIENCE)
  await found.first().click(PATIENCE)
  const left = page.waitForEvent('requestfailed', {
    predicate: async (one) => one === (await asked),
    ...PATIENCE,
  })
  await asked
  await page.goBack()
  await left
  held = false
  await found.first().click(PATIENCE)
  await page.getByText('Pesan itu gagal dibuka. Coba buka lagi.').waitFor(PATIENCE)
  await page.unroute(older)
  await found.first().click()
  await until('the same press goes there after all', isBack)
}

/** The keys stay where they are while more messages are looked for, also when that fails, and then stand at the first that came. */
async function looksFurther(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/inbox?q=baris%201`)
  const found = page.getByRole('list', { name: 'Pesan' }).getByRole('link')
  await found.nth(19).waitFor(PATIENCE)
  assert.equal(await found.count(), 20)
  const asked: string[] = []
  await page.route('**/api/messages?*', async (route) => {
    asked.push(route.request().url())
    if (asked.length === 1) await route.fulfill({ status: 400, json: {} })
    else await route.continue()
  })
  await page.getByRole('button', { name: 'Cari lebih jauh' }).press('Enter')
  await page.locator('button:focus', { hasText: 'Coba lagi' }).waitFor(PATIENCE)
  await page.keyboard.press('Enter')
  await found.nth(31).waitFor(PATIENCE)
  await until('the first new one has the keys', () =>
    found.nth(20).evaluate((link) => link === link.ownerDocument.activeElement),
  )
  assert.equal(asked.length, 2)
  assert.ok(
    asked.every((one) => one.includes('cursor=')),
    'the pages that came are not asked for again',
  )
  await page.unroute('**/api/messages?*')
}
