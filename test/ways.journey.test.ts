import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type { CreatedWorld } from '#core/whatsapp/sim-api.ts'
import { approve, begin, codeIn } from './approval.ts'
import { LOOKS, wrongIn } from './axe.ts'
import { DESK, openBrowser, openPage, POCKET, settle } from './browser.ts'
import { startSimulator } from './program.ts'
import { openRig, phoneIn, type Rig, until, type Visitor } from './rig.ts'
import { take } from './stage.ts'
import { flowFile, publishFlow } from './team.ts'

const PATIENCE = { timeout: 20_000 }
let meta: Awaited<ReturnType<typeof startSimulator>>
let bandung: CreatedWorld
let batik: CreatedWorld
let rig: Rig
let browser: Browser

before(async () => {
  meta = await startSimulator()
  bandung = await meta.newWorld({ name: 'Kopi Senja', person: 'Rina' })
  batik = await meta.newWorld({ name: 'Batik Rina', person: 'Rina' })
  const app = meta.world
  rig = await openRig({
    OUTBOUND_ALLOW: meta.hostPort,
    META_APP_ID: app.appId,
    META_APP_SECRET: app.appSecret,
    META_CONFIG_ID: '700800900',
    META_GRAPH_URL: app.graphUrl,
    META_DIALOG_URL: app.dialogUrl,
  })
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await rig?.[Symbol.asyncDispose]()
  await meta?.[Symbol.asyncDispose]()
})

test('with Facebook: a wrong start, a change of mind, then approval, business, number, and a bot that answers', async () => {
  const owner = await shop('senja')
  const { page, context } = await openPage(browser, rig.url, DESK, owner)
  await page.goto(`${rig.url}/channels`)
  await page.getByText('Izinkan di Facebook, lalu pilih nomornya').waitFor(PATIENCE)
  await press(page, 'Lanjut dengan Facebook')

  await page.getByLabel('Kunci dunia').fill('bukan kunci', PATIENCE)
  await press(page, 'Masuk')
  await page.getByText('Kunci itu tidak membuka dunia mana pun').waitFor(PATIENCE)
  await signIn(page, 'Kunci dunia', 'Masuk')
  await press(page, 'Batal')
  await page.getByText('Anda membatalkan di Facebook').waitFor(PATIENCE)

  await press(page, 'Masuk lagi dengan Facebook')
  await signIn(page, 'Kunci dunia', 'Masuk')
  await page.getByLabel('whatsapp_business_messaging').uncheck(PATIENCE)
  await press(page, 'Izinkan')
  await page.getByText('Izin whatsapp_business_messaging tidak diberikan di Facebook').waitFor(PATIENCE)

  await press(page, 'Masuk lagi dengan Facebook')
  await signIn(page, 'Kunci dunia', 'Masuk')
  await press(page, 'Izinkan')
  await page.getByRole('button', { name: 'List Business with WhatsApp Phone Number' }).click(PATIENCE)
  assert.doesNotMatch(page.url(), /code=|state=/, 'the code stands in no address any more')
  await page.getByRole('heading', { name: /Kopi Senja/ }).waitFor(PATIENCE)
  await page.getByRole('heading', { name: /Batik Rina/ }).waitFor(PATIENCE)
  const real = bandung.numbers[1]?.display ?? ''
  await page.getByRole('button', { name: `Pilih ${real}` }).click(PATIENCE)

  await page.locator('[aria-current=step]', { hasText: 'Tautkan bot' }).waitFor(PATIENCE)
  await page.getByRole('button', { name: `Tautkan bot ${real}` }).click(PATIENCE)
  await page.getByRole('dialog').getByRole('textbox').fill('LINK')
  await page.getByRole('dialog').getByRole('button', { name: 'Ya, tautkan' }).click()
  const dewi = await phoneIn(bandung, 0, 1)
  await until('the number is linked', async () => (await take(owner, 'GET', '/api/channel')).numbers[0]?.bot)
  await dewi.text('halo')
  await dewi.hears('Selamat datang')
  await press(page, 'Periksa sekarang')
  await page.getByText('Semua mata rantai sehat').waitFor(PATIENCE)
  await page.getByRole('button', { name: 'Masuk lagi dengan Facebook' }).waitFor(PATIENCE)
  await context.close()
})

