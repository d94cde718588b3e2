import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explain } from '#core/policy/explain.ts'
import { DESK, openBrowser, openPage } from './browser.ts'
import { TOO_LATE } from './flows.ts'
import { openRig, phoneOf, until } from './rig.ts'
import { chatNow, messagesOf, onlyChat, openDemo, publishFlow, saidTo, stillAfter, traceOf } from './team.ts'

const HOUR = 3_600_000

test('after 24 hours of silence only templates leave: for agents, for the bot, and everyone is told why', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  await publishFlow(owner, TOO_LATE)
  const phone = await phoneOf(rig, owner)
  await phone.text('besok')
  await phone.hears('Kami kabari besok.')
  const chat = await onlyChat(owner)
  assert.ok(chat.windowEndsAt > chat.now, 'the customer just wrote')
  assert.ok(Math.abs(chat.windowEndsAt - chat.now - 24 * HOUR) < 60_000)
  const send = (draft: unknown, language: string) =>
    owner.call('POST', `/api/chats/${chat.id}/messages`, { draft }, { 'accept-language': language })

  await t.test('23 hours later an agent may still write', async () => {
    await phone.control('POST', '/clock', { advance: 23 * HOUR })
    await until(
      'the chat follows the clock',
      async () => (await chatNow(owner, chat.id)).now > chat.now + 22 * HOUR,
    )
    assert.equal((await send({ kind: 'text', text: 'masih sempat' }, 'id')).status, 200)
    await phone.hears('masih sempat')
    await owner.call('POST', `/api/chats/${chat.id}/bot`, { paused: false })
  })

  await t.test('25 hours later the chat says that its window has ended', async () => {
    await phone.control('POST', '/clock', { advance: 2 * HOUR + 60_000 })
    const later = await until('the chat follows the clock', async () => {
      const now = await chatNow(owner, chat.id)
      return now.now > chat.now + 25 * HOUR && now
    })
    assert.equal(later.windowEndsAt, chat.windowEndsAt)
    assert.ok(later.windowEndsAt < later.now)
  })

  await t.test(
    'a free-form message by the API is answered 422 with the rule, in the caller’s language',
    async () => {
      const said = await saidTo(phone)
      const id = await send({ kind: 'text', text: 'terlambat' }, 'id-ID')
      assert.equal(id.status, 422)
      assert.equal(id.body.code, 'window-closed')
      assert.match(id.body.detail, /^Jendela 24 jam sudah tertutup/)
      const en = await send({ kind: 'text', text: 'terlambat' }, 'en-US,en;q=0.9')
      assert.equal(en.body.code, 'window-closed')
      assert.match(en.body.detail, /^The 24-hour window is closed/)
      const words = (await messagesOf(owner, chat.id)).map(({ draft }) => draft?.text)
      assert.ok(!words.includes('terlambat'), 'the refused wish of an agent leaves nothing in the thread')
      assert.deepEqual(await saidTo(phone), said)
    },
  )

  await t.test(
    'the bot wakes on time, is refused by the same rule, and its trace shows the verdict',
    async () => {
      const turn = await until('the alarm is in the trace', async () =>
        (await traceOf(owner, chat.id)).find(({ heard }) => heard.kind === 'alarm'),
      )
      const step = turn.steps.find(({ node }: { node: string }) => node === 'tell')
      const [sent] = step.sent
      assert.equal(sent.state, 'refused')
      assert.equal(sent.verdict.allowed, false)
      assert.equal(sent.verdict.refusal, 'window-closed')
      assert.equal(sent.verdict.remedy, 'template')
      assert.equal(sent.verdict.rules.at(-1), 'window.24h')
      const refused = await send({ kind: 'text', text: 'terlambat' }, 'id')
      assert.equal(explain(sent.verdict, 'id')?.why, refused.body.detail, 'the trace says what the API says')
      const message = (await messagesOf(owner, chat.id)).find(({ id }) => id === sent.messageId)
      assert.equal(message?.state, 'refused')
      assert.equal(message?.verdict.refusal, 'window-closed')
      await stillAfter(300, async () =>
        assert.ok(!(await saidTo(phone)).includes('Ini kabar yang dijanjikan.')),
      )
    },
  )

  await t.test('an approved template leaves all the same, and what was being written stays', async () => {
    await owner.call('PUT', `/api/chats/${chat.id}/draft`, { text: 'Alamatnya sudah diganti' })
    const { templates } = await phone.control('GET', '')
    const plain = templates.find(
      (template: { components: unknown; status: string }) =>
        template.status === 'APPROVED' && !JSON.stringify(template.components).includes('{{'),
    )
    assert.ok(plain, 'the seeded account has a template without parameters')
    const sent = await send({ kind: 'template', name: plain.name, language: plain.language }, 'id')
    assert.equal(sent.status, 200, JSON.stringify(sent.body))
    await until('the phone shows the template', async () =>
      (await phone.thread()).bubbles.some(({ content }) => content.template?.name === plain.name),
    )
    assert.equal((await chatNow(owner, chat.id)).draft, 'Alamatnya sudah diganti')
  })

  await t.test('the customer’s next word opens the window again', async () => {
    await phone.text('halo lagi')
    await until('the window is open', async () => {
      const { windowEndsAt, now } = await chatNow(owner, chat.id)
      return windowEndsAt > now
    })
    assert.equal((await send({ kind: 'text', text: 'senang Kakak kembali' }, 'id')).status, 200)
    await phone.hears('senang Kakak kembali')
  })
})

test('an agent who has the chat open sees the composer give way, and why, when the window ends', async () => {
  await using rig = await openRig()
  const { owner, phone } = await openDemo(rig)
  const chat = await onlyChat(owner)
  const browser = await openBrowser()
  try {
    const { page, faults } = await openPage(browser, rig.url, DESK, owner)
    await page.goto(`${rig.url}/inbox/${chat.id}`)
    await page.getByPlaceholder('Tulis balasan').fill('nanti saya sambung')
    await phone.control('POST', '/clock', { advance: 25 * HOUR })
    await page.getByText('Jendela 24 jam sudah tertutup').waitFor({ timeout: 20_000 })
    await page.getByText('lebih dari 24 jam lalu').waitFor()
    await page.getByText('tersimpan sebagai draf: “nanti saya sambung”').waitFor()
    assert.equal(await page.getByPlaceholder('Tulis balasan').count(), 0)
    assert.deepEqual(faults, [])
  } finally {
    await browser.close()
  }
})
