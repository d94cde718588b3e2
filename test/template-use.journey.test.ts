import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DESK, openBrowser, openPage } from './browser.ts'
import { type Loose, openRig, phoneOf } from './rig.ts'
import { take } from './stage.ts'
import { flowFile } from './team.ts'

const PATIENCE = { timeout: 20_000 }
const NAME = 'pengingat_pesanan'

test('in the browser a template shows where it is used, and its pause is told wherever that matters', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner)
  await take(owner, 'POST', '/api/templates/sync', {})
  const { items } = await take(owner, 'GET', `/api/templates?search=${NAME}`)
  const { template, id } = items[0]
  const body = [
    { name: '1', text: 'Dewi' },
    { name: '2', text: 'KS-1' },
  ]
  const remind = { kind: 'template', name: 'Pengingat ambil', template, body }
  const file = flowFile('Ingatkan ambil', { keywords: ['ambil'] }, { remind })
  const { flow } = await take(owner, 'POST', '/api/flows/import', { file })
  await take(owner, 'POST', `/api/flows/${flow.id}/publish`, {})
  const browser = await openBrowser()
  try {
    const { page, faults } = await openPage(browser, rig.url, DESK, owner)

    await t.test('the list counts the flows, the page names the step and opens it', async () => {
      await page.goto(`${rig.url}/templates`)
      await page.getByRole('link', { name: /pengingat_pesanan.*1 flow/ }).click(PATIENCE)
      await page.getByRole('link', { name: 'Langkah “Pengingat ambil”' }).click(PATIENCE)
      await page.getByRole('combobox', { name: 'Template' }).waitFor(PATIENCE)
      await page.waitForURL(({ search }) => !search.includes('step='))
    })

    await t.test('paused by Meta, home, the flows, the list and the page say so by themselves', async () => {
      await page.goto(`${rig.url}/home`)
      await page.getByText('Perlu perhatian').waitFor(PATIENCE)
      const { templates } = await phone.control('GET', '')
      const held = templates.find((one: Loose) => one.name === NAME)
      await phone.control('PATCH', `/templates/${held.id}`, { status: 'PAUSED' })
      await page.getByRole('heading', { name: 'Template yang tidak bisa dikirim' }).waitFor(PATIENCE)
      await page.getByText('Dipakai flow atau siaran yang aktif: Ingatkan ambil').waitFor(PATIENCE)
      await page.goto(`${rig.url}/flows`)
      await page.getByText(`Template ${NAME} tidak bisa dikirim: Meta menahannya`).waitFor(PATIENCE)
      await page.goto(`${rig.url}/templates`)
      await page.getByText('1 template yang dipakai tidak bisa dikirim').waitFor(PATIENCE)
      await page.goto(`${rig.url}/templates/${id}`)
      await page.getByText('Template ini masih dipakai, tetapi tidak bisa dikirim.').waitFor(PATIENCE)
    })

    await t.test('a change and a deletion ask first, and name what they touch', async () => {
      const text = page.getByRole('textbox', { name: 'Isi', exact: true })
      await text.fill((await text.inputValue()).replace('Halo', 'Hai'))
      await page.getByRole('button', { name: 'Kirim ke Meta' }).click()
      const asked = page.getByRole('dialog', { name: `Kirim perubahan ${NAME}?` })
      await asked.getByText('Ingatkan ambil').waitFor(PATIENCE)
      await asked.getByRole('button', { name: 'Batal' }).click()
      await asked.waitFor({ state: 'detached', ...PATIENCE })
      assert.equal((await take(owner, 'GET', `/api/templates/${id}`)).status, 'PAUSED')
      await page.getByRole('button', { name: 'Lainnya' }).click()
      await page.getByRole('menuitem', { name: 'Hapus…' }).click()
      const dialog = page.getByRole('dialog', { name: `Hapus ${NAME}?` })
      await dialog.getByText('Ingatkan ambil').waitFor(PATIENCE)
      await dialog.getByRole('button', { name: 'Hapus juga' }).click()
      await page.waitForURL(/\/templates$/)
      await page.getByText('Tidak ada di Meta').first().waitFor(PATIENCE)
    })
    assert.deepEqual(faults, [])
  } finally {
    await browser.close()
  }
})
