import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openSim } from '#simulator/app.ts'
import { insertBubble } from '#simulator/bubbles.ts'
import { EMPTY } from '#simulator/content.ts'
import { isMetaError, refuseWith } from '#simulator/errors.ts'
import { answerGraph } from '#simulator/graph.ts'
import type { GraphCall } from '#simulator/graph-call.ts'
import { insertMedium } from '#simulator/media.ts'
import { sendMessage } from '#simulator/send.ts'
import { keep, type Sim } from '#simulator/sim.ts'
import { closeStore } from '#simulator/store.ts'
import type { Template } from '#simulator/template-seed.ts'
import { objectOf, type Wire } from '#simulator/wire.ts'
import { createWorld, newCustomer, type PhoneNumber, type World } from '#simulator/world.ts'

const DATA = join(import.meta.dirname, '../test/data')
const CUSTOMER = '6281234567890'

async function read(path: string): Promise<Wire> {
  return objectOf(JSON.parse(await readFile(join(DATA, path), 'utf8')))
}

async function index(folder: string): Promise<Wire[]> {
  return JSON.parse(await readFile(join(DATA, folder, 'index.json'), 'utf8'))
}

let sim: Sim
let dir: string
before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'simulator-'))
  sim = openSim({ dir, adminKey: 'x', now: Date.now, random: (length) => randomBytes(length) })
})
after(async () => {
  sim.closed = true
  for (const timer of sim.timers) clearTimeout(timer)
  closeStore(sim.store)
  await rm(dir, { recursive: true, force: true })
})

type Case = { readonly world: World; readonly number: PhoneNumber }

/** A fresh world in which every body of the corpus makes sense. */
function freshWorld(): Case {
  const random = (length: number) => randomBytes(length)
  const seeded = createWorld({ name: 'Toko Contoh' }, Date.now(), random)
  const customer = {
    ...newCustomer({ name: 'Sari', phone: CUSTOMER }, random),
    bsuid: 'ID.40817263544556677889',
  }
  const [, real] = seeded.numbers
  assert.ok(real)
  const number = { ...real, digits: '6281100000001' }
  const world: World = {
    ...seeded,
    pairLimit: false,
    numbers: [...seeded.numbers.slice(0, 1), number],
    customers: [customer],
  }
  world.templates.push(...templates)
  sim.worlds.set(world.id, world)
  sim.tokens.set(world.token, world)
  keep(sim, world)
  return { world, number }
}

function template(name: string, components: readonly Wire[], more: Partial<Template> = {}): Template {
  return {
    id: String(1000 + name.length),
    name,
    language: 'id',
    category: 'UTILITY',
    status: 'APPROVED',
    format: 'POSITIONAL',
    components,
    quality: 'GREEN',
    rejectedReason: 'NONE',
    reviewAt: null,
    ...more,
  }
}

const body = (text: string): Wire => ({ type: 'BODY', text })
const header = (format: string, text = ''): Wire => ({ type: 'HEADER', format, text })
const buttons = (...list: Wire[]): Wire => ({ type: 'BUTTONS', buttons: list })
const quick = (text: string): Wire => ({ type: 'QUICK_REPLY', text })
const url: Wire = { type: 'URL', text: 'Buka', url: 'https://toko.example.test/{{1}}' }
const card: Wire = {
  components: [header('IMAGE'), body('Diskon {{1}} hari ini.'), buttons(quick('Lebih'), url)],
}
const productCard: Wire = { components: [header('PRODUCT'), buttons({ type: 'SPM', text: 'View' })] }
const marketing = { category: 'MARKETING' }

const templates: readonly Template[] = [
  template('konfirmasi_pesanan', [body('Halo {{1}}, pesanan {{2}} siap.')]),
  template('konfirmasi_pesanan_nama', [body('Halo {{nama}}, pesanan {{nomor}} siap.')], { format: 'NAMED' }),
  template(
    'promo_judul',
    [header('TEXT', 'Promo {{1}} dimulai!'), body('Diskon {{1}} minggu ini.')],
    marketing,
  ),
  template('promo_gambar', [header('IMAGE'), body('Diskon {{1}} minggu ini.')], marketing),
  template('promo_video', [header('VIDEO'), body('Lihat video ini.')], marketing),
  template('promo_lebaran', [body('Diskon {{1}} minggu ini.')], { ...marketing, status: 'PAUSED' }),
  template('promo_lama', [body('Diskon {{1}} minggu ini.')], { ...marketing, status: 'DISABLED' }),
  template('lokasi_toko', [header('LOCATION'), body('Ini lokasi kami.')]),
  template('pengingat_janji', [body('Janji hari {{1}} ya.'), buttons(quick('Ya'), quick('Batal'))]),
  template('bayar_pesanan', [body('Pesanan {{1}} belum dibayar.'), buttons(url)]),
  template(
    'kode_verifikasi',
    [{ type: 'BODY' }, buttons({ type: 'OTP', otp_type: 'COPY_CODE', text: 'Salin' })],
    {
      category: 'AUTHENTICATION',
    },
  ),
  template(
    'katalog_promo',
    [body('Diskon {{1}} ribu.'), buttons({ type: 'CATALOG', text: 'View catalog' })],
    marketing,
  ),
  template(
    'keranjang_tertinggal',
    [header('TEXT', 'Halo {{1}}!'), body('Pakai {{1}} ya.'), buttons({ type: 'MPM', text: 'View items' })],
    marketing,
  ),
  template('survei', [body('Isi survei kami.'), buttons({ type: 'FLOW', text: 'Isi' })]),
  template(
    'karusel_produk',
    [body('Halo {{1}}, ini pilihan.'), { type: 'CAROUSEL', cards: [card, card] }],
    marketing,
  ),
  template(
    'karusel_katalog',
    [body('Halo {{1}}, ini pilihan.'), { type: 'CAROUSEL', cards: [productCard, productCard] }],
    marketing,
  ),
]

