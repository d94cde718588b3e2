import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CreatedWorld } from '#core/whatsapp/sim-api.ts'
import { startSimulator } from './program.ts'
import { type Loose, openRig, type Rig, signed, until, type Visitor } from './rig.ts'
import { readRows, sumsOfTables } from './rows.ts'
import { flowFile, publishFlow } from './team.ts'
import { timeOf } from './time.ts'

/** Who posts while the house stops. */
const CALLERS = 12
const STOP_MS = 2500
const PNG_SHA = 'bm90IGEgcmVhbCBzdW0gYnV0IGxvbmcgZW5vdWdoISE='

test('the webhook door: what is not signed leaves nothing, what is signed counts once and wholly', async (t) => {
  await using meta = await startSimulator()
  await using rig = await openRig({ SIMULATOR: 'off', OUTBOUND_ALLOW: meta.hostPort })
  const { world } = meta
  const owner = rig.visitor()
  const hook = await connect(owner, world)
  const post = (body: string, secret = world.appSecret) =>
    fetch(`${rig.url}${hook}`, { method: 'POST', headers: signed(body, secret), body })

  await t.test(
    'a wrong or missing signature is 401 and leaves no row in any table, but the doctor’s note of it',
    async () => {
      const body = webhook(world, [message(1, 1)])
      const channel = () => readRows(rig.database, "select to_jsonb(c) - 'unsigned_at' as it from channel c")
      const before = await sumsOfTables(rig.database, [...ALIVE, 'channel'])
      const line = await channel()
      for (const headers of [
        signed(body, 'another-secret'),
        signed(`${body} `, world.appSecret),
        { 'content-type': 'application/json' },
        { 'content-type': 'application/json', 'x-hub-signature-256': 'sha256=00' },
        { 'content-type': 'application/json', 'x-hub-signature-256': 'sha1=0000' },
      ] as Record<string, string>[]) {
        const answer = await fetch(`${rig.url}${hook}`, { method: 'POST', headers, body })
        assert.equal(answer.status, 401)
      }
      const stranger = await fetch(`${rig.url}/webhooks/whatsapp/no-such-hook`, {
        method: 'POST',
        headers: signed(body, world.appSecret),
        body,
      })
      assert.equal(stranger.status, 404)
      assert.deepEqual(await sumsOfTables(rig.database, [...ALIVE, 'channel']), before)
      assert.deepEqual(await channel(), line)
      assert.ok(before.webhook_event?.startsWith('0 rows'))
    },
  )

  await t.test('1,000 mixed updates in one signed post are all processed', async () => {
    const answer = await post(mixed(world))
    assert.equal(answer.status, 200)
    await until('everything is digested', () => idle(rig), 30_000)
    const rows = await counts(rig)
    assert.deepEqual(
      [rows.contact, rows.chat, rows.identity, rows.inbound, rows.set_aside],
      [PEOPLE, PEOPLE, PEOPLE * 2, MESSAGES, 0],
    )
    assert.equal(rows.updates, 1000)
    assert.equal(rows.parked, STATUSES, 'reports of messages we do not know wait for theirs')
    assert.equal(rows.turn, PEOPLE, 'each person began the flow once, by the keyword')
    assert.equal(rows.outbound, PEOPLE)
  })

  await t.test(
    'the messages of each person stand in the order in which they were sent, also within a second',
    async () => {
      const wrong = await readRows(
        rig.database,
        `select chat_id from (select chat_id, body->>'text' as text, lag(body->>'text') over (partition by chat_id order by id) as before
         from message where kind = 'in') lines where before > text`,
      )
      assert.deepEqual(wrong, [])
    },
  )

  await t.test('the same batch again changes nothing, however often and however many at once', async () => {
    await until('all answers are out', () => idle(rig))
    const before = await sumsOfTables(rig.database, [...ALIVE, 'webhook_event', 'event', 'channel'])
    assert.equal((await post(mixed(world))).status, 200)
    const answers = await Promise.all([1, 2, 3, 4].map(() => post(mixed(world))))
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200, 200],
    )
    await until('everything is digested', () => idle(rig), 30_000)
    assert.deepEqual(
      await sumsOfTables(rig.database, [...ALIVE, 'webhook_event', 'event', 'channel']),
      before,
    )
  })

  await t.test('new duplicates that arrive at the same moment count once', async () => {
    const body = webhook(world, [message(7001, 1, 'kembar')])
    const before = await counts(rig)
    const answers = await Promise.all(Array.from({ length: 12 }, () => post(body)))
    assert.ok(answers.every(({ status }) => status === 200))
    await until('everything is digested', () => idle(rig))
    const after = await counts(rig)
    assert.deepEqual([after.inbound - before.inbound, after.contact - before.contact], [1, 1])
  })

  await t.test(
    'ten images at once from a new person make one contact, one chat and ten messages',
    async () => {
      const before = await counts(rig)
      const posts = Array.from({ length: 10 }, (_, n) => webhook(world, [image(8001, n)]))
      const answers = await Promise.all(posts.map((body) => post(body)))
      assert.ok(answers.every(({ status }) => status === 200))
      await until('everything is digested', () => idle(rig))
      const after = await counts(rig)
      assert.deepEqual(
        [after.contact - before.contact, after.chat - before.chat, after.inbound - before.inbound],
        [1, 1, 10],
      )
      const { body } = await owner.call('GET', '/api/chats?search=Orang%208001')
      assert.equal(body.items.length, 1)
      const { body: page } = await owner.call('GET', `/api/chats/${body.items[0].id}/messages`)
      assert.equal(page.items.filter(({ content }: Loose) => content?.media === 'image').length, 10)
    },
  )

  await t.test(
    'what nobody can understand is kept with its reason, and what stands beside it is processed',
    async () => {
      const before = await counts(rig)
      const body = webhook(world, [
        { ...message(9001, 1, 'aman'), extra: { deep: [1] } },
        42,
        { type: 'text' },
      ])
      assert.equal((await post(body)).status, 200)
      assert.equal((await post('{"object": ')).status, 200)
      await until('everything is digested', () => idle(rig))
      const after = await counts(rig)
      assert.equal(after.inbound - before.inbound, 1)
      assert.equal(after.quarantined - before.quarantined, 2)
    },
  )

  await t.test(
    'a house that is told to stop under load ends in time, and whatever it acknowledged until then is stored',
    async () => {
      const acknowledged: string[] = []
      let answers = 0
      let wanted = true
      const callers = Array.from({ length: CALLERS }, async (_, caller) => {
        for (let n = 0; wanted; n++) {
          const words = `di saat terakhir ${caller}-${n}`
          const answer = await post(webhook(world, [message(caller + 1, n, words)])).catch(() => null)
          if (!answer) break // nobody listens any more
          await answer.text() // read to its end the connection is used again
          answers++
          if (answer.status === 200) acknowledged.push(words)
          else assert.equal(answer.status, 503)
        }
      })
      await until('many come in', async () => acknowledged.length > CALLERS * 5)
      const before = answers
      const took = await timeOf(() => rig.house.close())
      assert.ok(took < STOP_MS, `${took} ms`)
      wanted = false
      await Promise.all(callers)
      assert.ok(answers > before, 'what was under way is answered: stored, or told to come again')
      const rows = await readRows<{ body: string }>(
        rig.database,
        `select convert_from(body, 'UTF8') as body from webhook_event where convert_from(body, 'UTF8') like '%di saat terakhir%'`,
      )
      const stored = new Set(rows.map(({ body }) => /di saat terakhir \d+-\d+/.exec(body)?.[0]))
      assert.deepEqual(
        acknowledged.filter((words) => !stored.has(words)),
        [],
      )
    },
  )
})

