import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { FlowNode } from '#core/flow/definition.ts'
import { DESK, openBrowser, openPage } from './browser.ts'
import { freePort, type Loose, openRig, phoneOf, type Rig, until, type Visitor } from './rig.ts'
import { take } from './stage.ts'
import { flowFile } from './team.ts'

const PATIENCE = { timeout: 20_000 }

const WINDOW_OPEN = {
  match: 'all',
  groups: [{ match: 'all', rules: [{ fact: 'window', is: 'open' }] }],
}
const LONG = 'layanan_pengiriman_termasuk_asuransi'
const FILE = flowFile(
  'Ongkir',
  { keywords: ['ongkir'] },
  {
    hello: { kind: 'message', name: 'Sapa', text: 'Halo!', next: { next: 'care' } },
    care: { kind: 'action', name: 'Urus', next: { next: 'who' } },
    who: { kind: 'condition', name: 'Ada orang?', when: WINDOW_OPEN, next: { yes: 'call', no: 'lost' } },
    lost: { kind: 'message', name: 'Sepi', text: 'Tidak ada orang' },
    call: { kind: 'http', name: 'Hitung', next: { success: 'tell' } },
    tell: { kind: 'message', name: 'Kabar', text: 'Ongkir {{ongkir}}' },
  },
)

test('a step with several messages, a request, an assignment and who is online are drawn by hand, tried, published and walked through', async () => {
  const port = await freePort()
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ data: { ongkir: 12000, [LONG]: { tarif: 1 } } }))
  })
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve))
  await using rig = await openRig({ OUTBOUND_ALLOW: `localhost:${port}` })
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const { members } = await take(owner, 'GET', '/api/members')
  await take(owner, 'POST', '/api/teams', { name: 'Penjualan', members: [members[0].id] })
  const { body } = await owner.call('POST', '/api/flows/import', { file: FILE })
  const browser = await openBrowser()
  try {
    const { page, faults } = await openPage(browser, rig.url, DESK, owner)
    await page.goto(`${rig.url}/flows/${body.flow.id}`)

    await step(page, 'hello').click(PATIENCE)
    await add(page, 'Tautan')
    await page.getByRole('textbox', { name: 'Teks' }).fill('Lihat menu')
    await page.getByRole('textbox', { name: 'Tulisan tombol' }).fill('Buka menu lengkap sekali')
    await page.getByText('20/20').first().waitFor(PATIENCE)
    await page.getByRole('textbox', { name: 'Alamat halaman' }).fill('https://kopi.id/menu')
    await add(page, 'Kontak')
    await page.getByRole('textbox', { name: 'Nama', exact: true }).fill('Bu Tini')
    await page.getByRole('textbox', { name: 'Nomor telepon' }).fill('+62 811 1111 222')
    await page.getByRole('button', { name: 'Naikkan pesan 3' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /^2\. Kontak/ }).waitFor(PATIENCE)
    const preview = page.getByRole('region', { name: 'Pratinjau' })
    await preview.getByText('Bu Tini').waitFor(PATIENCE)

    await page.getByRole('button', { name: 'Tampilkan semua' }).click()
    await step(page, 'call').click(PATIENCE)
    const tryNow = page.getByRole('button', { name: 'Coba', exact: true })
    await page.getByRole('textbox', { name: 'Alamat' }).fill('ftp://kopi.id/ongkir')
    assert.equal(await tryNow.isDisabled(), true, 'what is no address is not called')
    await page.getByRole('textbox', { name: 'Alamat' }).fill('http://localhost:9/ongkir')
    await tryNow.click()
    await page.getByText('Alamat itu tidak boleh dipanggil: bukan alamat di internet umum.').waitFor(PATIENCE)
    await page.getByRole('textbox', { name: 'Alamat' }).fill(`http://localhost:${port}/ongkir`)
    await tryNow.click()
    await page.getByRole('status').getByText('200 ·').waitFor(PATIENCE)
    const long = page.getByText(`data.${LONG}.tarif`)
    assert.ok(
      await long.evaluate((it) => it.scrollWidth <= it.clientWidth),
      'the end of a path tells which it is',
    )
    await page.getByRole('button', { name: 'Simpan data.ongkir ke field' }).click()
    await page.getByRole('textbox', { name: 'Jalur 1' }).waitFor(PATIENCE)

    await step(page, 'care').click()
    await page.getByRole('button', { name: 'Tambah aksi' }).click(PATIENCE)
    await page.getByRole('menuitem', { name: 'Tugaskan', exact: true }).click(PATIENCE)
    await page.getByText('Pilih timnya.').first().waitFor(PATIENCE)
    await page.getByRole('combobox', { name: 'Tim' }).click(PATIENCE)
    await page.getByRole('option', { name: /Penjualan/ }).click(PATIENCE)
    await page
      .getByText('Pilih timnya.')
      .first()
      .waitFor({ ...PATIENCE, state: 'hidden' })
    await page.getByRole('button', { name: 'Tambah aksi' }).click(PATIENCE)
    await page.getByRole('menuitem', { name: 'Beri tahu', exact: true }).click(PATIENCE)
    await page
      .getByRole('textbox', { name: 'Isi pemberitahuan' })
      .fill('{{ first_name }} menanyakan ongkir', PATIENCE)

    await step(page, 'who').click()
    await page.getByRole('combobox', { name: 'Yang diperiksa' }).click(PATIENCE)
    await page.getByRole('option', { name: 'Anggota online' }).click(PATIENCE)
    await page.getByRole('combobox', { name: 'Siapa' }).waitFor(PATIENCE)

    await publish(page)
    assert.deepEqual(faults, [], 'no error, nothing asked of another host')

    const phone = await phoneOf(rig, owner)
    await phone.text('ongkir')
    await phone.hears('12000')
    const [chat] = (await take(owner, 'GET', '/api/chats')).items
    assert.deepEqual([chat.assignee?.id, chat.team?.name], [members[0].id, 'Penjualan'], 'her page is open')
    const said = (await phone.thread()).bubbles.filter(({ from }) => from === 'business').slice(-4)
    assert.deepEqual(
      said.map(({ content }) => content.contacts[0]?.name ?? content.buttons[0]?.title ?? content.text),
      ['Halo!', 'Bu Tini', 'Buka menu lengkap se', 'Ongkir 12000'],
    )
    await until('the draft is whole', async () => (await page.getByText('v1 tayang').count()) > 0)
    const notices = page.getByRole('region', { name: 'Pemberitahuan untuk Anda' })
    await notices.getByText('Dewi menanyakan ongkir').waitFor(PATIENCE)
    await page.goto(`${rig.url}/inbox/${chat.id}`)
    await until('opening the chat answers what the bot told', async () => {
      return (await take(owner, 'GET', '/api/me/notices')).length === 0 && (await notices.count()) === 0
    })

    await openEach(browser, rig, owner)
    await drawCalled(page, rig, owner)
    const id = await drawLoop(page, rig, owner)
    await frameThem(page, owner, id)
    await foldThem(page, owner, id)
    await publish(page)
    assert.deepEqual(faults, [], 'nor while a loop was drawn')
    const other = await phoneOf(rig, owner, 1)
    await other.text('belanja')
    await other.hears('Harga kopi?')
    await other.text('10000')
    await other.hears('Harga roti?')
    await other.text('5000')
    await other.hears('Selesai, yang terakhir Rp5.000')
  } finally {
    await browser.close()
    server.closeAllConnections()
    server.close()
  }
})

