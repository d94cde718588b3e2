import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DESK, openBrowser, openPage } from './browser.ts'
import { type Loose, openRig, phoneOf, until } from './rig.ts'
import { flowFile } from './team.ts'

const PATIENCE = { timeout: 20_000 }

const EMPTY_STEP = flowFile(
  'Ingatkan',
  { keywords: ['ingatkan'] },
  { remind: { kind: 'template', name: 'Pengingat' } },
)

test('a template is chosen and filled in the builder, and its pause is told there', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner)
  const hendra = await phoneOf(rig, owner, 1)
  await hendra.text('halo')
  await hendra.hears('Kopi Senja')
  const synced = await owner.call('POST', '/api/templates/sync', {})
  assert.equal(synced.status, 200, JSON.stringify(synced.body))
  const { body: imported } = await owner.call('POST', '/api/flows/import', { file: EMPTY_STEP })
  const { id } = imported.flow
  assert.equal(imported.flow.errors, 1, 'a step without a template cannot be published')
  const browser = await openBrowser()
  try {
    const { page, faults } = await openPage(browser, rig.url, DESK, owner)
    await page.goto(`${rig.url}/flows/${id}`)

    await t.test('the palette has the step, the step its templates', async () => {
      await page.getByRole('button', { name: 'Pesan template', exact: true }).waitFor(PATIENCE)
      await page.locator('.react-flow__node-step').nth(1).click(PATIENCE)
      await page.getByRole('combobox', { name: 'Template' }).click(PATIENCE)
      await page.getByRole('option', { name: /pengingat_pesanan/ }).click(PATIENCE)
      await page.getByRole('textbox', { name: '{{1}}', exact: true }).fill('Dewi')
      await page.getByRole('textbox', { name: '{{2}}', exact: true }).fill('KS-1')
      await page.getByText('Halo Dewi, pesanan nomor KS-1 sudah siap diambil.').first().waitFor(PATIENCE)
      await page.getByText('Tidak ada masalah').waitFor(PATIENCE)
    })

    await t.test(
      'chosen as the one who gets it, a contact is shown with their own values, or why nothing goes',
      async () => {
        const first = page.getByRole('textbox', { name: '{{1}}', exact: true })
        await first.fill('{{first_name}}')
        await page.getByRole('combobox', { name: 'Lihat sebagai kontak' }).click(PATIENCE)
        await page.getByRole('option', { name: /Hendra/ }).click(PATIENCE)
        await page.getByText('Halo Hendra, pesanan nomor KS-1 sudah siap diambil.').waitFor(PATIENCE)
        await first.fill('{{nama_panggilan}}')
        await page
          .getByText(/Tidak terkirim ke Hendra .*Nilai untuk \{\{1\}\} kosong dan tidak punya cadangan/)
          .waitFor(PATIENCE)
        await first.fill('Dewi')
      },
    )

    await t.test('what the builder keeps is the template as it is, with its ways out', async () => {
      const node = await until('the draft is saved', async () => {
        const { body } = await owner.call('GET', `/api/flows/${id}`)
        const { remind } = body.definition.nodes
        return body.flow.errors === 0 && remind.body.some(({ text }: Loose) => text === 'Dewi') && remind
      })
      assert.equal(node.template.name, 'pengingat_pesanan')
      assert.deepEqual(node.body.map(({ name, text }: Loose) => `${name} ${text}`).sort(), [
        '1 Dewi',
        '2 KS-1',
      ])
      const published = await owner.call('POST', `/api/flows/${id}/publish`, {})
      assert.equal(published.status, 200, JSON.stringify(published.body))
    })

    await t.test('when Meta pauses the template, the open builder says so at the step', async () => {
      const { templates } = await phone.control('GET', '')
      const held = templates.find((one: Loose) => one.name === 'pengingat_pesanan')
      await phone.control('PATCH', `/templates/${held.id}`, { status: 'PAUSED' })
      await page
        .getByText(/Template pengingat_pesanan sedang dijeda Meta/)
        .first()
        .waitFor(PATIENCE)
      const { body } = await owner.call('GET', `/api/flows/${id}/around`)
      assert.deepEqual(
        body.templates.map(({ status }: Loose) => status),
        ['PAUSED'],
      )
    })
    assert.deepEqual(faults, [])
  } finally {
    await browser.close()
  }
})
