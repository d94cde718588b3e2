import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { DESK, openBrowser, openPage, openTab, rests, type Seen, settle } from './browser.ts'
import { type Loose, openRig, phoneOf, type Rig, until, type Visitor } from './rig.ts'
import { flowFile, publishFlow } from './team.ts'

const PATIENCE = { timeout: 20_000 }
const FILE = flowFile(
  'Kanvas',
  { keywords: ['kanvas'] },
  {
    salam: { kind: 'message', name: 'Salam', text: 'Halo', next: { next: 'tanya' } },
    tanya: { kind: 'question', name: 'Tanya nama', text: 'Siapa nama Anda?', next: { answered: 'tim' } },
    tim: { kind: 'handover', name: 'Tim' },
  },
)
const PLACES = {
  start: { x: 0, y: 0 },
  salam: { x: 340, y: 0 },
  tanya: { x: 680, y: 60 },
  tim: { x: 1020, y: 0 },
}

let rig: Rig
let owner: Visitor
let browser: Browser
/** The owner's; each test opens a page in it. */
let desk: BrowserContext

before(async () => {
  rig = await openRig()
  owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  browser = await openBrowser()
  const { context, page } = await openPage(browser, rig.url, DESK, owner)
  desk = context
  await page.close()
})
after(async () => {
  await browser.close()
  await rig[Symbol.asyncDispose]()
})

test('a way dropped on empty canvas asks what comes next and leads there; its end can be pulled to another step', async () => {
  const { page, id, faults } = await openFlow()
  const exit = card(page, 'Salam').locator('.react-flow__handle.source').last()
  await pull(page, await middleOf(exit), { x: 900, y: 640 })
  await page.getByRole('menu', { name: 'Langkah berikutnya' }).waitFor(PATIENCE)
  await page.getByRole('menuitem', { name: 'Tunggu' }).click()
  const wait = await until('the new step is connected', async () => {
    const { nodes } = await draftOf(id)
    const to = Object.entries<Loose>(nodes).find(([, node]) => node.kind === 'wait')?.[0]
    return to && Object.values(nodes.salam.next).includes(to) && to
  })
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Tampilkan semua' }).click()
  await rests(page)
  const end = page.locator(`.react-flow__edge[data-id^="tanya/"] .react-flow__edgeupdater-target`).first()
  await pull(page, await middleOf(end), await middleOf(page.locator(`.react-flow__node[data-id="${wait}"]`)))
  await until(
    'the way leads to the other step',
    async () => (await draftOf(id)).nodes.tanya.next.answered === wait,
  )
  assert.deepEqual(faults, [])
  await page.close()
})

test('whoever looks at the whole flow just after opening a step goes on seeing the whole', async () => {
  const { page } = await openFlow()
  const [canvas, last] = [await boxOf(page.locator('.react-flow')), await boxOf(card(page, 'Tim'))]
  await page.mouse.move(last.x, last.y + 260)
  await page.mouse.wheel(last.x - (canvas.x + canvas.width - 40), 0)
  await until('it stands at the edge', async () => (await boxOf(card(page, 'Tim'))).x > last.x)
  await page.mouse.click(canvas.x + canvas.width - 20, last.y + last.height / 2)
  // while the view still glides the opened step would be brought back from the edge
  await page.evaluate(
    `setTimeout(() => document.querySelector('[aria-label="Tampilkan semua"]').click(), 180) && undefined`,
  )
  await rests(page)
  for (const title of ['Pemicu', 'Salam', 'Tanya nama', 'Tim'])
    assert.ok(await isSeen(page, title), `${title} is seen whole`)
  await page.close()
})

test('several steps are chosen with Shift or a lasso, arranged as one step of undo, and taken away together', async () => {
  const { page, id } = await openFlow()
  await card(page, 'Salam').click()
  await card(page, 'Tanya nama').click({ modifiers: ['Shift'] })
  await page.getByRole('status').getByText('2 dipilih').waitFor(PATIENCE)
  await page.getByRole('button', { name: 'Ratakan atas' }).click()
  await until('both stand on one line', async () => {
    const { at } = (await draftOf(id, 'layout')) as Loose
    return at.salam.y === at.tanya.y
  })
  await page.getByRole('button', { name: 'Urungkan: Ratakan' }).click()
  await until('one undo brings the old places back', async () => {
    const { at } = (await draftOf(id, 'layout')) as Loose
    return at.tanya.y === PLACES.tanya.y
  })
  await page.keyboard.press('Escape')
  const [from, to] = [await middleOf(card(page, 'Salam')), await middleOf(card(page, 'Tim'))]
  await pull(page, { x: from.x - 120, y: from.y - 160 }, { x: to.x + 20, y: to.y + 160 })
  await page.getByRole('status').getByText('3 dipilih').waitFor(PATIENCE)
  await page.keyboard.press('Alt+w')
  await page.getByRole('button', { name: 'Urungkan: Ratakan' }).waitFor(PATIENCE)
  await page.keyboard.press('Delete')
  await until('only the start is left', async () => Object.keys((await draftOf(id)).nodes).length === 1)
  await page.keyboard.press('Control+z')
  await until('undo brings steps and ways back', async () => {
    const { nodes } = await draftOf(id)
    return nodes.salam?.next.next === 'tanya' && nodes.start.next.next === 'salam'
  })
  await page.close()
})