/** Tables that move by themselves: the heartbeat. */
const ALIVE = ['process']

const PEOPLE = 60
const MESSAGES = 600
const STATUSES = 300
const UNKNOWN = 60
const FIELDS = 40
/** Seconds since 1970, as Meta counts; the same in each building of a body, so that it is the same body. */
const NOW = Math.floor(Date.now() / 1000)

/** 600 messages of 60 people, 300 reports, 60 kinds that nobody knows, 40 news of the account, over many entries. */
function mixed(world: CreatedWorld): string {
  const messages = Array.from({ length: MESSAGES }, (_, n) =>
    message(n % PEOPLE, Math.floor(n / PEOPLE), n < PEOPLE ? 'mulai' : undefined),
  )
  const odd = Array.from({ length: UNKNOWN }, (_, n) => ({ what: `tomorrow_${n % 7}`, value: { n } }))
  const entries = [
    ...chunks(messages, 50).map((part) =>
      change(world, 'messages', value(world, { messages: part, ...peopleOf(part) })),
    ),
    ...chunks(
      Array.from({ length: STATUSES }, (_, n) => status(n)),
      60,
    ).map((part) => change(world, 'messages', value(world, { statuses: part }))),
    ...odd.map(({ what, value: data }) => change(world, what, data)),
    ...Array.from({ length: FIELDS }, (_, n) =>
      change(world, 'phone_number_quality_update', { event: 'ONBOARDING', current_limit: `TIER_${n}` }),
    ),
  ]
  return JSON.stringify({ object: 'whatsapp_business_account', entry: entries })
}

