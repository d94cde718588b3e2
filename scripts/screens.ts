import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { DESK, type Look, openBrowser, openInstalled, openPage, POCKET } from '../test/browser.ts'
import { TOO_LATE } from '../test/flows.ts'
import { type Loose, openRig, phoneOf, type Rig, type Visitor } from '../test/rig.ts'
import { publishFlow } from '../test/team.ts'
import { broadcasts } from './screens-broadcasts.ts'
import { bundleShots } from './screens-bundle.ts'
import { connectShots } from './screens-connect.ts'
import { crewShots } from './screens-crew.ts'
import { botShots, troubledShop } from './screens-doctor.ts'
import { BROKEN, FIELDS, FORMULA_STEP, TEMPLATE_STEP } from './screens-flows.ts'
import { gateShots } from './screens-gate.ts'
import { halfConnected } from './screens-half.ts'
import { history } from './screens-history.ts'
import { sayEveryKind } from './screens-kinds.ts'
import { localShots } from './screens-locals.ts'
import { nodeShots } from './screens-nodes.ts'
import { numberShots } from './screens-numbers.ts'
import { ownerShots } from './screens-owner.ts'
import { releaseShots } from './screens-release.ts'
import type { Shot } from './screens-shot.ts'
import { templateShots } from './screens-templates.ts'
import { trialShots } from './screens-trial.ts'
import { triggerShots } from './screens-triggers.ts'

/**
 * `npm run screens [-- word…]`: pictures of every page in both sizes, themes and languages, into `screens/`.
 * With words only the pages whose name contains one of them; with `--quick` light Indonesian only.
 */
const OUT = join(import.meta.dirname, '../screens')
const SETTLE_MS = 600
const PATIENCE_MS = 15_000
const HOUR = 3_600_000

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const quick = process.argv.includes('--quick')
const THEMES = quick ? (['light'] as const) : (['light', 'dark'] as const)
const LANGUAGES = quick ? (['id'] as const) : (['id', 'en'] as const)
const LOOKS: readonly Look[] = [DESK, POCKET].flatMap((size) =>
  THEMES.flatMap((theme) => LANGUAGES.map((language) => ({ ...size, theme, language }))),
)

async function main(): Promise<void> {
  mkdirSync(OUT, { recursive: true })
  await using rig = await openRig()
  // one installation gives only so many demos an hour to one address
  await using second = await openRig()
  const browser = (await openInstalled()) ?? (await openBrowser())
  await using ways = await connectShots()
  const own = [
    ...(await talk(rig)),
    ...(await templateShots(rig)),
    ...(await other(rig)),
    ...(await gateShots(rig)),
    ...(await numberShots(rig)),
    ...(await trialShots(rig)),
    ...(await crewShots(rig)),
    ...(await releaseShots(second)).map((shot) => ({ ...shot, at: second.url })),
  ]
  const shots = [...own, ...ways.shots, ...GUEST].filter(wanted)
  for (const shot of shots) {
    for (const look of LOOKS) {
      if (shot.only === undefined || shot.only.width === look.width) await shoot(browser, rig, shot, look)
    }
  }
  await browser.close()
}

const wanted = ({ name }: Shot) => words.length === 0 || words.some((word) => name.includes(word))

const GUEST: readonly Shot[] = [
  { name: 'first', path: '/', who: null },
  { name: 'sign-in', path: '/masuk', who: null },
  { name: 'sign-up', path: '/daftar', who: null },
  { name: 'forgot', path: '/lupa', who: null },
  { name: 'forgot-asked', path: '/lupa', who: null, act: askForLink },
  { name: 'email', path: '/email?token=contoh', who: null },
]

/** One installation gives only so many letters an hour to one address. */
async function askForLink(page: Page): Promise<void> {
  await page.route('**/api/password/forgot', (route) => route.fulfill({ json: { done: true } }))
  await page.locator('input[type=email]').fill('rina@contoh.id')
  await page.locator('button[type=submit]').click()
  await page.getByRole('status').first().waitFor()
}

