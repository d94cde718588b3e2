import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { placeInHundred } from '#core/flow/version/canary.ts'
import { readConfig } from '#server/base/config.ts'
import { createLog } from '#server/base/log.ts'
import { type House, open } from '#server/main.ts'
import { freePort, type Loose, openRig, type Phone, phoneOf, type Rig, until, type Visitor } from './rig.ts'
import { readRows } from './rows.ts'
import { take } from './stage.ts'
import { flowFile, messagesOf, publishFlow, saidTo } from './team.ts'

/** A flow that asks and repeats the answer, saying which version it is. */
const nodesOf = (version: string, keywords: readonly string[] = ['promo']) => ({
  start: { kind: 'start', keywords, events: ['promo.sent'], next: { next: 'ask' } },
  ask: {
    ...{
      kind: 'question',
      name: 'Tanya ukuran',
      text: `${version}: ukuran?`,
      answer: 'number',
      field: 'ukuran',
    },
    next: { answered: 'thanks' },
  },
  thanks: { kind: 'message', text: `${version}: {{ ukuran }}` },
})
const { start, ...STEPS } = nodesOf('Satu')
const FIRST = flowFile('Promo', start, STEPS)

type Guest = {
  readonly phone: Phone
  readonly contact: string
  readonly chat: string
  readonly place: number
}

let rig: Rig
let second: House
let owner: Visitor
let flow: string
/** By their place among a hundred, lowest first: who comes first into a canary. */
let guests: Guest[]
let share: number

before(async () => {
  rig = await openRig()
  // the happenings of a contact are heard now by this process, now by that one
  const port = String(await freePort())
  // it has no simulator of its own, and its door opens to that of the first
  const OUTBOUND_ALLOW = new URL(rig.url).host
  const config = readConfig({ ...rig.env, PORT: port, SIMULATOR: 'off', OUTBOUND_ALLOW })
  second = await open(config, createLog({ level: 'error', pretty: false, sink: process.stderr }))
  owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  flow = await publishFlow(owner, FIRST)
  const phones = await Promise.all([0, 1, 2].map((customer) => phoneOf(rig, owner, customer)))
  for (const [index, phone] of phones.entries()) await phone.text(`halo dari ${index}`)
  const chats = await until('three chats', async () => {
    const { items } = await take(owner, 'GET', '/api/chats')
    return items.length === 3 && items
  })
  const known = chats.map(async ({ id }: Loose): Promise<Guest> => {
    const { contact } = await take(owner, 'GET', `/api/chats/${id}`)
    const heard = JSON.stringify(await messagesOf(owner, id))
    const phone = phones.find((_, index) => heard.includes(`halo dari ${index}`))
    assert.ok(phone)
    return { phone, contact: contact.id, chat: id, place: placeInHundred(contact.id, flow) }
  })
  guests = (await Promise.all<Guest>(known)).toSorted((a, b) => a.place - b.place)
  share = Math.max(1, first().place + 1)
})
after(async () => {
  await second.close()
  await rig[Symbol.asyncDispose]()
})

const first = () => at(0)
const last = () => at(2)
function at(index: number): Guest {
  const guest = guests[index]
  assert.ok(guest)
  return guest
}
const isIn = ({ place }: Guest, percent = share) => place < percent

async function draw(nodes: object): Promise<void> {
  const draft = await take(owner, 'GET', `/api/flows/${flow}`)
  await take(owner, 'PUT', `/api/flows/${flow}/draft`, {
    ...draft,
    definition: { ...draft.definition, nodes },
  })
}
async function publish(nodes: object, more: object): Promise<Loose> {
  await draw(nodes)
  return await take(owner, 'POST', `/api/flows/${flow}/publish`, more)
}
async function decide(percent: number, more: object = {}): Promise<Loose> {
  const [canary] = await take(owner, 'GET', `/api/flows/${flow}/versions`)
  return await take(owner, 'POST', `/api/flows/${flow}/canary`, {
    versionId: canary.id,
    share: percent,
    ...more,
  })
}
const shares = async () =>
  (await take(owner, 'GET', `/api/flows/${flow}/versions`)).map(({ number, share }: Loose) => [number, share])

