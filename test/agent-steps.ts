import assert from 'node:assert/strict'
import type { Page, Request, Route } from 'playwright-core'
import { type Seen, settle } from './browser.ts'
import { type Loose, until, type Visitor } from './rig.ts'
import { take } from './stage.ts'
import { chatNow } from './team.ts'

const PATIENCE = { timeout: 20_000 }
type Desk = { readonly newer: Loose; readonly older: Loose; readonly url: string }

/** What whoever works all day in the inbox relies on. */
export async function agentSteps(seen: Seen, owner: Visitor, desk: Desk): Promise<void> {
  const { page } = seen
  await page.goto(`${desk.url}/inbox/${desk.newer.id}`)
  await tellsWhatIsCut(page)
  await pausesAtOnce(seen, owner, desk)
  await reactsByKeys(page)
  await namesColleagues(page)
  await leavesFieldAlone(page, owner, desk)
  await resolvesOnward(seen, owner, desk)
  await changesSeveral(seen, owner, desk)
  await searchesInFilter(page, desk)
  await waitsWithKeys(page, desk.url)
}

/** What is pasted and does not fit in a message is not left out in silence. */
async function tellsWhatIsCut(page: Page): Promise<void> {
  const box = page.getByRole('textbox', { name: 'Balas' })
  await box.fill('Kak, ')
  const paste = (text: string) =>
    box.evaluate((area, pasted) => {
      const { ClipboardEvent, DataTransfer } = area.ownerDocument.defaultView as Loose
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', pasted)
      area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, text)
  const told = page.getByText('Terlalu panjang: paling banyak 4.096 karakter. Sisanya tidak ikut ditempel.')
  await paste('x'.repeat(4091))
  await paste('x\r\n'.repeat(2045))
  assert.equal(await told.count(), 0, 'it fits, and a line ends with one character')
  await paste('x'.repeat(4092))
  await told.waitFor(PATIENCE)
  await box.fill('Kak')
  await told.waitFor({ state: 'detached', ...PATIENCE })
  await paste('x'.repeat(4094))
  await told.waitFor(PATIENCE)
  await page.getByRole('radio', { name: 'Catatan' }).click()
  await told.waitFor({ state: 'detached', ...PATIENCE })
  await page.getByRole('radio', { name: 'Balas' }).click()
  await box.fill('')
}

/** Every state that a switch takes from now on. */
const WATCH = `shown = []; new MutationObserver((changes) => {
  for (const { target } of changes) shown.push(target.getAttribute('aria-checked'))
}).observe(document.body, { subtree: true, attributeFilter: ['aria-checked'] })`

/** A bot that is woken and paused at once stays shown as paused, whatever answer to an earlier question comes. */
async function pausesAtOnce(seen: Seen, owner: Visitor, { newer }: Desk): Promise<void> {
  const { page } = seen
  await take(owner, 'POST', `/api/chats/${newer.id}/bot`, { paused: true })
  const bot = page.getByRole('switch', { name: /^(Bot aktif|Bot dijeda|Dijeda s\.d\.)/ })
  await until('it is paused', async () => !(await bot.isChecked()))
  const go = Promise.withResolvers<void>()
  const second = Promise.withResolvers<void>()
  const late: (() => Promise<void>)[] = []
  let presses = 0
  let readings = 0
  const hold = async (route: Route) => {
    if (route.request().method() === 'POST') {
      if (++presses === 2) second.resolve()
      if (presses === 2) await go.promise
      return route.continue()
    }
    if (presses < 2 || ++readings > 1) return route.continue()
    const answer = await route.fetch() // between both presses: the bot is awake
    late.push(() => route.fulfill({ response: answer }))
  }
  const address = new RegExp(`/api/chats/${newer.id}(/bot)?$`)
  await page.route(address, hold)
  await page.evaluate(WATCH)
  await bot.click()
  await bot.click()
  await second.promise
  await take(owner, 'POST', `/api/chats/${newer.id}/notes`, { text: 'Kabar di sela dua tekanan.' })
  await until('the page reads the chat between the answers', async () => late.length === 1)
  const answered = page.waitForResponse(/\/bot$/)
  go.resolve()
  await answered
  for (const come of late) await come()
  await settle(seen)
  assert.deepEqual(await page.evaluate('shown'), ['true', 'false'], 'only what was pressed was seen')
  await page.unroute(address, hold)
}

/** Several chats are picked by keys or by hand, changed together, and given back what they were. */
async function changesSeveral(seen: Seen, owner: Visitor, { newer, older, url }: Desk): Promise<void> {
  const { page } = seen
  const status = async () => [
    (await chatNow(owner, newer.id)).status,
    (await chatNow(owner, older.id)).status,
  ]
  for (const { id } of [newer, older]) {
    await take(owner, 'PUT', `/api/chats/${id}/status`, { status: 'open' })
    await take(owner, 'POST', `/api/chats/${id}/assign`, { memberId: null })
  }
  await page.goto(`${url}/inbox`)
  const list = page.getByTestId('chat-list')
  await list.locator('a').nth(1).waitFor(PATIENCE)
  await page.keyboard.press('j')
  await page.waitForURL(/inbox\/.+/, PATIENCE)
  await page.keyboard.press('Shift+J')
  await page.getByText('2 dipilih').waitFor(PATIENCE)
  assert.equal(await list.getByRole('checkbox', { checked: true }).count(), 2)
  await page.keyboard.press('e')
  await until('both are resolved', async () => (await status()).every((one) => one === 'resolved'))
  await page.getByText('2 percakapan selesai').waitFor(PATIENCE)
  await page.keyboard.press('z')
  await until('both are open again', async () => (await status()).every((one) => one === 'open'))
  await list.locator('a').nth(1).waitFor(PATIENCE)
  await page.getByRole('button', { name: 'Pilih beberapa percakapan' }).click()
  const bar = page.getByRole('group', { name: 'Tindakan untuk yang dipilih' })
  await bar.getByRole('button', { name: 'Pilih semua' }).click()
  await list.getByRole('checkbox').first().click()
  await bar.getByText('1 dipilih').waitFor(PATIENCE)
  await page.route('**/api/chats/many', (route) => route.abort())
  await bar.getByRole('button', { name: 'Selesaikan' }).click()
  await page.getByText(/^Server tidak terjangkau/).waitFor(PATIENCE)
  await bar.getByText('1 dipilih').waitFor(PATIENCE) // what failed is picked still
  await page.unroute('**/api/chats/many')
  await bar.getByRole('button', { name: 'Tugaskan' }).click()
  await page.getByRole('menuitem', { name: /saya/ }).click()
  const owners = async () =>
    (await Promise.all([newer, older].map(({ id }) => chatNow(owner, id)))).filter(({ assignee }) => assignee)
  await until('one has an owner', async () => (await owners()).length === 1)
  await page.getByText(/^1 percakapan ditugaskan ke /).waitFor(PATIENCE)
  await page.getByRole('button', { name: 'Urungkan' }).last().click()
  await until('nobody has it', async () => (await owners()).length === 0)
  assert.equal(await list.getByRole('checkbox').count(), 0, 'picking is over')
}

/** Whoever reacts by keys stands afterwards where they stood before. */
async function reactsByKeys(page: Page): Promise<void> {
  const opener = page.getByRole('button', { name: 'Beri reaksi' }).last()
  const bar = page.getByRole('group', { name: 'Beri reaksi' })
  for (const key of ['Escape', 'Enter']) {
    await opener.press('Enter')
    await bar.locator('button:focus').waitFor(PATIENCE)
    await page.keyboard.press(key)
    await bar.waitFor({ state: 'detached', ...PATIENCE })
    assert.ok(await opener.evaluate((button) => button === button.ownerDocument.activeElement), key)
  }
}

/** A trial account has no address that a colleague could read. */
async function namesColleagues(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Catatan' }).click()
  await page.getByRole('textbox', { name: 'Catatan' }).fill('@')
  const option = page.getByRole('option', { name: /Tamu/ })
  await option.waitFor(PATIENCE)
  assert.equal((await option.textContent())?.trim(), '@Tamu')
  await page.getByRole('textbox', { name: 'Catatan' }).fill('')
  await page.getByRole('radio', { name: 'Balas' }).click()
}

/** Tags and long values stand in the panel whole; a field that was only looked at keeps what a bot has written meanwhile. */
async function leavesFieldAlone(page: Page, owner: Visitor, { newer }: Desk): Promise<void> {
  const field = (value: string) =>
    take(owner, 'PATCH', `/api/contacts/${newer.contact.id}`, { fields: { alamat: value } })
  await take(owner, 'PATCH', `/api/contacts/${newer.contact.id}`, {
    addTags: ['pelanggan-lama-yang-sangat-setia-sekali-sejak-2019', 'grosir', 'bandung', 'reseller'],
  })
  await field('Jalan Merdeka 1, lantai 2, sebelah toko buku')
  const panel = page.getByTestId('contact-panel')
  const tags = panel.getByRole('list', { name: 'Tag' })
  await tags.getByText('grosir').waitFor(PATIENCE)
  const [outer, inner] = [await panel.boundingBox(), await tags.boundingBox()]
  assert.ok(outer && inner && inner.x >= outer.x + 16 && inner.x + inner.width <= outer.x + outer.width - 16)
  const value = panel.getByText('Jalan Merdeka 1, lantai 2, sebelah toko buku')
  await value.waitFor(PATIENCE)
  assert.ok(
    await value.evaluate((text) => text.scrollWidth <= text.clientWidth),
    'a long value is read whole',
  )
  await value.click()
  const opened = panel.getByRole('textbox', { name: 'alamat' })
  await opened.waitFor(PATIENCE)
  const heard = page.waitForResponse((one) => one.url().endsWith(`/api/contacts/${newer.contact.id}`))
  await field('Jalan Braga 7')
  await heard
  await opened.press('Enter')
  await panel.getByText('Jalan Braga 7').waitFor(PATIENCE)
  const now = await take(owner, 'GET', `/api/contacts/${newer.contact.id}`)
  assert.equal(now.fields.alamat, 'Jalan Braga 7')
}

/** “Done, and on to the next” opens nothing again, not even at the end of the list. */
async function resolvesOnward(seen: Seen, owner: Visitor, { newer, older, url }: Desk): Promise<void> {
  const { page } = seen
  const list = (await take(owner, 'GET', '/api/chats')).items.map(({ id }: Loose) => id)
  const isDone = async (id: string) => (await chatNow(owner, id)).status === 'resolved'
  await page.goto(`${url}/inbox/${list[0]}`)
  await page.getByRole('textbox', { name: 'Balas' }).waitFor(PATIENCE)
  await page.locator(`[data-chat="${list[1]}"]`).waitFor(PATIENCE)
  await page.keyboard.press('Shift+E')
  await page.waitForURL(`${url}/inbox/${list[1]}`, PATIENCE)
  await until('the first is done', () => isDone(list[0]))
  await page.getByRole('button', { name: 'Selesaikan' }).waitFor(PATIENCE)
  await page.keyboard.press('Shift+E')
  await until('the last is done', () => isDone(list[1]))
  await page.getByRole('button', { name: 'Buka lagi' }).waitFor(PATIENCE)
  const asked: string[] = []
  const hear = (one: Request) => one.method() === 'PUT' && asked.push(one.url())
  page.on('request', hear)
  await page.keyboard.press('Shift+E')
  await page.keyboard.press('e')
  await until('it is opened by its own key', async () => !(await isDone(list[1])))
  await settle(seen)
  page.off('request', hear)
  assert.equal(asked.filter((one) => one.endsWith('/status')).length, 1)
  assert.equal(await isDone(list[1]), false, 'and stays open')
  await take(owner, 'PUT', `/api/chats/${list[0]}/status`, { status: 'open' })
  assert.deepEqual(new Set(list), new Set([newer.id, older.id]))
}

/** Nobody in a filter is not nobody at all; what was said today has its time. */
async function searchesInFilter(page: Page, { url }: Desk): Promise<void> {
  await page.goto(`${url}/inbox?filter=pending&q=halo`)
  await page.getByText('Tidak ada nama atau nomor yang cocok dengan “halo” di saringan ini').waitFor(PATIENCE)
  const found = page.getByRole('list', { name: 'Pesan' }).getByRole('link').first()
  await found.waitFor(PATIENCE)
  assert.match((await found.locator('.tnum').textContent()) ?? '', /^\d\d\.\d\d$/)
}

/** A button that waits for an answer keeps the keys, and neither it nor its form asks a second time. */
async function waitsWithKeys(page: Page, url: string): Promise<void> {
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
