import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { newId } from '#server/base/id.ts'
import { median, quantile } from '../bench/cost.ts'
import { type Line, printLine, verdictOf } from '../bench/report.ts'
import { DESK, type Look, openBrowser, openInstalled, openPage, POCKET } from '../test/browser.ts'
import { openRig, phoneOf, type Rig, type Visitor } from '../test/rig.ts'
import { flowFile } from '../test/team.ts'

/**
 * `npm run times`: whether pages come and react in time. Work of the browser's main thread is measured in processor time, because
 * on a busy machine the clock tells of others. Fails when a bar is missed.
 */
const LOADS = 5
const ROUNDS = 60
/** Long enough for one movement and everything it brings about. */
const STEP_MS = 40
/** What an answer to a key may cost, whatever it is typed into. */
const KEY = 16.7
/** Steps on the canvas, and what a movement and the longest of them may cost. */
const CANVASES = [
  { steps: 500, frame: 16.7, longest: 60 },
  { steps: 2000, frame: 33, longest: 150 },
] as const
const CHATS = 2000
const LINES = 5000
const CARDS = 10
const HEARD = 15
const PATIENCE_MS = 30_000
const SLOW = { cpu: 4, bytesPerSecond: 1_600_000 / 8, latency: 150 }

const lines: Line[] = []
function report(name: string, figure: number, most: number, unit = 'ms'): void {
  const line = { name, figure, unit, bar: { most } }
  lines.push(line)
  printLine(line)
}

/** What the browser itself notes of a load: when the first chat stands there, and how long its thread was busy at a stretch. */
const WATCH = `
  window.seen = { usable: 0, blocked: 0 }
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.blocked += Math.max(0, duration - 50)
  }).observe({ type: 'longtask', buffered: true })
  const look = () => {
    if (document.querySelector('a[href*="/inbox/"]')) seen.usable ||= performance.now()
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)`
const TELL = `({
  ...seen,
  paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
})`

const PLACE = '(select workspace_id, id as number_id from phone_number limit 1) p'
const MANY_CONTACTS = `
  insert into contact (workspace_id, id, name, phone, search_name)
  select workspace_id, c.id, 'Pelanggan ' || n, '62877' || lpad(n::text, 8, '0'), 'pelanggan ' || n
  from ${PLACE}, unnest($1::uuid[]) with ordinality as c (id, n)`
const MANY_CHATS = `
  insert into chat (workspace_id, id, contact_id, phone_number_id, last_at, last_inbound_at, last)
  select workspace_id, c.id, c.contact_id, number_id, now() - n * interval '1 minute', now(),
         json_build_object('id', c.id, 'text', 'Apakah pesanan saya sudah dikirim?', 'kind', 'text', 'out', false)
  from ${PLACE}, unnest($1::uuid[], $2::uuid[]) with ordinality as c (contact_id, id, n)`
const LONG_THREAD = `
  insert into message (workspace_id, id, chat_id, at, kind, speaker, body)
  select workspace_id, m.id, $2, now() - (${LINES} - n) * interval '1 second', 'in', 'customer',
         json_build_object('kind', 'text', 'text', 'Pesan ke-' || ${LINES} - n + 1 || ' tentang kopi susu yang dipesan kemarin sore.')
  from ${PLACE}, unnest($1::uuid[]) with ordinality as m (id, n)`

await using rig = await openRig()
const browser = (await openInstalled()) ?? (await openBrowser())
try {
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const long = await fill(rig)
  await measureLoads(browser, owner)
  await measureInbox(browser, owner, long)
  await measureLive(browser, owner)
  for (const canvas of CANVASES) await measureCanvas(browser, owner, canvas)
  await measureTemplate(browser, owner)
} finally {
  await browser.close()
}
const missed = lines.filter((line) => verdictOf(line) === 'missed').length
process.stdout.write(`\n${lines.length - missed} bars met, ${missed} missed\n`)
process.exitCode = missed > 0 ? 1 : 0