test('in English, on a phone: an account that another workspace has is shown, closed, with what to do', async () => {
  const owner = await shop('other')
  const { page, context } = await openPage(browser, rig.url, { ...POCKET, language: 'en' }, owner)
  await page.goto(`${rig.url}/channels`)
  await press(page, 'Continue with Facebook')
  await signIn(page, 'World key', 'Sign in')
  await press(page, 'Cancel')
  await page.getByText('You cancelled at Facebook').waitFor(PATIENCE)
  await press(page, 'Sign in with Facebook again')
  await signIn(page, 'World key', 'Sign in')
  await page.getByLabel('Batik Rina').uncheck(PATIENCE)
  await press(page, 'Allow')
  await page.getByRole('button', { name: 'List Business with WhatsApp Phone Number' }).click(PATIENCE)
  await page.getByText('Used by another workspace. One account serves one workspace only').waitFor(PATIENCE)
  const shut = page.getByRole('button', { name: `Select ${bandung.numbers[1]?.display}` })
  assert.equal(await shut.isDisabled(), true)
  const used = page.url()
  await page.goto(`${rig.url}/channels/facebook?code=karangan&state=karangan`)
  await page.getByText('This sign-in with Facebook was not begun in this browser').waitFor(PATIENCE)
  assert.notEqual(page.url(), used)
  await context.close()
})

test('with 360dialog: a wrong key is explained in both languages, the right one connects a number that answers', async () => {
  const owner = await shop('dialog')
  const english = await openPage(browser, rig.url, { ...DESK, language: 'en' }, owner)
  await english.page.goto(`${rig.url}/channels?way=360dialog`)
  await fillKey(english.page, 'API key', 'D360-wrong-key', 'Advanced: API address', 'API address')
  await press(english.page, 'Check and connect')
  await english.page.getByText('This API key is not accepted by 360dialog: Invalid api key').waitFor(PATIENCE)
  await english.context.close()

  const { page, context } = await openPage(browser, rig.url, DESK, owner)
  await page.goto(`${rig.url}/channels`)
  await page.getByRole('link', { name: /Lewat 360dialog/ }).click(PATIENCE)
  await fillKey(page, 'Kunci API', 'D360-kunci-salah', 'Lanjutan: alamat API', 'Alamat API')
  await press(page, 'Periksa dan hubungkan')
  await page.getByText('Kunci API ini tidak diakui 360dialog: Invalid api key').waitFor(PATIENCE)
  await page.getByLabel('Kunci API', { exact: true }).fill(batik.partnerKey)
  await press(page, 'Periksa dan hubungkan')

  const real = batik.numbers[1]?.display ?? ''
  await page.getByRole('button', { name: `Tautkan bot ${real}` }).click(PATIENCE)
  await page.getByRole('dialog').getByRole('textbox').fill('LINK')
  await page.getByRole('dialog').getByRole('button', { name: 'Ya, tautkan' }).click()
  const dewi = await phoneIn(batik, 0, 1)
  await until('the number is linked', async () => (await take(owner, 'GET', '/api/channel')).numbers[0]?.bot)
  await dewi.text('halo')
  await dewi.hears('Selamat datang')
  assert.equal(await page.getByRole('button', { name: 'Tambah nomor' }).count(), 0, '360dialog adds numbers')
  await press(page, 'Ganti rahasia webhook')
  await page.getByText('Rahasia webhook diganti').waitFor(PATIENCE)
  await dewi.text('halo')
  await until('it answers by the new address too', async () => {
    const { bubbles } = await dewi.thread()
    return bubbles.filter(({ from }) => from === 'business').length >= 2
  })
  await page.goto(`${rig.url}/templates`)
  await page.getByRole('button', { name: /Sinkronkan/ }).click(PATIENCE)
  await page.getByText('tautan_pembayaran').first().waitFor(PATIENCE)
  await context.close()
})

