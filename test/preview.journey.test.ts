import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DESK, openBrowser, openPage } from './browser.ts'
import { type Loose, openRig, phoneOf, until } from './rig.ts'
import { readRows } from './rows.ts'
import { flowFile, publishFlow } from './team.ts'
import { holdFirst } from './turn-steps.ts'

const PATIENCE = { timeout: 20_000 }
const SHOP = flowFile(
  'Menu kopi',
  { keywords: ['kopi'] },
  {
    hello: {
      kind: 'message',
      name: 'Salam',
      text: 'Versi terbit',
      buttons: [
        { id: 'a', title: 'Katalog' },
        { id: 'b', title: 'Bantuan' },
      ],
      next: { 'button:a': 'catalog', 'button:b': 'help' },
    },
    catalog: { kind: 'message', name: 'Katalog', text: 'Ini katalog kami.' },
    help: { kind: 'message', name: 'Bantuan', text: 'Ada yang bisa dibantu, *{{ first_name }}*?' },
  },
)

test('“Uji” runs the draft for one simulated customer, lights up its way, and leaves everybody else on what is live', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const id = await publishFlow(owner, SHOP)
  const { body: draft } = await owner.call('GET', `/api/flows/${id}`)
  draft.definition.nodes.hello.text = 'Kata dari draf'
  const { definition, layout, revision } = draft
  await owner.call('PUT', `/api/flows/${id}/draft`, { definition, layout, revision })
  const [tester, other] = [await phoneOf(rig, owner, 0), await phoneOf(rig, owner, 1)]
  const browser = await openBrowser()
  try {
    const { page, faults } = await openPage(browser, rig.url, DESK, owner)
    await page.goto(`${rig.url}/flows/${id}`)
    await page.getByRole('button', { name: 'Uji', exact: true }).click(PATIENCE)
    await page.getByText('Ponsel ini menjalankan draf Anda.').waitFor(PATIENCE)
    await page.locator('.step-card').getByText('Ada yang bisa dibantu, first_name?').waitFor(PATIENCE)
    const phone = page.getByRole('complementary', { name: 'Uji di ponsel' })
    await phone.getByRole('button', { name: 'Kirim “kopi”' }).click(PATIENCE)
    await phone.getByText('Kata dari draf').first().waitFor(PATIENCE)
    await phone.getByRole('button', { name: 'Katalog', exact: true }).first().click(PATIENCE)
    await phone.getByText('Ini katalog kami.').first().waitFor(PATIENCE)
    const lit = page.locator('.step-card[data-trace="now"]')
    await lit.filter({ hasText: 'Ini katalog kami.' }).waitFor(PATIENCE)
    assert.equal(await page.locator('.step-card[data-trace="off"]').count(), 1, 'the help step is dimmed')

    await other.text('kopi')
    await other.hears('Versi terbit')

    await page.getByRole('button', { name: 'Mulai percakapan dari awal' }).click()
    await page
      .locator('.step-card[data-trace]')
      .first()
      .waitFor({ state: 'detached', ...PATIENCE })
    await page.getByRole('button', { name: 'Tutup' }).first().click()
    await until('the trial is over', async () => {
      await tester.text('kopi')
      const { bubbles } = await tester.thread()
      return bubbles.some(({ content }: Loose) => content.text === 'Versi terbit')
    })
    const bothHeard = await holdFirst(page, /\/preview(\/end)?$/, 'there')
    const begins = page.waitForRequest(/\/preview$/)
    await page.getByRole('button', { name: 'Uji', exact: true }).click()
    await begins
    await page.getByRole('button', { name: 'Tutup' }).first().click()
    await bothHeard()
    const trials = await readRows(rig.database, 'select 1 from preview')
    assert.deepEqual(trials, [], 'a trial that begins slowly is ended too')
    await page.getByRole('button', { name: 'Uji', exact: true }).click()
    await page.getByText('Ponsel ini menjalankan draf Anda.').waitFor(PATIENCE)
    await tester.text('kopi')
    await until('the draft answers', async () => lastSaid(await tester.thread()) === 'Kata dari draf')
    assert.deepEqual(faults, [])
    await page.goto('about:blank')
    await until('leaving the page ends the trial too', async () => {
      await tester.text('kopi')
      return lastSaid(await tester.thread()) === 'Versi terbit'
    })
  } finally {
    await browser.close()
  }
})

function lastSaid({ bubbles }: Loose): string {
  return bubbles.findLast(({ from }: Loose) => from === 'business')?.content.text
}

test('a draft is refused to customers of a channel that is not simulated, and a flow that was never published can be tried, with or without a keyword', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const { body: imported } = await owner.call('POST', '/api/flows/import', {
    file: { ...SHOP, name: 'Belum terbit' },
  })
  const { id } = imported.flow
  const { body: channel } = await owner.call('GET', '/api/channel')
  const { numbers } = channel
  const phone = await phoneOf(rig, owner, 0)
  const world = await phone.control('GET', '')
  const mine = world.customers[0]
  const body = { numberId: numbers[0].id, customer: `wa:${mine.waId}` }
  assert.equal((await owner.call('POST', `/api/flows/${id}/preview`, body)).status, 200)
  await phone.text('kopi')
  await phone.hears('Versi terbit')
  const { body: chats } = await owner.call('GET', '/api/chats')
  const { body: trace } = await owner.call('GET', `/api/chats/${chats.items[0].id}/trace`)
  assert.equal(trace.items[0].flow.version, null, 'the trace says that it was a draft')
  assert.equal((await owner.call('POST', `/api/flows/${id}/preview/end`, body)).status, 200)
  const unheard = flowFile('Tanpa pemicu', {}, { hello: { kind: 'message', text: 'Draf tanpa kata kunci' } })
  const { body: second } = await owner.call('POST', '/api/flows/import', { file: unheard })
  assert.equal((await owner.call('POST', `/api/flows/${second.flow.id}/preview`, body)).status, 200)
  await phone.text('halo')
  await phone.hears('Draf tanpa kata kunci')
  assert.equal((await owner.call('POST', `/api/flows/${second.flow.id}/preview/end`, body)).status, 200)
  await owner.call('POST', '/api/channel/disconnect', { confirm: 'PUTUSKAN' })
  const refused = await owner.call('POST', `/api/flows/${id}/preview`, body)
  assert.ok([404, 409].includes(refused.status), JSON.stringify(refused.body))
  assert.equal((await owner.call('DELETE', `/api/flows/${id}`)).status, 200, 'and its snapshots go with it')
})
