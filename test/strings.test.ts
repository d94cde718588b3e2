import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { cleanName, cleanText } from '#core/base/text.ts'
import { sampleFlow } from '#core/flow/sample.ts'
import { expand, type HostileCase, loadSuite } from './hostile.ts'
import { type Answer, type Loose, signed, until } from './rig.ts'
import { messageFrom, openStage, type Shop, type Stage, take } from './stage.ts'

/** Every string of the suite, on each way by which a text comes into the product. */
const strings = loadSuite('strings').cases.map((one) => ({ ...one, text: String(expand(one.value)) }))
type Text = HostileCase & { readonly text: string }

let stage: Stage
let shop: Shop
let chatId: string
let contactId: string
/** Of a longer text from outside the beginning is kept. */
const KEPT_CHARS = 64_000
const sentinel = '6281100000009'

before(async () => {
  stage = await openStage()
  shop = await stage.shop('Toko')
  await shop.hear(sentinel, 'halo')
  const chat = await shop.chatOf(sentinel)
  chatId = chat.id
  contactId = chat.contact.id
  await take(shop.owner, 'POST', '/api/fields', { key: 'catatan', label: 'Catatan', type: 'text' })
})
after(() => stage[Symbol.asyncDispose]())

function forEach(what: string, work: (text: string, one: Text) => Promise<void>): void {
  test(what, async () => {
    for (const one of strings) {
      try {
        await work(one.text, one)
      } catch (error) {
        throw new Error(`${one.id} ${one.title}`, { cause: error })
      }
    }
    assert.equal(({} as { polluted?: string }).polluted, undefined)
  })
}

test('a customer’s words are kept as they are, their name turns no line around, and nobody waits behind them', async () => {
  const contact = (at: number) => `62813${String(at).padStart(8, '0')}`
  for (const [at, { text, id }] of strings.entries()) {
    for (const [wamid, said] of [
      [`wamid.strings.${at}`, text],
      [`wamid.after.${at}`, 'sesudahnya'],
    ] as const) {
      const body = JSON.stringify(messageFrom(shop, contact(at), { text: said, wamid, profile: text }))
      const answer = await fetch(`${stage.rig.url}${shop.hookPath}`, {
        method: 'POST',
        headers: signed(body, shop.appSecret),
        body,
      })
      assert.equal(answer.status, 200, id)
    }
  }
  for (const [at, { text, id }] of strings.entries()) {
    const { id: chat, contact: person } = await shop.chatOf(contact(at))
    const items = await until(`the later message of ${id}`, async () => {
      const page = await take(shop.owner, 'GET', `/api/chats/${chat}/messages`)
      const heard = page.items.filter(({ kind }: Loose) => kind === 'in')
      return heard.some(({ wamid }: Loose) => wamid === `wamid.after.${at}`) && heard
    })
    const first = items.find(({ wamid }: Loose) => wamid === `wamid.strings.${at}`)
    assert.ok(first, `${id} is kept`)
    const whole = cleanText(text)
    if (whole.length <= KEPT_CHARS) assert.equal(first.content.text, whole, id)
    else assert.ok(whole.startsWith(first.content.text) && first.content.text.length > KEPT_CHARS / 2, id)
    assert.equal(typeof person.name, 'string')
    const { body } = await shop.owner.call('GET', `/api/contacts/${person.id}`)
    const name = cleanName(text)
    assert.ok(name.startsWith(body.profileName) && (body.profileName !== '' || name === ''), id)
  }
})

forEach('an agent’s message goes out as it was typed, or is refused with a reason', async (text) => {
  const answer = await shop.owner.call('POST', `/api/chats/${chatId}/messages`, {
    draft: { kind: 'text', text },
  })
  assert.ok([200, 422].includes(answer.status), saidBy(answer))
  if (answer.status === 200) assert.equal(answer.body.draft.text, cleanText(text))
  else assert.match(answer.body.code, /^(draft-invalid|bad-input)$/)
})

forEach('a note and an unsent reply come back as they were typed', async (text) => {
  const note = await shop.owner.call('POST', `/api/chats/${chatId}/notes`, { text })
  assert.ok([200, 422].includes(note.status), saidBy(note))
  if (note.status === 200) assert.equal(note.body.text, cleanText(text).trim())
  const kept = await shop.owner.call('PUT', `/api/chats/${chatId}/draft`, { text })
  assert.ok([200, 422].includes(kept.status), saidBy(kept))
  const chat = await take(shop.owner, 'GET', `/api/chats/${chatId}`)
  if (kept.status === 200) assert.equal(chat.draft, cleanText(text))
})

forEach('a contact’s field and tag come back as they were typed, their name on one line', async (text) => {
  const change = { name: text, fields: { catatan: text }, addTags: [text] }
  const answer = await shop.owner.call('PATCH', `/api/contacts/${contactId}`, change)
  assert.ok([200, 413, 422].includes(answer.status), saidBy(answer))
  if (answer.status !== 200) return
  const contact = await take(shop.owner, 'GET', `/api/contacts/${contactId}`)
  assert.equal(contact.name, cleanName(text))
  assert.equal(contact.fields.catatan, cleanText(text))
  assert.ok(contact.tags.includes(cleanText(text).trim()))
  await take(shop.owner, 'PATCH', `/api/contacts/${contactId}`, { removeTags: contact.tags })
})

