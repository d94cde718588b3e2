import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { type AxeLook, cutAt, LOOKS, wrongIn } from './axe.ts'
import { DESK, openBrowser, openPage, POCKET, type Seen, settle } from './browser.ts'
import { findingsOver } from './layers.ts'
import { mailbox, mailboxUrl } from './mailbox.ts'
import { openRig, type Rig, until, type Visitor } from './rig.ts'
import { flowFile, openDemo } from './team.ts'

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
let colleague: Visitor
let newcomer: Visitor
/** Who opens it; else the owner. */
type By = 'guest' | 'colleague' | 'newcomer'
type Place = { name: string; path: string; by?: By }
let paths: Place[] = []

before(async () => {
  rig = await openRig()
  browser = await openBrowser()
  owner = (await openDemo(rig)).owner
  const { body: chats } = await owner.call('GET', '/api/chats')
  const { body: flows } = await owner.call('GET', '/api/flows')
  const { body: faulty } = await owner.call('POST', '/api/flows/import', { file: FAULTY })
  await owner.call('POST', '/api/templates/sync', {})
  const { body: templates } = await owner.call('GET', '/api/templates?search=tautan')
  const broadcasts = await someBroadcasts()
  colleague = await aColleague()
  newcomer = await aNewcomer()
  const invitation = await invited('dian@tim.example')
  await owner.call('POST', '/api/canned-replies', {
    name: 'ongkir',
    text: 'Ongkir {{ first_name }} Rp10.000.',
  })
  await owner.call('PUT', '/api/secrets/kunci_toko', { value: 'rahasia-sekali' })
  paths = [
    { name: 'the first page', path: '/', by: 'guest' },
    { name: 'sign-in', path: '/masuk', by: 'guest' },
    { name: 'sign-up', path: '/daftar', by: 'guest' },
    { name: 'the forgotten password', path: '/lupa', by: 'guest' },
    { name: 'the new password', path: '/atur-ulang?token=contoh', by: 'guest' },
    { name: 'a new password without a link', path: '/atur-ulang', by: 'guest' },
    { name: 'another e-mail', path: '/email?token=contoh', by: 'guest' },
    { name: 'an invitation', path: invitation, by: 'guest' },
    { name: 'joining by it', path: `/daftar?next=${invitation}`, by: 'guest' },
    { name: 'the first workspace', path: '/mulai', by: 'newcomer' },
    { name: 'another workspace', path: '/mulai' },
    { name: 'home', path: '/home' },
    { name: 'the inbox', path: '/inbox' },
    { name: 'a chat', path: `/inbox/${chats.items[0].id}` },
    { name: 'contacts', path: '/contacts' },
    { name: 'a contact', path: `/contacts/${chats.items[0].contact.id}` },
    { name: 'fields', path: '/contacts/fields' },
    { name: 'segments', path: '/segments' },
    { name: 'flows', path: '/flows' },
    { name: 'all bots', path: '/bots' },
    { name: 'the import of a bot', path: '/import' },
    { name: 'the sequences', path: '/sequences' },
    { name: 'a sequence', path: `/sequences/${await aSequence(faulty.flow.id)}` },
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
    { name: 'the way back from Meta', path: '/channels/facebook?error=access_denied' },
    { name: 'verification', path: '/channels/verification' },
    { name: 'the simulator', path: '/simulator' },
    { name: 'settings', path: '/settings' },
    { name: 'one’s own account', path: '/settings', by: 'colleague' },
    { name: 'the workspace', path: '/settings?tab=workspace', by: 'colleague' },
    { name: 'members', path: '/settings?tab=members' },
    { name: 'quick replies', path: '/settings?tab=replies' },
    { name: 'secrets', path: '/settings?tab=secrets' },
    { name: 'an address that is none', path: '/tidak/ada' },
  ]
})

/** Somebody who could be removed again. */
async function aColleague(): Promise<Visitor> {
  const email = 'sari@tim.example'
  const sari = rig.visitor()
  const person = { name: 'Sari Wulandari', email, password: 'kopi-tubruk-tanpa-ampas-71' }
  await sari.call('POST', '/api/sign-up', { ...person, business: 'Kopi Sari' })
  const { body: invitation } = await owner.call('POST', '/api/invitations', { email, role: 'agent' })
  const { status } = await sari.call('POST', `/api/invitations/${invitation.id}/accept`, {})
  assert.equal(status, 200)
  return sari
}