/** Fills the demo with a few conversations, and names the pages that show them. */
async function talk(rig: Rig): Promise<Shot[]> {
  const who = rig.visitor()
  await who.call('POST', '/api/demo', {})
  const dewi = await phoneOf(rig, who, 0)
  const hendra = await phoneOf(rig, who, 1)
  await dewi.text('halo')
  const greeting = await dewi.hears('Kopi Senja')
  const button = greeting.content.buttons?.[2]
  await dewi.say({ kind: 'tap', to: greeting.wamid, id: button?.id })
  await settle()
  await dewi.text('Kak, alamatnya boleh diganti ke kantor?')
  await hendra.text('menu')
  await settle()
  const chat = await chatOf(who, 'Dewi')
  await who.call('PATCH', `/api/contacts/${chat.contact.id}`, { addTags: ['vip', 'grosir'] })
  await who.call('POST', `/api/chats/${chat.id}/notes`, {
    text: 'Pelanggan lama. Boleh ganti alamat gratis sebelum dikirim.',
  })
  await who.call('POST', `/api/chats/${chat.id}/messages`, {
    draft: {
      kind: 'text',
      text: 'Halo kak Dewi, saya Rina dari Kopi Senja. Alamatnya *masih bisa* diganti 😊',
    },
  })
  await who.call('PUT', '/api/costs/settings', { currency: 'USD', regime: null, budget: '0.05' })
  for (let sent = 0; sent < 3; sent++)
    await who.call('POST', `/api/chats/${chat.id}/messages`, {
      draft: { kind: 'template', name: 'hello_world', language: 'en_US' },
    })
  const { body: flows } = await who.call('GET', '/api/flows')
  const { body: broken } = await who.call('POST', '/api/flows/import', { file: BROKEN })
  const { body: template } = await who.call('POST', '/api/flows/import', { file: TEMPLATE_STEP })
  for (const field of FIELDS) await who.call('POST', '/api/fields', field)
  const { body: reckoning } = await who.call('POST', '/api/flows/import', { file: FORMULA_STEP })
  const builder = `/flows/${flows[0].id}`
  const sent = await broadcasts(rig, who)
  const triggers = await triggerShots(rig, who)
  await history(rig, who)
  const pages = {
    home: '/home',
    broadcasts: '/broadcasts',
    'broadcast-draft': `/broadcasts/${sent.draft}`,
    'broadcast-done': `/broadcasts/${sent.done}`,
    'broadcast-planned': `/broadcasts/${sent.stopped}`,
    inbox: '/inbox',
    'inbox-chat': `/inbox/${chat.id}`,
    'inbox-found': '/inbox?q=alamat',
    contacts: '/contacts',
    fields: '/contacts/fields',
    contact: `/contacts/${chat.contact.id}`,
    flows: '/flows',
    bots: '/bots',
    builder,
    channels: '/channels',
    costs: '/costs',
    'costs-entries': '/costs?tab=entries',
    'costs-rates': '/costs?tab=rates',
    verification: '/channels/verification',
    simulator: '/simulator',
    settings: '/settings',
    'settings-workspace': '/settings?tab=workspace',
    'settings-members': '/settings?tab=members',
  }
  return [
    ...Object.entries(pages).map(([name, path]) => ({ name, path, who })),
    {
      name: 'broadcast-test',
      path: `/broadcasts/${sent.draft}`,
      who,
      act: (page) => page.getByRole('button', { name: /^(Kirim uji|Send a test)$/ }).click(),
    },
    {
      name: 'broadcast-remove',
      path: `/broadcasts/${sent.draft}`,
      who,
      act: (page) => page.getByRole('button', { name: /^(Hapus|Delete)$/ }).click(),
    },
    {
      name: 'broadcast-draft-end',
      path: `/broadcasts/${sent.draft}`,
      who,
      act: (page) => page.getByText(/^(Di luar jam|Outside these)/).scrollIntoViewIfNeeded(),
    },
    ...triggers,
    ...states(who, builder, `/flows/${broken.flow.id}`),
    ...ownerShots(who, builder),
    ...(await nodeShots(who)),
    ...(await localShots(who)),
    ...[2, 3].map((at) => ({
      name: at === 2 ? 'builder-formula' : 'builder-condition',
      path: `/flows/${reckoning.flow.id}`,
      who,
      only: DESK,
      act: (page: Page) => page.locator('.react-flow__node-step').nth(at).click(),
    })),
    {
      name: 'contacts-import',
      path: '/contacts',
      who,
      act: (page) => page.getByRole('button', { name: /^(Impor|Import)$/ }).click(),
    },
    {
      name: 'field',
      path: '/contacts/fields',
      who,
      act: (page) => page.getByRole('button', { name: /^Total/ }).click(),
    },
    {
      name: 'builder-template',
      path: `/flows/${template.flow.id}`,
      who,
      only: DESK,
      act: (page) => page.locator('.react-flow__node-step').nth(1).click(),
    },
    { name: 'builder-template', path: `/flows/${template.flow.id}`, who, only: POCKET },
  ]
}

