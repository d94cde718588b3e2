import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { DESK, openBrowser, openPage } from './browser.ts'
import { startSimulator } from './program.ts'
import { type Loose, openRig, phoneIn, type Rig, until, type Visitor } from './rig.ts'
import { take } from './stage.ts'
import { flowFile, publishFlow } from './team.ts'

const PATIENCE = { timeout: 20_000 }
let meta: Awaited<ReturnType<typeof startSimulator>>
let rig: Rig
let owner: Visitor
let browser: Browser

before(async () => {
  meta = await startSimulator()
  rig = await openRig({ OUTBOUND_ALLOW: meta.hostPort })
  browser = await openBrowser()
  owner = rig.visitor()
  await take(owner, 'POST', '/api/sign-up', {
    name: 'Rina',
    email: 'rina@sambung.example',
    password: 'kopi-tubruk-tanpa-ampas-71',
    business: 'Kopi Senja',
  })
  await publishFlow(
    owner,
    flowFile('Sapa', { keywords: ['halo'] }, { hi: { kind: 'message', text: 'Selamat datang' } }),
  )
})
after(async () => {
  await browser?.close()
  await rig?.[Symbol.asyncDispose]()
  await meta?.[Symbol.asyncDispose]()
})

test('from four values of Meta’s dashboard to an answering number, with a reload in between', async () => {
  const { page, faults } = await openPage(browser, rig.url, DESK, owner)
  await page.goto(`${rig.url}/channels`)
  await fill(page, { 'ID aplikasi': meta.world.appId, 'App secret': 'salah' })
  await fill(page, { 'ID akun WhatsApp Business': meta.world.wabaId, 'Token akses': meta.world.token })
  await page.getByText('Lanjutan: alamat Graph API').click()
  await fill(page, { 'Alamat Graph API': meta.world.graphUrl })
  await press(page, 'Periksa dan lanjut')
  await page.getByText('ID aplikasi dan app secret tidak cocok').waitFor(PATIENCE)
  await fill(page, { 'App secret': meta.world.appSecret })
  await press(page, 'Periksa dan lanjut')

  await now(page, 'Webhook')
  await page.reload()
  await now(page, 'Webhook')
  await page.getByText('Menunggu Meta memanggil webhook ini').first().waitFor(PATIENCE)
  await press(page, 'Verifikasi & simpan')

  await now(page, 'Pilih nomor')
  await page.getByRole('button', { name: 'Sinkronkan nomor' }).last().click()
  await page.getByRole('button', { name: /^Pakai \+62/ }).click()

  await now(page, 'Tautkan bot')
  await page.getByRole('button', { name: /^Tautkan bot \+62/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill('LINK')
  await dialog.getByRole('button', { name: 'Ya, tautkan' }).click()
  await until('the wizard is done', async () => (await page.locator('[aria-current=step]').count()) === 0)

  const dewi = await phoneIn(meta.world, 0, 1)
  await dewi.text('halo')
  await dewi.hears('Selamat datang')
  await press(page, 'Periksa sekarang')
  await page.getByText('Semua mata rantai sehat').waitFor(PATIENCE)
  const { numbers } = await take(owner, 'GET', '/api/channel')
  assert.deepEqual(
    numbers.map(({ graphId }: Loose) => graphId),
    [meta.world.numbers[1]?.id],
  )
  assert.deepEqual(
    faults.filter((fault) => !fault.includes('422')),
    [],
  )
})

test('the team’s ticks of the business verification are kept, and a bad display name is explained', async () => {
  const { page, faults } = await openPage(browser, rig.url, DESK, owner)
  await page.goto(`${rig.url}/channels/verification`)
  await page.getByRole('checkbox', { name: /^Situs web perusahaan aktif/ }).click()
  await until('the tick is kept', async () => {
    const { done } = await take(owner, 'GET', '/api/verification')
    return done.includes('prepare.website')
  })
  await page.reload()
  await page.getByRole('checkbox', { name: /^Situs web perusahaan aktif/, checked: true }).waitFor(PATIENCE)
  await fill(page, { 'Nama yang ingin dipakai': 'Toko!!' })
  await page.getByText('Akan ditolak').waitFor(PATIENCE)
  const unknown = await owner.call('PUT', '/api/verification/lain', { done: true })
  assert.equal(unknown.status, 422)
  assert.deepEqual(faults, [])
})

async function fill(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(values))
    await page.getByLabel(label, { exact: true }).first().fill(value, PATIENCE)
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).click(PATIENCE)
}

/** The wizard stands at this step. */
async function now(page: Page, step: string): Promise<void> {
  await page.locator('[aria-current=step]', { hasText: step }).waitFor(PATIENCE)
}