/** Somebody with an account and no workspace: they came by an invitation and left. */
async function aNewcomer(): Promise<Visitor> {
  const email = 'gita@tim.example'
  const invitation = (await invited(email)).split('/').at(-1)
  const gita = rig.visitor()
  const person = { name: 'Gita', email, password: 'kopi-tubruk-tanpa-ampas-71' }
  await gita.call('POST', '/api/sign-up', { ...person, invitation })
  const { body: me } = await gita.call('POST', '/api/workspace/leave', {})
  assert.equal(me.workspace, null)
  return gita
}

/** Two steps, one of them later. */
async function aSequence(flow: string): Promise<string> {
  const { body: made } = await owner.call('POST', '/api/sequences', { name: 'Selamat datang' })
  const steps = [null, { amount: 2, unit: 'hour' }].map((delay, at) => ({ id: `s${at}`, delay, flow }))
  const change = { name: made.name, enabled: true, steps, window: null, endsOnReply: false }
  const { status } = await owner.call('PUT', `/api/sequences/${made.id}`, change)
  assert.equal(status, 200)
  return made.id
}

/** The path of a new invitation's link. */
async function invited(email: string): Promise<string> {
  const { body } = await owner.call('POST', '/api/invitations', { email, role: 'agent' })
  return new URL(body.link).pathname
}

/** One that is written and one that is planned, so that both pages have something to show. */
async function someBroadcasts(): Promise<{ draft: string; planned: string }> {
  const { body: found } = await owner.call('GET', '/api/templates?search=pengingat')
  const values = ['1', '2'].map((name) => ({ name, text: '{{first_name}}', fallback: 'Kak' }))
  const message = { kind: 'template', template: found.items[0].template, body: values }
  const made = async (name: string) => {
    const { body: one } = await owner.call('POST', '/api/broadcasts', { name })
    const draft = { name, numberId: one.number.id, message, audience: one.audience, consent: '' }
    return (await owner.call('PUT', `/api/broadcasts/${one.id}`, { ...draft, revision: one.revision })).body
  }
  const [draft, planned] = [await made('Pesanan siap'), await made('Kabar besok')]
  const { body: estimate } = await owner.call('GET', `/api/broadcasts/${planned.id}/estimate`)
  const { recipients } = estimate
  const start = { revision: planned.revision, recipients, at: '2030-01-01T09:00' }
  const { status } = await owner.call('POST', `/api/broadcasts/${planned.id}/start`, start)
  assert.equal(status, 200)
  return { draft: draft.id, planned: planned.id }
}

after(async () => {
  await browser?.close()
  await rig?.[Symbol.asyncDispose]()
})

test('each page of the router and of the door is among those that are looked at', async () => {
  const { page, context } = await openPage(browser, rig.url, DESK, owner)
  await goTo(page, '/home', true)
  const known = await page.evaluate<string[]>(ROUTES)
  const here = paths.filter(({ by }) => by !== 'guest').map(({ path }) => path)
  const looked = new Set(await page.evaluate<string[]>(routesOf(here)))
  assert.deepEqual(
    known.filter((route) => !looked.has(route)),
    ['/'], // leads on to /home
  )
  assert.ok(looked.has('nowhere'))
  await context.close()
  const door = [...readFileSync('web/door.tsx', 'utf8').matchAll(/case '(.+)'/g)]
  assert.ok(door.length > 0)
  const before = paths.filter(({ by }) => by === 'guest').map(({ path }) => path.split(/[/?]/)[1])
  assert.deepEqual(
    door.map(([, page]) => page).filter((page) => !before.includes(page)),
    [],
  )
})
const ROUTES = 'Object.keys(__TSR_ROUTER__.routesByPath)'
/** The route that each of these addresses leads to. */
const routesOf = (addresses: readonly string[]) =>
  `${JSON.stringify(addresses)}.map((address) => {
    const { pathname } = new URL(address, location.origin)
    const [, , foundRoute] = __TSR_ROUTER__.getMatchedRoutes(pathname)
    return foundRoute?.fullPath ?? 'nowhere'
  })`

