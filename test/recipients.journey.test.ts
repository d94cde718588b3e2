import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DESK, openBrowser, openPage } from './browser.ts'
import { openRig, phoneOf, until } from './rig.ts'
import { flowFile, messagesOf, onlyChat, publishFlow, traceOf } from './team.ts'

const ASK = flowFile('Tanya', { keywords: ['tanya'] }, { say: { kind: 'message', text: 'Silakan, kak.' } })

test('whom a test number may write to is written down on the channel page, and anyone else is refused with the remedy', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  await publishFlow(owner, ASK)
  const phone = await phoneOf(rig, owner)
  await phone.text('halo')
  await phone.hears('Kopi Senja')
  const chat = await onlyChat(owner)
  const [number] = (await owner.call('GET', '/api/numbers')).body
  assert.equal(number.test, true)
  const path = `/api/numbers/${number.id}/recipients`
  const judge = async () =>
    (await owner.call('POST', `/api/chats/${chat.id}/judge`, { draft: { kind: 'text', text: 'Halo' } })).body
  assert.equal((await owner.call('GET', path)).body.recipients, null)
  assert.equal((await judge()).answer, 'send', 'nobody told us: Meta judges')

  await t.test(
    'a list that we know refuses who is not on it: composer, API, flow and trace alike',
    async () => {
      const saved = await owner.call('PUT', path, { recipients: ['+62 857-1120-4410'] })
      assert.deepEqual(saved.body, { recipients: ['6285711204410'] })
      const asked = await judge()
      assert.deepEqual([asked.answer, asked.verdict.refusal], ['refuse', 'recipient-not-listed'])
      assert.equal(asked.verdict.rules.at(-1), 'recipient.listed')
      assert.deepEqual(
        [asked.verdict.facts.recipients, asked.verdict.facts.ask],
        [1, 'admin-lists-recipient'],
      )
      const draft = { kind: 'text', text: 'Halo' }
      const sent = await owner.call('POST', `/api/chats/${chat.id}/messages`, { draft })
      assert.deepEqual([sent.status, sent.body.code], [422, 'recipient-not-listed'])
      await phone.text('tanya')
      const [step] = await until('the flow spoke', async () => {
        const steps = (await traceOf(owner, chat.id)).flatMap(({ steps }) => steps)
        const refused = steps.filter(({ sent }) => sent[0]?.verdict?.allowed === false)
        return refused.length > 0 && refused
      })
      assert.deepEqual(step.sent[0].verdict, asked.verdict)
      const message = (await messagesOf(owner, chat.id)).find(({ id }) => id === step.sent[0].messageId)
      assert.equal(message?.state, 'refused')
    },
  )

  await t.test('a number without its country code, and one too many, are no recipients', async () => {
    const bad = await owner.call('PUT', path, { recipients: ['0812 8841 2093'] })
    assert.deepEqual([bad.status, bad.body.code], [422, 'recipient-invalid'])
    const six = Array.from({ length: 6 }, (_, at) => `62811000000${at}`)
    assert.equal((await owner.call('PUT', path, { recipients: six })).status, 422)
  })

  await t.test('an admin adds the customer on the channel page, and the message goes', async () => {
    const browser = await openBrowser()
    try {
      const { page, faults } = await openPage(browser, rig.url, DESK, owner)
      await page.goto(`${rig.url}/channels`)
      await page
        .getByRole('button', { name: /^Tindakan/ })
        .first()
        .click()
      await page.getByRole('menuitem', { name: 'Penerima nomor uji' }).click()
      await page.getByText('1 dari 5 penerima').waitFor()
      await page.getByLabel('Tambah penerima').fill('+62 812-8841-2093')
      await page.getByRole('button', { name: 'Tambah', exact: true }).click()
      await page.getByText('2 dari 5 penerima').waitFor()
      assert.equal((await judge()).answer, 'send')
      assert.deepEqual(faults, [])
    } finally {
      await browser.close()
    }
  })
})
