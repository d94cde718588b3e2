import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type { Visitor } from './rig.ts'

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
  '--hide-scrollbars',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
]

export type Look = {
  readonly width: number
  readonly height: number
  readonly theme: 'light' | 'dark'
  readonly language: 'id' | 'en'
}
export const DESK: Look = { width: 1440, height: 900, theme: 'light', language: 'id' }
export const POCKET: Look = { width: 390, height: 844, theme: 'light', language: 'id' }

/** The browser that came with npm, the same on every machine; else the machine's own. */
export async function openBrowser(): Promise<Browser> {
  try {
    return await openPacked()
  } catch (error) {
    const installed = await openInstalled()
    if (installed) return installed
    throw error
  }
}

/** The machine's own browser, which has its fonts and emoji; undefined when there is none. */
export async function openInstalled(): Promise<Browser | undefined> {
  const executablePath = INSTALLED.find((path) => existsSync(path))
  return executablePath ? await chromium.launch({ executablePath, args: ARGS }) : undefined
}

/** The packed browser brings the system libraries that a bare machine lacks; they stand behind the machine's own. */
async function openPacked(): Promise<Browser> {
  const { default: packed, inflate } = await import('@sparticuz/chromium')
  const executablePath = await packed.executablePath()
  const bin = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../bin')
  await inflate(join(bin, 'al2023.tar.br'))
  const libraries = [process.env.LD_LIBRARY_PATH ?? '', join(tmpdir(), 'al2023/lib')].filter(
    (path) => path !== '',
  )
  const env = { ...process.env, LD_LIBRARY_PATH: libraries.join(':') }
  return await chromium.launch({ executablePath, args: ARGS, env: env as Record<string, string> })
}

export type Seen = {
  readonly page: Page
  readonly context: BrowserContext
  readonly faults: string[]
  /** Requests whose answers are still to come. */
  readonly under: ReadonlySet<unknown>
}

const QUIET_MS = 100
const SETTLE_MAX_MS = 5000

/** Until nothing has been on its way for a moment, what was asked for is drawn, and that has asked for nothing more. */
export async function settle({ page, under }: Pick<Seen, 'page' | 'under'>): Promise<void> {
  const end = performance.now() + SETTLE_MAX_MS
  do {
    for (let quiet = 0; quiet < QUIET_MS && performance.now() < end; ) {
      await page.waitForTimeout(QUIET_MS / 2)
      quiet = under.size === 0 ? quiet + QUIET_MS / 2 : 0
    }
    await page.evaluate(IDLE_AND_DRAWN)
  } while (under.size > 0 && performance.now() < end)
}
const IDLE_AND_DRAWN = `new Promise((drawn) =>
  requestIdleCallback(() => requestAnimationFrame(() => requestAnimationFrame(drawn)), { timeout: ${SETTLE_MAX_MS} }))`

/** How often the canvas is looked at, and how often in a row it stands still when it has come to rest: longer than it waits before it glides. */
const LOOK_MS = 20
const STILL_LOOKS = 20

/** Until the view of the canvas rests: it glides to what was asked for, and on when an opened step lies at an edge. */
export async function rests(page: Page): Promise<void> {
  await page.evaluate(`new Promise((rests) => {
    let [was, still] = ['', 0]
    const look = () => {
      const now = document.querySelector('.react-flow__viewport')?.style.transform ?? ''
      still = now === was ? still + 1 : 0
      was = now
      if (still < ${STILL_LOOKS}) setTimeout(look, ${LOOK_MS})
      else rests()
    }
    look()
  })`)
}

/** A fresh window at this address, with a visitor's cookies; requests to other hosts and page errors are noted as faults. */
export async function openPage(
  browser: Browser,
  url: string,
  look: Look = DESK,
  visitor?: Visitor,
): Promise<Seen> {
  const phone = look.width < 768
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.theme,
    locale: look.language === 'id' ? 'id-ID' : 'en-GB',
    timezoneId: 'Asia/Jakarta',
    deviceScaleFactor: phone ? 2 : 1,
    hasTouch: phone,
    reducedMotion: 'reduce',
  })
  await context.addInitScript(
    ([language, theme]) => {
      localStorage.setItem('language', language ?? 'id')
      localStorage.setItem('theme', theme ?? 'light')
    },
    [look.language, look.theme],
  )
  if (visitor) {
    await context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url })))
  }
  return await openTab(context, url)
}

/** One more page of a window, which has what the others fetched before; faults are noted as for a window's first. */
export async function openTab(context: BrowserContext, url: string): Promise<Seen> {
  const page = await context.newPage()
  const faults: string[] = []
  const under = new Set<unknown>()
  // a stream of news has no end to wait for
  page.on('request', (request) => void (request.resourceType() === 'eventsource' || under.add(request)))
  page.on('requestfinished', (request) => under.delete(request))
  page.on('requestfailed', (request) => under.delete(request))
  const { host } = new URL(url)
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`)
  })
  page.on('request', (request) => {
    const target = request.url()
    if (/^(https?|wss?):/.test(target) && new URL(target).host !== host)
      faults.push(`asked elsewhere: ${target}`)
  })
  return { page, context, faults, under }
}