/** Many chats, and one of them with a long history. Gives its id. */
async function fill({ database }: Rig): Promise<string> {
  const client = new pg.Client({ connectionString: database.url, options: '-c app.workspace=*' })
  await client.connect()
  const ids = (count: number) => Array.from({ length: count }, newId)
  const [contacts, chats] = [ids(CHATS), ids(CHATS)]
  try {
    await client.query(MANY_CONTACTS, [contacts])
    await client.query(MANY_CHATS, [contacts, chats])
    await client.query(LONG_THREAD, [ids(LINES), chats[0]])
    await client.query('analyze') // what the database does by itself within a minute
    return chats[0] ?? ''
  } finally {
    await client.end()
  }
}

async function measureLoads(browser: Browser, owner: Visitor): Promise<void> {
  const desk = []
  for (let n = 0; n < LOADS; n++) desk.push(await load(browser, owner, DESK))
  report('inbox, cold: first paint', median(desk.map(({ paint }) => paint)), 300)
  report('inbox, cold: usable', median(desk.map(({ usable }) => usable)), 900)
  report('inbox, cold: main thread blocked', median(desk.map(({ blocked }) => blocked)), 300)
  const slow = []
  for (let n = 0; n < 3; n++) slow.push(await load(browser, owner, POCKET, true))
  report('inbox on a slow phone: usable', median(slow.map(({ usable }) => usable)), 3000)
}

type Load = { readonly paint: number; readonly usable: number; readonly blocked: number }

/** When the first frame comes in which these words stand in the open chat: asked for before, told when it has come. */
async function frameOf(page: Page, text: string): Promise<() => Promise<number>> {
  await page.evaluate(
    `void (window.framed = new Promise((tell, fail) => {
      const look = () => {
        if (!document.querySelector('[role=log]').textContent.includes(${JSON.stringify(text)})) return
        watch.disconnect()
        requestAnimationFrame(() => tell(Date.now()))
      }
      const watch = new MutationObserver(look)
      watch.observe(document.body, { subtree: true, childList: true, characterData: true })
      setTimeout(() => fail(new Error(${JSON.stringify(`“${text}” is not seen`)})), ${PATIENCE_MS})
    }))`,
  )
  return () => page.evaluate<number>('window.framed')
}

/** A load by a browser that has never been here. */
async function load(browser: Browser, owner: Visitor, look: Look, slow = false): Promise<Load> {
  const { page, context } = await openPage(browser, rig.url, look, owner)
  if (slow) await slowDown(await context.newCDPSession(page))
  await page.addInitScript(WATCH)
  await page.goto(`${rig.url}/inbox`)
  await page.locator('a[href*="/inbox/"]').first().waitFor({ timeout: PATIENCE_MS })
  await sleep(300)
  const told = await page.evaluate<Load>(TELL)
  await context.close()
  return told
}

async function slowDown(session: CDPSession): Promise<void> {
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW.cpu })
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: SLOW.latency,
    downloadThroughput: SLOW.bytesPerSecond,
    uploadThroughput: SLOW.bytesPerSecond,
  })
}

async function measureInbox(browser: Browser, owner: Visitor, long: string): Promise<void> {
  const { page, context } = await openPage(browser, rig.url, DESK, owner)
  await page.goto(`${rig.url}/inbox/${long}`)
  await page.getByText('Pesan ke-1 tentang').waitFor({ timeout: PATIENCE_MS })
  const opened: number[] = []
  for (let n = 2; n < 9; n++) {
    const row = page
      .locator('a[href*="/inbox/"]')
      .filter({ hasText: `Pelanggan ${n}` })
      .first()
    const startedAt = performance.now()
    await row.click()
    await page.getByText(`Pelanggan ${n}`, { exact: true }).nth(1).waitFor({ timeout: PATIENCE_MS })
    opened.push(performance.now() - startedAt)
  }
  report('another chat is open, the way of the click included', median(opened), 250)
  await page.goto(`${rig.url}/inbox/${long}`)
  await page.getByText('Pesan ke-1 tentang').waitFor({ timeout: PATIENCE_MS })
  await page.getByPlaceholder('Tulis balasan').click()
  const typing = await work(page, (n) => page.keyboard.press('abcde fghij'[n % 11] ?? 'a'))
  report('a key in the composer, p95', quantile(typing, 0.95), KEY)
  await page.mouse.move(760, 400)
  const thread = await work(page, () => page.mouse.wheel(0, -300))
  report(`a turn of the wheel in a thread of ${LINES}, p95`, quantile(thread, 0.95), 16.7)
  await page.mouse.move(240, 500)
  const list = await work(page, () => page.mouse.wheel(0, 400))
  report(`a turn of the wheel in a list of ${CHATS} chats, p95`, quantile(list, 0.95), 16.7)
  const rows = await page.locator('a[href*="/inbox/"]').count()
  report('rows of the list that stand in the page', rows, 40, '')
  await context.close()
}

