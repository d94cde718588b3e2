import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { DESK, openBrowser, openPage, type Seen, settle } from './browser.ts'
import { expand, freshVars, type HostileCase, loadSuite } from './hostile.ts'
import { type Sending, sendOne } from './hostile-send.ts'
import { type Loose, type Phone, phoneOf, until, type Visitor } from './rig.ts'
import { openStage, type Shop, type Stage, take } from './stage.ts'
import { flowFile, publishFlow } from './team.ts'

/** Every case of the suites that is to stay inert, seen where people look: nothing runs, nothing is asked elsewhere, it stands there as text. */
const inertOf = (suite: string) =>
  loadSuite(suite).cases.filter(({ expect }) => expect.after?.includes('inert'))
const textOf = ({ value }: HostileCase) => String(expand(value)).slice(0, TEXT_CHARS)
const TEXT_CHARS = 4096
const strings = inertOf('strings').map(textOf)
const scripts = inertOf('strings')
  .filter(({ title }) => title.startsWith('XSS'))
  .map(textOf)
const TAG_CHARS = 50
const NAME = '<img src=x onerror=__xss=1>'
/** As long as the title of a button may be. */
const TITLE = '<svg onload=__xss=1>'
/** So high that what scrolls is drawn whole. */
const HIGH = { ...DESK, height: 9000 }

let stage: Stage
let browser: Browser
let shop: Shop
let owner: Visitor
let phone: Phone

before(async () => {
  stage = await openStage()
  browser = await openBrowser()
  owner = stage.rig.visitor()
  await take(owner, 'POST', '/api/demo', {})
  phone = await phoneOf(stage.rig, owner)
  shop = await stage.shop('Toko')
})
after(async () => {
  await browser?.close()
  await stage?.[Symbol.asyncDispose]()
})

test('customers’ words, names and files are shown to members and on the phone as what they are', async () => {
  for (const text of strings) await phone.text(text)
  let files = 0
  for (const one of inertOf('files')) files += await sendFile(one)
  assert.ok(files > 10 && scripts.length > 10, `${files} files, ${scripts.length} scripts`)
  for (const [at, name] of scripts.entries()) {
    const customer = await phone.control('POST', '/customers', { name, phone: `+62812${10_000_000 + at}` })
    await phone.control('POST', `/threads/${phone.numberId}/${customer.id}/say`, { kind: 'text', text: name })
  }
  const chats = await until('all chats', async () => {
    const { items } = await take(owner, 'GET', '/api/chats?limit=50')
    return items.length > scripts.length && items
  })
  const chat = chats.find(({ contact }: Loose) => !scripts.includes(contact.name))
  const seen = await openPage(browser, stage.rig.url, HIGH, owner)
  await shows(seen, '/inbox', scripts)
  await shows(seen, '/contacts', scripts)
  await shows(seen, `/inbox/${chat.id}`, scripts)
  await shows(seen, `/simulator?customer=${phone.customerId}`, scripts)
  await seen.context.close()
})

test('members’ words too: replies, notes, tags, fields, names of all kinds, a flow and its buttons', async () => {
  const other = await phoneOf(stage.rig, owner, 1)
  const { customer } = await other.thread()
  await other.text('halo')
  const { id, contact } = await until('the chat', async () => {
    const { items } = await take(owner, 'GET', '/api/chats?limit=50')
    return items.find((chat: Loose) => chat.contact.name === customer.name)
  })
  await take(owner, 'PATCH', '/api/workspace', { name: NAME })
  await take(owner, 'POST', '/api/fields', { key: 'catatan', label: NAME, type: 'text' })
  const tags = scripts.filter(({ length }) => length <= TAG_CHARS)
  const fields = { catatan: scripts.join('\n') }
  await take(owner, 'PATCH', `/api/contacts/${contact.id}`, { name: NAME, fields, addTags: tags })
  await take(owner, 'POST', '/api/canned-replies', { name: 'awas', text: scripts.join('\n') })
  await take(owner, 'POST', '/api/teams', { name: NAME })
  await take(owner, 'POST', '/api/sequences', { name: NAME })
  await take(owner, 'POST', '/api/broadcasts', { name: NAME })
  const buttons = [{ id: 'a', title: TITLE }]
  const nodes = {
    tell: {
      kind: 'message',
      text: scripts.join('\n').slice(0, 1024),
      buttons,
      next: { 'button:a': 'thank' },
    },
    thank: { kind: 'message', text: 'Terima kasih.' },
  }
  const flow = await publishFlow(owner, flowFile(NAME, { keywords: ['uji'] }, nodes))
  await other.text('uji')
  await other.hears(TITLE)
  for (const text of scripts) {
    await take(owner, 'POST', `/api/chats/${id}/notes`, { text })
    await take(owner, 'POST', `/api/chats/${id}/messages`, { draft: { kind: 'text', text } })
  }
  await other.hears(scripts.at(-1) ?? '')
  const seen = await openPage(browser, stage.rig.url, HIGH, owner)
  await shows(seen, `/inbox/${id}`, [...scripts, TITLE])
  await shows(seen, `/contacts/${contact.id}`, [...scripts, NAME])
  await shows(seen, `/flows/${flow}`, [NAME, TITLE])
  await shows(seen, `/simulator?customer=${other.customerId}`, [...scripts, TITLE])
  await shows(seen, '/settings?tab=replies', scripts)
  const lists = ['/flows', '/contacts/fields', '/sequences', '/broadcasts', '/settings?tab=members']
  for (const path of lists) await shows(seen, path, [NAME])
  await seen.context.close()
})

