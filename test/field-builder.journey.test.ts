import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { DESK, openBrowser, openPage, rests } from './browser.ts'
import { type Loose, openRig, phoneOf, until } from './rig.ts'
import { flowFile } from './team.ts'

const PATIENCE = { timeout: 20_000 }

/** The steps as they are dragged in, connected; what they do is filled in by hand below. */
const FRAME = flowFile(
  'Hitung total',
  { keywords: ['beli'] },
  {
    ask: {
      kind: 'question',
      name: 'Tanya',
      text: 'Berapa gelas?',
      answer: 'number',
      next: { answered: 'sum' },
    },
    sum: { kind: 'action', name: 'Hitung', actions: [], next: { next: 'when' } },
    when: {
      kind: 'condition',
      name: 'Periksa',
      when: { match: 'all', groups: [{ match: 'all', rules: [{ fact: 'window', is: 'open' }] }] },
      next: { yes: 'much', no: 'little' },
    },
    much: { kind: 'message', name: 'Balas', text: '' },
    little: { kind: 'message', name: 'Kurang', text: 'Tambah lagi, Kak?' },
  },
)

/** Words of the inspector that are wider than their box. */
const RUNS_OUT = `[...document.querySelectorAll('aside p, aside li')]
  .filter((it) => it.scrollWidth > it.clientWidth).map((it) => it.textContent)`

test('fields are made, a formula reckons, a condition compares, a message says it as money, and a rename breaks nothing', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const browser = await openBrowser()
  try {
    const { page, faults } = await openPage(browser, rig.url, DESK, owner)

    await t.test('a field of numbers and one of dates are made in the place for fields', async () => {
      await page.goto(`${rig.url}/contacts`)
      await page.getByRole('link', { name: 'Kelola field' }).click(PATIENCE)
      for (const [label, type] of [
        ['Jumlah', 'Angka'],
        ['Total', 'Angka'],
        ['Tanggal acara', 'Tanggal'],
      ] as const)
        await makeField(page, label, type)
      await page.getByRole('button', { name: /Tanggal acara.*tanggal_acara.*Tanggal/ }).waitFor(PATIENCE)
    })

    const { body: imported } = await owner.call('POST', '/api/flows/import', { file: FRAME })
    const { id } = imported.flow
    await t.test(
      'the question keeps its answer, the formula is completed, checked and shown while typed',
      async () => {
        await page.goto(`${rig.url}/flows/${id}`)
        await open(page, 'Tanya')
        await pick(page, page.getByPlaceholder('Pilih field'), /^Jumlah/)
        await page.getByPlaceholder('Tulis pertanyaannya').fill('')
        const colorOf = async (words: string) => {
          const told = page.getByRole('listitem').filter({ hasText: words })
          await told.waitFor(PATIENCE)
          return await told.evaluate((it: Loose) => it.ownerDocument.defaultView.getComputedStyle(it).color)
        }
        const wrong = await colorOf('Pesannya masih kosong.')
        assert.notEqual(
          await colorOf('Pertanyaan ini menunggu tanpa batas waktu.'),
          wrong,
          'a hint is no mistake',
        )
        await page.getByPlaceholder('Tulis pertanyaannya').fill('Berapa gelas?')
        await open(page, 'Hitung')
        await page.getByRole('button', { name: 'Tambah aksi' }).click()
        await page.getByRole('menuitem', { name: 'Hitung dengan rumus' }).click(PATIENCE)
        await pick(page, page.getByLabel('Field', { exact: true }), /^Total/)
        const formula = page.getByRole('textbox', { name: 'Rumus' })
        await formula.pressSequentially('jum')
        await page.getByRole('option', { name: /jumlah/ }).waitFor(PATIENCE)
        await page.keyboard.press('Enter')
        assert.equal(await formula.inputValue(), 'jumlah')
        await formula.pressSequentially(' * nama')
        await page.keyboard.press('Escape')
        await page.getByText('Tidak ada field bernama nama.').first().waitFor(PATIENCE)
        await formula.fill('x'.repeat(80))
        await page
          .getByRole('listitem')
          .filter({ hasText: /^Rumus xxx/ })
          .waitFor(PATIENCE)
        assert.deepEqual(await page.evaluate(RUNS_OUT), [], 'a long name stays in its box')
        await formula.fill('jumlah * 15000')
        await page.getByText('Contoh hasil: 60000').waitFor(PATIENCE)
      },
    )

    await t.test('the condition offers what makes sense for a number', async () => {
      await open(page, 'Periksa')
      await choose(page, 'Yang diperiksa', 'Field')
      await pick(page, page.getByLabel('Field', { exact: true }), /^Total/)
      await choose(page, 'Perbandingan', 'lebih dari')
      await page.getByRole('textbox', { name: 'Nilai' }).fill('50000')
    })

    await t.test('typing {{ offers the fields with their worth, a bar the formats', async () => {
      await open(page, 'Balas')
      const text = page.getByRole('textbox', { name: 'Teks', exact: true })
      await text.pressSequentially('Totalnya {{tot')
      await page.getByRole('option', { name: /total/ }).waitFor(PATIENCE)
      await page.keyboard.press('Enter')
      assert.equal(await text.inputValue(), 'Totalnya {{ total }}')
      for (let letter = 0; letter < 3; letter++) await page.keyboard.press('ArrowLeft')
      await text.pressSequentially(' | rup')
      await page.getByRole('option', { name: /rupiah/ }).waitFor(PATIENCE)
      await page.keyboard.press('Tab')
      assert.equal(await text.inputValue(), 'Totalnya {{ total | rupiah }}')
      await page.getByText('Contoh: Totalnya Rp4').waitFor(PATIENCE)
      const preview = page.getByRole('region', { name: 'Pratinjau' })
      await preview.getByText('Totalnya Rp4').waitFor(PATIENCE)
    })

    await t.test('a name with a slip of the hand is found, and mended by a press', async () => {
      const text = page.getByRole('textbox', { name: 'Teks', exact: true })
      await text.fill('Totalnya {{ totl | rupiah }}')
      await page.getByRole('button', { name: /^Masalah/ }).click(PATIENCE)
      await page
        .getByRole('region', { name: 'Masalah' })
        .getByRole('button', { name: 'Pakai field yang mirip' })
        .click(PATIENCE)
      await until(
        'the name is mended',
        async () => (await text.inputValue()) === 'Totalnya {{ total | rupiah }}',
      )
    })

    await t.test('published, a customer walks through it; renamed, it still reckons', async () => {
      await page.getByText(/^Tersimpan/).waitFor(PATIENCE)
      await page.getByRole('button', { name: 'Terbitkan', exact: true }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Terbitkan', exact: true }).click()
      await page.getByText('v1 tayang').first().waitFor(PATIENCE)
      const phone = await phoneOf(rig, owner)
      await phone.text('beli')
      await phone.text('4')
      await phone.hears('Totalnya Rp60.000')

      await page.goto(`${rig.url}/contacts/fields`)
      await page.getByRole('button', { name: /^Total/ }).click(PATIENCE)
      await page.getByRole('dialog').getByText('Hitung total').waitFor(PATIENCE)
      await page.getByRole('textbox', { name: 'Nama di pesan dan rumus' }).fill('harga')
      await page.getByRole('dialog').getByRole('button', { name: 'Simpan' }).click()
      await page.getByText('Sekarang bernama harga; 1 draf ikut diganti.').waitFor(PATIENCE)
      await phone.text('beli')
      await phone.text('6')
      await phone.hears('Totalnya Rp90.000')
      const draft = (await owner.call('GET', `/api/flows/${id}`)).body
      assert.equal(draft.definition.nodes.much.text, 'Totalnya {{ harga | rupiah }}')
      assert.equal(draft.flow.errors, 0)
      await page.getByRole('button', { name: 'Urungkan' }).click()
      await until('the name is taken back', async () => {
        const { body } = await owner.call('GET', `/api/flows/${id}`)
        return body.definition.nodes.much.text === 'Totalnya {{ total | rupiah }}'
      })
    })
    assert.deepEqual(faults, [])
  } finally {
    await browser.close()
  }
})

