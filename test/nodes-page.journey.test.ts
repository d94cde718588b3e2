import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { DESK, openBrowser, openPage } from './browser.ts'
import { freePort, openRig, phoneOf, until } from './rig.ts'
import { take } from './stage.ts'
import { flowFile } from './team.ts'

const PATIENCE = { timeout: 20_000 }

const WINDOW_OPEN = {
  match: 'all',
  groups: [{ match: 'all', rules: [{ fact: 'window', is: 'open' }] }],
}
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
    response.end('{"data":{"ongkir":12000}}')
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
    await page.getByRole('textbox', { name: 'Alamat' }).fill(`http://localhost:${port}/ongkir`)
    await page.getByRole('button', { name: 'Coba', exact: true }).click()
    await page.getByRole('status').getByText('200 ·').waitFor(PATIENCE)
    await page.getByRole('button', { name: 'Simpan data.ongkir ke field' }).click()
    await page.getByRole('textbox', { name: 'Jalur 1' }).waitFor(PATIENCE)

    await step(page, 'care').click()
    await page.getByRole('button', { name: 'Tambah aksi' }).click(PATIENCE)
    await page.getByRole('menuitem', { name: 'Tugaskan', exact: true }).click(PATIENCE)
    await page.getByText('Pilih timnya.').first().waitFor(PATIENCE)
    await page.getByRole('combobox', { name: 'Tim' }).click(PATIENCE)
    await page.getByRole('option', { name: /Penjualan/ }).click(PATIENCE)
    await step(page, 'care').getByText('Penjualan').waitFor(PATIENCE)

    await step(page, 'who').click()
    await page.getByRole('combobox', { name: 'Yang diperiksa' }).click(PATIENCE)
    await page.getByRole('option', { name: 'Anggota di tempat' }).click(PATIENCE)
    await step(page, 'who').getByText('Ada anggota yang di tempat').waitFor(PATIENCE)

    await page.getByText(/^Tersimpan/).waitFor(PATIENCE)
    await page.getByRole('button', { name: 'Terbitkan', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Terbitkan', exact: true }).click()
    await page.getByText('v1 tayang').first().waitFor(PATIENCE)
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