test('Meta’s webhooks too, whatever stands in their parts', async () => {
  const [customer, business] = ['6281290000003', '628990000001']
  await shop.hear(customer, 'halo')
  const chat = await shop.chatOf(customer)
  const draft = { kind: 'text', text: 'ya?' }
  const { id } = await take(shop.owner, 'POST', `/api/chats/${chat.id}/messages`, { draft })
  const ours = await until('it is sent', async () => {
    const { items } = await take(shop.owner, 'GET', `/api/chats/${chat.id}/messages`)
    return items.find((one: Loose) => one.id === id)?.wamid
  })
  for (const one of inertOf('webhooks')) {
    const vars = freshVars({
      ...{ WEBHOOK_PATH: shop.hookPath, APP_SECRET: shop.appSecret, WABA_ID: shop.wabaId },
      ...{ PHONE_NUMBER_ID: shop.graphId, DISPLAY_PHONE: business, CONTACT: customer },
      ...{ MEDIA_ID: '1013859600285441', SENT_WAMID: ours },
    })
    const { status } = await sendOne(stage.rig.url, one.send as Sending, vars)
    assert.equal(status, 200, one.id)
  }
  await shop.hear(customer, 'sesudahnya')
  const seen = await openPage(browser, stage.rig.url, HIGH, shop.owner)
  await shows(seen, `/inbox/${chat.id}`, ['sesudahnya', 'x.html'])
  await seen.context.close()
})

/** As the customer's phone sends it; 0: the simulator does not take it. */
async function sendFile({ filename, content_type, body }: HostileCase): Promise<0 | 1> {
  const name = encodeURIComponent(String(filename).toWellFormed())
  const sent = await phone.raw(`/media?filename=${name}`, {
    ...{ method: 'POST', headers: { 'content-type': String(content_type) } },
    body: new Uint8Array(expand(body) as Buffer),
  })
  const { mediaId } = (await sent.json()) as Loose
  if (!mediaId) return 0
  await phone.say({ kind: 'media', mediaId })
  return 1
}

/** Opens a page and finds nothing awake in it, and these texts on it. */
async function shows(seen: Seen, path: string, texts: readonly string[]): Promise<void> {
  const { page, faults } = seen
  await page.goto(`${stage.rig.url}${path}`)
  let missing: readonly string[] = texts
  await until(`${path} shows its texts`, async () => {
    const words = bare(await page.evaluate<string>(WORDS))
    missing = texts.filter((text) => !words.includes(bare(text)))
    return missing.length === 0
  }).catch(() => {})
  await settle(seen)
  assert.deepEqual(missing, [], path)
  assert.deepEqual(await page.evaluate(AWAKE), [], path)
  assert.deepEqual(faults.splice(0), [], path)
}

/** Without blanks, signs that nobody sees, and the marks of WhatsApp's letters. */
const bare = (text: string) => text.replace(/[\s\p{C}*_~`]/gu, '')
const WORDS = `document.body.innerText + [...document.querySelectorAll('input, textarea')].map(({ value }) => value).join()`
/** A script that ran, and what could run one: handlers that came as text, links that are programs, frames. */
const AWAKE = `[
  ...('__xss' in window ? ['a script ran'] : []),
  ...[...document.querySelectorAll('*')].filter((one) =>
    one.getAttributeNames().some((name) => /^on|^srcdoc$/.test(name)) ||
    /^(javascript|data|vbscript):/i.test((one.getAttribute('href') ?? '').trim()) ||
    one.matches('iframe, object, embed, base, meta[http-equiv=refresh], [id=config]')
  ).map((one) => one.outerHTML.slice(0, 200)),
]`