/** From the customer's press on the phone to the words in an open chat: simulator, webhook, desk and live stream. */
async function measureLive(browser: Browser, owner: Visitor): Promise<void> {
  const phone = await phoneOf(rig, owner)
  await phone.text('halo')
  await phone.hears('Kopi Senja')
  const { body } = await owner.call('GET', '/api/chats?limit=1')
  const { page, context } = await openPage(browser, rig.url, DESK, owner)
  await page.goto(`${rig.url}/inbox/${body.items[0].id}`)
  await page.getByPlaceholder('Tulis balasan').waitFor({ timeout: PATIENCE_MS })
  const seen: number[] = []
  for (let n = 1; n <= HEARD; n++) {
    const frame = await frameOf(page, `Kabar ke-${n}.`)
    const startedAt = Date.now()
    const said = phone.text(`Kabar ke-${n}.`)
    seen.push((await frame()) - startedAt)
    await said
    await sleep(STEP_MS)
  }
  report('a customer’s words in an open chat, from their press on', median(seen), 200)
  await context.close()
}

/** A flow of so many steps in rows of fifty: questions, conditions and messages, each leading on. */
function largeFlow(name: string, steps: number) {
  const nodes = Object.fromEntries(
    Array.from({ length: steps - 1 }, (_, n) => [`s${n}`, stepOf(n, n + 1 < steps - 1 ? `s${n + 1}` : null)]),
  )
  const at = Object.fromEntries(
    Object.keys(nodes).map((id, n) => [id, { x: 360 * (1 + (n % 50)), y: 360 * Math.floor(n / 50) }]),
  )
  const file = flowFile(name, { keywords: [name.toLowerCase()] }, nodes)
  return { ...file, layout: { at: { start: { x: 0, y: 0 }, ...at }, notes: [] } }
}

function stepOf(n: number, next: string | null) {
  if (n % 3 === 0)
    return {
      kind: 'message',
      name: `Salam ${n}`,
      text: `Langkah ${n}: *halo* {{first_name}}, mau apa hari ini?`,
      buttons: [
        { id: 'a', title: 'Lanjut' },
        { id: 'b', title: 'Ulangi' },
      ],
      ...(next ? { next: { 'button:a': next, other: next } } : {}),
    }
  if (n % 3 === 1)
    return {
      kind: 'question',
      text: `Pertanyaan ${n}: siapa nama Anda?`,
      ...(next ? { next: { answered: next } } : {}),
    }
  return { kind: 'message', text: `Langkah ${n}`, ...(next ? { next: { next } } : {}) }
}

type CanvasBar = { readonly steps: number; readonly frame: number; readonly longest: number }

