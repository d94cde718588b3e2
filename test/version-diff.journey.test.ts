import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findings } from './axe.ts'
import { DESK, openBrowser, openPage, settle } from './browser.ts'
import { type Loose, openRig, type Phone, phoneOf, until } from './rig.ts'
import { flowFile, publishFlow } from './team.ts'
import { holdFirst } from './turn-steps.ts'

const PATIENCE = { timeout: 20_000 }
const ASK = {
  kind: 'question',
  name: 'Tanya ukuran',
  text: 'Ukuran berapa?',
  answer: 'text',
  field: 'ukuran',
  next: { answered: 'thanks' },
}
const FIRST = flowFile(
  'Ukuran',
  { keywords: ['ukuran'] },
  { ask: ASK, thanks: { kind: 'message', name: 'Terima kasih', text: 'Versi satu: {{ ukuran }}' } },
)
const NOTE = 'tanpa pertanyaan, sebab pelanggan lama hafal ukurannya dan bosan ditanya lagi'
const SECOND = {
  start: FIRST.definition.nodes.start,
  ask: { ...ASK, text: 'Ukurannya berapa, Kak?' },
  thanks: {
    kind: 'message',
    name: 'Terima kasih',
    text: 'Versi dua: {{ ukuran }}',
    next: { next: 'team' },
  },
  team: { kind: 'handover', name: 'Serahkan ke tim' },
}

test('at publishing one chooses what becomes of those who wait: they finish, move, or start over', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const id = await publishFlow(owner, FIRST)
  const phone = await phoneOf(rig, owner, 0)
  const begin = async (who: Phone, words: string) => {
    await who.text('ukuran')
    await until('the question came', async () => {
      const { bubbles } = await who.thread()
      return (bubbles.at(-1) as Loose)?.content.text === words
    })
  }
  const publish = async (nodes: Loose, runs: string) => {
    const { body: draft } = await owner.call('GET', `/api/flows/${id}`)
    const definition = { ...draft.definition, nodes }
    const saved = await owner.call('PUT', `/api/flows/${id}/draft`, { ...draft, definition })
    assert.equal(saved.status, 200, JSON.stringify(saved.body))
    const { status, body } = await owner.call('POST', `/api/flows/${id}/publish`, { runs })
    assert.equal(status, 200, JSON.stringify(body))
    return body.people
  }
  const first = FIRST.definition.nodes

  await t.test('who finishes hears the old words', async () => {
    await begin(phone, 'Ukuran berapa?')
    assert.deepEqual(await publish(SECOND, 'finish'), { moved: 0, restarted: 0, finishing: 1 })
    await phone.text('40')
    await phone.hears('Versi satu: 40')
  })
  await t.test('who is moved answers the old question and hears the new words', async () => {
    await begin(phone, 'Ukurannya berapa, Kak?')
    assert.deepEqual(await publish(first, 'move'), { moved: 1, restarted: 0, finishing: 0 })
    await phone.text('41')
    await phone.hears('Versi satu: 41')
  })
  await t.test('who stands at a step that is gone finishes in the old version', async () => {
    await begin(phone, 'Ukuran berapa?')
    const gone = { start: { ...first.start, next: { next: 'thanks' } }, thanks: first.thanks }
    assert.deepEqual(await publish(gone, 'move'), { moved: 0, restarted: 0, finishing: 1 })
    await phone.text('42')
    await phone.hears('Versi satu: 42')
  })
  await t.test('who starts over is asked again at once, by the new version', async () => {
    await publish(first, 'finish')
    await begin(phone, 'Ukuran berapa?')
    assert.deepEqual(await publish(SECOND, 'restart'), { moved: 0, restarted: 1, finishing: 0 })
    // The same words were heard before: it must be the newest message.
    await until('asked again', async () => {
      const { bubbles } = await phone.thread()
      return (bubbles.at(-1) as Loose)?.content.text === 'Ukurannya berapa, Kak?'
    })
    await phone.text('43')
    await phone.hears('Versi dua: 43')
  })
})

