import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { median } from '../bench/cost.ts'
import { DESK, openPage } from '../test/browser.ts'
import { phoneOf } from '../test/rig.ts'
import { frameAfter, frameOf, isInThread, PATIENCE_MS, report, type Stage } from './times-measure.ts'

const HEARD = 15
const PAUSE_MS = 40
const ACTS = 7
/** The server’s answer to an act is held back this long: longer than the bar. */
const SLOW_MS = 400

/** From the customer's press on the phone to the words in an open chat: simulator, webhook, desk and live stream. */
export async function measureLive({ rig, browser, owner }: Stage): Promise<void> {
  const phone = await phoneOf(rig, owner)
  await phone.text('halo')
  await phone.hears('Kopi Senja')
  const { body } = await owner.call('GET', '/api/chats?limit=1')
  const { page, context } = await openPage(browser, rig.url, DESK, owner)
  await page.goto(`${rig.url}/inbox/${body.items[0].id}`)
  await page.getByPlaceholder('Tulis balasan').waitFor({ timeout: PATIENCE_MS })
  const seen: number[] = []
  for (let n = 1; n <= HEARD; n++) {
    const frame = await frameOf(page, `Kabar ke-${n}.`)
    const startedAt = Date.now()
    const said = phone.text(`Kabar ke-${n}.`)
    seen.push((await frame()) - startedAt)
    await said
    await sleep(PAUSE_MS)
  }
  report('a customer’s words in an open chat, from their press on', median(seen), 200)
  await measureActs(page)
  await context.close()
}

/** One’s own acts stand at once, however long the server takes over them. */
async function measureActs(page: Page): Promise<void> {
  await page.route('**/api/**', async (route) => {
    if (route.request().method() !== 'GET') await sleep(SLOW_MS)
    await route.continue()
  })
  const replies: number[] = []
  for (let n = 1; n <= ACTS; n++) {
    await page.getByPlaceholder('Tulis balasan').click()
    await page.keyboard.type(`Baik, ke-${n}.`)
    replies.push(
      await frameAfter(page, 'keydown', isInThread(`Baik, ke-${n}.`), () => page.keyboard.press('Enter')),
    )
    await sleep(SLOW_MS * 2)
  }
  report('a reply stands in its thread, from Enter on', median(replies), 100)
  const pauses: number[] = []
  const bot = page.getByRole('switch')
  for (let n = 0; n < ACTS; n++) {
    const was = await bot.getAttribute('aria-checked')
    const turned = `document.querySelector('[role=switch]').ariaChecked !== '${was}'`
    pauses.push(await frameAfter(page, 'pointerdown', turned, () => bot.click()))
    await sleep(SLOW_MS * 2)
  }
  report('the bot is paused or awake, from the press on', median(pauses), 100)
}
