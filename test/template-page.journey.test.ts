import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DESK, openBrowser, openPage } from './browser.ts'
import { type Loose, openRig, phoneOf, until } from './rig.ts'
import { readRows } from './rows.ts'
import { take } from './stage.ts'

const HOUR = 3_600_000
const PATIENCE = { timeout: 20_000 }

test('in the browser a template is written, mended by the rules, submitted, rejected, approved and sent', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner)
  await phone.control('PATCH', '', { reviewAfter: 24 * HOUR })
  const browser = await openBrowser()
  const { page, context, faults } = await openPage(browser, rig.url, DESK, owner)
  const submit = page.getByRole('button', { name: 'Kirim ke Meta' })
  const body = page.getByRole('textbox', { name: 'Isi', exact: true })

  await t.test('synchronised, the list shows what the account has and says what is new', async () => {
    await page.goto(`${rig.url}/templates`)
    await page.getByRole('link', { name: /pengingat_pesanan/ }).waitFor(PATIENCE) // read when the account was connected
    await readRows(rig.database, `delete from template where name = 'pengingat_pesanan' returning 1 as one`)
    await page.getByRole('button', { name: 'Sinkronkan Template WhatsApp' }).first().click()
    await page.getByText(/\d baru/).waitFor(PATIENCE)
    await page.getByRole('link', { name: /pengingat_pesanan/ }).waitFor(PATIENCE)
  })

  await t.test(
    'a purpose gives a text that passes; a variable at its start forbids submitting and says why',
    async () => {
      await page.getByRole('link', { name: 'Template baru' }).click()
      await page.getByRole('link', { name: /Update pengiriman/ }).click()
      await body.waitFor(PATIENCE)
      await until('it may be submitted', () => submit.isEnabled())
      const good = await body.inputValue()
      await body.fill(`{{1}} ${good.replace('{{1}}', 'Kakak')}`)
      await page.getByText('1 harus diperbaiki').waitFor(PATIENCE)
      assert.equal(await submit.isEnabled(), false)
      await body.fill(good)
      await page.getByText('1 harus diperbaiki').waitFor({ state: 'detached', ...PATIENCE })
      await page.getByRole('textbox', { name: 'Nama template' }).fill('Kabar Pengiriman')
      await page.getByRole('heading', { level: 1, name: /^kabar_pengiriman/ }).waitFor(PATIENCE)
    },
  )

  await t.test(
    'a name that is taken is refused with a sentence, and nothing that was written is lost',
    async () => {
      await page.getByRole('textbox', { name: 'Nama template' }).fill('pengingat_pesanan')
      await page.getByRole('button', { name: 'Simpan draf' }).click()
      await page.getByText('Sudah ada template pengingat_pesanan').waitFor(PATIENCE)
      await page.getByRole('textbox', { name: 'Nama template' }).fill('kabar_pengiriman')
    },
  )

  await t.test(
    'submitted it waits; the rejection comes to the open page with its reason in plain words',
    async () => {
      await submit.click()
      await page.getByText('Meta sedang meninjau').waitFor(PATIENCE)
      const { templates } = await phone.control('GET', '')
      const { id } = templates.find(({ name }: Loose) => name === 'kabar_pengiriman')
      await phone.control('PATCH', `/templates/${id}`, { status: 'REJECTED', reason: 'PROMOTIONAL' })
      await page.getByText('Meta menolak template ini: Isi terdengar seperti promosi.').waitFor(PATIENCE)
      await body.fill((await body.inputValue()).replace('Halo', 'Hai'))
      await submit.click()
      await page.getByText('Meta sedang meninjau').waitFor(PATIENCE)
      await phone.control('PATCH', `/templates/${id}`, { status: 'APPROVED' })
      await page.getByText('Disetujui').first().waitFor(PATIENCE)
    },
  )

  await t.test('what is written while it is being saved stays, and is not left without a word', async () => {
    const kept = await body.inputValue()
    const gate = Promise.withResolvers<void>()
    await page.route('**/api/templates/*', async (route) => {
      if (route.request().method() === 'PUT') await gate.promise
      await route.continue()
    })
    await body.fill(`${kept} Terima kasih.`)
    await page.getByRole('button', { name: 'Simpan draf' }).click()
    await body.fill(`${kept} Terima kasih banyak.`)
    gate.resolve()
    await page.getByText(/· belum disimpan/).waitFor(PATIENCE)
    assert.equal(await body.inputValue(), `${kept} Terima kasih banyak.`)
    await page.getByRole('link', { name: 'Ke daftar template' }).click()
    const dialog = page.getByRole('dialog', { name: 'Perubahan belum disimpan' })
    await dialog.getByRole('button', { name: 'Tetap di sini' }).click(PATIENCE)
    assert.equal(await body.inputValue(), `${kept} Terima kasih banyak.`)
    await page.getByRole('link', { name: 'Ke daftar template' }).click()
    await dialog.getByRole('button', { name: 'Simpan draf, lalu keluar' }).click(PATIENCE)
    await page.getByRole('heading', { level: 1, name: 'Template' }).waitFor(PATIENCE)
    const { items } = await take(owner, 'GET', '/api/templates?search=kabar_pengiriman')
    assert.equal(items[0].draft.body.text, `${kept} Terima kasih banyak.`)
  })

  await t.test(
    'from the closed window it is chosen, filled and sent; an empty value is named first',
    async () => {
      await phone.text('halo')
      await phone.hears('Kopi Senja')
      await phone.control('POST', '/clock', { advance: 25 * HOUR })
      const [chat] = (await take(owner, 'GET', '/api/chats')).items
      await page.goto(`${rig.url}/inbox/${chat.id}`)
      await page.getByRole('button', { name: 'Saya ingin mengirim pesan template' }).click(PATIENCE)
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: /kabar_pengiriman/ }).click(PATIENCE)
      const send = dialog.getByRole('button', { name: 'Kirim', exact: true })
      await send.click(PATIENCE)
      await dialog.getByText('Nilai untuk {{1}} belum ada.').waitFor(PATIENCE)
      const values = dialog.getByRole('textbox')
      for (let at = 0; at < (await values.count()); at++) await values.nth(at).fill(`nilai ${at + 1}`)
      await send.click()
      await dialog.waitFor({ state: 'detached', ...PATIENCE })
      const bubble = await phone.hears('Hai nilai 1')
      assert.equal(bubble.content.template.name, 'kabar_pengiriman')
      await page.getByText('Hai nilai 1').first().waitFor(PATIENCE)
    },
  )

  const told = faults.filter((fault) => !/status of 409/.test(fault))
  assert.deepEqual(told, [], 'but for the refusal the browser has nothing to note')
  await context.close()
  await browser.close()
})
