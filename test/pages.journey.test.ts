import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { type Look, openBrowser, openPage } from './browser.ts'
import { openRig, phoneOf, type Rig, type Visitor } from './rig.ts'
import { flowFile } from './team.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const PATIENCE = { timeout: 20_000 }

/** A late message and a button that leads nowhere. */
const FAULTY = flowFile(
  'Kabar',
  { keywords: ['kabar'] },
  {
    sleep: {
      kind: 'wait',
      wait: { kind: 'for', length: { amount: 25, unit: 'hour' } },
      next: { next: 'tell' },
    },
    tell: { kind: 'message', text: 'Ini kabarnya.', buttons: [{ id: 'ok', title: 'Baik' }] },
  },
)

let rig: Rig
let browser: Browser
let owner: Visitor
let paths: { name: string; path: string; guest?: boolean }[] = []

before(async () => {
  rig = await openRig()
  browser = await openBrowser()
  owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner)
  await phone.text('halo')
  await phone.hears('Kopi Senja')
  const { body: chats } = await owner.call('GET', '/api/chats')
  const { body: flows } = await owner.call('GET', '/api/flows')
  const { body: faulty } = await owner.call('POST', '/api/flows/import', { file: FAULTY })
  await owner.call('POST', '/api/templates/sync', {})
  const { body: templates } = await owner.call('GET', '/api/templates?search=tautan')
  paths = [
    { name: 'the first page', path: '/', guest: true },
    { name: 'sign-in', path: '/masuk', guest: true },
    { name: 'sign-up', path: '/daftar', guest: true },
    { name: 'the forgotten password', path: '/lupa', guest: true },
    { name: 'home', path: '/home' },
    { name: 'the inbox', path: '/inbox' },
    { name: 'a chat', path: `/inbox/${chats.items[0].id}` },
    { name: 'contacts', path: '/contacts' },
    { name: 'a contact', path: `/contacts/${chats.items[0].contact.id}` },
    { name: 'flows', path: '/flows' },
    { name: 'the canvas', path: `/flows/${flows[0].id}` },
    { name: 'a flow with problems', path: `/flows/${faulty.flow.id}` },
    { name: 'templates', path: '/templates' },
    { name: 'what a template is for', path: '/templates/new' },
    { name: 'a new template', path: '/templates/new?intent=SHIPPING_UPDATE' },
    { name: 'a template', path: `/templates/${templates.items[0].id}` },
    { name: 'broadcasts', path: '/broadcasts' },
    { name: 'a draft of a broadcast', path: `/broadcasts/${broadcasts.draft}` },
    { name: 'a broadcast', path: `/broadcasts/${broadcasts.planned}` },
    { name: 'channels', path: '/channels' },
    { name: 'costs', path: '/costs' },
    { name: 'the lines of the ledger', path: '/costs?tab=entries' },
    { name: 'rates and budget', path: '/costs?tab=rates' },
    { name: 'verification', path: '/channels/verification' },
    { name: 'the simulator', path: '/simulator' },
    { name: 'settings', path: '/settings' },
  ]
})
after(async () => {
  await browser?.close()
  await rig?.[Symbol.asyncDispose]()
})

/** Serious findings of axe, as one line each. Evaluated by the test's own tool, which the page's policy does not bind. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const { violations } = await page.evaluate<Axe>(`axe.run(document, { runOnly: ${JSON.stringify(TAGS)} })`)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)
}
type Axe = { violations: { id: string; impact: string; nodes: { html: string }[] }[] }

const LOOKS: readonly Look[] = [
  { width: 1440, height: 900, theme: 'light', language: 'id' },
  { width: 390, height: 844, theme: 'dark', language: 'en' },
  { width: 1440, height: 900, theme: 'dark', language: 'en' },
  { width: 390, height: 844, theme: 'light', language: 'id' },
]

for (const look of LOOKS) {
  test(`every page at ${look.width} px, ${look.theme}, ${look.language}: axe finds nothing serious, nothing runs out sideways, nothing is asked elsewhere`, async () => {
    const wrong: string[] = []
    for (const { name, path, guest } of paths) {
      const { page, context, faults } = await openPage(browser, rig.url, look, guest ? undefined : owner)
      await page.goto(`${rig.url}${path}`)
      await page
        .locator('h1')
        .first()
        .waitFor({ state: 'attached', ...PATIENCE })
      await page.waitForTimeout(500)
      for (const finding of await findings(page)) wrong.push(`${name}: ${finding}`)
      const sideways = await page.evaluate<boolean>(
        '[document.documentElement, ...document.querySelectorAll("main")].some((part) => part.scrollWidth > part.clientWidth + 1)',
      )
      if (sideways) wrong.push(`${name}: scrolls sideways`)
      if ((await page.locator('main').count()) !== 1) wrong.push(`${name}: has not one main`)
      if ((await page.locator('html').getAttribute('lang')) !== look.language)
        wrong.push(`${name}: speaks another language`)
      for (const fault of faults) wrong.push(`${name}: ${fault}`)
      await context.close()
    }
    assert.deepEqual(wrong, [])
  })
}
