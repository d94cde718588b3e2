import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { DESK, openBrowser, openPage, settle } from './browser.ts'
import { startSimulator } from './program.ts'
import { type Loose, openRig, phoneIn, type Rig, until, type Visitor } from './rig.ts'
import { take } from './stage.ts'
import { flowFile, publishFlow } from './team.ts'
import { holdFirst } from './turn-steps.ts'

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

test('with the guide in hand: from the webhook to the flow on the real number, all in the browser', async (t) => {
  const { page, faults } = await openPage(browser, rig.url, DESK, owner)
  const dialog = page.getByRole('dialog')
  const row = (number: string) => page.getByRole('listitem').filter({ hasText: number }).last()
  const typed = async (word: string, action: string) => {
    await dialog.getByRole('textbox').fill(word, PATIENCE)
    await dialog.getByRole('button', { name: action }).click(PATIENCE)
    await dialog.waitFor({ state: 'detached', ...PATIENCE })
  }
  const dewi = await phoneIn(meta.world, 0, 0)

  await t.test('the account: four values of Meta’s dashboard, a wrong one is named', async () => {
    await page.goto(`${rig.url}/channels`)
    await fill(page, { 'ID aplikasi': meta.world.appId, 'App secret': 'salah' })
    await fill(page, { 'ID akun WhatsApp Business': meta.world.wabaId, 'Token akses': meta.world.token })
    await page.getByText('Lanjutan: alamat Graph API').click()
    await fill(page, { 'Alamat Graph API': 'http://graph.facebook.com' })
    await press(page, 'Periksa dan lanjut')
    await page.getByText(/memakai http biasa/).waitFor(PATIENCE)
    await fill(page, { 'Alamat Graph API': meta.world.graphUrl })
    await press(page, 'Periksa dan lanjut')
    await page.getByText('ID aplikasi dan app secret tidak cocok').waitFor(PATIENCE)
    const wrong = page.locator('input:focus')
    assert.equal(await wrong.inputValue(), 'salah', 'it leads to the field that is wrong')
    await fill(page, { 'App secret': meta.world.appSecret })
    await press(page, 'Periksa dan lanjut')
  })

  await t.test(
    '“Dapatkan Webhook Anda dari Wetalk”: URL and token, Verify & save, also after a reload',
    async () => {
      await now(page, 'Webhook')
      await page.getByText('Belum terhubung').waitFor(PATIENCE)
      await page.reload()
      await now(page, 'Webhook')
      await page.getByText('Menunggu Meta memanggil webhook ini').first().waitFor(PATIENCE)
      assert.equal(await page.getByRole('button', { name: /Salin/ }).count(), 2)
      await press(page, 'Verifikasi & simpan')
    },
  )

  await t.test('“Mulai dengan Test Numbers”: sync, choose, list who may be written to', async () => {
    await now(page, 'Pilih nomor')
    assert.equal(await page.getByRole('button', { name: 'Sinkronkan nomor' }).count(), 1, 'one press, once')
    await press(page, 'Sinkronkan nomor')
    await page.getByRole('button', { name: /^Pakai \+1/ }).click(PATIENCE)
    await now(page, 'Tautkan bot')
    await act(page, /^Tindakan untuk \+1/, 'Penerima nomor uji')
    await dialog.getByRole('textbox').fill('+62 812-8841-2093')
    await dialog.getByRole('button', { name: 'Tambah' }).click(PATIENCE)
    await dialog.getByText('1 dari 5 penerima').waitFor(PATIENCE)
    await page.keyboard.press('Escape')
  })

  await t.test('“Bangun Chatbot dengan mengetes nomor WhatsApp”: LINK, and it answers', async () => {
    const link = page.getByRole('button', { name: /^Tautkan bot/ })
    assert.equal(await link.count(), 1, 'the bot is asked for once')
    await link.click()
    await typed('LINK', 'Ya, tautkan')
    await until('the wizard is done', async () => (await page.locator('[aria-current=step]').count()) === 0)
    await dewi.text('halo')
    await dewi.hears('Selamat datang')
  })

  await t.test('“Tambahkan nomor telepon bisnis Anda sendiri”: name, code, PIN', async () => {
    await press(page, 'Tambah nomor')
    await dialog.getByLabel('Nomor telepon').fill('0811 7788 9900')
    await dialog.getByLabel('Nama tampilan').fill('Kopi Senja Bandung')
    await dialog.getByRole('button', { name: 'Tambahkan' }).click(PATIENCE)
    await dialog.getByRole('button', { name: 'Kirim kode' }).click(PATIENCE)
    const code = await until('Meta sent a code', async () => {
      const { numbers } = await dewi.control('GET', '')
      return numbers.find(({ code: sent }: Loose) => sent)?.code
    })
    await dialog.getByLabel('Kode 6 angka').fill(code)
    await dialog.getByRole('button', { name: 'Verifikasi', exact: true }).click(PATIENCE)
    await dialog.getByLabel('PIN dua langkah').fill('271828')
    await dialog.getByRole('button', { name: 'Daftarkan', exact: true }).click(PATIENCE)
    await dialog.waitFor({ state: 'detached', ...PATIENCE })
    await row('+62 811-7788-9900').getByText('Terhubung').waitFor(PATIENCE)
  })

  await t.test(
    '“Batalkan tautan bot”: UNLINK, let the test number go, and find the bot under “Semua bot”',
    async () => {
      await row('+1 555').getByRole('button', { name: 'Lepas' }).click(PATIENCE)
      await typed('UNLINK', 'Ya, lepas')
      await act(page, /^Tindakan untuk \+1/, 'Berhenti memakai nomor')
      await page.getByText(/tidak lagi dipakai/).waitFor(PATIENCE)
      await page.goto(`${rig.url}/bots`)
      await page.getByText('Belum tertaut ke nomor mana pun.').waitFor(PATIENCE)
    },
  )

  await t.test(
    '“Tautkan aliran dengan nomor bisnis nyata”: LINK, nothing is lost, and the doctor is content',
    async () => {
      await page.goto(`${rig.url}/channels`)
      await page.getByRole('button', { name: /^Tautkan bot/ }).click(PATIENCE)
      await typed('LINK', 'Ya, tautkan')
      await row('+62 811-7788-9900').getByText('Bot:').waitFor(PATIENCE)
      const onReal = await phoneIn(meta.world, 0, 2)
      await onReal.text('halo')
      await onReal.hears('Selamat datang')
      const { items } = await take(owner, 'GET', '/api/chats')
      assert.equal(items.length, 2, 'the talk over the test number is still there')
      assert.equal(new Set(items.map(({ contact }: Loose) => contact.id)).size, 1, 'of the same contact')
      await press(page, 'Periksa sekarang')
      await page.getByText('Semua mata rantai sehat').waitFor(PATIENCE)
    },
  )
  assert.deepEqual(
    faults.filter((fault) => !fault.includes('422')),
    [],
  )
})

