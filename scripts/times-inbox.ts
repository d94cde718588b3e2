import { setTimeout as sleep } from 'node:timers/promises'
import type { CDPSession, Page } from 'playwright-core'
import { median, quantile } from '../bench/cost.ts'
import { DESK, type Look, openPage, POCKET, settle } from '../test/browser.ts'
import {
  costs,
  FRAME,
  frameAfter,
  isInThread,
  PATIENCE_MS,
  report,
  type Stage,
  work,
} from './times-measure.ts'
import { CHATS, LINES, lastLineOf, OPENED } from './times-shop.ts'

const LOADS = 5
const SLOW = { cpu: 4, bytesPerSecond: 1_600_000 / 8, latency: 150 }
const ROW = 'a[href*="/inbox/"]'
/** So many chats are read before the jumps, fifty with each, and it is tried so often. */
const COME = 2000
const ENDS_MAX = 150
const JUMPS = 30
/** Long enough for a jump and the page of chats that it asks for. */
const JUMP_MS = 200
/** After this an opened chat has fetched what it wants beside its thread. */
const SETTLED_MS = 300

/** What the browser itself notes of a load: when the first chat stands there, and how long its thread was busy at a stretch. */
const WATCH = `
  window.seen = { usable: 0, blocked: 0 }
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.blocked += Math.max(0, duration - 50)
  }).observe({ type: 'longtask', buffered: true })
  const look = () => {
    if (document.querySelector('a[href*="/inbox/"]')) seen.usable ||= performance.now()
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)`
const TELL = `({
  ...seen,
  paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
})`

export async function measureLoads(stage: Stage): Promise<void> {
  const desk = []
  for (let n = 0; n < LOADS; n++) desk.push(await load(stage, DESK))
  report('inbox, cold: first paint', median(desk.map(({ paint }) => paint)), 300)
  report('inbox, cold: usable', median(desk.map(({ usable }) => usable)), 900)
  report('inbox, cold: main thread blocked', median(desk.map(({ blocked }) => blocked)), 300)
  const slow = []
  for (let n = 0; n < 3; n++) slow.push(await load(stage, POCKET, true))
  report('inbox on a slow phone: usable', median(slow.map(({ usable }) => usable)), 3000)
}

type Load = { readonly paint: number; readonly usable: number; readonly blocked: number }

/** A load by a browser that has never been here. */
async function load({ rig, browser, owner }: Stage, look: Look, slow = false): Promise<Load> {
  const { page, context } = await openPage(browser, rig.url, look, owner)
  if (slow) await slowDown(await context.newCDPSession(page))
  await page.addInitScript(WATCH)
  await page.goto(`${rig.url}/inbox`)
  await page.locator('a[href*="/inbox/"]').first().waitFor({ timeout: PATIENCE_MS })
  await sleep(300)
  const told = await page.evaluate<Load>(TELL)
  await context.close()
  return told
}

async function slowDown(session: CDPSession): Promise<void> {
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW.cpu })
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: SLOW.latency,
    downloadThroughput: SLOW.bytesPerSecond,
    uploadThroughput: SLOW.bytesPerSecond,
  })
}

/** Another chat, a key in its composer, a long thread. */
export async function measureChats({ rig, browser, owner }: Stage, long: string): Promise<void> {
  const seen = await openPage(browser, rig.url, DESK, owner)
  const { page, context } = seen
  await page.goto(`${rig.url}/inbox/${long}`)
  await page.getByText('Pesan ke-1 tentang').waitFor({ timeout: PATIENCE_MS })
  await settle(seen)
  report('another chat is open, from the press on', median(await openAll(page)), 100)
  report('a chat that was open before', median(await openAll(page)), 100)
  await page.goto(`${rig.url}/inbox/${long}`)
  await page.getByText('Pesan ke-1 tentang').waitFor({ timeout: PATIENCE_MS })
  await page.getByPlaceholder('Tulis balasan').click()
  const typing = await work(page, (n) => page.keyboard.press('abcde fghij'[n % 11] ?? 'a'))
  report('a key in the composer, p95', quantile(typing, 0.95), FRAME)
  await page.mouse.move(760, 400)
  const thread = await work(page, () => page.mouse.wheel(0, -300))
  report(`a turn of the wheel in a thread of ${LINES}, p95`, quantile(thread, 0.95), FRAME)
  await context.close()
}

/** Each of the chats in sight, until its newest words are seen. */
async function openAll(page: Page): Promise<number[]> {
  const opened: number[] = []
  for (let n = 2; n < 2 + OPENED; n++) {
    const row = page.locator(ROW).filter({ hasText: `Pelanggan ${n}` })
    opened.push(await frameAfter(page, 'pointerdown', isInThread(lastLineOf(n)), () => row.first().click()))
    await sleep(SETTLED_MS)
  }
  return opened
}

/** The list is read page by page as somebody goes down: they jump between its head and the end of what has come. */
export async function measureList({ rig, browser, owner }: Stage): Promise<void> {
  const { page, context } = await openPage(browser, rig.url, DESK, owner)
  await page.goto(`${rig.url}/inbox`)
  await page.locator(ROW).first().waitFor({ timeout: PATIENCE_MS })
  await page.mouse.move(240, 500)
  const head = await work(page, () => page.mouse.wheel(0, 400))
  report(`a turn of the wheel in a list of ${CHATS} chats, p95`, quantile(head, 0.95), FRAME)
  const come = await readDown(page)
  const jumps = await costs(page, (n) => page.keyboard.press(n % 2 === 0 ? 'Home' : 'End'), {
    rounds: JUMPS,
    every: JUMP_MS,
  })
  const longest = jumps.map((jump) => jump.longest)
  report(`a jump past ${come} chats and back, its longest task, p95`, quantile(longest, 0.95), 33)
  await page.mouse.wheel(0, -20_000)
  await sleep(JUMP_MS)
  const middle = await work(page, (n) => page.mouse.wheel(0, n % 20 < 10 ? -400 : 400))
  report(`a turn of the wheel amid ${come} chats, p95`, quantile(middle, 0.95), FRAME)
  report('rows of the list that stand in the page', await page.locator(ROW).count(), 40, '')
  await context.close()
}

/** Goes to the end of the list until enough chats have come; says how many. */
async function readDown(page: Page): Promise<number> {
  await page.getByTestId('chat-list').focus()
  for (let n = 0; n < ENDS_MAX; n++) {
    await page.keyboard.press('End')
    await sleep(JUMP_MS)
    const come = Number(await page.locator('[aria-posinset]').last().getAttribute('aria-posinset'))
    if (come >= COME) return come
  }
  throw new Error(`${COME} chats have come`)
}