function webhook(world: CreatedWorld, messages: readonly unknown[]): string {
  const people = peopleOf(
    messages.filter((one): one is Loose => typeof one === 'object' && one !== null && 'from' in one),
  )
  return JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [change(world, 'messages', value(world, { messages, ...people }))],
  })
}

function change(world: CreatedWorld, field: string, data: unknown) {
  return { id: world.wabaId, changes: [{ field, value: data }] }
}

function value(world: CreatedWorld, more: Record<string, unknown>) {
  const [, real] = world.numbers
  const metadata = { display_phone_number: real?.digits, phone_number_id: real?.id }
  return { messaging_product: 'whatsapp', metadata, ...more }
}

function peopleOf(messages: readonly { readonly from: string }[]) {
  const phones = [...new Set(messages.map(({ from }) => from))]
  return {
    contacts: phones.map((phone) => ({
      profile: { name: `Orang ${Number(phone.slice(-4))}` },
      wa_id: phone,
      user_id: `ID.${phone}`,
    })),
  }
}

function head(person: number, n: number) {
  const from = `62812340${String(person).padStart(4, '0')}`
  const timestamp = String(NOW - 60 + Math.floor(n / 5))
  return { from, from_user_id: `ID.${from}`, id: `wamid.batch-${person}-${n}`, timestamp }
}

function message(person: number, n: number, words?: string): Loose {
  return { ...head(person, n), type: 'text', text: { body: words ?? `pesan ${String(n).padStart(3, '0')}` } }
}

function image(person: number, n: number): Loose {
  return {
    ...head(person, n),
    type: 'image',
    image: { id: `99${n}`, mime_type: 'image/png', sha256: PNG_SHA },
  }
}

function status(n: number) {
  return {
    id: `wamid.unknown-${n}`,
    status: 'delivered',
    timestamp: String(NOW),
    recipient_id: '628123400001',
  }
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, n) => list.slice(n * size, (n + 1) * size))
}

/** Signs up, connects the foreign account's real number and links a bot; gives the path of the webhook. */
async function connect(owner: Visitor, world: CreatedWorld): Promise<string> {
  const made = await owner.call('POST', '/api/sign-up', {
    name: 'Rina',
    email: 'rina@contoh.id',
    password: 'pagi-cerah-di-bogor',
    business: 'Toko Rina',
  })
  assert.equal(made.status, 200)
  const connected = await owner.call('POST', '/api/channel', {
    graphUrl: world.graphUrl,
    wabaId: world.wabaId,
    phoneNumberId: world.numbers[1]?.id,
    token: world.token,
    appSecret: world.appSecret,
    verifyToken: world.verifyToken,
  })
  assert.equal(connected.status, 200, JSON.stringify(connected.body))
  await publishFlow(
    owner,
    flowFile('Mulai', { keywords: ['mulai'] }, { hi: { kind: 'message', text: 'Halo!' } }),
  )
  const { body: bots } = await owner.call('GET', '/api/bots')
  const [number] = connected.body.numbers
  const linked = await owner.call('POST', `/api/numbers/${number.id}/link`, {
    botId: bots[0].id,
    confirm: 'LINK',
  })
  assert.equal(linked.status, 200)
  return new URL(connected.body.channel.webhookUrl).pathname
}

type Counts = Readonly<
  Record<
    | 'contact'
    | 'chat'
    | 'identity'
    | 'inbound'
    | 'outbound'
    | 'turn'
    | 'parked'
    | 'set_aside'
    | 'updates'
    | 'quarantined',
    number
  >
>

async function counts(rig: Rig): Promise<Counts> {
  const [row] = await readRows<Counts>(
    rig.database,
    `select (select count(*)::int from contact) as contact, (select count(*)::int from chat) as chat,
            (select count(*)::int from contact_identity) as identity,
            (select count(*)::int from message where kind = 'in') as inbound,
            (select count(*)::int from message where kind = 'out') as outbound,
            (select count(*)::int from turn) as turn, (select count(*)::int from parked_status) as parked,
            (select count(*)::int from quarantine) as set_aside,
            (select coalesce(max(updates), 0) from webhook_event) as updates,
            (select count(*)::int from webhook_event where quarantine is not null) as quarantined`,
  )
  assert.ok(row)
  return row
}

/** Nothing waits: neither to be heard, nor to be reported, nor to be sent. */
async function idle(rig: Rig): Promise<boolean> {
  const [row] = await readRows<{ waiting: number }>(
    rig.database,
    `select ((select count(*) from inbox) + (select count(*) from status_inbox) + (select count(*) from outbox))::int as waiting`,
  )
  return row?.waiting === 0
}
