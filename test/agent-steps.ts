import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { until } from './rig.ts'

/** A button that waits for an answer keeps the keys, and neither it nor its form asks a second time. */
export async function waitsWithKeys(page: Page, url: string): Promise<void> {
  const asked: string[] = []
  const held = Promise.withResolvers<void>()
  await page.route('**/api/me', async (route) => {
    if (route.request().method() !== 'PATCH') return await route.continue()
    asked.push(route.request().postData() ?? '')
    await held.promise
    await route.fulfill({ status: 400, json: {} })
  })
  await page.goto(`${url}/settings?tab=profile`)
  const name = page.getByRole('textbox', { name: 'Nama' })
  await name.fill('Rina dari kasir')
  const save = page.locator('form', { has: name }).getByRole('button', { name: 'Simpan' })
  await save.press('Enter')
  await until('the button waits', async () => (await save.getAttribute('aria-busy')) === 'true')
  assert.ok(
    await save.evaluate((button) => button === button.ownerDocument.activeElement),
    'the keys stay on it',
  )
  await page.keyboard.press('Enter')
  await page.keyboard.press('Space')
  await name.press('Enter')
  held.resolve()
  await until('it can be pressed again', async () => (await save.getAttribute('aria-busy')) === null)
  assert.equal(asked.length, 1)
  await save.press('Enter')
  await until('and then asks again', async () => asked.length === 2)
  await page.unroute('**/api/me')
}
