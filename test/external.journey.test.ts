import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { DEATHS_MAX } from '#server/flow/quarantine.ts'
import { type Balancer, openBalancer } from './balancer.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { binOf, FORMER, startFormer } from './former-postgres.ts'
import { ownFolder, type Program, startProduct, startSimulator } from './program.ts'
import { freePort, type Loose, type Phone, phoneIn, until, type Visitor, visitorOf } from './rig.ts'
import { readRows } from './rows.ts'
import { flowFile, messagesOf, publishFlow, saidTo, stillAfter, whileOneTalks } from './team.ts'

const TAKEOVER_MS = 10_000
/** The patience of a call, then RESEND_AFTER, then a look of the sweeper. */
const UNCERTAIN_MS = 25_000
/** Words are being heard and answers are going out by then. */
const MIDWAY_MS = 30
const CUSTOMERS = 8

const COUNTER = flowFile(
  'Nomor antrean',
  { keywords: ['antre'] },
  {
    ask: {
      kind: 'question',
      text: 'Nama siapa?',
      field: 'nama',
      timeout: { amount: 1, unit: 'hour' },
      next: { answered: 'done' },
    },
    done: { kind: 'message', text: 'Terima kasih, {{ nama }}' },
  },
)

test('two processes on one external database share the work, and losing either loses nothing', async (t) => {
  await using database = await createTestDatabase()
  await using house = await openHouse(database.url)
  await using meta = await startSimulator()
  const first = await house.add(meta.hostPort)
  const second = await house.add(meta.hostPort)
  const owner = visitorOf(house.balancer.url)
  await connect(owner, meta.world)
  const [talker, ...phones] = await customers(meta.world)
  assert.ok(talker)
  const alive = [first, second]

  await t.test('both hear customers and both send', async () => {
    await until('both have worked', async () => {
      await talk(phones)
      const shares = await Promise.all(alive.map(({ url }) => worked(url)))
      return shares.every(({ heard, sent }) => heard > 0 && sent > 0)
    })
    await eachHearsOnce(owner, phones)
  })

  await t.test('one is killed while customers write: the other goes on within 10 seconds', async () => {
    const writing = Promise.all(phones.map((phone) => phone.text('antre')))
    await sleep(MIDWAY_MS)
    await second.stop('SIGKILL')
    const killedAt = performance.now()
    await writing
    await until('all are heard', () => nothingWaits(database), TAKEOVER_MS)
    assert.ok(performance.now() - killedAt < TAKEOVER_MS, 'taken over in time')
    await whileOneTalks(talker, 'antre', () =>
      Promise.all(phones.map((phone) => answered(phone, 'Nama siapa?'))),
    )
    await Promise.all(phones.map((phone, n) => phone.text(`Sari ${n}`)))
    await Promise.all(phones.map((phone, n) => phone.hears(`Terima kasih, Sari ${n}`)))
    await eachHearsOnce(owner, phones)
  })

  await t.test(
    'one is stopped in an orderly way while customers write: it ends with 0, nothing is lost',
    async () => {
      const third = await house.add(meta.hostPort)
      const writing = Promise.all(phones.map((phone) => phone.text('antre')))
      const code = first.stop('SIGTERM')
      await writing
      await whileOneTalks(talker, 'antre', () =>
        Promise.all(phones.map((phone) => answered(phone, 'Nama siapa?'))),
      )
      assert.equal(await code, 0)
      await Promise.all(phones.map((phone, n) => phone.text(`Budi ${n}`)))
      await Promise.all(phones.map((phone, n) => phone.hears(`Terima kasih, Budi ${n}`)))
      await eachHearsOnce(owner, phones)
      assert.equal(await third.stop('SIGTERM'), 0)
    },
  )

  await t.test(
    'a word that kills every process that hears it is set aside, and what came after it is heard',
    async () => {
      await house.add(meta.hostPort, { ROLES: 'web' })
      const deadly = {
        ROLES: 'worker,sender',
        NODE_OPTIONS: `--import ${join(import.meta.dirname, 'deadly.ts')}`,
      }
      const [unlucky, other] = phones
      assert.ok(unlucky && other)
      const calm = await house.add(meta.hostPort, deadly)
      await talk([unlucky, other])
      await unlucky.text('mati mendadak')
      assert.equal(await calm.ended, 'SIGKILL', 'it was not expected and left no trace')
      await unlucky.text('antre')
      await other.text('antre')
      const untilOneLives = async (most: number) => {
        for (let deaths = 0; deaths <= most; deaths++) {
          const worker = await house.add(meta.hostPort, deadly).catch(() => null)
          const lives = worker && until('the desk is empty', () => nothingWaits(database)).then(() => worker)
          const survivor = lives && (await Promise.race([worker.ended.then(() => null), lives]))
          if (survivor) return { survivor, deaths }
        }
        throw new Error(`more than ${most} processes died of one word`)
      }
      const { survivor, deaths } = await untilOneLives(DEATHS_MAX)
      assert.equal(deaths, DEATHS_MAX)
      await Promise.all([unlucky, other].map((phone) => answered(phone, 'Nama siapa?')))

      const aside = async () => (await owner.call('GET', '/api/quarantine')).body.items
      const [item, ...more] = await aside()
      assert.deepEqual(more, [], 'nothing innocent is set aside with it')
      assert.match(item.excerpt, /mati mendadak/)
      assert.deepEqual(item.parts, [{ code: 'process-ended', where: '', reason: item.reason }])

      assert.equal((await owner.call('POST', `/api/quarantine/${item.id}/replay`)).status, 200)
      assert.equal(await survivor.ended, 'SIGKILL')
      assert.equal((await untilOneLives(0)).deaths, 0, 'tried again it is set aside after one death')
      assert.equal((await aside()).length, 1)
    },
  )
})