test('steps copied in one tab are pasted into another flow with the ways between them; hostile text is refused in words', async () => {
  const { page, context } = await openFlow()
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await card(page, 'Salam').click()
  await card(page, 'Tanya nama').click({ modifiers: ['Shift'] })
  await page.keyboard.press('Control+c')
  const { body } = await owner.call('POST', '/api/flows', { name: 'Kosong' })
  const tab = await context.newPage()
  await tab.goto(`${rig.url}/flows/${body.flow.id}`)
  await card(tab, 'Pemicu').waitFor(PATIENCE)
  await tab.locator('.react-flow__pane').click({ position: { x: 300, y: 500 } })
  await tab.keyboard.press('Control+v')
  const nodes = await until('the copies are in the other flow', async () => {
    const draft = await draftOf(body.flow.id)
    return Object.keys(draft.nodes).length === 3 && draft.nodes
  })
  const [[, hello], [askId]] = ['message', 'question'].map((kind) =>
    Object.entries<Loose>(nodes).find(([, node]) => node.kind === kind),
  ) as [[string, Loose], [string, Loose]]
  assert.deepEqual([hello.text, hello.next], ['Halo', { next: askId }])
  assert.ok(!Object.hasOwn(nodes, 'salam'), 'the copies have ids of their own')
  await tab.keyboard.press('Control+v')
  await until('the copies are there twice', async () => {
    return Object.keys((await draftOf(body.flow.id)).nodes).length === 5
  })
  await tab.getByRole('button', { name: 'Tampilkan semua' }).click()
  await rests(tab)
  assert.deepEqual(await overlaps(tab), [], 'they lie beside what was there')
  await tab.keyboard.press('Control+z')
  await until('one undo takes one paste back', async () => {
    return Object.keys((await draftOf(body.flow.id)).nodes).length === 3
  })

  for (const [text, words] of [
    ['{"wetalk":"fragment","nodes":{"a":{"kind":"shell"}},"at":{}}', /rusak atau bukan dari Wetalk/],
    ['rm -rf /', /tidak berisi langkah flow/],
  ] as const) {
    await tab.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`)
    await tab.keyboard.press('Control+v')
    await tab.getByText(words).waitFor(PATIENCE)
  }
  assert.equal(Object.keys((await draftOf(body.flow.id)).nodes).length, 3)
  await Promise.all([page.close(), tab.close()])
})

test('a reload keeps the draft, the view and the open step; search finds by text and Enter goes there', async () => {
  const { page } = await openFlow()
  await page.keyboard.press('Control+f')
  await page.keyboard.type('siapa nama')
  await page.keyboard.press('Enter')
  await page.locator('.step-card[data-selected]').filter({ hasText: 'Tanya nama' }).waitFor(PATIENCE)
  await rests(page)
  const before = await page.locator('.react-flow__viewport').getAttribute('style')
  await page.reload()
  await page.getByPlaceholder('Tulis pertanyaannya').waitFor(PATIENCE)
  await rests(page)
  assert.equal(await page.locator('.react-flow__viewport').getAttribute('style'), before)
  await page.close()
})

test('steps that were first seen from far away have their ways when the view comes near', async () => {
  const steps = Array.from({ length: 120 }, (_, at) => [
    `s${at}`,
    { kind: 'message', name: `Langkah ${at}`, text: `Teks ${at}.`, next: { next: `s${at + 1}` } },
  ])
  const nodes = { ...Object.fromEntries(steps), s120: { kind: 'handover', name: 'Tim' } }
  const { body } = await owner.call('POST', '/api/flows/import', { file: flowFile('Panjang', {}, nodes) })
  const { page } = await openPage(browser, rig.url, DESK, owner)
  await page.goto(`${rig.url}/flows/${body.flow.id}`)
  await card(page, 'Langkah 0').first().waitFor(PATIENCE)
  await page.getByRole('button', { name: 'Tampilkan semua' }).click()
  await until('it is seen from far', async () => (await page.locator('.react-flow__edge').count()) === 0)
  const first = page.getByRole('group', { name: 'Langkah 0', exact: true })
  await until('it is so far that names are no longer drawn', async () => {
    await page.keyboard.press('-')
    return (await first.getByText('Langkah 0').isVisible()) === false
  })
  assert.equal(await first.count(), 1, 'it still has its name for who cannot see it')
  await page.getByPlaceholder(/^Cari di/).fill('Teks 90.')
  await page.keyboard.press('Enter')
  await card(page, 'Langkah 90').waitFor(PATIENCE)
  await page.locator('.react-flow__edge[data-id^="s89/"]').waitFor({ state: 'attached', ...PATIENCE })
  await page.locator('.react-flow__edge[data-id^="s90/"]').waitFor({ state: 'attached', ...PATIENCE })
  await page.close()
})

test('each card shows, when it is asked for, how many people came by and how many stopped there', async () => {
  const id = await publishFlow(owner, FILE)
  const [stays, goes] = [await phoneOf(rig, owner), await phoneOf(rig, owner)]
  for (const phone of [stays, goes]) {
    await phone.text('kanvas')
    await phone.hears('Siapa nama Anda?')
  }
  const { body: unasked } = await owner.call('GET', `/api/flows/${id}/traffic`)
  assert.ok(unasked.people >= 1)
  await goes.text('Dewi')
  const traffic = await until('the answer is in the trace', async () => {
    const { body } = await owner.call('GET', `/api/flows/${id}/traffic`)
    return body.steps.some(({ node }: Loose) => node === 'tim') && body
  })
  const step = (node: string) => traffic.steps.find((each: Loose) => each.node === node)
  assert.equal(step('salam').entered, traffic.people)
  assert.equal(step('tanya').entered - step('tanya').left, traffic.people - 1)
  const { page } = await openTab(desk, rig.url)
  await page.goto(`${rig.url}/flows/${id}`)
  await page.getByRole('button', { name: 'Tampilkan jumlah orang per langkah' }).click(PATIENCE)
  await card(page, 'Salam')
    .getByRole('img', { name: `Dilewati ${traffic.people} orang` })
    .waitFor(PATIENCE)
  await page.close()
})

async function openFlow(): Promise<Seen & { id: string }> {
  const file = { ...FILE, layout: { at: PLACES, notes: [] } }
  const { body } = await owner.call('POST', '/api/flows/import', { file })
  const seen = await openTab(desk, rig.url)
  await seen.page.goto(`${rig.url}/flows/${body.flow.id}`)
  await card(seen.page, 'Tim').waitFor(PATIENCE)
  await settle(seen) // the edits and the clipboard are fetched
  return { ...seen, id: body.flow.id }
}

async function draftOf(id: string, part: 'definition' | 'layout' = 'definition'): Promise<Loose> {
  return (await owner.call('GET', `/api/flows/${id}`)).body[part]
}

function card(page: Page, title: string) {
  return page.locator('.react-flow__node').filter({ hasText: title }).first()
}

async function isSeen(page: Page, title: string): Promise<boolean> {
  const [canvas, box] = [await boxOf(page.locator('.react-flow')), await boxOf(card(page, title))]
  const isWithin = (start: number, size: number, from: number, room: number) =>
    start >= from && start + size <= from + room
  return (
    isWithin(box.x, box.width, canvas.x, canvas.width) && isWithin(box.y, box.height, canvas.y, canvas.height)
  )
}

type Spot = { readonly x: number; readonly y: number }
type Box = Spot & { readonly width: number; readonly height: number }

async function boxOf(target: ReturnType<Page['locator']>): Promise<Box> {
  const box = await target.boundingBox()
  assert.ok(box)
  return box
}

async function middleOf(target: ReturnType<Page['locator']>): Promise<Spot> {
  const box = await boxOf(target)
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

async function pull(page: Page, from: Spot, to: Spot): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 6 })
  await page.mouse.move(to.x, to.y, { steps: 6 })
  await page.mouse.up()
}

/** Pairs of cards of which one lies over the other, by their titles. */
function overlaps(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const cards = [...document.querySelectorAll('.react-flow__node')].map((card) => [card.textContent, card.getBoundingClientRect()])
    return cards.flatMap(([name, box], at) => cards.slice(at + 1)
      .filter(([, one]) => box.left < one.right && one.left < box.right && box.top < one.bottom && one.top < box.bottom)
      .map(([other]) => name + ' / ' + other))
  })()`)
}

test('what no step is called is said, and Esc brings the steps back', async () => {
  const { page } = await openFlow()
  const palette = page.getByRole('complementary', { name: 'Tambah langkah' })
  await page.keyboard.press('n')
  await page.keyboard.type('halo semua')
  await palette.getByRole('status').getByText('Tidak ada langkah dengan nama itu.').waitFor(PATIENCE)
  await page.keyboard.press('Escape')
  await palette.getByRole('button', { name: 'Pertanyaan', exact: true }).waitFor(PATIENCE)
  await page.close()
})