function step(page: Page, id: string) {
  return page.locator(`.react-flow__node[data-id="${id}"]`)
}

async function add(page: Page, sort: string): Promise<void> {
  await page.getByRole('button', { name: 'Tambah pesan' }).click(PATIENCE)
  await page.getByRole('menuitem', { name: sort, exact: true }).click(PATIENCE)
}

async function publish(page: Page): Promise<void> {
  await page.getByText(/^Tersimpan/).waitFor(PATIENCE)
  await page.getByRole('button', { name: 'Terbitkan', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Terbitkan', exact: true }).click()
  await page.getByText('v1 tayang').first().waitFor(PATIENCE)
}

/** Every kind of the palette has its whole name there and opens its form, in both languages. */
async function openEach(browser: Browser, rig: Rig, owner: Visitor): Promise<void> {
  const { body } = await owner.call('POST', '/api/flows/import', {
    file: flowFile('Semua langkah', {}, { hello: { kind: 'message', text: 'Halo' } }),
  })
  for (const [language, label] of [
    ['en', 'Add a step'],
    ['id', 'Tambah langkah'],
  ] as const) {
    const { page, context, faults } = await openPage(browser, rig.url, { ...DESK, language }, owner)
    await page.goto(`${rig.url}/flows/${body.flow.id}`)
    const rows = page.getByRole('complementary', { name: label }).locator('li button')
    await rows.first().waitFor(PATIENCE)
    const names = await rows.evaluateAll((all) =>
      all.map((row) => {
        const [, text] = row.querySelectorAll('span')
        return { text: text?.textContent ?? '', isCut: !text || text.scrollWidth > text.clientWidth }
      }),
    )
    assert.deepEqual(
      names.filter(({ isCut }) => isCut),
      [],
    )
    assert.equal(names.length, FlowNode.options.length - 1, 'all but the start')
    for (const [at, { text }] of names.entries()) {
      await rows.nth(at).click()
      const form = page.locator('[data-inspector]')
      await form.getByRole('heading', { name: text, exact: true }).waitFor(PATIENCE)
      await form
        .locator('fieldset')
        .locator('input, textarea, button, [role=combobox]')
        .first()
        .waitFor(PATIENCE)
    }
    assert.deepEqual(faults, [], language)
    await context.close()
  }
}

/** A flow that is given an item, asks for its price and gives it back: declared by hand at its start. */
async function drawCalled(page: Page, rig: Rig, owner: Visitor): Promise<void> {
  const ask = { kind: 'question', text: 'Harga {{ input_barang }}?', answer: 'number' }
  const { body } = await owner.call('POST', '/api/flows/import', {
    file: flowFile('Tanya harga', {}, { ask }),
  })
  await page.goto(`${rig.url}/flows/${body.flow.id}`)
  await step(page, 'start').click(PATIENCE)
  await page.getByRole('button', { name: 'Tambah masukan' }).click(PATIENCE)
  await page.getByRole('textbox', { name: 'Nama masukan 1' }).fill('barang')
  await page.keyboard.press('Enter')
  await page.getByText('Dibaca sebagai {{ input_barang }}').waitFor(PATIENCE)
  await page.getByRole('button', { name: 'Tambah keluaran' }).click()
  await page.getByRole('textbox', { name: 'Nama keluaran 1' }).fill('harga')
  await page.keyboard.press('Enter')
  await page.getByRole('combobox', { name: 'Jenis keluaran 1' }).click()
  await page.getByRole('option', { name: 'Angka', exact: true }).click(PATIENCE)
  await step(page, 'ask').click()
  await pick(page, 'Simpan ke', 'Keluaran: harga')
  await publish(page)
}

/** A flow that goes through a list and calls the other one for each item. */
async function drawLoop(page: Page, rig: Rig, owner: Visitor): Promise<string> {
  const hello = { kind: 'message', name: 'Sapa', text: 'Belanja yuk' }
  const file = flowFile('Belanja', { keywords: ['belanja'] }, { hello })
  const { body } = await owner.call('POST', '/api/flows/import', { file })
  await page.goto(`${rig.url}/flows/${body.flow.id}`)
  await step(page, 'hello').click(PATIENCE)
  await palette(page, 'Ulangi tiap isi')
  await page.getByRole('radio', { name: 'Rumus' }).click(PATIENCE)
  await page.getByRole('textbox', { name: 'Rumus yang menghasilkan daftar' }).fill('["kopi", "roti"]')
  await page.getByTestId('verdict').getByText('kopi, roti').waitFor(PATIENCE)
  await page.getByRole('textbox', { name: 'Sebutan untuk tiap isi' }).fill('barang')
  await page.keyboard.press('Enter')
  await page.getByText('{{ item_barang }}').waitFor(PATIENCE)
  await palette(page, 'Sub-flow')
  await pick(page, 'Flow yang dijalankan', 'Tanya harga')
  await page.getByText('Masukan barang wajib diisi untuk flow itu.').first().waitFor(PATIENCE)
  await page.getByRole('textbox', { name: 'Isi barang' }).fill('{{ item_barang }}')
  await page.getByRole('combobox', { name: 'harga' }).fill('harga barang')
  await whileFieldIsMade(page, async () => {
    await page.getByRole('option', { name: 'Buat field “harga barang”' }).click(PATIENCE)
    await step(page, 'hello').click()
  })
  const kept = page.locator('.react-flow__node', { hasText: 'Sub-flow' }).getByText('harga_barang')
  await kept.waitFor(PATIENCE)
  await page.locator('.react-flow__node', { hasText: 'Ulangi tiap isi' }).click()
  await palette(page, 'Kirim pesan')
  await page.getByRole('textbox', { name: 'Teks' }).fill('Selesai, yang terakhir {{ harga_barang | rupiah }}')
  return body.flow.id
}

/** The field is made only when the work is over: here, when its form is closed already. */
async function whileFieldIsMade(page: Page, work: () => Promise<void>): Promise<void> {
  const { promise: isOver, resolve: end } = Promise.withResolvers<void>()
  let asked = 0
  await page.route('**/api/fields', async (route) => {
    if (route.request().method() === 'POST') asked++
    await isOver
    await route.continue()
  })
  await work()
  await until('the field is asked for', async () => asked === 1)
  end()
}

/** A frame around two steps is titled, drawn aside with what lies in it, and one undo puts everything back. */
async function frameThem(page: Page, owner: Visitor, id: string): Promise<void> {
  const layout = async (): Promise<Loose> => (await owner.call('GET', `/api/flows/${id}`)).body.layout
  await page.getByRole('button', { name: 'Tampilkan semua' }).click()
  await step(page, 'start').click(PATIENCE)
  await step(page, 'hello').click({ modifiers: ['Shift'] })
  await page.keyboard.press('b')
  const title = page.getByRole('textbox', { name: 'Judul bingkai' })
  await until('the title is asked for', () =>
    title.evaluate((field) => field === field.ownerDocument.activeElement),
  )
  await page.keyboard.type('Pembuka')
  await page.getByRole('radio', { name: 'Toska' }).click()
  const framed = await until('the frame is kept', async () => {
    const now = await layout()
    return now.groups?.[0]?.title === 'Pembuka' && now.groups[0].tone === 'teal' && now
  })
  const head = await page.locator('.frame-head').boundingBox()
  assert.ok(head)
  const grip = { x: head.x + head.width / 2, y: head.y + 6 }
  await page.mouse.move(grip.x, grip.y)
  await page.mouse.down()
  await page.mouse.move(grip.x + 20, grip.y + 40, { steps: 4 })
  await page.mouse.move(grip.x + 20, grip.y + 120, { steps: 4 })
  await page.mouse.up()
  await until('the steps went along', async () => {
    const { at, groups } = await layout()
    const by = groups[0].y - framed.groups[0].y
    return by > 40 && at.hello.y - framed.at.hello.y === by && at.start.y - framed.at.start.y === by
  })
  await page.getByRole('button', { name: 'Urungkan: Pindahkan' }).click()
  await until('one undo puts all back', async () => {
    const { at, groups } = await layout()
    return groups[0].y === framed.groups[0].y && at.hello.y === framed.at.hello.y
  })
}

/** A frame is folded over its steps and opened again, by mouse and by keys, and sized by the arrow keys. */
async function foldThem(page: Page, owner: Visitor, id: string): Promise<void> {
  const frame = async (): Promise<Loose> =>
    (await owner.call('GET', `/api/flows/${id}`)).body.layout.groups[0]
  const open = await frame()
  await page.getByRole('button', { name: 'Lipat bingkai Pembuka' }).click(PATIENCE)
  await page.getByText('2 langkah', { exact: true }).waitFor(PATIENCE)
  for (const hidden of ['start', 'hello'])
    await step(page, hidden).waitFor({ state: 'detached', ...PATIENCE })
  const folded = await until('the fold is kept', async () => {
    const now = await frame()
    return now.folded && now
  })
  assert.deepEqual(folded.folded.toSorted(), ['hello', 'start'])
  const way = page.locator(`.react-flow__edge[data-id^="${folded.id}/"]`).first()
  await way.waitFor({ state: 'attached' })
  await page.getByRole('button', { name: 'Urungkan: Lipat bingkai' }).click()
  await step(page, 'hello').waitFor(PATIENCE)

  await page.keyboard.press('z')
  await step(page, 'hello').waitFor({ state: 'detached', ...PATIENCE })
  await page.keyboard.press('Control+f')
  await page.keyboard.type('Sapa')
  await page.keyboard.press('Enter')
  await step(page, 'hello').waitFor(PATIENCE)
  await until('what is found is looked at, the drawing stays folded', async () => (await frame()).folded)
  await page.getByRole('button', { name: 'Lipat bingkai Pembuka' }).press('Enter') // the view still glides to what was found
  await step(page, 'hello').waitFor({ state: 'detached', ...PATIENCE })
  await page.reload()
  await page.getByText('2 langkah', { exact: true }).waitFor(PATIENCE)
  await way.waitFor({ state: 'attached', ...PATIENCE })
  await page.getByRole('button', { name: 'Buka bingkai Pembuka' }).click()
  await step(page, 'hello').waitFor(PATIENCE)
  await page.locator('.frame-head').click({ position: { x: 300, y: 8 } })

  const corner = page.getByRole('button', { name: 'Ubah ukuran bingkai' })
  for (const arrow of ['ArrowRight', 'ArrowDown']) await corner.press(arrow)
  await until('the frame has grown', async () => {
    const { width, height } = await frame()
    return width === open.width + 20 && height === open.height + 20
  })
  await page.keyboard.press('Escape')
}

async function palette(page: Page, kind: string): Promise<void> {
  await page
    .getByRole('complementary', { name: 'Tambah langkah' })
    .getByRole('button', { name: kind })
    .click()
}

async function pick(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click(PATIENCE)
  await page.getByRole('option', { name: option }).first().click(PATIENCE)
}
