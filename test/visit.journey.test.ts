import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Route } from 'playwright-core'
import { DESK, openBrowser, openPage, POCKET, settle } from './browser.ts'
import { openRig, type Rig, until, type Visitor } from './rig.ts'
import { openDemo } from './team.ts'

const PATIENCE = { timeout: 20_000 }

let rig: Rig
let browser: Browser
let owner: Visitor

before(async () => {
  rig = await openRig()
  browser = await openBrowser()
  owner = (await openDemo(rig)).owner
  await owner.call('POST', '/api/templates/sync', {})
  await owner.call('POST', '/api/broadcasts', { name: 'Kabar' })
})
after(async () => {
  await browser?.close()
  await rig?.[Symbol.asyncDispose]()
})

/** How many requests a page may wait for, the page itself and what the server is asked among them. */
const REQUESTS_MAX = 16
const USABLE: readonly [path: string, mark: string][] = [
  ['/masuk', 'input[type=password]'],
  ['/home', 'main h1'],
  ['/inbox', 'a[href^="/inbox/"]'],
  ['/flows', 'main a[href^="/flows/"]'],
  ['/flows/first', '.react-flow__node'],
  ['/channels', 'main h1'],
  ['/templates/first', 'main textarea'],
  ['/broadcasts/first', 'main input'],
]

test(`a page that begins a visit is usable after ${REQUESTS_MAX} requests, whatever comes of the later ones`, async () => {
  for (const [path, mark] of USABLE) {
    const visitor = path === '/masuk' ? undefined : owner
    const { page, context, faults } = await openPage(browser, rig.url, DESK, visitor)
    let requests = 0
    await page.route('**', (route) => {
      requests++
      return requests > REQUESTS_MAX ? undefined : route.continue()
    })
    await page.goto(`${rig.url}${await placed(path)}`, { waitUntil: 'commit' })
    await page
      .locator(mark)
      .first()
      .waitFor({ state: 'attached', ...PATIENCE })
    assert.deepEqual(faults, [], path)
    await context.close()
  }
})

/** The path with the id of what its business has first. */
async function placed(path: string): Promise<string> {
  const kind = path.split('/').at(-2)
  if (!path.endsWith('/first')) return path
  const { body } = await owner.call('GET', `/api/${kind}`)
  return path.replace('first', (body.items ?? body)[0].id)
}

const ASKED = '[...asked.keys()]'
const INBOX_ASKS = ['/api/me', '/api/chats?view=all&filter=open&limit=50']
const ASKED_AHEAD: readonly [path: string, asks: readonly string[]][] = [
  ['/inbox', INBOX_ASKS],
  ['/inbox?filter=unread', ['/api/me']],
  ['/home', ['/api/me']],
  ['/flows', ['/api/me', '/api/flows']],
  ['/flows/first', ['/api/me', '/api/flows/first']],
  ['/channels', ['/api/me', '/api/channel']],
  ['/simulator', ['/api/me', '/api/simulator']],
  ['/templates/first', ['/api/me', '/api/templates/first']],
  ['/broadcasts/first', ['/api/me', '/api/broadcasts/first']],
]
/** Names that only the first answers bear: whoever asks again reads the true ones. */
const EARLY = { workspace: 'Kopi Pagi Buta', customer: 'Tamu Pagi Buta' }

async function renamed(route: Route, customer: string): Promise<void> {
  const response = await route.fetch()
  const said = await response.text()
  const body = said.replaceAll('Kopi Senja', EARLY.workspace).replaceAll(customer, EARLY.customer)
  await route.fulfill({ response, body })
}

for (const [path, asks] of ASKED_AHEAD) {
  test(`at ${path} the server is asked before the program is here, and what it says is used`, async () => {
    const seen = await openPage(browser, rig.url, POCKET, owner)
    const { page, context } = seen
    const [place = '', ...early] = await Promise.all([path, ...asks].map(placed))
    const { body: chats } = await owner.call('GET', '/api/chats')
    const customer = chats.items[0].contact.name
    // without news: its own coming is some, on which it asks again and reads the true names
    await page.routeWebSocket(/./, () => {})
    for (const ask of early)
      await page.route(rig.url + ask, (route) => renamed(route, customer), { times: 1 })
    await page.route('**/assets/*.js', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 500))
      await route.continue()
    })
    await page.goto(`${rig.url}${place}`, { waitUntil: 'commit' })
    await until('the first script has run', () => page.evaluate<boolean>("'asked' in window"))
    assert.deepEqual(await page.evaluate(ASKED), early)
    await page
      .locator('h1')
      .first()
      .waitFor({ state: 'attached', ...PATIENCE })
    await settle(seen)
    assert.deepEqual(await page.evaluate(ASKED), [])
    if (asks === INBOX_ASKS) await page.getByText(EARLY.customer).first().waitFor(PATIENCE)
    if (path !== '/flows/first') {
      await page.getByRole('button', { name: 'Lainnya', exact: true }).last().click(PATIENCE)
      await page.getByRole('dialog', { name: EARLY.workspace }).waitFor(PATIENCE)
    }
    assert.deepEqual(seen.faults, [])
    await context.close()
  })
}
