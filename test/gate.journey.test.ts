import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Effect } from '#core/flow/effect.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import { openDb } from '#server/base/db.ts'
import { loadPeople } from '#server/flow/claim.ts'
import { openLibraries } from '#server/flow/library.ts'
import { chatOn, noChanges, pageMaker } from '#server/flow/page.ts'
import { perform } from '#server/flow/perform.ts'
import { openBooks } from '#server/policy/books.ts'
import { foreseeWith } from '#server/policy/foresee.ts'
import { TOO_LATE, TOO_LATE_AND_TEMPLATE } from './flows.ts'
import { type Loose, openRig, phoneOf, type Rig, until, type Visitor } from './rig.ts'
import { readRows } from './rows.ts'
import { chatNow, messagesOf, publishFlow, traceOf } from './team.ts'

const HOUR = 3_600_000
const HELLO: Draft = { kind: 'template', name: 'hello_world', language: 'en_US', body: [], buttons: [] }

async function chatWith(owner: Visitor, name: string): Promise<Loose> {
  return await until(`a chat with ${name}`, async () => {
    const { body } = await owner.call('GET', '/api/chats')
    return body.items.find(({ contact }: Loose) => contact.name.startsWith(name))
  })
}

async function afterWindow(rig: Rig, owner: Visitor, chats: readonly Loose[]): Promise<void> {
  const phone = await phoneOf(rig, owner)
  await phone.control('POST', '/clock', { advance: 25 * HOUR + 60_000 })
  for (const { id } of chats) {
    await until('the window has ended', async () => {
      const { now, windowEndsAt } = await chatNow(owner, id)
      return now > windowEndsAt
    })
  }
}

/** A verdict without the moment at which it was asked for. */
function timeless({ facts: { now: _now, ...facts }, ...verdict }: Loose): Loose {
  return { ...verdict, facts }
}

test('composer, flow, API and trace give one explanation for one set of facts', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  await publishFlow(owner, TOO_LATE)
  const phone = await phoneOf(rig, owner)
  await phone.text('besok')
  await phone.hears('Kami kabari besok.')
  const [chat] = (await owner.call('GET', '/api/chats')).body.items
  await afterWindow(rig, owner, [chat])
  const draft = { kind: 'text', text: 'terlambat' }
  const composer = (await owner.call('POST', `/api/chats/${chat.id}/judge`, { draft })).body
  const refused = (await owner.call('POST', `/api/chats/${chat.id}/messages`, { draft })).body
  const step = await until('the alarm is in the trace', async () => {
    const turn = (await traceOf(owner, chat.id)).find(({ heard }) => heard.kind === 'alarm')
    return turn?.steps.find(({ node }: Loose) => node === 'tell')
  })
  const [traced] = step.sent
  const message = (await messagesOf(owner, chat.id)).find(({ id }) => id === traced.messageId)
  assert.equal(composer.answer, 'refuse')
  assert.equal(composer.verdict.rules.at(-1), 'window.24h')
  assert.equal(composer.verdict.facts.ask, 'customer-writes')
  const said = timeless(composer.verdict)
  assert.deepEqual(timeless(refused.verdict), said, 'the API')
  assert.deepEqual(timeless(message?.verdict), said, 'the flow’s message')
  assert.deepEqual(timeless(traced.verdict), said, 'the trace')

  const asked = (await owner.call('POST', `/api/chats/${chat.id}/judge`, { draft: HELLO })).body
  const sent = (await owner.call('POST', `/api/chats/${chat.id}/messages`, { draft: HELLO })).body
  assert.equal(asked.answer, 'send')
  assert.ok(asked.verdict.facts.cost, 'a template has a price')
  assert.deepEqual(timeless(sent.verdict), timeless(asked.verdict))
})

