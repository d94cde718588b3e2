import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { DESK, openBrowser, openPage } from './browser.ts'
import { type Loose, openRig, until } from './rig.ts'
import { flowFile } from './team.ts'

const PATIENCE = { timeout: 20_000 }
const LEAD = flowFile(
  'Daftar anggota',
  { keywords: ['daftar'] },
  {
    ask: {
      kind: 'question',
      name: 'Tanya kota',
      text: 'Anda di kota mana?',
      answer: 'text',
      field: 'kota',
      next: { answered: 'tag' },
    },
    tag: {
      kind: 'action',
      name: 'Tandai anggota',
      actions: [{ do: 'addTag', tag: 'anggota' }],
      next: { next: 'thanks' },
    },
    thanks: { kind: 'message', name: 'Terima kasih', text: 'Terima kasih, {{ kota }} tercatat.' },
  },
)

test('of many untested steps the first twelve are named, and a press names the rest, by keyboard too', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const many = Array.from({ length: 16 }, (_, at) => at)
  const steps = many.map((at) => {
    const next = at < 15 ? { next: `m${at + 1}` } : {}
    return [`m${at}`, { kind: 'message', name: `Langkah ${at}`, text: `Teks ${at}`, next }] as const
  })
  const menu = { kind: 'question', text: 'Apa?', answer: 'text', next: { answered: 'm0' } }
  const file = flowFile('Panjang', { keywords: ['panjang'] }, { menu, ...Object.fromEntries(steps) })
  const { body } = await owner.call('POST', '/api/flows/import', { file })
  const { id } = body.flow
  const script = {
    ...{ name: 'Awal', at: '2026-01-05T03:00:00Z', customer: { name: 'Dewi', fields: {}, tags: [] } },
    steps: [{ says: 'panjang', expect: { outcome: 'waiting' } }],
  }
  const made = await owner.call('POST', `/api/flows/${id}/tests`, { script })
  assert.equal(made.status, 200, JSON.stringify(made.body))
  const browser = await openBrowser()
  try {
    const { page } = await openPage(browser, rig.url, DESK, owner)
    await page.goto(`${rig.url}/flows/${id}?panel=test`)
    const panel = page.getByRole('complementary', { name: 'Uji di ponsel' })
    await panel.getByRole('radio', { name: 'Tes' }).click(PATIENCE)
    await panel.getByText('16 langkah belum diuji').waitFor(PATIENCE)
    const last = panel.getByRole('button', { name: 'Langkah 15', exact: true })
    assert.equal(await last.count(), 0)
    await panel.getByRole('button', { name: 'dan 4 langkah lagi' }).press('Enter')
    await last.waitFor(PATIENCE)
    await panel
      .getByRole('button', { name: 'Langkah 12', exact: true })
      .and(page.locator(':focus'))
      .waitFor(PATIENCE)
  } finally {
    await browser.close()
  }
})

