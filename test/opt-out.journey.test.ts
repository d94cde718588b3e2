import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Loose, openRig, phoneOf, type Rig, until, type Visitor } from './rig.ts'
import { readRows } from './rows.ts'
import { chatNow, flowFile, messagesOf, onlyChat, publishFlow, traceOf } from './team.ts'

const HELLO = { kind: 'template', name: 'hello_world', language: 'en_US', body: [], buttons: [] }
const REMINDER = {
  ...{ kind: 'template', name: 'pengingat_pesanan', language: 'id' },
  ...{ body: [{ text: 'Dewi' }, { text: 'K-1' }], buttons: [] },
}

const PROMOTES = flowFile(
  'Promo',
  { keywords: ['promo'] },
  {
    offer: {
      kind: 'template',
      template: {
        ...{ name: 'hello_world', language: 'en_US', category: 'MARKETING' },
        ...{ header: { kind: 'text', text: 'Hello World' }, body: { text: 'Welcome' }, buttons: [] },
      },
    },
  },
)

/** The sample template as a marketing one; Meta's own copy stays what it is, so that only our gate can object. */
async function asMarketing(rig: Rig, owner: Visitor): Promise<void> {
  assert.equal((await owner.call('POST', '/api/templates/sync', {})).status, 200)
  const sql = `update template set category = 'MARKETING' where name = 'hello_world' returning 1 as one`
  assert.equal((await readRows(rig.database, sql)).length, 1)
}

async function marketingOf(owner: Visitor, chat: Loose): Promise<Loose> {
  return (await owner.call('GET', `/api/contacts/${chat.contact.id}`)).body.marketing
}

function timeless({ facts: { now: _now, ...facts }, ...verdict }: Loose): Loose {
  return { ...verdict, facts }
}

test('who stopped marketing in WhatsApp gets none from anyone, hears why alike everywhere, and all else goes on', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  await asMarketing(rig, owner)
  await publishFlow(owner, PROMOTES)
  const phone = await phoneOf(rig, owner)
  await phone.text('halo')
  const chat = await until('the chat', async () => onlyChat(owner).catch(() => null))
  const send = (draft: unknown) => owner.call('POST', `/api/chats/${chat.id}/messages`, { draft })
  const heard = async () =>
    (await phone.thread()).bubbles.filter(({ content }) => content.template?.name === 'hello_world').length
  await phone.control('PATCH', `/customers/${phone.customerId}`, { marketingStopped: true })

  await t.test('the fact stands on the contact, with its source and time, and in the thread', async () => {
    const fact = await until('the webhook is heard', () => marketingOf(owner, chat))
    const { now } = await chatNow(owner, chat.id)
    assert.deepEqual([fact.stopped, fact.by], [true, 'whatsapp'])
    assert.ok(Math.abs(fact.at - now) < 60_000)
    const lines = (await messagesOf(owner, chat.id)).map(({ text }) => text)
    assert.ok(lines.includes('system.marketing_stopped'))
  })

  await t.test('composer, API, flow and trace refuse marketing with one explanation', async () => {
    const asked = (await owner.call('POST', `/api/chats/${chat.id}/judge`, { draft: HELLO })).body
    assert.deepEqual([asked.answer, asked.verdict.refusal], ['refuse', 'opted-out'])
    assert.equal(asked.verdict.rules.at(-1), 'optout.marketing')
    assert.equal(asked.verdict.facts.optedOutBy, 'whatsapp')
    await phone.text('promo')
    const step = await until('the flow spoke', async () =>
      (await traceOf(owner, chat.id))
        .flatMap(({ steps }) => steps)
        .find(({ sent }: Loose) => sent[0]?.verdict?.refusal),
    )
    const refused = await send(HELLO)
    assert.deepEqual([refused.status, refused.body.code], [422, 'opted-out'])
    const said = timeless(asked.verdict)
    assert.deepEqual(timeless(refused.body.verdict), said, 'the API')
    assert.deepEqual(timeless(step.sent[0].verdict), said, 'the flow and its trace')
    assert.equal(await heard(), 0, 'nothing reached Meta')
  })

  await t.test('answers and service templates go', async () => {
    assert.equal((await send({ kind: 'text', text: 'Siap, kak.' })).status, 200)
    const { status, body } = await send(REMINDER)
    assert.equal(status, 200, JSON.stringify(body))
  })

  await t.test('neither a member nor a word in the chat lifts it; WhatsApp’s own switch does', async () => {
    const lift = await owner.call('PATCH', `/api/contacts/${chat.contact.id}`, { marketing: 'resume' })
    assert.deepEqual([lift.status, lift.body.code], [409, 'marketing-theirs'])
    await phone.control('PATCH', `/customers/${phone.customerId}`, { marketingStopped: false })
    await until('it is lifted', async () => !(await marketingOf(owner, chat)).stopped)
    assert.equal((await send(HELLO)).status, 200)
    await until('it reached the phone', async () => (await heard()) === 1)
  })
})

test('a customer’s own word stops marketing and allows it again, and so does a member’s', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  await asMarketing(rig, owner)
  const phone = await phoneOf(rig, owner)
  await phone.text('halo')
  const chat = await until('the chat', async () => onlyChat(owner).catch(() => null))
  const path = `/api/contacts/${chat.contact.id}`
  const stands = (stopped: boolean, by: string) =>
    until(`stopped ${stopped} by ${by}`, async () => {
      const fact = await marketingOf(owner, chat)
      return fact?.stopped === stopped && fact.by === by
    })
  const answer = async () =>
    (await owner.call('POST', `/api/chats/${chat.id}/judge`, { draft: HELLO })).body.answer

  await t.test('the word alone counts, whatever its case; in a sentence it does not', async () => {
    await phone.text('jangan berhenti ya')
    await phone.text('Berhenti!')
    await stands(true, 'customer')
    assert.equal(await answer(), 'refuse')
    const lines = (await messagesOf(owner, chat.id)).filter(({ text }) => text === 'marketing.stopped')
    assert.equal(lines.length, 1)
    await phone.text('mulai')
    await stands(false, 'customer')
    assert.equal(await answer(), 'send')
  })

  await t.test('a member stops it for a customer who asked by phone, and takes it back', async () => {
    assert.equal((await owner.call('PATCH', path, { marketing: 'stop' })).body.marketing.by, 'agent')
    assert.equal(await answer(), 'refuse')
    assert.equal((await owner.call('PATCH', path, { marketing: 'resume' })).body.marketing.stopped, false)
    assert.equal(await answer(), 'send')
  })

  await t.test('the words are the workspace’s to choose', async () => {
    const words = (await owner.call('GET', '/api/marketing-words')).body
    assert.ok(words.stop.includes('stop') && words.resume.includes('mulai'))
    const own = { stop: ['cukup'], resume: ['lanjut'] }
    assert.deepEqual((await owner.call('PUT', '/api/marketing-words', own)).body, own)
    await phone.text('cukup')
    await stands(true, 'customer')
    await phone.text('mulai')
    await phone.text('LANJUT')
    await stands(false, 'customer')
  })
})