/** The states that stand behind a press. */
function states(who: Visitor, builder: string, broken: string): Shot[] {
  const step = (page: Page) => page.locator('.react-flow__node-step').nth(1).click()
  const part = (at: number) => (page: Page) => page.getByRole('radio').nth(at).click()
  return [
    { name: 'builder-step', path: builder, who, only: DESK, act: step },
    { name: 'builder-test', path: `${builder}?panel=test`, who, only: DESK },
    { name: 'builder-history', path: `${builder}?panel=history`, who, only: DESK },
    {
      name: 'builder-problems',
      path: broken,
      who,
      only: DESK,
      act: (page) => page.getByRole('button', { name: /^(Masalah|Problems)/ }).click(),
    },
    { name: 'builder-problems', path: broken, who, only: POCKET },
    {
      name: 'builder-path',
      path: broken,
      who,
      only: DESK,
      act: async (page) => {
        await page.getByRole('button', { name: /^(Masalah|Problems)/ }).click()
        await page.getByRole('button', { name: /(25 jam|25 hours)/ }).click()
      },
    },
    {
      name: 'builder-publish',
      path: builder,
      who,
      only: DESK,
      act: (page) => page.getByRole('button', { name: /^(Terbitkan|Publish)$/ }).click(),
    },
    {
      name: 'flows-new',
      path: '/flows',
      who,
      act: (page) => page.getByRole('button', { name: /^(Flow baru|New flow)$/ }).click(),
    },
    {
      name: 'simulator-review',
      path: '/simulator',
      who,
      only: DESK,
      act: (page) =>
        page.getByRole('heading', { name: /^(Tinjauan template|Template review)$/ }).scrollIntoViewIfNeeded(),
    },
    {
      name: 'simulator-voice',
      path: '/simulator',
      who,
      act: (page) => page.getByRole('button', { name: /^(Rekam suara|Record a voice message)$/ }).click(),
    },
    { name: 'simulator-people', path: '/simulator', who, only: POCKET, act: part(0) },
    { name: 'simulator-trace', path: '/simulator', who, only: POCKET, act: part(2) },
    { name: 'palette', path: '/home', who, only: DESK, act: (page) => page.keyboard.press('Control+k') },
    {
      name: 'more',
      path: '/home',
      who,
      only: POCKET,
      act: (page) => page.getByRole('button', { name: /^(Lainnya|More)$/ }).click(),
    },
    {
      name: 'channels-profile',
      path: '/channels',
      who,
      act: async (page) => {
        await page
          .getByRole('button', { name: /^(Tindakan|Acts)/ })
          .last()
          .click()
        await page.getByRole('menuitem').first().click()
      },
    },
    {
      name: 'channels-add',
      path: '/channels',
      who,
      act: (page) => page.getByRole('button', { name: /^(Tambah nomor|Add a number)$/ }).click(),
    },
    {
      name: 'unlink',
      path: '/channels',
      who,
      act: (page) =>
        page
          .getByRole('button', { name: /^(Lepas|Unlink)$/ })
          .first()
          .click(),
    },
  ]
}

