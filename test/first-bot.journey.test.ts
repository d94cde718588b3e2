import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { DESK, openBrowser, openPage } from './browser.ts'
import { openRig, phoneOf, type Rig, until, type Visitor } from './rig.ts'

const PATIENCE = { timeout: 20_000 }
/** A person who needs two seconds for each act, and types the words besides, is done in less than five minutes. */
const ACTS_MAX = 60

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

test('menu, question, tag, hand-over: drawn, published and walked with the keyboard alone', async () => {
  const { page, faults } = await newFlow('Dengan papan ketik')
  let acts = 0
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) {
      acts += 1
      await page.keyboard.press(key)
    }
  }
  const type = (text: string) => page.keyboard.type(text)
  /** Presses Tab, or Shift Tab, until the focus stands on what is named so. */
  const walkTo = async (name: string | RegExp, key = 'Tab') => {
    for (let n = 0; n < 30 && !(await isOn(page, name)); n++) await press(key)
    assert.ok(await isOn(page, name), `${name} is reached by ${key}`)
  }
  const add = async (kind: string) => {
    await press('n')
    await type(kind)
    await press('Enter')
  }

  await add('kirim pesan')
  await focused(page, 'Tulis pesan untuk pelanggan')
  await type('Selamat datang. Mau apa?')
  await walkTo('Tambah tombol')
  await press('Enter')
  await until('the new button waits for its words', () => isOn(page, /^Tombol/))
  await type('Daftar')
  await press('Escape')

  await add('pertanyaan')
  await focused(page, 'Tulis pertanyaannya')
  await type('Siapa nama Anda?')
  await press('Escape')

  await add('aksi')
  await until('the actions are there', () => isOn(page, 'Tambah aksi'))
  await press('Enter')
  await page.getByRole('menuitem').first().waitFor(PATIENCE)
  await type('tambah')
  await press('Enter')
  await until('the action is added', async () => (await page.getByText('Tambah tag').count()) > 0)
  await walkTo(/^(Tag|Pilih tag)/, 'Shift+Tab')
  await type('daftar baru')
  await page.getByRole('option', { name: /daftar baru/ }).waitFor(PATIENCE)
  await press('ArrowDown', 'Enter', 'Escape')

  await add('serahkan')
  await until('the hand-over is open', () => isOn(page, /^Pesan/))
  await press('Control+f')
  await type('pemicu')
  await press('Enter')
  await until('the trigger is in the middle', () => isOn(page, 'Pemicu'))
  await press('Enter')
  await until('the trigger is open', () => isOn(page, 'Kata kunci'))
  await type('daftar')
  await press('Enter')
  await saved(page)
  await press('Escape', 'p')
  await page.getByRole('dialog').waitFor(PATIENCE)
  await walkTo('Terbitkan')
  await press('Enter')
  await page.getByText('v1 tayang').first().waitFor(PATIENCE)
  assert.deepEqual(faults, [])
  assert.ok(acts <= ACTS_MAX, `${acts} keys besides the words`)
  await walks('daftar')
  await page.close()
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
  await page.waitForTimeout(600) // the view glides to the new step
  await click(page.getByRole('button', { name: 'Tampilkan semua' }))
  await click(page.locator('.react-flow__node').filter({ hasText: 'Pemicu' }))
  await fill(page.getByRole('textbox', { name: 'Kata kunci' }), 'mouse')
  await click(page.getByRole('button', { name: 'Terbitkan', exact: true }))
  await click(page.getByRole('dialog').getByRole('button', { name: 'Terbitkan', exact: true }))
  await page.getByText('v1 tayang').first().waitFor(PATIENCE)
  assert.deepEqual(faults, [])
  assert.ok(acts <= ACTS_MAX / 2, `${acts} clicks`)
  await walks('mouse')
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
async function walks(keyword: string): Promise<void> {
  const phone = await phoneOf(rig, owner)
  await phone.text(keyword)
  await phone.hears('Selamat datang. Mau apa?')
  await phone.text('Daftar')
  await phone.hears('Siapa nama Anda?')
  await phone.text('Dewi')
  await until('the customer is tagged', async () => {
    const { body } = await owner.call('GET', '/api/contacts')
    return body.items.some(({ tags }: { tags: string[] }) => tags.some((tag) => /^daftar /.test(tag)))
  })
}

async function isOn(page: Page, name: string | RegExp): Promise<boolean> {
  const said = await page.evaluate<string>(`(() => {
    const on = document.activeElement
    const labels = on.labels ? [...on.labels].map((label) => label.textContent).join(' ') : ''
    return on.getAttribute('aria-label') || labels || on.getAttribute('placeholder') || on.textContent || ''
  })()`)
  return typeof name === 'string' ? said.trim() === name || said.startsWith(name) : name.test(said.trim())
}

async function focused(page: Page, placeholder: string): Promise<void> {
  await page.locator(`:focus[placeholder^="${placeholder}"]`).waitFor(PATIENCE)
}

async function saved(page: Page): Promise<void> {
  await page.getByRole('status').getByText('Tersimpan', { exact: true }).waitFor(PATIENCE)
}
