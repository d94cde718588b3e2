import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { DESK, openBrowser, openPage, POCKET, settle } from './browser.ts'
import { type Loose, openRig, phoneOf, until, visitorOf } from './rig.ts'
import { stillAfter } from './team.ts'
import { holdFirst } from './turn-steps.ts'

const DAY = 86_400_000
const PATIENCE = { timeout: 20_000 }

/** Writes on the phone of the simulator page, as the customer. */
async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Ketik pesan' }).fill(text)
  await page.keyboard.press('Enter')
}

test('from nothing to an answered customer: try now, halo, menu, question, hand-over, reply, blue ticks', async () => {
  await using rig = await openRig()
  const browser = await openBrowser()
  try {
    const { page, context, faults } = await openPage(browser, rig.url, DESK)
    await page.goto(rig.url)
    await page.getByRole('button', { name: 'Coba sekarang' }).click()
    await page.waitForURL(/\/(home|simulator)/, PATIENCE)
    await page.goto(`${rig.url}/simulator`)
    const phone = page.getByRole('log')
    await phone.waitFor(PATIENCE)

    await write(page, 'halo')
    await phone.getByText('Ada yang bisa kami bantu').first().waitFor(PATIENCE)
    await phone.getByRole('button', { name: /Cek pesanan/ }).click()
    await phone.getByText('Boleh minta nomor pesanannya').first().waitFor(PATIENCE)
    const bothHeard = await holdFirst(page, /\/say$/, 'there')
    await write(page, 'tidak tahu')
    await write(page, 'ks-2047')
    await bothHeard()
    await page.getByText('diserahkan ke tim').first().waitFor(PATIENCE)
    assert.match(
      (await phone.textContent()) ?? '',
      /tidak tahu.*ks-2047/s,
      'what is written first arrives first',
    )

    const me = visitorOf(rig.url)
    for (const { name, value } of await context.cookies()) me.cookies.set(name, value)
    const { body: chats } = await me.call('GET', '/api/chats')
    const { body: contact } = await me.call('GET', `/api/contacts/${chats.items[0].contact.id}`)
    assert.match(contact.fields.order_no, /ks-2047/i, 'the answer lands in the field of the contact')
    assert.equal(chats.items[0].turn, 'human', 'the bot is silent after the hand-over')

    const agent = await context.newPage()
    await agent.goto(`${rig.url}/inbox/${chats.items[0].id}`)
    const tellings: string[] = []
    agent.on('request', (request) => request.url().endsWith('/typing') && tellings.push(request.url()))
    await agent.getByRole('radio', { name: 'Catatan' }).click(PATIENCE)
    await agent.getByRole('textbox', { name: 'Catatan' }).fill('pesanan ini ada di rak tiga')
    await stillAfter(1000, async () => assert.deepEqual(tellings, [], 'a note is nothing to wait for'))
    await agent.getByRole('radio', { name: 'Balas' }).click()
    await agent.getByPlaceholder('Tulis balasan').fill('Halo kak, pesanan KS-2047 sedang kami cek ya.')
    await phone.getByText('mengetik…').waitFor(PATIENCE)
    await agent.keyboard.press('Enter')
    await phone.getByText('pesanan KS-2047 sedang kami cek').waitFor(PATIENCE)
    await phone.getByText('mengetik…').waitFor({ state: 'detached', ...PATIENCE })
    assert.equal(tellings.length, 1)
    await until('the agent sees blue ticks', async () => {
      const { body } = await me.call('GET', `/api/chats/${chats.items[0].id}/messages`)
      return body.items[0].by === 'agent' && body.items[0].state === 'read'
    })
    await agent.getByText('pesanan KS-2047 sedang kami cek').first().waitFor(PATIENCE)
    await agent.getByRole('img', { name: 'Dibaca' }).last().waitFor(PATIENCE)

    const say = (draft: object) =>
      me.call('POST', `/api/chats/${chats.items[0].id}/messages`, { draft: { ...draft } })
    await say({ kind: 'text', text: 'Isinya:\n- kopi susu\n> tanpa gula' })
    await phone.getByText('•').waitFor(PATIENCE)
    assert.equal(await phone.getByText('tanpa gula', { exact: true }).count(), 1, 'a quotation has no mark')
    await say({ kind: 'locationRequest', text: 'Di mana alamatnya, kak?' })
    await phone.getByRole('button', { name: 'Kirim lokasi' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Kirim' }).click()
    await page.getByRole('button', { name: 'Rekam suara' }).click()
    await page.getByRole('timer').getByText('0:01').waitFor(PATIENCE)
    await page.getByRole('button', { name: 'Kirim', exact: true }).click()
    const [place, voice] = await until('the place and the voice are in the inbox', async () => {
      const { body } = await me.call('GET', `/api/chats/${chats.items[0].id}/messages`)
      const heard = body.items.filter(({ by }: Loose) => by === 'customer').reverse()
      return heard.at(-1)?.file && heard.slice(-2)
    })
    assert.equal(place.content.kind, 'location')
    assert.deepEqual([voice.content.media, voice.content.voice], ['audio', true])
    assert.match(voice.file.mime, /^audio\//)
    await phone.locator('audio').waitFor(PATIENCE)
    await page.getByRole('button', { name: 'Tambah pelanggan' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Nama').fill('Dewi Dua')
    await dialog.getByLabel('Nomor telepon').fill('+62 812-8841-2093')
    assert.deepEqual(faults, [])
    await dialog.getByRole('button', { name: 'Tambah', exact: true }).click()
    await page.getByText('Sudah ada pelanggan dengan nomor ini.').waitFor(PATIENCE)
    assert.match(faults.splice(0).join(), /^console: .*409/, 'the browser itself notes the refusal')
    await page.keyboard.press('Escape')
    const day = new Date(Date.now() + 3 * DAY).toISOString().slice(0, 10)
    await page.getByLabel('Maju ke').fill(`${day}T09:30`)
    await page.getByRole('button', { name: 'Maju', exact: true }).click()
    await page.getByText('tertutup', { exact: true }).waitFor(PATIENCE)
    await page.getByText('09.30').first().waitFor(PATIENCE)
    assert.deepEqual(faults, [], 'no error, nothing asked of another host')
  } finally {
    await browser.close()
  }
})

/** Notes which text boxes React sets again: it compares what each began with. */
const WATCH_REDRAWN = `(() => {
  window.redrawn = new Set()
  const { get, set } = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'defaultValue')
  Object.defineProperty(HTMLTextAreaElement.prototype, 'defaultValue', {
    ...{ configurable: true, set },
    get() { window.redrawn.add(this); return get.call(this) },
  })
})()`

test('a shop owner with only a phone: the checklist leads on, a reply outlives a reload and a lost connection, a new greeting goes live', async () => {
  await using rig = await openRig()
  const me = rig.visitor()
  await me.call('POST', '/api/demo', {})
  const dewi = await phoneOf(rig, me)
  await dewi.text('halo')
  await dewi.hears('Ada yang bisa kami bantu')
  const browser = await openBrowser()
  try {
    const seen = await openPage(browser, rig.url, POCKET, me)
    const { page, context, faults } = seen
    const to = async (step: string, path: RegExp) => {
      await page.goto(`${rig.url}/home`)
      await page.getByRole('listitem').filter({ hasText: step }).last().click(PATIENCE)
      await page.waitForURL(path, PATIENCE)
    }
    await to('Hubungkan akun Meta', /channels$/)
    await to('Balas dari kotak masuk', /inbox/)
    await page.getByText('Dewi Lestari').click(PATIENCE)
    const reply = page.getByRole('textbox', { name: 'Balas' })
    await reply.fill('Pesanan kakak sedang kami siapkan')
    const rested = page.waitForResponse(/BubbleFate/)
    await page.reload()
    await page.getByText('Pesanan kakak sedang kami siapkan').waitFor(PATIENCE)
    assert.equal(
      await reply.inputValue(),
      'Pesanan kakak sedang kami siapkan',
      'what was just typed is there',
    )

    await rested
    await settle(seen) // its pieces come beside it
    await context.setOffline(true)
    await page.getByRole('button', { name: 'Kirim', exact: true }).click()
    await page.getByRole('button', { name: 'Buang' }).waitFor(PATIENCE)
    await page.getByRole('button', { name: 'Kembali ke daftar' }).click(PATIENCE)
    await page.getByRole('link', { name: 'Flow' }).click()
    await context.setOffline(false)
    await page.getByRole('heading', { name: 'Flow', exact: true }).waitFor(PATIENCE)
    await dewi.hears('Pesanan kakak sedang kami siapkan')
    const broken = faults.splice(0).filter((fault) => !fault.includes('INTERNET_DISCONNECTED'))
    assert.deepEqual(broken, [], 'a lost connection breaks no page')

    await page.route(`${rig.url}/`, async (route) => {
      const answer = await route.fetch()
      const body = (await answer.text()).replace(/\/assets\/index-[^"]+\.js/, '/assets/index-later.js')
      await route.fulfill({ response: answer, body })
    })
    await context.setOffline(true)
    await context.setOffline(false)
    await page.getByText('Ada versi baru Wetalk.').waitFor(PATIENCE)
    await page.unroute(`${rig.url}/`)
    await page.getByRole('button', { name: 'Muat ulang' }).click()
    await page.getByText('Ada versi baru Wetalk.').waitFor({ state: 'detached', ...PATIENCE })
    faults.splice(0)

    await to('Ubah salam pembuka', /flows\/./)
    const greeting = page.getByRole('listitem').filter({ hasText: 'Salam pembuka' }).getByRole('textbox')
    await greeting.press('Control+a')
    await page.keyboard.type('Selamat sore, mau kopi apa')
    await page.evaluate(WATCH_REDRAWN)
    await page.keyboard.type('?')
    assert.equal(await page.evaluate('redrawn.size'), 1, 'a key redraws its own step alone, of however many')
    assert.equal(
      await greeting.inputValue(),
      'Selamat sore, mau kopi apa?',
      'no key is lost, the first neither',
    )
    await page.getByRole('button', { name: 'Terbitkan' }).click(PATIENCE)
    await page.getByRole('dialog').getByRole('button', { name: 'Terbitkan' }).click(PATIENCE)
    await page.getByText('v2 tayang.').waitFor(PATIENCE)
    const hendra = await phoneOf(rig, me, 1)
    await hendra.text('menu')
    await hendra.hears('Selamat sore, mau kopi apa?')

    await page.goto(`${rig.url}/sequences`)
    await page.getByRole('button', { name: 'Rangkaian baru' }).first().click(PATIENCE)
    await page.getByLabel('Nama', { exact: true }).fill('Kabar mingguan')
    await page.getByRole('link', { name: 'Semua rangkaian' }).click()
    await page.getByRole('button', { name: 'Simpan, lalu keluar' }).click(PATIENCE)
    await page.getByRole('link', { name: 'Kabar mingguan' }).waitFor(PATIENCE)
    await page.reload() // and what was said of the saving is gone
    await page.getByRole('link', { name: 'Kabar mingguan' }).click(PATIENCE)
    await page.getByRole('switch', { name: 'Berhenti kalau pelanggan membalas' }).click(PATIENCE)
    await page.getByRole('button', { name: 'Simpan' }).click()
    await page.getByText('Rangkaian disimpan.').waitFor(PATIENCE)
    await page.getByRole('link', { name: 'Semua rangkaian' }).click()
    await page.getByRole('link', { name: 'Kabar mingguan' }).waitFor(PATIENCE)

    // as an installation without a simulator answers
    await page.route(`${rig.url}/api/simulator`, (route) =>
      route.fulfill({ json: { world: null, offered: false } }),
    )
    await page.goto(`${rig.url}/home`)
    await page.getByRole('heading', { level: 1 }).first().waitFor(PATIENCE)
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByText('Pengaturan').waitFor(PATIENCE)
    assert.equal(await page.getByText(/simula/i).count(), 0, 'nothing leads to what is not there')
    assert.deepEqual(faults, [])
  } finally {
    await browser.close()
  }
})