/** A shop whose customer was silent for a day, and one that has no channel yet. */
async function other(rig: Rig): Promise<Shot[]> {
  const late = rig.visitor()
  await late.call('POST', '/api/demo', {})
  await publishFlow(late, TOO_LATE)
  const phone = await phoneOf(rig, late, 0)
  await phone.text('halo')
  await phone.hears('Kopi Senja')
  await phone.text('besok')
  await phone.hears('Kami kabari besok')
  await phone.control('POST', '/clock', { advance: 25 * HOUR + 60_000 })
  await settle()
  const { id } = await chatOf(late, 'Dewi')
  await late.call('POST', `/api/chats/${id}/messages`, {
    draft: { kind: 'template', name: 'hello_world', language: 'en_US' },
  })
  await settle()
  await late.call('POST', '/api/templates/sync', {})
  const closed = `/inbox/${(await chatOf(late, 'Dewi')).id}`
  const wish = (page: Page) =>
    page.getByRole('button', { name: /^(Saya ingin mengirim|I want to send)/ }).click()
  const fresh = rig.visitor()
  await fresh.call('POST', '/api/demo', {})
  await fresh.call('POST', '/api/channel/disconnect', { confirm: 'PUTUSKAN' })
  const halfway = await halfConnected(rig)
  const troubled = await troubledShop(rig)
  const kinds = rig.visitor()
  await kinds.call('POST', '/api/demo', {})
  const spoken = await sayEveryKind(rig, kinds)
  return [
    { name: 'inbox-closed', path: closed, who: late },
    { name: 'inbox-templates', path: closed, who: late, act: wish },
    {
      name: 'inbox-template',
      path: closed,
      who: late,
      act: async (page) => {
        await wish(page)
        await page.getByRole('button', { name: /tautan_pembayaran/ }).click()
        await page.getByRole('textbox').nth(0).fill('Dewi')
        await page.getByRole('button', { name: /^(Kirim|Send)$/ }).click()
      },
    },
    { name: 'trace-refused', path: '/simulator', who: late, only: DESK, act: openRule },
    ...halfway,
    { name: 'home-warned', path: '/home', who: troubled },
    { name: 'channels-warned', path: '/channels', who: troubled },
    { name: 'bots-free', path: '/bots', who: troubled },
    ...botShots(troubled),
    { name: 'simulator-unpaid', path: '/simulator', who: troubled, only: DESK },
    { name: 'inbox-kinds', path: `/inbox/${spoken}`, who: kinds },
    { name: 'simulator-kinds', path: '/simulator', who: kinds },
    ...(await bundleShots(kinds)),
    { name: 'inbox-none', path: '/inbox', who: fresh },
    { name: 'home-none', path: '/home', who: fresh },
    { name: 'costs-none', path: '/costs', who: fresh },
    { name: 'channels-connect', path: '/channels', who: fresh },
    { name: 'ways-off', path: '/channels?way=facebook', who: fresh },
  ]
}

/** Opens the rule and the facts behind a refused message. */
const openRule = (page: Page) => page.locator('summary').last().click()

async function chatOf(who: Visitor, name: string): Promise<Loose> {
  const { body } = await who.call('GET', '/api/chats')
  return body.items.find((one: Loose) => one.contact.name.startsWith(name)) ?? body.items[0]
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 1500))

async function shoot(browser: Browser, rig: Rig, shot: Shot, look: Look): Promise<void> {
  const { page, context, faults } = await openPage(browser, shot.at ?? rig.url, look, shot.who ?? undefined)
  await page.goto(`${shot.at ?? rig.url}${shot.path}`, { waitUntil: 'load' })
  await page.locator('h1').first().waitFor({ state: 'attached', timeout: PATIENCE_MS })
  await page.waitForLoadState('networkidle', { timeout: PATIENCE_MS }).catch(() => undefined) // a live stream may keep it busy
  await page.evaluate('document.fonts.ready.then(() => true)')
  await page.waitForTimeout(SETTLE_MS)
  await shot
    .act?.(page)
    .then(() => page.waitForTimeout(SETTLE_MS))
    .catch((error: Error) => faults.push(`act: ${error.message}`)) // the picture is taken all the same, and says so
  const file = join(OUT, `${shot.name}.${look.width}.${look.theme}.${look.language}.png`)
  await page.screenshot({ path: file })
  process.stdout.write(`${file}${faults.length > 0 ? `  ! ${faults.join(' | ').slice(0, 300)}` : ''}\n`)
  await context.close()
}

await main()
process.exit(0)