test('the team’s ticks of the business verification are kept, and a bad display name is explained', async () => {
  const seen = await openPage(browser, rig.url, DESK, owner)
  const { page, faults } = seen
  await page.goto(`${rig.url}/channels/verification`)
  const bothHeard = await holdFirst(page, /\/api\/verification\/prepare/, 'back')
  const tick = (name: RegExp) => page.getByRole('checkbox', { name }).click()
  await tick(/^Situs web perusahaan aktif/)
  await until('the tick is kept', async () => {
    const { done } = await take(owner, 'GET', '/api/verification')
    return done.includes('prepare.website')
  })
  await tick(/^Email akun memakai domain/)
  await bothHeard()
  await settle(seen)
  await page.getByRole('checkbox', { name: /^Situs web perusahaan aktif/, checked: true }).waitFor(PATIENCE)
  await page.getByRole('checkbox', { name: /^Email akun memakai domain/, checked: true }).waitFor(PATIENCE)
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

/** A press in a number’s menu. */
async function act(page: Page, menu: RegExp, item: string): Promise<void> {
  await page.getByRole('button', { name: menu }).click(PATIENCE)
  await page.getByRole('menuitem', { name: item }).click(PATIENCE)
}

/** The wizard stands at this step. */
async function now(page: Page, step: string): Promise<void> {
  await page.locator('[aria-current=step]', { hasText: step }).waitFor(PATIENCE)
}
