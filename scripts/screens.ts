import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { DESK, type Look, openBrowser, openInstalled, openPage, POCKET } from '../test/browser.ts'
import { openRig, phoneOf, type Rig, type Visitor } from '../test/rig.ts'

/**
 * `npm run screens [-- word…]`: pictures of every page in both sizes, themes and languages, into `screens/`.
 * With words only the pages whose name contains one of them; with `--quick` light Indonesian only.
 */
const OUT = join(import.meta.dirname, '../screens')
const SETTLE_MS = 600
const PATIENCE_MS = 15_000

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const quick = process.argv.includes('--quick')
const THEMES = quick ? (['light'] as const) : (['light', 'dark'] as const)
const LANGUAGES = quick ? (['id'] as const) : (['id', 'en'] as const)
const LOOKS: readonly Look[] = [DESK, POCKET].flatMap((size) =>
  THEMES.flatMap((theme) => LANGUAGES.map((language) => ({ ...size, theme, language }))),
)

type Shot = { readonly name: string; readonly path: string; readonly guest?: boolean }

async function main(): Promise<void> {
  mkdirSync(OUT, { recursive: true })
  await using rig = await openRig()
  const browser = (await openInstalled()) ?? (await openBrowser())
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const shots = [...(await talk(rig, owner)), ...GUEST].filter(wanted)
  for (const shot of shots) {
    for (const look of LOOKS) await shoot(browser, rig, shot.guest ? undefined : owner, shot, look)
  }
  await browser.close()
}

const wanted = ({ name }: Shot) => words.length === 0 || words.some((word) => name.includes(word))

const GUEST: readonly Shot[] = [
  { name: 'first', path: '/', guest: true },
  { name: 'sign-in', path: '/masuk', guest: true },
  { name: 'sign-up', path: '/daftar', guest: true },
  { name: 'forgot', path: '/lupa', guest: true },
]

/** Fills the demo with a few conversations, and names the pages that show them. */
async function talk(rig: Rig, owner: Visitor): Promise<Shot[]> {
  const dewi = await phoneOf(rig, owner, 0)
  const hendra = await phoneOf(rig, owner, 1)
  await dewi.text('halo')
  const greeting = await dewi.hears('Kopi Senja')
  const button = greeting.content.buttons?.[2]
  await dewi.say({ kind: 'tap', to: greeting.wamid, id: button?.id })
  await new Promise((resolve) => setTimeout(resolve, 1500))
  await dewi.text('Kak, alamatnya boleh diganti ke kantor?')
  await hendra.text('menu')
  await new Promise((resolve) => setTimeout(resolve, 1500))
  const { body: chats } = await owner.call('GET', '/api/chats')
  const { body: flows } = await owner.call('GET', '/api/flows')
  const chat =
    chats.items.find((one: { contact: { name: string } }) => one.contact.name.startsWith('Dewi')) ??
    chats.items[0]
  await owner.call('POST', `/api/chats/${chat.id}/notes`, {
    text: 'Pelanggan lama. Boleh ganti alamat gratis sebelum dikirim.',
  })
  await owner.call('POST', `/api/chats/${chat.id}/messages`, {
    draft: {
      kind: 'text',
      text: 'Halo kak Dewi, saya Rina dari Kopi Senja. Alamatnya *masih bisa* diganti 😊',
    },
  })
  return [
    { name: 'home', path: '/home' },
    { name: 'inbox', path: '/inbox' },
    { name: 'inbox-chat', path: `/inbox/${chat.id}` },
    { name: 'contacts', path: '/contacts' },
    { name: 'contact', path: `/contacts/${chat.contact.id}` },
    { name: 'flows', path: '/flows' },
    { name: 'builder', path: `/flows/${flows[0].id}` },
    { name: 'channels', path: '/channels' },
    { name: 'simulator', path: '/simulator' },
    { name: 'settings', path: '/settings' },
  ]
}

async function shoot(
  browser: Browser,
  rig: Rig,
  visitor: Visitor | undefined,
  shot: Shot,
  look: Look,
): Promise<void> {
  const { page, context, faults } = await openPage(browser, rig.url, look, visitor)
  await page.goto(`${rig.url}${shot.path}`, { waitUntil: 'load' })
  await page.locator('h1').first().waitFor({ state: 'attached', timeout: PATIENCE_MS })
  await page.waitForLoadState('networkidle', { timeout: PATIENCE_MS }).catch(() => undefined) // a live stream may keep it busy
  await page.evaluate('document.fonts.ready.then(() => true)')
  await page.waitForTimeout(SETTLE_MS)
  const file = join(OUT, `${shot.name}.${look.width}.${look.theme}.${look.language}.png`)
  await page.screenshot({ path: file })
  process.stdout.write(`${file}${faults.length > 0 ? `  ! ${faults.join(' | ').slice(0, 300)}` : ''}\n`)
  await context.close()
}

await main()
process.exit(0)
