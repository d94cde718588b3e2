import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DESK, openBrowser, openPage } from './browser.ts'
import { type Loose, openRig, phoneOf, until } from './rig.ts'
import { take } from './stage.ts'

const HOUR = 3_600_000
const PATIENCE = { timeout: 20_000 }

test('in the browser a broadcast is written, estimated, sent to three phones outside the window, watched, and stopped by its template', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phones = await Promise.all([0, 1, 2].map((customer) => phoneOf(rig, owner, customer, 1)))
  const [first, second] = phones
  assert.ok(first && second)
  for (const phone of phones) {
    await phone.text('halo')
    await phone.hears('Kopi Senja')
  }
  await take(owner, 'POST', '/api/templates/sync', {})
  await first.control('POST', '/clock', { advance: 25 * HOUR })
  const browser = await openBrowser()
  const { page, context, faults } = await openPage(browser, rig.url, DESK, owner)

  await t.test('the empty page teaches, and a draft says what is still missing', async () => {
    await page.goto(`${rig.url}/broadcasts`)
    await page.getByText('Belum ada siaran').waitFor(PATIENCE)
    await page.getByRole('button', { name: 'Siaran baru' }).first().click()
    await page.getByText('Pilih template yang disetujui.').waitFor(PATIENCE)
    await page.getByText('3 penerima').waitFor(PATIENCE)
    assert.equal(await page.getByRole('button', { name: 'Kirim sekarang' }).isEnabled(), false)
  })

  await t.test('a template is chosen and filled; the estimate and the message of each appear', async () => {
    await page.getByRole('textbox', { name: 'Nama siaran' }).fill('Pesanan siap')
    await page.getByRole('combobox', { name: 'Template' }).click()
    await page.getByRole('combobox', { name: 'Template' }).fill('pengingat')
    await page.getByRole('option', { name: /pengingat_pesanan/ }).click(PATIENCE)
    await page.getByRole('textbox', { name: '{{1}}', exact: true }).fill('{{first_name}}')
    await page.getByRole('textbox', { name: '{{2}}', exact: true }).fill('KS-77')
    await page.getByText(/pesanan nomor KS-77 sudah/).waitFor(PATIENCE)
    await page.getByText('Utilitas · Indonesia').waitFor(PATIENCE)
    await until('it may be sent', () => page.getByRole('button', { name: 'Kirim sekarang' }).isEnabled())
  })

  await t.test('a test goes to one phone, and sending hours are kept with the draft', async () => {
    const { customers } = await first.control('GET', '')
    const own = customers.find(({ id }: Loose) => id === first.customerId)
    await page.getByRole('button', { name: 'Kirim uji' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Nomor WhatsApp Anda' }).fill(`+${own.waId}`, PATIENCE)
    await dialog.getByRole('button', { name: 'Kirim uji' }).click()
    await dialog.getByText(/Pesan uji dikirim ke \+62/).waitFor(PATIENCE)
    await first.hears('nomor KS-77')
    await dialog.getByRole('button', { name: 'Kembali' }).click()
    const hours = page.getByRole('switch', { name: 'Hanya pada jam kirim' })
    await hours.click()
    await page.getByText(/Di luar jam ini siaran menunggu/).waitFor(PATIENCE)
    const [{ id }] = (await take(owner, 'GET', '/api/broadcasts')).items
    const kept = async () => (await take(owner, 'GET', `/api/broadcasts/${id}`)).hours
    await until('the hours are kept', async () => (await kept())?.from === '08:00')
    await hours.click()
    await until('at any time again', async () => (await kept()) === null)
  })

  await t.test(
    'confirmed it reaches the three phones, and their answers are counted on the open page',
    async () => {
      await page.getByRole('button', { name: 'Kirim sekarang' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByText('Kirim ke 3 penerima?').waitFor(PATIENCE)
      await dialog.getByRole('button', { name: 'Kirim sekarang' }).click()
      await page.getByText('3 dari 3 sudah diproses').waitFor(PATIENCE)
      const bubble = await until('the broadcast is on the phone', async () => {
        const { bubbles } = await first.thread()
        const both = bubbles.filter(({ content }) => content.template?.name === 'pengingat_pesanan')
        return both.length === 2 && both[1]
      })
      await first.say({ kind: 'tap', to: bubble.wamid, id: bubble.content.buttons?.[0]?.id })
      await second.control('POST', `/threads/${second.numberId}/${second.customerId}/look`, { open: true })
      const figure = (label: string) =>
        page.locator('dl > div').filter({ hasText: label }).locator('dd').first()
      await until('three arrived', async () => (await figure('Sampai').textContent()) === '3')
      await until('one answered', async () => (await figure('Membalas').textContent()) === '1')
      await until('one read it', async () => Number(await figure('Dibaca').textContent()) >= 1)
      await page.getByText('Saya ke sana').waitFor(PATIENCE)
      await page.getByText('Selesai', { exact: true }).first().waitFor(PATIENCE)
    },
  )

  await t.test(
    'a copy is scheduled; Meta pauses the template, and the page says so while it waits and when it stops',
    async () => {
      await page.getByRole('button', { name: 'Tindakan lain' }).click()
      await page.getByRole('menuitem', { name: 'Duplikat' }).click(PATIENCE)
      await page.getByText('Salinan Pesanan siap').first().waitFor(PATIENCE)
      await page.getByRole('radio', { name: 'Jadwalkan' }).click()
      const schedule = page.getByRole('button', { name: 'Jadwalkan', exact: true })
      await until('it may be scheduled', () => schedule.isEnabled())
      await schedule.click()
      await page.getByRole('dialog').getByRole('button', { name: 'Jadwalkan' }).click(PATIENCE)
      await page.getByText('Terjadwal').first().waitFor(PATIENCE)
      const { templates } = await first.control('GET', '')
      const { id } = templates.find(({ name }: Loose) => name === 'pengingat_pesanan')
      await first.control('PATCH', `/templates/${id}`, { status: 'PAUSED' })
      await page.getByText(/Template pengingat_pesanan sedang tidak bisa dikirim/).waitFor(PATIENCE)
      await first.control('POST', '/clock', { advance: 48 * HOUR })
      await page.getByText(/Siaran berhenti: Meta menjeda template pengingat_pesanan/).waitFor(PATIENCE)
      await page.getByRole('button', { name: 'Lanjutkan' }).waitFor(PATIENCE)
    },
  )

  await t.test(
    'old customers are pasted from a spreadsheet as contacts, and what is left out is said',
    async () => {
      await page.goto(`${rig.url}/contacts`)
      await page.getByRole('button', { name: 'Impor' }).click(PATIENCE)
      await page.getByRole('textbox', { name: 'Tag untuk semuanya' }).fill('pelanggan lama', PATIENCE)
      await page.getByRole('button', { name: 'Tempel' }).click()
      const rows = 'Nama\tNomor HP\tKota\nBudi, S.E.\t0812-9999-0001\tBandung\nPendek\t0812\t'
      await page.getByRole('textbox', { name: 'Baris dari spreadsheet' }).fill(rows, PATIENCE)
      await page.getByRole('button', { name: 'Tambahkan' }).click()
      await page.getByText('1 kontak baru.').waitFor(PATIENCE)
      await page.getByText(/Kolom yang tidak dipakai: Kota/).waitFor(PATIENCE)
      await page.getByText('Baris 3').waitFor(PATIENCE)
      await page.getByRole('button', { name: 'Tutup' }).last().click()
      await page.getByText('Budi, S.E.').waitFor(PATIENCE)
      const [contact] = (await take(owner, 'GET', '/api/contacts?tag=pelanggan%20lama')).items
      assert.equal(contact.phone, '6281299990001')
      const saved = page.waitForEvent('download', PATIENCE)
      await page.getByRole('button', { name: 'Unduh CSV' }).click()
      assert.equal((await saved).suggestedFilename(), 'kontak.csv')
    },
  )

  assert.deepEqual(faults, [])
  await context.close()
  await browser.close()
})