test('outside the window a turn’s template does not overtake the words before it', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  await publishFlow(owner, TOO_LATE_AND_TEMPLATE)
  const phone = await phoneOf(rig, owner)
  await phone.text('besok')
  await phone.hears('Kami kabari besok.')
  const [chat] = (await owner.call('GET', '/api/chats')).body.items
  await afterWindow(rig, owner, [chat])
  const turn = await until('the alarm is in the trace', async () =>
    (await traceOf(owner, chat.id)).find(({ heard }) => heard.kind === 'alarm'),
  )
  const refusals = turn.steps.flatMap(({ sent }: Loose) => sent.map(({ verdict }: Loose) => verdict.refusal))
  assert.deepEqual(refusals, ['window-closed', 'behind-refused'])
  const { bubbles } = await phone.thread()
  assert.equal(bubbles.filter(({ content }) => content.template).length, 0, 'the phone got no template')
})

test('a customer beyond the messaging limit waits, holds nothing up, and goes when a place is free', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phones = [await phoneOf(rig, owner, 0), await phoneOf(rig, owner, 1)] as const
  await phones[0].text('halo')
  await phones[1].text('halo')
  const chats = [await chatWith(owner, 'Dewi'), await chatWith(owner, 'Hendra')] as const
  await readRows(
    rig.database,
    `alter table phone_number add column if not exists tier text not null default ''`,
  )
  await readRows(rig.database, `update phone_number set tier = 'TIER_1'`)
  await afterWindow(rig, owner, chats)
  const send = (at: 0 | 1, draft: unknown) =>
    owner.call('POST', `/api/chats/${chats[at].id}/messages`, { draft })
  const heard = async (at: 0 | 1) =>
    (await phones[at].thread()).bubbles.filter(({ content }) => content.template?.name === 'hello_world')
      .length

  assert.equal((await send(0, HELLO)).status, 200)
  await until('the first customer has it', async () => (await heard(0)) === 1)

  await t.test('the second customer is told to wait, by the composer and in the thread', async () => {
    const asked = (await owner.call('POST', `/api/chats/${chats[1].id}/judge`, { draft: HELLO })).body
    assert.deepEqual([asked.answer, asked.verdict.refusal], ['wait', 'limit-reached'])
    const { status, body } = await send(1, HELLO)
    assert.equal(status, 200, JSON.stringify(body))
    assert.equal(body.state, 'queued')
    assert.deepEqual([body.verdict.allowed, body.verdict.refusal], [false, 'limit-reached'])
    assert.equal(body.verdict.remedy, 'wait')
    const { now } = await chatNow(owner, chats[1].id)
    assert.ok(Math.abs(body.verdict.facts.until - now - 24 * HOUR) < 120_000, 'a day after the first')
  })

  await t.test('what waits is called back by its id, stays so, and never goes', async () => {
    const { body: waits } = await send(1, HELLO)
    const cancel = (id: string) => owner.call('POST', `/api/messages/${id}/cancel`)
    const { status, body } = await cancel(waits.id)
    assert.deepEqual([status, body.state, body.verdict.refusal], [200, 'cancelled', 'limit-reached'])
    assert.equal((await cancel(waits.id)).body.state, 'cancelled', 'the same again')
    const thread = await messagesOf(owner, chats[1].id)
    assert.ok(thread.some(({ kind, text }) => kind === 'event' && text === 'message.cancelled'))
    const gone = (await messagesOf(owner, chats[0].id)).find(({ draft }) => draft?.kind === 'template')
    const late = await cancel(gone?.id)
    assert.deepEqual([late.status, late.body.code], [409, 'not-cancellable'])
  })

  await t.test('more to the first customer takes no place', async () => {
    const { body } = await send(0, HELLO)
    assert.equal(body.verdict.allowed, true)
    assert.deepEqual([body.verdict.facts.limit, body.verdict.facts.limitUsed], [1, 1])
  })

  await t.test('what is said inside the window is not held up by what waits', async () => {
    await phones[1].text('ada promo?')
    await until('the window is open', async () => {
      const { now, windowEndsAt } = await chatNow(owner, chats[1].id)
      return windowEndsAt > now
    })
    assert.equal((await send(1, { kind: 'text', text: 'Ada, kak.' })).status, 200)
    await phones[1].hears('Ada, kak.')
    assert.equal(await heard(1), 0)
  })

  await t.test('when its moment has come the gate is asked again, and it goes', async () => {
    await phones[0].control('POST', '/clock', { advance: 24 * HOUR + 120_000 })
    await until('the second customer has it', async () => (await heard(1)) === 1)
    const message = (await messagesOf(owner, chats[1].id)).find(
      ({ draft, state }) => draft?.kind === 'template' && state !== 'cancelled',
    )
    assert.equal(message?.verdict.allowed, true)
  })
})