async function measureCanvas(
  browser: Browser,
  owner: Visitor,
  { steps, frame, longest }: CanvasBar,
): Promise<void> {
  const name = `Sebesar ${steps}`
  const { body } = await owner.call('POST', '/api/flows/import', { file: largeFlow(name, steps) })
  if (!body.flow) throw new Error('the flow was imported')
  const { page, context } = await openPage(browser, rig.url, DESK, owner)
  await page.goto(`${rig.url}/flows`)
  await page.getByText(name).first().waitFor({ timeout: PATIENCE_MS })
  const startedAt = performance.now()
  await page.getByText(name).first().click()
  await page.locator('.react-flow__node').first().waitFor({ timeout: PATIENCE_MS })
  if (steps === 500) report(`${steps} steps are open`, performance.now() - startedAt, 1200)
  await sleep(2500)
  const tell = (what: string, costs: readonly number[], most: number = frame) => {
    report(`${what}, ${steps} steps, p95`, quantile(costs, 0.95), most)
    report(`${what}, ${steps} steps, the longest`, Math.max(...costs), longest)
  }
  tell('a pan', await work(page, (n) => page.mouse.wheel(60, n % 2 === 0 ? 40 : -20)))
  await page.keyboard.press('f')
  await sleep(600)
  await page.mouse.move(700, 480)
  tell('a pan with all in sight', await work(page, (n) => page.mouse.wheel(n % 2 === 0 ? 60 : -60, 20)))
  await page.keyboard.down('Control')
  tell('a zoom', await work(page, (n) => page.mouse.wheel(0, n % 20 < 10 ? -60 : 60)))
  await page.keyboard.up('Control')
  tell('a fit', await work(page, (n) => page.keyboard.press(n % 2 === 0 ? 'f' : '+')))
  await page.keyboard.press('Control+f')
  await page.keyboard.type('Salam 9')
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Teks', exact: true }).waitFor({ timeout: PATIENCE_MS })
  await sleep(800)
  await page.getByRole('textbox', { name: 'Teks', exact: true }).click()
  tell(
    'a key in the inspector',
    await work(page, (n) => page.keyboard.press('abcde fghij'[n % 11] ?? 'a')),
    KEY,
  )
  const card = await page.locator('.react-flow__node.selected').boundingBox()
  if (!card) throw new Error('the step is in sight')
  const [x, y] = [card.x + 90, card.y + 14]
  await page.mouse.move(x, y)
  await page.mouse.down()
  tell('a drag', await work(page, (n) => page.mouse.move(x + Math.sin(n / 5) * 120, y + n * 2)))
  await page.mouse.up()
  await context.close()
}

/** The heaviest template that Meta takes: ten cards, with rules and preview after every key. */
async function measureTemplate(browser: Browser, owner: Visitor): Promise<void> {
  const { page, context } = await openPage(browser, rig.url, DESK, owner)
  await page.goto(`${rig.url}/templates/new?intent=promo`)
  await page.getByRole('radio', { name: 'Karusel' }).click({ timeout: PATIENCE_MS })
  for (let cards = 2; cards < CARDS; cards++) await page.getByRole('button', { name: 'Tambah kartu' }).click()
  await page.getByRole('textbox', { name: 'Isi', exact: true }).last().click()
  const typing = await work(page, (n) => page.keyboard.press('abcde fghij'[n % 11] ?? 'a'))
  report(`a key in a template of ${CARDS} cards, p95`, quantile(typing, 0.95), KEY)
  await context.close()
}

type TraceEvent = {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** Milliseconds of the main thread between each act and the next: what it brought about. */
async function work(page: Page, act: (n: number) => Promise<void>): Promise<number[]> {
  const session = await page.context().newCDPSession(page)
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => void events.push(...(value as unknown as TraceEvent[])))
  await session.send('Tracing.start', { transferMode: 'ReportEvents', categories: 'toplevel,__metadata' })
  const starts: number[] = []
  for (let n = 0; n < ROUNDS; n++) {
    const startedAt = performance.now()
    starts.push(monotonic())
    await act(n)
    await sleep(Math.max(0, STEP_MS - (performance.now() - startedAt)))
  }
  const over = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
  await session.send('Tracing.end')
  await over
  await session.detach()
  return perAct(events, starts)
}

/** The clock of the browser's traces, in microseconds. */
function monotonic(): number {
  return Number(process.hrtime.bigint() / 1000n)
}

function perAct(events: readonly TraceEvent[], starts: readonly number[]): number[] {
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const tasks = events.filter(
    ({ name, ph, pid, tid }) =>
      ph === 'X' && name.endsWith('RunTask') && mains.some((main) => main.pid === pid && main.tid === tid),
  )
  const byPage = [...Map.groupBy(tasks, ({ pid }) => pid).values()]
  const busiest = byPage.toSorted((a, b) => sum(b) - sum(a))[0] ?? []
  const costs = starts.map(() => 0)
  for (const { ts, tdur = 0 } of busiest) {
    const act = starts.findLastIndex((start) => start <= ts)
    if (act >= 0) costs[act] = (costs[act] ?? 0) + tdur / 1000
  }
  if (sum(busiest) > 0 && costs.every((cost) => cost === 0)) throw new Error('both clocks are the same')
  return costs
}

function sum(tasks: readonly TraceEvent[]): number {
  return tasks.reduce((all, { tdur = 0 }) => all + tdur, 0)
}
