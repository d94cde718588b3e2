import type { Page } from 'playwright-core'
import { shopBot } from '../test/bundle-shop.ts'
import type { Visitor } from '../test/rig.ts'
import type { Shot } from './screens-shot.ts'

/** A bot's file that comes back into its workspace; one field is of another type meanwhile. */
export async function bundleShots(who: Visitor): Promise<Shot[]> {
  const { bot } = await shopBot(who)
  const { body } = await who.call('GET', `/api/bots/${bot}/export`)
  for (const field of body.fields) if (field.key === 'jumlah') field.type = 'text'
  const file = JSON.stringify(body)
  const choose = async (page: Page) => {
    await page
      .locator('input[type=file]')
      .last()
      .setInputFiles({ name: 'bot.json', mimeType: 'application/json', buffer: Buffer.from(file) })
    await page.getByRole('combobox').first().waitFor()
  }
  const settle = async (page: Page) => {
    await choose(page)
    const field = page.getByRole('combobox', { name: /jumlah/ })
    await field.click()
    await page.getByRole('option').first().click()
    await page.getByRole('textbox', { name: /jumlah/ }).fill('jumlah_gelas')
  }
  const low = async (page: Page) => {
    await settle(page)
    await page.locator('h1').evaluate((title) => {
      const box = title.closest('.scroll')
      if (box) box.scrollTop = box.scrollHeight
    })
  }
  const done = async (page: Page) => {
    await settle(page)
    await page.getByRole('textbox', { name: /jumlah/ }).fill(`jumlah_${Date.now() % 100_000}`)
    await page.getByRole('button', { name: /^(Impor|Import)$/ }).click()
    await page.getByRole('heading', { name: /^(Impor selesai|Imported)$/ }).waitFor()
  }
  const recipe = (at: number) => async (page: Page) => {
    await page
      .getByRole('button', { name: /^(Flow baru|New flow)$/ })
      .first()
      .click()
    await page.getByRole('dialog').getByRole('radio').nth(at).check({ force: true })
    await page.getByRole('dialog').locator('.wa-wall').waitFor()
  }
  const shot = { path: '/import', who }
  return [
    { ...shot, name: 'import-file' },
    { ...shot, name: 'import-conflict', act: choose },
    { ...shot, name: 'import-low', act: low },
    { ...shot, name: 'import-done', act: done },
    { name: 'flow-recipe', path: '/flows', who, act: recipe(2) },
    { name: 'flow-recipe-list', path: '/flows', who, act: recipe(3) },
  ]
}