forEach(
  'a field’s label and a workspace’s, bot’s and flow’s name are kept or refused',
  async (text, { id }) => {
    const key = id.toLowerCase().replaceAll('-', '_')
    const asks: [string, string, unknown][] = [
      ['POST', '/api/fields', { key, label: text, type: 'text' }],
      ['POST', '/api/fields', { key: text, label: 'x', type: 'text' }],
      ['PATCH', '/api/workspace', { name: text }],
      ['PATCH', '/api/workspace', { zone: text }],
      ['PATCH', `/api/flows/${shop.flowId}`, { name: text }],
      ['POST', '/api/sign-in', { email: text, password: text }],
      ['POST', '/api/password/reset', { token: text, password: text }],
      ['POST', `/api/numbers/${shop.numberId}/unlink`, { confirm: text }],
    ]
    for (const [method, path, body] of asks) {
      const answer = await shop.owner.call(method, path, body)
      assert.ok(answer.status < 500 && answer.status !== 404, `${method} ${path} ${saidBy(answer)}`)
    }
  },
)

forEach('a flow’s texts are saved as they were typed', async (text) => {
  const { definition, layout, revision } = await take(shop.owner, 'GET', `/api/flows/${shop.flowId}`)
  const nodes = Object.entries(definition.nodes).map(([id, node]) => [id, withText(node, text)])
  const answer = await shop.owner.call('PUT', `/api/flows/${shop.flowId}/draft`, {
    definition: { ...definition, nodes: Object.fromEntries(nodes) },
    layout,
    revision,
  })
  assert.ok([200, 413, 422].includes(answer.status), saidBy(answer))
  if (answer.status !== 200) return
  const saved = await take(shop.owner, 'GET', `/api/flows/${shop.flowId}`)
  assert.ok(JSON.stringify(saved.definition).includes(JSON.stringify(cleanText(text)).slice(1, -1)))
  const published = await shop.owner.call('POST', `/api/flows/${shop.flowId}/publish`, { note: text })
  assert.ok([200, 422].includes(published.status), saidBy(published))
})

forEach('an imported flow keeps its name and texts', async (text) => {
  const file = sampleFlow('id')
  const answer = await shop.owner.call('POST', '/api/flows/import', { file: { ...file, name: text } })
  assert.ok([200, 413, 422].includes(answer.status), saidBy(answer))
  if (answer.status === 200) await take(shop.owner, 'DELETE', `/api/flows/${answer.body.flow.id}`)
})

forEach('a search finds by the letters themselves: nothing in it is a command', async (text) => {
  const search = encodeURIComponent(text.toWellFormed().slice(0, 100))
  for (const path of ['/api/chats', '/api/contacts']) {
    const answer = await shop.owner.call('GET', `${path}?search=${search}`)
    assert.ok([200, 422].includes(answer.status), saidBy(answer))
  }
  const tagged = await shop.owner.call('GET', `/api/contacts?tag=${search}`)
  assert.ok([200, 422].includes(tagged.status), saidBy(tagged))
})

/** Each word of a search begins a word of the name; signs between them mean nothing. */
function isMeant(name: string, search: string): boolean {
  const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  const wanted = words(search)
  return wanted.length > 0 && wanted.every((word) => words(name).some((own) => own.startsWith(word)))
}

test('wildcards, quotes and operators in a search match only themselves', async () => {
  await take(shop.owner, 'PATCH', `/api/contacts/${contactId}`, { name: 'Budi Santoso' })
  const many = (await take(shop.owner, 'GET', '/api/contacts?limit=200')).items.length
  assert.ok(many > 20)
  for (const search of [
    '%',
    '_',
    '%%%',
    "' or 1=1 --",
    '.*',
    '*',
    '\\',
    '"',
    "'; drop table contact; --",
    'b%',
    'b_di',
  ]) {
    const { items } = await take(
      shop.owner,
      'GET',
      `/api/contacts?limit=200&search=${encodeURIComponent(search)}`,
    )
    for (const { name } of items) assert.ok(isMeant(name, search), `${search} found ${name}`)
  }
  const { items } = await take(shop.owner, 'GET', '/api/contacts?search=budi')
  assert.deepEqual(
    items.map(({ name }: Loose) => name),
    ['Budi Santoso'],
  )
})

test('after all of it the bot still answers', async () => {
  await shop.hear('6281100000010', 'halo')
  const chat = await shop.chatOf('6281100000010')
  await until('an answer', async () => {
    const { items } = await take(shop.owner, 'GET', `/api/chats/${chat.id}/messages`)
    return items.some(({ kind }: Loose) => kind === 'in')
  })
  assert.equal((await fetch(`${stage.rig.url}/health/ready`)).status, 200)
})

/** Every text of a step replaced. */
function withText(node: unknown, text: string): unknown {
  if (Array.isArray(node)) return node.map((item) => withText(item, text))
  if (typeof node !== 'object' || node === null) return node
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      ['text', 'title'].includes(key) && typeof value === 'string' ? text : withText(value, text),
    ]),
  )
}

function saidBy({ status, body }: Answer<Loose>): string {
  return `${status} ${JSON.stringify(body).slice(0, 300)}`
}