test('two versions are compared in words and on the canvas, the older one is restored into the draft, undoably, and a third is for some first', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const id = await publishFlow(owner, FIRST)
  const { body: draft } = await owner.call('GET', `/api/flows/${id}`)
  const { ask: _gone, ...nodes } = SECOND
  const definition = {
    ...draft.definition,
    nodes: { ...nodes, start: { ...nodes.start, next: { next: 'thanks' } } },
  }
  await owner.call('PUT', `/api/flows/${id}/draft`, { ...draft, definition })
  await owner.call('POST', `/api/flows/${id}/publish`, { note: NOTE })
  const browser = await openBrowser()
  try {
    const opened = await openPage(browser, rig.url, DESK, owner)
    const { page, faults } = opened
    await page.goto(`${rig.url}/flows/${id}?panel=history`)
    const panel = page.getByRole('complementary', { name: 'Riwayat versi' })
    const older = panel.getByRole('listitem').filter({ hasText: 'v1' })
    const note = panel.getByText(NOTE, { exact: true })
    await note.waitFor(PATIENCE)
    const isWhole = await note.evaluate((it) => it.scrollWidth <= it.clientWidth)
    assert.ok(isWhole, 'a note is read to its end')
    await older.getByRole('button', { name: 'Bandingkan' }).click()
    const told = panel.getByRole('region', { name: 'Perbandingan' })
    await told.getByText('“Versi satu: {{ ukuran }}”').waitFor(PATIENCE)
    await told.getByText('“Versi dua: {{ ukuran }}”').waitFor(PATIENCE)
    await told.getByText('+1 ~2 −1').waitFor(PATIENCE)
    const card = (change: string) => page.locator(`.step-card[data-change="${change}"]`)
    await card('added').filter({ hasText: 'Serahkan ke tim' }).waitFor(PATIENCE)
    await card('changed').filter({ hasText: 'Terima kasih' }).waitFor(PATIENCE)
    await card('removed').filter({ hasText: 'Tanya ukuran' }).waitFor(PATIENCE)

    const step = page.locator('.step-card', { hasText: 'Tanya ukuran' })
    const restoreAndUndo = async () => {
      await older.getByRole('button', { name: 'Pulihkan ke draf' }).click()
      await told.waitFor({ state: 'detached', ...PATIENCE })
      await step.waitFor(PATIENCE)
      await page.getByRole('button', { name: /^Urungkan/ }).click(PATIENCE)
      await step.waitFor({ state: 'detached', ...PATIENCE })
    }
    await restoreAndUndo() // which ends the comparison
    await older.getByRole('button', { name: 'Bandingkan' }).click()
    await card('removed').waitFor(PATIENCE)
    await told.getByRole('button', { name: 'Berhenti membandingkan' }).click()
    await card('removed').waitFor({ state: 'detached', ...PATIENCE })
    const bothHeard = await holdFirst(page, /\/versions\/[^/]+$/, 'back')
    await older.getByRole('button', { name: 'Lihat' }).click()
    await panel.getByRole('listitem').filter({ hasText: 'v2' }).getByRole('button', { name: 'Lihat' }).click()
    await bothHeard()
    await settle(opened)
    await page.getByText('Anda melihat v2.').waitFor(PATIENCE)
    await page.getByRole('button', { name: 'Kembali ke draf' }).click()
    const bothRestored = await holdFirst(page, /\/versions\/[^/]+$/, 'back')
    await older.getByRole('button', { name: 'Pulihkan ke draf' }).click()
    const newer = panel.getByRole('listitem').filter({ hasText: 'v2' })
    await newer.getByRole('button', { name: 'Pulihkan ke draf' }).click()
    await page.getByText('v2 dipulihkan ke draf.').waitFor(PATIENCE)
    await bothRestored()
    await settle(opened)
    assert.equal(await step.count(), 0, 'of two restores the one asked for last stands')
    await restoreAndUndo()

    const seen = async () => (await owner.call('GET', `/api/flows/${id}`)).body.flow
    await page.getByRole('button', { name: 'Terbitkan' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: /^Sebagian kontak dulu/ }).check(PATIENCE)
    await dialog.getByRole('slider', { name: 'Persentase kontak' }).fill('30')
    await dialog.getByRole('button', { name: 'Terbitkan' }).click()
    const release = panel.getByRole('region', { name: 'Rilis bertahap' })
    await release.getByText(/^v3 dicoba oleh 30% kontak sejak .* Sisanya memakai v2\.$/).waitFor(PATIENCE)
    await page.locator('h1').getByText('v3 untuk 30%').waitFor(PATIENCE)
    await panel.getByRole('listitem').filter({ hasText: 'v2' }).getByText('70% kontak').waitFor(PATIENCE)
    const phone = await phoneOf(rig, owner, 0)
    await phone.text('ukuran')
    await release.getByRole('row', { name: /^Dimulai/ }).waitFor(PATIENCE)

    assert.deepEqual(await findings(page), [])
    await release.getByRole('button', { name: 'Ubah persentase' }).click()
    await release.getByRole('slider', { name: 'Persentase kontak' }).fill('55')
    await release.getByRole('button', { name: 'Terapkan 55%' }).click()
    await page.locator('h1').getByText('v3 untuk 55%').waitFor(PATIENCE)
    assert.deepEqual((await seen()).canary, { version: 3, share: 55 })
    await release.getByRole('button', { name: 'Tarik kembali' }).click()
    await dialog.getByRole('button', { name: 'Batal' }).click()
    await release.getByRole('button', { name: 'Pakai untuk semua' }).click()
    await dialog.getByRole('button', { name: 'Pakai untuk semua' }).click()
    await page.getByText('v3 sekarang dipakai semua kontak.').waitFor(PATIENCE)
    await release.waitFor({ state: 'detached', ...PATIENCE })
    assert.deepEqual([(await seen()).version, (await seen()).canary], [3, null])

    // What is asked of those who call the flow changes: the dialog names who would no longer fit.
    const call = { kind: 'subflow', flow: id }
    const caller = await publishFlow(owner, flowFile('Pemesan', { keywords: ['pesan'] }, { call }))
    const { body: latest } = await owner.call('GET', `/api/flows/${id}`)
    latest.definition.nodes.start.inputs = [{ key: 'kota', type: 'text' }]
    await owner.call('PUT', `/api/flows/${id}/draft`, latest)
    await page.reload()
    const { promise: heard, resolve: answer } = Promise.withResolvers<void>()
    await page.route('**/broken-callers', async (route) => {
      await heard
      await route.continue()
    })
    await page.getByRole('button', { name: 'Terbitkan', exact: true }).click(PATIENCE)
    const publish = dialog.getByRole('button', { name: 'Terbitkan' })
    await until('one more Enter would do it', async () => publish.evaluate((it) => it.matches(':focus')))
    await page.keyboard.press('Enter')
    answer()
    await dialog
      .getByRole('status')
      .and(page.locator(':focus'))
      .getByText('1 flow yang memanggil flow ini tidak akan cocok lagi:')
      .waitFor(PATIENCE)
    assert.equal((await seen()).version, 3, 'nothing is published before the warning is heard')
    await dialog.getByText('Masukan kota wajib diisi untuk flow itu.').waitFor(PATIENCE)
    await dialog.getByRole('link', { name: 'Pemesan' }).click()
    await page.waitForURL(`**/flows/${caller}*`, PATIENCE)
    await page.locator('.step-card', { hasText: 'Sub-flow' }).waitFor(PATIENCE)
    assert.deepEqual(faults, [])
  } finally {
    await browser.close()
  }
})