for (const look of LOOKS) {
  const axe = look.axe ? 'axe finds nothing serious in either theme, ' : ''
  test(`every page at ${look.width} px, ${look.theme}, ${look.language}: ${axe}nothing runs out, nothing is asked elsewhere`, async () => {
    const wrong: string[] = []
    const windows = {
      owner: await openPage(browser, rig.url, look, owner),
      guest: await openPage(browser, rig.url, look),
      colleague: await openPage(browser, rig.url, look, colleague),
      newcomer: await openPage(browser, rig.url, look, newcomer),
    }
    for (const place of paths) {
      const seen = windows[place.by ?? 'owner']
      for (const finding of await wrongAt(place, look, seen)) wrong.push(`${place.name}: ${finding}`)
    }
    for (const { context } of Object.values(windows)) await context.close()
    assert.deepEqual(wrong, [])
  })
}

/** The router has nothing left to load, and what it loaded has a heading. */
const SHOWN = `(({ status, location, resolvedLocation }) =>
  status === 'idle' && resolvedLocation?.href === location.href && document.querySelector('h1') !== null)(__TSR_ROUTER__.state)`

/** By its address, as a link from outside opens it; behind the door in the later looks by a way within the app, as most of the time. */
async function goTo(page: Page, path: string, byAddress: boolean): Promise<void> {
  if (byAddress || page.url() === 'about:blank') {
    await page.goto(`${rig.url}${path}`)
    const heading = page.locator('h1').first()
    await heading.waitFor({ state: 'attached', ...PATIENCE })
    return
  }
  await page.evaluate(`__TSR_ROUTER__.history.push('${path}')`)
  await until(`${path} is shown`, () => page.evaluate<boolean>(SHOWN))
  assert.equal(await page.evaluate('location.pathname + location.search'), path)
}

/** What is wrong with a page; over the Indonesian ones their dialogs and sheets open too. */
async function wrongAt({ name, path, by }: Place, look: AxeLook, seen: Seen): Promise<string[]> {
  const { page, faults } = seen
  const isPocket = look.width < 768
  await page.setViewportSize({ width: look.width, height: look.height })
  const guest = by === 'guest'
  await goTo(page, path, guest || look === LOOKS[0])
  await settle(seen)
  const wrong = await wrongIn(seen, look, guest)
  if ((await page.locator('main').count()) !== 1) wrong.push('has not one main')
  if ((await page.locator('html').getAttribute('lang')) !== look.language)
    wrong.push('speaks another language')
  if (look.language === 'id') wrong.push(...(await findingsOver(page, name, isPocket)))
  if (isPocket) wrong.push(...(await cutAt(page, 320)).map((way) => `at 320 px: ${way}`))
  return [...wrong, ...faults.splice(0)]
}

test('the mailbox of an installation without a mail server reads well in either language, theme and size', async () => {
  const wrong: string[] = []
  await until('a letter', async () => (await mailbox(rig)).includes('dian@tim.example'))
  for (const look of LOOKS) {
    const seen = await openPage(browser, rig.url, look)
    await seen.page.goto(mailboxUrl(rig))
    await seen.page
      .getByRole('heading', { name: look.language === 'id' ? 'Kotak surat' : 'Mailbox' })
      .waitFor()
    wrong.push(...(await wrongIn(seen, { ...look, axe: true }, true)), ...(await cutAt(seen.page, 320)))
    await seen.context.close()
  }
  assert.deepEqual(wrong, [])
})

test('whoever forgot a password reads that no letter leaves, known or not, and nothing that opens the mailbox', async () => {
  const answered: string[] = []
  for (const email of ['sari@tim.example', 'hantu@tim.example']) {
    const { page, context } = await openPage(browser, rig.url, POCKET)
    await page.goto(`${rig.url}/lupa`)
    await page.getByLabel('Email').fill(email)
    await page.getByRole('button', { name: 'Minta tautan' }).click(PATIENCE)
    const told = page.getByRole('status').filter({ hasText: 'Server email belum dipasang' })
    await told.waitFor(PATIENCE)
    answered.push(((await told.textContent()) ?? '').replace(email, '…'))
    assert.ok(!(await page.content()).includes(new URL(mailboxUrl(rig)).searchParams.get('key') ?? ''))
    await context.close()
  }
  assert.match(answered[0] ?? '', /pengelola server.*30 menit/s)
  assert.equal(answered[0], answered[1])
})