const MEDIA: Readonly<Record<string, string>> = {
  '1013859600285441': 'image/jpeg',
  '1013859600285442': 'audio/mpeg',
  '1013859600285443': 'audio/ogg',
  '1013859600285444': 'application/pdf',
  '1013859600285445': 'image/webp',
  '1013859600285446': 'video/mp4',
  '1013859600285450': 'image/jpeg',
  '1013859600285451': 'image/jpeg',
}

function giveMedia({ world, number }: Case): void {
  for (const [id, mime] of Object.entries(MEDIA)) {
    sim.store.db.prepare('delete from media where id = ?').run(id)
    const expiresAt = Date.now() + 86_400_000
    const rest = {
      size: 10,
      sha256: 'ab',
      filename: null,
      voice: false,
      source: 'business',
      expiresAt,
    } as const
    insertMedium(sim, { id, mime, worldId: world.id, numberId: number.id, ...rest })
  }
}

function heard({ world, number }: Case, wamid: string): void {
  sim.store.db.prepare('delete from bubble where wamid = ?').run(wamid)
  insertBubble(sim.store, {
    worldId: world.id,
    numberId: number.id,
    customerId: world.customers[0]?.id ?? '',
    wamid,
    from: 'customer',
    at: Date.now(),
    status: 'sent',
    next: null,
    content: EMPTY,
    replyTo: null,
    extra: { category: 'service', insideWindow: true, toBsuid: false },
  })
}

function callOf(world: World, path: string[], content: Wire): GraphCall {
  const rest = { broken: false, file: null, raw: null, header: () => '' }
  return { method: 'POST', path, query: {}, token: world.token, body: content, ...rest }
}

for (const folder of ['requests', 'requests-invalid', 'template-create']) {
  test(`the index of ${folder} names every body`, async () => {
    const files = (await readdir(join(DATA, folder))).filter((file) => file !== 'index.json')
    const named = (await index(folder)).map(({ file }) => file)
    assert.deepEqual(named.toSorted(), files.toSorted())
  })
}

for (const entry of await index('requests')) {
  test(`${entry.file} is accepted`, async () => {
    const content = await read(`requests/${entry.file}`)
    const here = freshWorld()
    giveMedia(here)
    if (content.status === 'read') heard(here, String(content.message_id))
    const answer = await answerGraph(sim, callOf(here.world, [here.number.id, 'messages'], content))
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
  })
}

/** The state that makes a valid body fail. */
const STATES: Readonly<Record<string, (here: Case) => PhoneNumber | undefined>> = {
  '052-test-number-recipient.json': ({ world }) => world.numbers[0],
  '055-throughput.json': ({ number }) => {
    number.throughput = 0
    return number
  },
  '056-spam-rate-limit.json': ({ world, number }) => {
    world.portfolioLimit = 0
    return number
  },
  '059-marketing-disabled-on-cloud-api.json': ({ world, number }) => {
    world.marketingDisabled = true
    return number
  },
}

for (const entry of await index('requests-invalid')) {
  test(`${entry.file} is refused with ${entry.code}`, async () => {
    const content = await read(`requests-invalid/${entry.file}`)
    const here = freshWorld()
    const number = STATES[String(entry.file)]?.(here) ?? here.number
    const error = sendMessage(sim, here.world, number, content)
    assert.ok(isMetaError(error), JSON.stringify(error))
    const { status, body: envelope } = refuseWith(error, 'A')
    const shown = objectOf(objectOf(envelope).error)
    assert.equal(shown.code, entry.code, JSON.stringify(shown))
    assert.equal(status, entry.http)
    assert.equal(objectOf(shown.error_data).details ?? null, entry.details)
    if (entry.file !== '004-unknown-type.json') assert.equal(shown.message, entry.message)
  })
}

for (const { file } of await index('template-create')) {
  test(`the template of ${file} can be created`, async () => {
    const content = await read(`template-create/${file}`)
    const { world } = freshWorld()
    world.templates = []
    const answer = await answerGraph(sim, callOf(world, [world.wabaId, 'message_templates'], content))
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    assert.equal(objectOf(answer.body).status, 'PENDING')
  })
}
