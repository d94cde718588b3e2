import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Locator, Page } from 'playwright-core'
import { DESK, openBrowser, openPage, rests } from './browser.ts'
import { openRig, phoneOf, type Rig, until, type Visitor } from './rig.ts'

const PATIENCE = { timeout: 20_000 }
/** A person who needs five seconds for each act, and types the words besides, is done in less than five minutes. */
const ACTS_MAX = 30
/** Letters and all: two seconds for each key would still be less than five minutes. */
const PRESSES_MAX = 140

let rig: Rig
let owner: Visitor
let browser: Browser

before(async () => {
  rig = await openRig()
  owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  browser = await openBrowser()
})
after(async () => {
  await browser.close()
  await rig[Symbol.asyncDispose]()
})

test('menu, question, tag, hand-over: drawn, published and walked with the mouse alone', async () => {
  const { page, faults } = await newFlow('Dengan tetikus')
  let acts = 0
  const palette = page.getByRole('complementary', { name: 'Tambah langkah' })
  const click = async (target: ReturnType<Page['getByRole']>) => {
    acts += 1
    await target.click(PATIENCE)
  }
  const fill = async (target: ReturnType<Page['getByRole']>, text: string) => {
    acts += 1
    await target.click(PATIENCE)
    await page.keyboard.type(text)
  }
  const add = (kind: string) => click(palette.getByRole('button', { name: kind, exact: true }))

  await add('Kirim pesan')
  await fill(page.getByPlaceholder('Tulis pesan untuk pelanggan'), 'Selamat datang. Mau apa?')
  await click(page.getByRole('button', { name: 'Tambah tombol' }))
  await fill(page.getByRole('textbox', { name: /^Tombol/ }).last(), 'Daftar')
  await add('Pertanyaan')
  await fill(page.getByPlaceholder('Tulis pertanyaannya'), 'Siapa nama Anda?')
  await add('Aksi')
  await click(page.getByRole('button', { name: 'Tambah aksi' }))
  await click(page.getByRole('menuitem', { name: 'Tambah tag' }))
  await click(page.getByRole('combobox', { name: /tag/i }))
  await page.keyboard.type('daftar mouse')
  await click(page.getByRole('option', { name: /daftar mouse/ }))
  await add('Serahkan ke tim')
  await rests(page)
  await click(page.getByRole('button', { name: 'Tampilkan semua' }))
  await click(page.locator('.react-flow__node').filter({ hasText: 'Pemicu' }))
  await fill(page.getByRole('textbox', { name: 'Kata kunci' }), 'mouse')
  await click(page.getByRole('button', { name: 'Terbitkan', exact: true }))
  await click(page.getByRole('dialog').getByRole('button', { name: 'Terbitkan', exact: true }))
  await page.getByText('v1 tayang').first().waitFor(PATIENCE)
  assert.deepEqual(faults, [])
  assert.ok(acts <= ACTS_MAX, `${acts} clicks`)
  await walks('mouse', 'daftar mouse', 0)
  await page.close()
})

test('menu, question, tag, hand-over: drawn from the home page on, published and walked with the keyboard alone', async () => {
  const { page, faults } = await openPage(browser, rig.url, DESK, owner)
  await page.goto(`${rig.url}/home`)
  await page.getByRole('navigation').first().waitFor(PATIENCE)
  let presses = 0
  const press = async (key: string, times = 1) => {
    presses += times
    for (let time = 0; time < times; time++) await page.keyboard.press(key)
  }
  const type = async (text: string) => {
    presses += text.length
    await page.keyboard.type(text)
  }
  /** The focus is there, by itself. */
  const on = (target: Locator) => target.and(page.locator(':focus')).waitFor(PATIENCE)
  const field = page.getByRole('textbox', { name: 'Tambah langkah…' })
  const add = async (kind: string) => {
    await press('n')
    await on(field)
    await type(kind)
    await press('Enter')
  }
  const back = async () => {
    await press('Escape')
    await on(page.locator('.react-flow__node'))
  }

  await press('g')
  await press('f')
  await on(page.getByRole('main'))
  await page.getByRole('button', { name: 'Flow baru' }).waitFor(PATIENCE)
  await press('Tab', 2)
  await press('Enter')
  const name = page.getByRole('textbox', { name: 'Nama flow' })
  await on(name)
  await until('a name is suggested', async () => (await name.inputValue()) !== '')
  await type('Papan tik')
  assert.equal(await name.inputValue(), 'Papan tik', 'what is typed takes the place of the suggested name')
  await press('Enter')
  await page.locator('.react-flow__node').first().waitFor(PATIENCE)

  await add('kirim')
  await on(page.getByPlaceholder('Tulis pesan untuk pelanggan'))
  await type('Selamat datang. Mau apa?')
  await press('Tab', 7)
  await on(page.getByRole('button', { name: 'Tambah tombol' }))
  await press('Enter')
  await on(page.getByRole('textbox', { name: 'Tombol 1' }))
  await type('Daftar')
  await back()
  await add('tanya')
  await on(page.getByPlaceholder('Tulis pertanyaannya'))
  await type('Siapa nama Anda?')
  await back()
  await add('aksi')
  await on(page.getByRole('button', { name: 'Tambah aksi' }))
  await press('Enter')
  await on(page.getByRole('menuitem').first())
  await type('tambah t')
  await on(page.getByRole('menuitem', { name: 'Tambah tag' }))
  await press('Enter')
  const tag = page.getByRole('combobox', { name: 'Tag' })
  await on(tag)
  await type('daftar papan')
  await page.getByRole('option', { name: /daftar papan/ }).waitFor(PATIENCE)
  await press('Enter')
  await back()
  assert.equal(await tag.inputValue(), 'daftar papan', 'Escape leaves what was chosen')
  await add('tim')
  await on(page.getByRole('textbox', { name: 'Pesan ke pelanggan' }))
  await back()
  await press('PageUp')
  await on(page.getByRole('group', { name: 'Aksi' }))
  await press('Home')
  await on(page.getByRole('group', { name: 'Pemicu' }))
  await press('Enter')
  await on(page.getByRole('textbox', { name: 'Kata kunci' }))
  await type('papan')
  await back()
  await page.getByText('Tersimpan', { exact: true }).waitFor(PATIENCE)
  await press('p')
  await on(page.getByRole('dialog').getByRole('button', { name: 'Terbitkan', exact: true }))
  await press('Enter')
  await page.getByText('v1 tayang').first().waitFor(PATIENCE)
  assert.deepEqual(faults, [])
  assert.ok(presses <= PRESSES_MAX, `${presses} keys`)
  await walks('papan', 'daftar papan', 1)
  await page.close()
})

async function newFlow(name: string) {
  const { body } = await owner.call('POST', '/api/flows', { name })
  const seen = await openPage(browser, rig.url, DESK, owner)
  await seen.page.goto(`${rig.url}/flows/${body.flow.id}`)
  await seen.page.locator('.react-flow__node').first().waitFor(PATIENCE)
  return seen
}

/** A customer says the keyword, taps the only button, answers, and stands with the team, tagged. */
async function walks(keyword: string, tag: string, customer: number): Promise<void> {
  const phone = await phoneOf(rig, owner, customer)
  await phone.text(keyword)
  await phone.hears('Selamat datang. Mau apa?')
  await phone.text('Daftar')
  await phone.hears('Siapa nama Anda?')
  await phone.text('Dewi')
  await until('the customer is tagged', async () => {
    const { body } = await owner.call('GET', '/api/contacts')
    return body.items.some(({ tags }: { tags: string[] }) => tags.includes(tag))
  })
}