test('whoever is invited joins by hand, changes the password, and leaves again to where they can sign out', async () => {
  const link = await invited('edo@tim.example')
  const { page, context } = await openPage(browser, rig.url, POCKET)
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click(PATIENCE)
  await page.goto(rig.url + link)
  await page.getByText('Kopi Senja mengundang Anda sebagai agen.').waitFor(PATIENCE)
  await page.getByRole('link', { name: 'Buat akun' }).click()
  await page.getByLabel('Nama Anda').fill('Edo')
  await page.getByLabel('Kata sandi', { exact: true }).fill('teh-panas-gula-batu')
  await page.getByLabel('Email').fill('keliru@tim.example')
  assert.equal(await page.getByLabel('Nama usaha').count(), 0)
  await press('Buat akun dan bergabung')
  await page.getByText('bukan untuk email itu').waitFor(PATIENCE)
  await page.getByLabel('Email').fill('edo@tim.example')
  await press('Buat akun dan bergabung')
  await page.waitForURL('**/home', PATIENCE)
  await page.goto(`${rig.url}/settings`)
  await page.getByLabel('Kata sandi sekarang').fill('bukan-ini')
  await page.getByLabel('Kata sandi baru').fill('teh-dingin-tanpa-gula')
  await press('Ganti kata sandi')
  await page.getByText('Kata sandi yang sekarang tidak cocok').waitFor(PATIENCE)
  await page.getByLabel('Kata sandi sekarang').fill('teh-panas-gula-batu')
  await press('Ganti kata sandi')
  await page.getByText('Kata sandi sudah diganti').waitFor(PATIENCE)
  await page.getByText('Perangkat ini', { exact: true }).waitFor(PATIENCE)
  await page.getByLabel('Email baru').fill('kurniawan.edo.prasetyo.adiwijaya.hadiningrat@tim.example')
  await page.getByLabel('Kata sandi Anda').fill('teh-dingin-tanpa-gula')
  await press('Ganti email')
  await page.getByText('hadiningrat@tim.example').waitFor(PATIENCE)
  const wide = page.viewportSize()
  assert.ok(wide)
  assert.deepEqual(await cutAt(page, 320), [], 'a long address stays within its card')
  await page.setViewportSize(wide)
  await page.goto(`${rig.url}/email?token=tautan-dari-surat-lama`)
  await press('Pakai email ini')
  await page.getByText('Tautan ini salah, sudah dipakai, atau kedaluwarsa').waitFor(PATIENCE)
  await page.getByRole('link', { name: 'Lanjut ke Wetalk' }).click(PATIENCE)
  await page.waitForURL('**/home', PATIENCE)
  await page.goto(`${rig.url}/settings?tab=workspace`)
  await press('Keluar dari ruang kerja')
  await page.getByRole('dialog').getByRole('button', { name: 'Keluar dari ruang kerja' }).click(PATIENCE)
  await page.waitForURL('**/mulai', PATIENCE)
  await press('Keluar')
  await page.waitForURL(`${rig.url}/`, PATIENCE)
  await context.close()
})

test('on a phone, too, one goes to another of one’s workspaces', async () => {
  const { page, context } = await openPage(browser, rig.url, POCKET, colleague)
  await page.goto(`${rig.url}/inbox`)
  await page.getByRole('button', { name: 'Lainnya' }).click(PATIENCE)
  const here = page.getByRole('dialog', { name: 'Kopi Senja' })
  await here.getByRole('button', { name: 'Kopi Sari' }).click(PATIENCE)
  await page.waitForURL('**/home', PATIENCE)
  await page.getByRole('button', { name: 'Lainnya' }).click(PATIENCE)
  const there = page.getByRole('dialog', { name: 'Kopi Sari' })
  await there.getByRole('button', { name: 'Ruang kerja baru' }).waitFor(PATIENCE)
  await page.goto(`${rig.url}/settings?tab=workspace`)
  await page.getByText('Anda satu-satunya pemilik').waitFor(PATIENCE)
  const leave = page.getByRole('button', { name: 'Keluar dari ruang kerja' })
  assert.equal(await leave.isEnabled(), false, 'the last owner cannot go')
  await context.close()
})
