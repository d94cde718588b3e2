import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { until } from './rig.ts'

/** The second has this long to come before the first, where nothing keeps it from that. */
const HEAD_START_MS = 400

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