/** Says something, and gives the next thing that the bot says. */
async function says({ phone }: Guest, text: string): Promise<string> {
  return await next(phone, () => phone.text(text))
}
async function next(phone: Phone, act: () => Promise<unknown>): Promise<string> {
  const before = (await saidTo(phone)).length
  await act()
  return await until('an answer', async () => (await saidTo(phone))[before])
}

test('the first version is for everybody: there is no other for the rest', async () => {
  const { flow: made } = await take(owner, 'POST', '/api/flows/import', { file: flowFile('Baru', {}, STEPS) })
  const { status, body } = await owner.call('POST', `/api/flows/${made.id}/publish`, { share: 10 })
  assert.deepEqual([status, body.code], [409, 'canary-first'])
})

test('a share of contacts begins with the new version, each always with the same, and a run keeps its own', async () => {
  assert.equal(await says(first(), 'promo'), 'Satu: ukuran?')
  const { flow: row, version } = await publish(nodesOf('Dua', ['promo', 'diskon']), {
    share,
    runs: 'restart',
  })
  assert.deepEqual([row.version, row.canary, version.number], [1, { version: 2, share }, 2])
  assert.equal(row.changed, false)
  assert.equal(await says(first(), '40'), 'Satu: 40', 'the run that waited ends as it began')
  for (let round = 0; round < 2; round++)
    for (const guest of guests)
      assert.equal(await says(guest, 'promo'), isIn(guest) ? 'Dua: ukuran?' : 'Satu: ukuran?')
  assert.ok(isIn(first()) && (!isIn(last()) || last().place === first().place))
  assert.deepEqual(await shares(), [
    [2, share],
    [1, 100 - share],
  ])
})

test('a contact is heard to by the words of their own version only', async () => {
  assert.equal(await says(first(), 'diskon'), 'Dua: ukuran?')
  await says(last(), '38')
  if (!isIn(last()))
    assert.ok(!/ukuran/.test(await says(last(), 'diskon')), 'it is no word of the old version')
})

test('calls, ways into other flows, events and sequences go to the same version', async () => {
  const leads = (kind: string) => ({ go: { kind, flow } })
  await publishFlow(owner, flowFile('Panggil', { keywords: ['panggil'] }, leads('subflow')))
  await publishFlow(owner, flowFile('Lanjut', { keywords: ['lanjut'] }, leads('goto')))
  const sequence = await take(owner, 'POST', '/api/sequences', { name: 'Promo' })
  await take(owner, 'PUT', `/api/sequences/${sequence.id}`, {
    ...{ name: 'Promo', enabled: true, window: null, endsOnReply: false },
    steps: [{ id: 's', delay: null, flow }],
  })
  for (const guest of [first(), last()]) {
    const contact = `/api/contacts/${guest.contact}`
    const wanted = isIn(guest) ? 'Dua: ukuran?' : 'Satu: ukuran?'
    assert.equal(await says(guest, 'panggil'), wanted)
    assert.equal(await says(guest, 'lanjut'), wanted)
    const event = () => take(owner, 'POST', `${contact}/events`, { event: 'promo.sent' })
    assert.equal(await next(guest.phone, event), wanted)
    const step = () => take(owner, 'POST', `${contact}/sequences`, { sequenceId: sequence.id, on: true })
    assert.equal(await next(guest.phone, step), wanted)
  }
})

