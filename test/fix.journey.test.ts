import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DESK, openBrowser, openPage } from './browser.ts'
import { type Loose, openRig, phoneOf, until } from './rig.ts'
import { flowFile, onlyChat, traceOf } from './team.ts'

const HOUR = 3_600_000
const PATIENCE = { timeout: 20_000 }

const LATE = flowFile(
  'Kabar besok',
  { keywords: ['kabar'] },
  {
    soon: { kind: 'message', text: 'Kami kabari besok.', next: { next: 'sleep' } },
    sleep: {
      kind: 'wait',
      wait: { kind: 'for', length: { amount: 25, unit: 'hour' } },
      next: { next: 'tell' },
    },
    tell: { kind: 'message', name: 'Kabar', text: 'Ini kabar yang dijanjikan.' },
  },
)

test('a text behind a wait of 25 hours is found, shown with its path, mended by a press, and published', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const { body: imported } = await owner.call('POST', '/api/flows/import', { file: LATE })
  const { id } = imported.flow
  assert.deepEqual([imported.flow.errors, imported.flow.warnings], [0, 1], 'the server finds it too')
  const browser = await openBrowser()
  try {
    const { page, faults } = await openPage(browser, rig.url, DESK, owner)
    await page.goto(`${rig.url}/flows/${id}`)
    await page.getByRole('button', { name: /^Masalah/ }).click(PATIENCE)
    await page.getByRole('button', { name: /Kabar.*bisa keluar 25 jam/ }).click(PATIENCE)
    const marked = page.locator('.step-card[data-marked]')
    await marked.nth(1).waitFor(PATIENCE)
    assert.equal(await marked.count(), 2, 'the wait and the message stand out')
    const way = page.locator('.react-flow__edge.marked')
    await until('and so does the way between them', async () => (await way.count()) === 1)

    await page
      .getByRole('region', { name: 'Masalah' })
      .getByRole('button', { name: 'Periksa jendela 24 jam dulu' })
      .click()
    await page.getByText('Tidak ada masalah').waitFor(PATIENCE)
    await until('nothing is marked any more', async () => (await marked.count()) === 0)
    await page.getByRole('button', { name: 'Urungkan: Perbaiki' }).waitFor(PATIENCE)
    const draft = await until('the draft is saved', async () => {
      const { body } = await owner.call('GET', `/api/flows/${id}`)
      return body.flow.warnings === 0 && body
    })
    const nodes: Loose[] = Object.entries<Loose>(draft.definition.nodes).map(([key, node]) => ({
      key,
      ...node,
    }))
    const guard = nodes.find(({ kind }) => kind === 'condition')
    assert.deepEqual(guard?.next, { yes: 'tell' })
    assert.deepEqual(draft.definition.nodes.sleep.next, { next: guard?.key })

    await page.getByRole('button', { name: 'Terbitkan' }).click()
    await page.getByRole('dialog').getByText('Tidak ada masalah. Siap terbit.').waitFor(PATIENCE)
    await page.getByRole('dialog').getByRole('button', { name: 'Terbitkan' }).click()
    await page.getByText('v1 tayang.').waitFor(PATIENCE)
    assert.deepEqual(faults, [])
  } finally {
    await browser.close()
  }

  const phone = await phoneOf(rig, owner)
  await phone.text('kabar')
  await phone.hears('Kami kabari besok.')
  await phone.control('POST', '/clock', { advance: 25 * HOUR + 60_000 })
  const chat = await onlyChat(owner)
  const turn = await until('the alarm is in the trace', async () =>
    (await traceOf(owner, chat.id)).find(({ heard }) => heard.kind === 'alarm'),
  )
  assert.deepEqual(
    turn.steps.map(({ kind, outlet }: Loose) => [kind, outlet]),
    [
      ['wait', 'next'],
      ['condition', 'no'],
    ],
    'the guard ends the way, nothing is sent and nothing is refused',
  )
})