test('at 100 percent of the budget an automatic template is held, and a person’s goes', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner)
  await phone.text('halo')
  const chat = await chatWith(owner, 'Dewi')
  await afterWindow(rig, owner, [chat])
  await owner.call('PUT', '/api/costs/settings', { currency: 'USD', regime: null, budget: '0.05' })
  const first = await said(rig, { kind: 'say', node: 'n', draft: HELLO })
  assert.deepEqual([first.state, first.verdict?.facts.costType], ['queued', 'regular'])
  const person = () => owner.call('POST', `/api/chats/${chat.id}/messages`, { draft: HELLO })
  assert.equal((await person()).status, 200)
  await until('it is booked, or on its way', async () => {
    const { body } = await owner.call('GET', '/api/costs')
    return body.budget.spent !== '0.0000' || body.budget.reserved !== '0.0000'
  })
  assert.equal((await person()).status, 200)

  const held = await said(rig, { kind: 'say', node: 'n', draft: HELLO })
  assert.equal(held.state, 'refused')
  assert.deepEqual([held.verdict?.refusal, held.verdict?.remedy], ['budget-held', 'fix'])
  assert.equal(held.verdict?.facts.ask, 'owner-raises-budget')
  assert.ok(Number(held.verdict?.facts.budgetPercent) > 100)
  const later = await person()
  assert.equal(later.status, 200, 'a person decides for herself')
  assert.equal(later.body.verdict.allowed, true)
})

/** What the desk makes of a flow's wish to say something: thought twice, as a batch with a template is. Nothing is saved. */
async function said(rig: Rig, effect: Effect) {
  const options = { max: 1, sees: 'all', name: 'test', patience: 3000 } as const
  await using db = openDb({ connection: rig.database.connection, ...options })
  const [row] = await readRows<{ workspace_id: string; phone_number_id: string; identity: string }>(
    rig.database,
    `select ch.workspace_id, ch.phone_number_id, i.identity from chat ch
     join contact_identity i on i.workspace_id = ch.workspace_id and i.contact_id = ch.contact_id limit 1`,
  )
  assert.ok(row)
  const { workspace_id: workspaceId } = row
  return await db.tx('test', async (tx) => {
    const loaded = await loadPeople(tx, workspaceId, [row.identity])
    const library = await openLibraries().at(tx, workspaceId, loaded.revision)
    const speak = (foresight: Parameters<typeof pageMaker>[2]['foresight']) => {
      const changes = noChanges()
      const page = pageMaker(loaded, library, { changes, foresight, newcomers: new Map() })([row.identity])
      perform(page, chatOn(page, row.phone_number_id), effect, 'run')
      return changes
    }
    const { wants } = speak(null)
    assert.equal(wants.length, 1, 'a template asks to be thought again')
    const now = loaded.now + library.clockOffset
    const prospect = { pairs: wants.map(({ pair }) => pair), drafts: wants.map(({ draft }) => draft), now }
    const foresight = await foreseeWith(openBooks())(tx, workspaceId, { ...prospect, automatic: true })
    const [message] = speak(foresight).messages
    assert.ok(message)
    return message
  })
}