test('a talk on the phone becomes a test with one press; after a breaking edit it fails, names the step and the difference, and keeps the draft from going live', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const { body: imported } = await owner.call('POST', '/api/flows/import', { file: LEAD })
  const { id } = imported.flow
  const browser = await openBrowser()
  try {
    const { page, faults } = await openPage(browser, rig.url, DESK, owner)
    await page.goto(`${rig.url}/flows/${id}`)
    await page.getByRole('button', { name: 'Uji', exact: true }).click(PATIENCE)
    const panel = page.getByRole('complementary', { name: 'Uji di ponsel' })
    await panel.getByText('Ponsel ini menjalankan draf Anda.').waitFor(PATIENCE)
    const write = async (words: string) => {
      await panel.getByPlaceholder(/Ketik/).fill(words)
      await panel.getByPlaceholder(/Ketik/).press('Enter')
    }
    await write('daftar')
    await panel.getByText('Anda di kota mana?').first().waitFor(PATIENCE)
    await write('Bandung')
    await panel.getByText('Terima kasih, Bandung tercatat.').first().waitFor(PATIENCE)

    await t.test('it is recorded, and passes on the draft as it stands', async () => {
      await panel.getByRole('button', { name: 'Simpan sebagai tes' }).click()
      await page.getByText('Tes “daftar” tersimpan').waitFor(PATIENCE)
      await panel.getByRole('radio', { name: 'Tes' }).click()
      await panel.getByText('1 dari 1 tes lulus').waitFor(PATIENCE)
      const { body } = await owner.call('GET', `/api/flows/${id}/tests`)
      const [{ script }] = body.tests
      assert.deepEqual(script.customer.fields, {}, 'it begins before the field was known')
      assert.deepEqual(script.steps[1].says, 'Bandung')
      assert.deepEqual(script.steps[1].expect.fields, { kota: 'Bandung' })
      assert.deepEqual(script.steps[1].expect.tags, ['anggota'])
      assert.deepEqual(script.steps[1].expect.messages, [
        { node: 'thanks', text: 'Terima kasih, Bandung tercatat.' },
      ])
      await panel.getByRole('switch', { name: /Terbitkan hanya bila semua tes lulus/ }).click()
      await until(
        'publishing asks for tests',
        async () => (await owner.call('GET', `/api/flows/${id}/tests`)).body.required,
      )
    })

    await t.test('what is wrong with a test that is edited is told in words, at its place', async () => {
      await panel.getByRole('button', { name: 'Ubah tes “daftar”' }).click()
      const dialog = page.getByRole('dialog')
      const text = dialog.getByRole('textbox', { name: 'Isi tes (JSON)' })
      const whole = await text.inputValue()
      await text.fill(whole.replace('"daftar"', 'daftar'))
      await dialog.getByText(/^Ini bukan JSON yang utuh\./).waitFor(PATIENCE)
      await text.fill(whole.replace('"waiting"', '"menunggu"'))
      await dialog
        .getByText(/^Belum benar di steps\.0\.expect\.outcome: harus salah satu dari: waiting, /)
        .waitFor(PATIENCE)
      await dialog.getByRole('button', { name: 'Batal' }).click()
    })

    await t.test(
      'a breaking edit makes it fail at once, with the step and the difference in words',
      async () => {
        const card = page.locator('.react-flow__node', { hasText: 'Terima kasih' })
        await panel.getByRole('button', { name: 'Tutup' }).first().click()
        await card.click()
        const editor = page.getByRole('textbox', { name: 'Teks', exact: true })
        await editor.fill('Oke, sudah.')
        await page.getByRole('button', { name: 'Uji', exact: true }).click()
        await panel.getByRole('radio', { name: 'Tes' }).click()
        await panel.getByText('0 dari 1 tes lulus').waitFor(PATIENCE)
        const told =
          '“Terima kasih” seharusnya berkata “Terima kasih, Bandung tercatat.”, tetapi berkata “Oke, sudah.”.'
        await panel.getByText(told).waitFor(PATIENCE)
        const failed = page.locator('.step-card[data-tested="failed"]')
        await failed.first().waitFor(PATIENCE)
        assert.equal(await failed.count(), 1)
        assert.match((await failed.textContent()) ?? '', /Terima kasih/)
        await page.locator('.step-card[data-tested="passed"]').first().waitFor(PATIENCE)
      },
    )

    await t.test('the talk of before is replayed on the broken draft, and differs at its step', async () => {
      const past = panel.getByRole('region', { name: 'Putar ulang percakapan lama' })
      await past.getByRole('button').first().click()
      await panel.getByText('Berbeda di 1 langkah').waitFor(PATIENCE)
      const replay = panel.getByTestId('replay')
      await replay.getByText('“Terima kasih” seharusnya berkata', { exact: false }).waitFor(PATIENCE)
      await replay.getByRole('button', { name: /^2\. “Bandung”/ }).click()
      await page.locator('.step-card[data-trace="now"]', { hasText: 'Terima kasih' }).waitFor(PATIENCE)
    })

    await t.test('the server refuses to publish it, in the same words', async () => {
      await until('the draft is saved', async () => {
        const { body } = await owner.call('GET', `/api/flows/${id}`)
        return body.definition.nodes.thanks.text === 'Oke, sudah.'
      })
      const refused = await owner.call('POST', `/api/flows/${id}/publish`, {})
      assert.equal(refused.status, 422)
      assert.equal(refused.body.code, 'tests-failed')
      assert.match(refused.body.detail, /“daftar” gagal: “Terima kasih” seharusnya berkata/)
    })
    await t.test('the simulator page records too', async () => {
      await page.goto(`${rig.url}/simulator`)
      await page.getByRole('button', { name: 'Simpan sebagai tes' }).click(PATIENCE)
      await page.getByText('Tes “daftar” tersimpan').waitFor(PATIENCE)
      assert.equal((await owner.call('GET', `/api/flows/${id}/tests`)).body.tests.length, 2)
      const [, { id: second }] = (await owner.call('GET', `/api/flows/${id}/tests`)).body.tests
      assert.equal((await owner.call('DELETE', `/api/flows/${id}/tests/${second}`)).status, 200)
    })
    assert.deepEqual(faults, [])
  } finally {
    await browser.close()
  }

  await t.test(
    'the exported file carries the test, and the command line fails with the same words',
    async () => {
      const { body: file } = await owner.call('GET', `/api/flows/${id}/export`)
      assert.equal(file.flows[0].tests.length, 1)
      const folder = await mkdtemp(join(tmpdir(), 'wetalk-tests-'))
      const path = join(folder, 'flow.json')
      await writeFile(path, JSON.stringify(file))
      const broken = await wetalk(path)
      assert.equal(broken.code, 1)
      assert.match(broken.said, /✖ daftar[\s\S]*“Terima kasih” seharusnya berkata/)
      file.flows[0].definition.nodes.thanks.text = LEAD.definition.nodes.thanks.text
      await writeFile(path, JSON.stringify(file))
      const mended = await wetalk(folder)
      assert.equal(mended.code, 0, mended.said)
      assert.match(mended.said, /✔ daftar[\s\S]*1 dari 1 tes lulus/)
      await rm(folder, { recursive: true })
    },
  )
})

function wetalk(path: string): Promise<{ code: number; said: string }> {
  const script = join(import.meta.dirname, '../scripts/wetalk.ts')
  return new Promise((resolve) => {
    execFile(process.execPath, [script, 'test', path], (error: Loose, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, said: stdout + stderr }),
    )
  })
}