async function makeField(page: Page, label: string, type: string): Promise<void> {
  await page.getByRole('button', { name: 'Field baru' }).click(PATIENCE)
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Nama field' }).fill(label)
  await choose(page, 'Jenis isi', type)
  await dialog.getByRole('button', { name: 'Simpan' }).click()
  await dialog.waitFor({ state: 'detached', ...PATIENCE })
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click(PATIENCE)
  await page.getByRole('option', { name: option, exact: true }).click(PATIENCE)
}

/** Opens a list that is found by typing, and takes one of it. */
async function pick(page: Page, box: Locator, option: RegExp): Promise<void> {
  await box.click(PATIENCE)
  await until('the list opens', async () => {
    await page.keyboard.press('ArrowDown')
    return (await page.getByRole('option', { name: option }).count()) > 0
  })
  await page.getByRole('option', { name: option }).first().click(PATIENCE)
}

/** Brings a step into sight and opens it. */
async function open(page: Page, title: string): Promise<void> {
  const card = page.locator('.react-flow__node').filter({ hasText: title })
  await page.getByRole('button', { name: 'Tampilkan semua' }).click(PATIENCE)
  await rests(page)
  await card.click({ ...PATIENCE, position: { x: 60, y: 12 } })
  await page.getByRole('complementary').or(page.locator('aside')).first().waitFor(PATIENCE)
}