test('an installation without an app of its own says what its operator must set', async () => {
  const bare = await openRig()
  try {
    const owner = await shop('polos', bare)
    const { page, faults, context } = await openPage(browser, bare.url, DESK, owner)
    await page.goto(`${bare.url}/channels`)
    await page.getByLabel('ID aplikasi', { exact: true }).waitFor(PATIENCE)
    await page.getByRole('link', { name: /Masuk lewat Facebook/ }).click(PATIENCE)
    await page.getByText('belum disiapkan oleh pengelola').waitFor(PATIENCE)
    for (const name of ['META_APP_ID', 'META_APP_SECRET', 'META_CONFIG_ID'])
      await page.getByText(name, { exact: true }).waitFor(PATIENCE)
    assert.equal(await page.getByRole('button', { name: 'Lanjut dengan Facebook' }).count(), 0)
    assert.deepEqual(faults, [])
    await context.close()
  } finally {
    await bare[Symbol.asyncDispose]()
  }
})

test('the pages of connecting: axe finds nothing serious, nothing runs out sideways, in both languages', async () => {
  const owner = await shop('lihat')
  const wrong: string[] = []
  const windows = await Promise.all(
    LOOKS.map(async (one) => ({ one, seen: await openPage(browser, rig.url, one, owner) })),
  )
  const look = async (path: string, act: (page: Page) => Promise<unknown> = async () => {}) => {
    for (const { one, seen } of windows) {
      await seen.page.goto(`${rig.url}${path}`)
      await seen.page.locator('h1').first().waitFor(PATIENCE)
      await act(seen.page)
      await settle(seen)
      const found = await wrongIn(seen, one)
      wrong.push(...found.map((what) => `${path} ${one.width} ${one.theme} ${one.language}: ${what}`))
    }
  }
  await look('/channels')
  await look('/channels?way=manual', (page) => page.locator('summary').first().click(PATIENCE))
  await look('/channels?way=360dialog')
  await look('/channels/facebook?error=access_denied')
  const back = await approve(await begin(owner), { key: bandung.key, accounts: [bandung] })
  await take(owner, 'POST', '/api/channel/oauth/finish', codeIn(back))
  await look('/channels?way=facebook', async (page) => {
    await page.getByRole('button', { name: 'List Business with WhatsApp Phone Number' }).click(PATIENCE)
    await page.getByRole('heading', { name: /Kopi Senja/ }).waitFor(PATIENCE)
  })
  for (const { seen } of windows) await seen.context.close()
  assert.deepEqual(wrong, [])
})

async function signIn(page: Page, label: string, button: string): Promise<void> {
  await page.getByLabel(label).fill(bandung.key, PATIENCE)
  await page.getByRole('button', { name: button, exact: true }).click(PATIENCE)
}

async function fillKey(page: Page, label: string, key: string, advanced: string, url: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(key, PATIENCE)
  await page.getByText(advanced).click()
  await page.getByLabel(url, { exact: true }).fill(batik.partnerUrl)
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click(PATIENCE)
}

async function shop(name: string, at: Rig = rig): Promise<Visitor> {
  const owner = at.visitor()
  await take(owner, 'POST', '/api/sign-up', {
    name: 'Rina',
    email: `${name}@ways.example`,
    password: 'kopi-tubruk-tanpa-ampas-71',
    business: `Toko ${name}`,
  })
  const hi = { kind: 'message' as const, text: 'Selamat datang' }
  await publishFlow(owner, flowFile('Sapa', { keywords: ['halo'] }, { hi }))
  return owner
}
