import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { until, type Visitor } from './rig.ts'
import { chatNow } from './team.ts'

/** The second has this long to come before the first, where nothing keeps it from that. */
const HEAD_START_MS = 400
const PATIENCE = { timeout: 20_000 }

/**
 * Holds back the first request to this address, on its way there or on its way back. What it gives lets the second go
 * before it, where the page has sent that, and ends when both are answered.
 */
export async function holdFirst(page: Page, address: RegExp, way: 'there' | 'back') {
  const go = Promise.withResolvers<void>()
  let [asked, answered] = [0, 0]
  await page.route(address, async (route) => {
    asked += 1
    if (asked > 1) return await route.continue()
    const response = way === 'back' ? await route.fetch() : undefined
    await go.promise
    await (response ? route.fulfill({ response }) : route.continue())
  })
  page.on('requestfinished', (request) => {
    if (address.test(request.url())) answered += 1
  })
  return async () => {
    await sleep(HEAD_START_MS)
    go.resolve()
    await until('both are answered', async () => answered === 2)
  }
}

/** A bot that is woken and paused again is paused, though the waking is on its way for long. */
export async function staysPaused(page: Page, owner: Visitor, chatId: string): Promise<void> {
  assert.equal((await chatNow(owner, chatId)).turn, 'human')
  const bothHeard = await holdFirst(page, new RegExp(`/chats/${chatId}/bot$`), 'there')
  await page.getByRole('switch', { name: /^(Bot d|D)ijeda/, checked: false }).click(PATIENCE)
  await page.getByRole('switch', { name: 'Bot aktif', checked: true }).click(PATIENCE)
  await bothHeard()
  assert.equal((await chatNow(owner, chatId)).turn, 'human', 'what was pressed last stands')
}