test('the trace and “why is the bot silent” name the version, and why it is that one', async () => {
  for (const guest of [first(), last()]) {
    const because = { share, isNew: isIn(guest) }
    const number = isIn(guest) ? 2 : 1
    const { items } = await take(owner, 'GET', `/api/chats/${guest.chat}/trace`)
    const [turn] = items
    assert.equal(turn.flow.version, number)
    assert.deepEqual(turn.steps[0].chosen, { number, ...because })
    assert.ok(turn.steps.slice(1).every(({ chosen }: Loose) => chosen === null))
    const called = items.find(({ heard }: Loose) => heard.text === 'panggil')
    assert.deepEqual(
      called.steps.flatMap(({ chosen }: Loose) => chosen ?? []),
      [{ number, ...because }],
      'also where another flow leads to it',
    )
    const silence = await take(owner, 'GET', `/api/chats/${guest.chat}/silence`)
    assert.deepEqual(silence.version, { number, because })
  }
})

test('what became of the runs of both versions stands side by side', async () => {
  assert.equal(await says(first(), '41'), 'Dua: 41')
  const { report } = await take(owner, 'GET', `/api/flows/${flow}/canary`)
  const { canary, stable } = report
  assert.deepEqual([canary.number, canary.share, stable.number, stable.share], [2, share, 1, 100 - share])
  for (const side of [canary, stable]) {
    const { begun, waiting, ended, handedOver, failed, givenUp } = side
    assert.equal(begun, waiting + ended + handedOver + failed + givenUp)
    assert.ok(begun > 0 && givenUp > 0)
    assert.deepEqual(side.stops, [{ node: 'ask', name: 'Tanya ukuran', lost: givenUp }])
  }
  assert.ok(canary.ended >= 1)
  const [counted] = await readRows<Loose>(rig.database, 'select count(*)::int as runs from canary_run')
  assert.equal(counted.runs, canary.begun + stable.begun)
})

test('the share is raised, and whoever had the new version keeps it', async () => {
  const more = Math.min(99, at(1).place + 1)
  await decide(more)
  for (const guest of guests)
    assert.equal(await says(guest, 'promo'), isIn(guest, more) ? 'Dua: ukuran?' : 'Satu: ukuran?')
  await decide(share)
})

test('a canary that is published meanwhile takes the place of the first, beside the version that the others have', async () => {
  const [former] = await take(owner, 'GET', `/api/flows/${flow}/versions`)
  await publish(nodesOf('Tiga'), { share })
  assert.deepEqual(await shares(), [
    [3, share],
    [2, 0],
    [1, 100 - share],
  ])
  const wish = { versionId: former.id, share: 100 }
  const { status, body } = await owner.call('POST', `/api/flows/${flow}/canary`, wish)
  assert.deepEqual([status, body.code], [409, 'canary-over'])
  for (const guest of [first(), last()])
    assert.equal(await says(guest, 'promo'), isIn(guest) ? 'Tiga: ukuran?' : 'Satu: ukuran?')
  const { report } = await take(owner, 'GET', `/api/flows/${flow}/canary`)
  assert.ok(report.canary.begun >= 1, 'and the comparison began anew')
  assert.equal(report.canary.ended, 0)
})

test('withdrawn, the old version is for all; who stands in the canary ends in it, and the draft is news again', async () => {
  const { people } = await decide(0)
  assert.deepEqual(people, { moved: 0, restarted: 0, finishing: people.finishing })
  assert.ok(people.finishing >= 1)
  assert.equal(await says(first(), '43'), 'Tiga: 43')
  assert.equal(await says(first(), 'promo'), 'Satu: ukuran?')
  const { flow: row } = await take(owner, 'GET', `/api/flows/${flow}`)
  assert.deepEqual([row.version, row.canary, row.changed], [1, null, true])
  assert.equal((await take(owner, 'GET', `/api/flows/${flow}/canary`)).report, null)
})