for (const release of FORMER)
  test(`PostgreSQL ${release} works the same, also from nothing`, {
    skip: binOf(release) ? false : 'not on this machine: npm run versions fetches it',
  }, async () => {
    await using postgres = await startFormer(release)
    await using house = await openHouse(postgres.url)
    await using meta = await startSimulator()
    await Promise.all([house.add(meta.hostPort), house.add(meta.hostPort)])
    const owner = visitorOf(house.balancer.url)
    await connect(owner, meta.world)
    const phones = await customers(meta.world)
    await talk(phones)
    await eachHearsOnce(owner, phones)
  })

type House = {
  readonly balancer: Balancer
  readonly add: (
    graph: string,
    more?: Readonly<Record<string, string>>,
  ) => Promise<Program & { readonly url: string }>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** Processes that share a database and a key, each with a data folder of its own, behind one address. */
async function openHouse(databaseUrl: string): Promise<House> {
  const opened = new AsyncDisposableStack()
  const balancer = opened.use(await openBalancer())
  const key = randomBytes(32).toString('base64')
  return {
    balancer,
    async add(graph, more) {
      const folder = opened.use(await ownFolder('external'))
      const port = await freePort()
      const program = await startProduct({
        PORT: String(port),
        PUBLIC_URL: balancer.url,
        DATA_DIR: folder.path,
        DATABASE_URL: databaseUrl,
        SECRET_KEY: key,
        SIMULATOR: 'off',
        OUTBOUND_ALLOW: graph,
        RESEND_AFTER: '2',
        RESEND_AFTER_OUTAGE: '2',
        ...more,
      })
      opened.defer(async () => void (await program.stop('SIGTERM')))
      if (more?.ROLES?.includes('web') ?? true) balancer.targets.push(port)
      return program
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

async function connect(owner: Visitor, world: Loose): Promise<void> {
  const made = await owner.call('POST', '/api/sign-up', {
    name: 'Rina',
    email: 'rina@contoh.id',
    password: 'pagi-cerah-di-bogor',
    business: 'Toko Rina',
  })
  assert.equal(made.status, 200, JSON.stringify(made.body))
  const connected = await owner.call('POST', '/api/channel', {
    graphUrl: world.graphUrl,
    wabaId: world.wabaId,
    phoneNumberId: world.numbers[1].id,
    token: world.token,
    appSecret: world.appSecret,
    verifyToken: world.verifyToken,
  })
  assert.equal(connected.status, 200, JSON.stringify(connected.body))
  await publishFlow(owner, COUNTER)
  const { body: bots } = await owner.call('GET', '/api/bots')
  const number = connected.body.numbers[0].id
  const linked = await owner.call('POST', `/api/numbers/${number}/link`, {
    botId: bots[0].id,
    confirm: 'LINK',
  })
  assert.equal(linked.status, 200, JSON.stringify(linked.body))
}

async function customers(world: Loose): Promise<Phone[]> {
  const boss = await phoneIn(world, 0, 1)
  for (let n = 3; n < CUSTOMERS; n++)
    await boss.control('POST', '/customers', { name: `Orang ${n}`, phone: `+62 812 3400 00${10 + n}` })
  return await Promise.all(Array.from({ length: CUSTOMERS }, (_, n) => phoneIn(world, n, 1)))
}

/** Every customer has the whole conversation once. */
async function talk(phones: readonly Phone[]): Promise<void> {
  const before = await Promise.all(phones.map(async (phone) => (await saidTo(phone)).length))
  const heard = (phone: Phone, n: number, more: number) =>
    until('the bot answers', async () => (await saidTo(phone)).length >= (before[n] ?? 0) + more)
  await Promise.all(phones.map((phone) => phone.text('antre')))
  await Promise.all(phones.map((phone, n) => heard(phone, n, 1)))
  await Promise.all(phones.map((phone, n) => phone.text(`Dewi ${n}`)))
  await Promise.all(phones.map((phone, n) => heard(phone, n, 2)))
}

/** Waits until the newest line of the business is this one. */
function answered(phone: Phone, text: string): Promise<boolean> {
  const heard = async () => (await saidTo(phone)).at(-1) === text
  return until(`the phone hears “${text}”`, heard, UNCERTAIN_MS)
}

/** Every word that came in was heard: none waits at the desk. */
async function nothingWaits(database: TestDatabase): Promise<boolean> {
  const rows = await readRows(database, 'select 1 from inbox limit 1')
  return rows.length === 0
}

/**
 * The whole story is told once: questions and answers alternate on every phone, and the inbox has the same messages in
 * the same order.
 */
async function eachHearsOnce(owner: Visitor, phones: readonly Phone[]): Promise<void> {
  await stillAfter(300, async () => {
    for (const phone of phones) {
      const said = await saidTo(phone)
      const turns = said.map((text) => (text === 'Nama siapa?' ? 'ask' : 'thank'))
      assert.deepEqual(
        turns,
        said.map((_, n) => (n % 2 === 0 ? 'ask' : 'thank')),
      )
    }
  })
  const { body } = await owner.call('GET', '/api/chats?limit=100')
  for (const phone of phones) {
    const { bubbles, customer } = await phone.thread()
    const chat = body.items.find(({ contact }: Loose) => contact.phone === customer.waId)
    const inbox = (await messagesOf(owner, chat.id)).filter(({ wamid }) => wamid).reverse()
    assert.deepEqual(
      inbox.map(({ wamid }) => wamid),
      bubbles.map(({ wamid }) => wamid),
    )
  }
}

/** What a process says it did itself. */
async function worked(url: string): Promise<{ heard: number; sent: number }> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const of = (name: RegExp) =>
    text
      .split('\n')
      .filter((line) => name.test(line))
      .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
  return { heard: of(/happening_seconds_count/), sent: of(/sends_total\{.*accepted/) }
}
