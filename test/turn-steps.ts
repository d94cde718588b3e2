import { setTimeout as sleep } from 'node:timers/promises'
import type { Page, Request, Route } from 'playwright-core'
import { until } from './rig.ts'

/** The second has this long to come before the first, where nothing keeps it from that. */
const HEAD_START_MS = 400

/**
 * Holds back the first request to this address, on its way there or on its way back. What it gives lets the second go
 * before it, where the page has sent that, and ends when both are answered.
 */
export async function holdFirst(page: Page, address: RegExp, way: 'there' | 'back') {
  const go = Promise.withResolvers<void>()
  const asked: Request[] = []
  const answered = new Set<Request>()
  const hold = async (route: Route) => {
    if (asked.push(route.request()) > 1) return await route.continue()
    const response = way === 'back' ? await route.fetch() : undefined
    await go.promise
    await (response ? route.fulfill({ response }) : route.continue())
  }
  const hear = (request: Request) => answered.add(request)
  await page.route(address, hold)
  page.on('requestfinished', hear)
  return async () => {
    await sleep(HEAD_START_MS)
    go.resolve()
    const isAnswered = (one: Request | undefined) => one !== undefined && answered.has(one)
    await until('both are answered', async () => isAnswered(asked[0]) && isAnswered(asked[1]))
    page.off('requestfinished', hear)
    await page.unroute(address, hold)
  }
}