test('an old version that is restored and published while a canary runs is for everybody, and the canary over', async () => {
  await publish(nodesOf('Empat'), { share })
  assert.equal(await says(first(), 'promo'), 'Empat: ukuran?')
  const versions = await take(owner, 'GET', `/api/flows/${flow}/versions`)
  const { definition } = await take(owner, 'GET', `/api/flows/${flow}/versions/${versions.at(-1).id}`)
  await publish(definition.nodes, {})
  assert.deepEqual((await shares()).slice(0, 2), [
    [5, 100],
    [4, 0],
  ])
  assert.equal(await says(first(), '44'), 'Empat: 44')
  for (const guest of guests) assert.equal(await says(guest, 'promo'), 'Satu: ukuran?')
})

test('made whole, the new version is for all, and those who wait in the old one are moved when that is chosen', async () => {
  await publish(nodesOf('Enam'), { share })
  const { people } = await decide(100, { runs: 'move' })
  assert.deepEqual(people, { moved: 3, restarted: 0, finishing: 0 })
  assert.equal(await says(last(), '45'), 'Enam: 45')
  assert.equal(await says(last(), 'promo'), 'Enam: ukuran?')
  const { flow: row } = await take(owner, 'GET', `/api/flows/${flow}`)
  assert.deepEqual([row.version, row.canary, row.changed], [6, null, false])
})

test('two versions with two times: each contact hears the time of their own version, none hears both', async () => {
  // half a day from now, so that neither time passes meanwhile
  const hour = String((new Date().getUTCHours() + 12) % 24).padStart(2, '0')
  const daily = (minute: string) => ({ days: [1, 2, 3, 4, 5, 6, 7], at: `${hour}:${minute}`, tags: [] })
  const timed = (version: string, minute: string) => {
    const nodes = nodesOf(version)
    return { ...nodes, start: { ...nodes.start, schedule: daily(minute) } }
  }
  const times = () =>
    readRows<Loose>(
      rig.database,
      'select place, version_id is null as for_all from flow_schedule order by place',
    )
  await publish(timed('Tujuh', '00'), {})
  assert.deepEqual(await times(), [{ place: 0, for_all: true }])
  await publish(timed('Delapan', '00'), { share })
  assert.deepEqual(await times(), [{ place: 0, for_all: true }], 'the same time is one')
  await publish(timed('Sembilan', '10'), { share })
  assert.deepEqual(await times(), [
    { place: 0, for_all: false },
    { place: 1, for_all: false },
  ])
  for (const guest of [first(), last()]) await says(guest, '7')
  const [due] = await readRows<Loose>(
    rig.database,
    `select extract(epoch from max(s.due_at) - now()) * 1000 - max(c.clock_offset) as ms
     from flow_schedule s join channel c using (workspace_id) where c.connected`,
  )
  const saidBefore = await Promise.all(
    [first(), last()].map(async ({ phone }) => (await saidTo(phone)).length),
  )
  await first().phone.control('POST', '/clock', { advance: Math.ceil(Number(due.ms)) + 1000 })
  await at(1).phone.text('jam berapa?') // the channel's clock is told by its webhooks
  for (const [index, guest] of [first(), last()].entries()) {
    const wanted = isIn(guest) ? 'Sembilan: ukuran?' : 'Tujuh: ukuran?'
    const heard = await until('the time has come', async () => {
      const said = (await saidTo(guest.phone)).slice(saidBefore[index])
      return said.length > 0 && said
    })
    assert.deepEqual(heard, [wanted])
  }
  const waiting = () => readRows(rig.database, `select 1 from inbox where kind = 'event'`)
  await until('nothing of it waits', async () => (await waiting()).length === 0)
  assert.equal((await saidTo(first().phone)).slice(saidBefore[0]).length, 1, 'and no second time')
})

test('a flow that is deleted while a canary runs begins nowhere any more, and who stands in it ends there', async () => {
  assert.equal(await says(first(), 'promo'), 'Sembilan: ukuran?')
  await take(owner, 'DELETE', `/api/flows/${flow}`)
  assert.equal(await says(first(), '46'), 'Sembilan: 46')
  assert.ok(!/ukuran/.test(await says(first(), 'promo')))
  assert.deepEqual(await readRows(rig.database, 'select 1 from canary_run'), [])
})
