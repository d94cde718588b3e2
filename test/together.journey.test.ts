import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { COMMENT_MAX, REPLIES_MAX, THREADS_MAX } from '#core/flow/comment/api.ts'
import { findings, waysOut } from './axe.ts'
import { DESK, openBrowser, openPage, openTab, POCKET } from './browser.ts'
import { mailbox } from './mailbox.ts'
import { movesPin } from './pin-steps.ts'
import { type Loose, until, type Visitor } from './rig.ts'
import { openStage, PASSWORD, type Shop, type Stage, take } from './stage.ts'
import { flowFile } from './team.ts'

const PATIENCE = { timeout: 20_000 }
/** One autosave after the last key, its way over the server, and the other's reading. */
const SEEN_WITHIN_MS = 1000

let stage: Stage
let shop: Shop
let dewi: Visitor
let browser: Browser
/** The owner's and the colleague's. */
let desks: readonly BrowserContext[]

before(async () => {
  stage = await openStage()
  shop = await stage.shop('Kopi Senja')
  dewi = await colleague('Dewi Kartika', 'admin')
  browser = await openBrowser()
  desks = await Promise.all(
    [shop.owner, dewi].map(async (who) => {
      const { context, page } = await openPage(browser, stage.rig.url, DESK, who)
      await page.close()
      return context
    }),
  )
})
after(async () => {
  await browser.close()
  await stage[Symbol.asyncDispose]()
})

const FILE = flowFile(
  'Berdua',
  { keywords: ['berdua'] },
  {
    salam: { kind: 'message', name: 'Salam', text: 'Halo', next: { next: 'tanya' } },
    tanya: { kind: 'question', name: 'Tanya nama', text: 'Siapa nama Anda?', next: { answered: 'tim' } },
    tim: { kind: 'handover', name: 'Tim' },
  },
)

test('two people in one flow see each other, and each keeps what both wrote in different steps', async () => {
  const id = await freshFlow()
  const [mine, hers] = await both(id)
  await mine.getByRole('list', { name: 'Sedang membuka flow ini' }).waitFor(PATIENCE)
  await hers.getByRole('button', { name: 'Pemilik Kopi Senja juga membuka flow ini' }).waitFor(PATIENCE)

  await card(hers, 'Tanya nama').click()
  await mine.getByRole('button', { name: 'Dewi Kartika sedang membuka “Tanya nama”' }).waitFor(PATIENCE)
  assert.deepEqual(await findings(mine), [], 'their faces are called by what is read on them')
  await mine.locator('.step-card[data-other]').filter({ hasText: 'Tanya nama' }).waitFor(PATIENCE)

  await card(mine, 'Salam').click()
  await Promise.all([
    mine.getByRole('textbox', { name: 'Teks', exact: true }).fill('Halo dari kasir'),
    hers.getByPlaceholder('Tulis pertanyaannya').fill('Boleh tahu namanya?'),
  ])
  const draft = await until('both changes are on the server', async () => {
    const { definition } = await take(shop.owner, 'GET', `/api/flows/${id}`)
    const { salam, tanya } = definition.nodes
    return salam.text === 'Halo dari kasir' && tanya.text === 'Boleh tahu namanya?' && definition
  })
  assert.deepEqual(draft.nodes.salam.next, { next: 'tanya' })
  await mine.getByText('Boleh tahu namanya?').first().waitFor(PATIENCE)
  await hers.getByText('Halo dari kasir').first().waitFor(PATIENCE)
  await saved(mine)
  await saved(hers)

  await mine.keyboard.press('Escape')
  await mine.keyboard.press('Control+z')
  await until('undo took back what its own writer wrote, and left the other alone', async () => {
    const { definition } = await take(shop.owner, 'GET', `/api/flows/${id}`)
    return definition.nodes.salam.text === 'Halo' && definition.nodes.tanya.text === 'Boleh tahu namanya?'
  })

  await hers.close()
  await mine
    .getByRole('list', { name: 'Sedang membuka flow ini' })
    .waitFor({ state: 'detached', ...PATIENCE })
  await mine.close()
})

test('what one saved, the other sees within a second', async () => {
  const id = await freshFlow()
  const [mine, hers] = await both(id)
  await hers.getByRole('list', { name: 'Sedang membuka flow ini' }).waitFor(PATIENCE)
  const { definition, layout, revision } = await take(shop.owner, 'GET', `/api/flows/${id}`)
  const waits: number[] = []
  for (let round = 0; round < 3; round++) {
    const text = `Halo ke-${round}`
    definition.nodes.salam.text = text
    const startedAt = performance.now()
    await take(shop.owner, 'PUT', `/api/flows/${id}/draft`, {
      definition,
      layout,
      revision: revision + round,
    })
    await hers.getByText(text).first().waitFor(PATIENCE)
    waits.push(performance.now() - startedAt)
  }
  assert.ok(Math.min(...waits) < SEEN_WITHIN_MS, `${waits.map(Math.round)} ms`)
  await Promise.all([mine.close(), hers.close()])
})

test('of one field the last write stands, and both are told', async () => {
  const id = await freshFlow()
  const [mine, hers] = await both(id)
  await card(mine, 'Salam').click()
  await mine.getByRole('textbox', { name: 'Teks', exact: true }).fill('Punya kasir')
  await saved(mine)
  await hers.getByText('Punya kasir').first().waitFor(PATIENCE)
  await card(hers, 'Salam').click()
  await hers.getByRole('textbox', { name: 'Teks', exact: true }).fill('Punya Dewi')
  await mine.getByText('“Salam” yang tadi Anda ubah baru saja diubah lagi oleh orang lain.').waitFor(PATIENCE)
  await mine.locator('.step-card').getByText('Punya Dewi').waitFor(PATIENCE)

  await mine.context().setOffline(true)
  await mine.getByRole('textbox', { name: 'Teks', exact: true }).fill('Punya kasir lagi')
  await mine.getByText(/Perubahan tersimpan di perangkat ini/).waitFor(PATIENCE)
  await hers.getByRole('textbox', { name: 'Teks', exact: true }).fill('Punya Dewi lagi')
  await saved(hers)
  await mine.context().setOffline(false)
  await mine.getByText(/Orang lain juga mengubah “Salam”. Versi Anda yang dipakai/).waitFor(PATIENCE)
  await until('the last write is the draft', async () => {
    const { definition } = await take(shop.owner, 'GET', `/api/flows/${id}`)
    return definition.nodes.salam.text === 'Punya kasir lagi'
  })
  await saved(mine)
  await Promise.all([mine.close(), hers.close()])
})

test('what one comments on a step the other sees at its card, answers and resolves, by keyboard too and on a phone', async () => {
  const id = await freshFlow()
  const [mine, hers] = await both(id)
  await card(mine, 'Salam').click()
  await mine.getByRole('textbox', { name: 'Teks', exact: true }).waitFor(PATIENCE)
  await mine.keyboard.press('Escape')
  await card(mine, 'Salam').focus()
  await mine.keyboard.press('Enter')
  await mine.getByRole('textbox', { name: 'Teks', exact: true }).waitFor(PATIENCE)
  await card(mine, 'Salam').focus()
  await mine.keyboard.press('c')
  const field = mine.getByRole('textbox', { name: 'Komentar untuk “Salam”' })
  await field.waitFor(PATIENCE)
  await mine.locator('textarea:focus').waitFor(PATIENCE)
  await mine.keyboard.type('Sapaannya kurang ramah?')
  await mine.keyboard.press('Control+Enter')

  await card(hers, 'Salam').getByRole('button', { name: '1 komentar terbuka' }).click(PATIENCE)
  const [panel, theirs] = [mine, hers].map((page) => page.getByRole('complementary', { name: 'Komentar' }))
  assert.ok(panel && theirs)
  await theirs.getByText('Sapaannya kurang ramah?').waitFor(PATIENCE)
  await theirs.getByRole('button', { name: 'Balas' }).click()
  await theirs.getByRole('textbox', { name: 'Balasan untuk Pemilik Kopi Senja' }).fill('Saya ubah.')
  await theirs.getByRole('button', { name: 'Kirim' }).click()
  await panel.getByText('Saya ubah.').waitFor(PATIENCE)
  const notice = mine.getByRole('region', { name: 'Pemberitahuan untuk Anda' })
  await notice.getByText('Dewi Kartika: Saya ubah.').waitFor(PATIENCE)
  await panel.getByRole('button', { name: 'Balas' }).click()
  await panel.getByRole('textbox', { name: 'Balasan untuk Pemilik Kopi Senja' }).focus()
  await mine.keyboard.type('Terima kasih, @dewi')
  await panel.getByRole('option', { name: '@Dewi Kartika' }).waitFor(PATIENCE)
  await mine.keyboard.press('Enter')
  await mine.keyboard.type('👍')
  await mine.keyboard.press('Control+Enter')
  await hers
    .getByRole('region', { name: 'Pemberitahuan untuk Anda' })
    .getByText('Pemilik Kopi Senja: Terima kasih, @Dewi Kartika 👍')
    .waitFor(PATIENCE)
  await notice.getByRole('button', { name: 'Tutup pemberitahuan' }).click()

  await mine.mouse.click(...(await emptyPlace(mine, 0)))
  await panel.getByRole('textbox', { name: 'Komentar di kanvas' }).fill('Di sini nanti promo.')
  await mine.getByRole('img', { name: 'Tempat komentar baru' }).waitFor(PATIENCE)
  await mine.mouse.click(...(await emptyPlace(mine, 1)))
  await panel.getByRole('button', { name: 'Kirim' }).click()
  const pin = hers.getByRole('button', { name: 'Komentar di kanvas oleh Pemilik Kopi Senja' })
  await pin.waitFor(PATIENCE)
  await movesPin(shop.owner, id, hers, pin)

  await card(mine, 'Salam').click()
  await mine.keyboard.press('Delete')
  await panel.getByText('Langkah sudah dihapus').waitFor(PATIENCE)
  await mine.keyboard.press('Control+z')
  await card(mine, 'Salam').getByRole('button', { name: '1 komentar terbuka' }).waitFor(PATIENCE)
  const salam = theirs.getByRole('listitem').filter({ hasText: 'Sapaannya kurang ramah?' }).first()
  await salam.getByRole('button', { name: 'Tandai selesai' }).click()
  await card(mine, 'Salam')
    .getByRole('button', { name: '1 komentar terbuka' })
    .waitFor({ state: 'detached', ...PATIENCE })
  await panel.getByRole('radio', { name: 'Selesai 1' }).click()
  await panel.getByText(/^Diselesaikan Dewi Kartika/).waitFor(PATIENCE)
  await panel.getByRole('button', { name: 'Buka lagi' }).click()
  await saved(mine)
  await hers.close()
  await mine
    .getByRole('list', { name: 'Sedang membuka flow ini' })
    .waitFor({ state: 'detached', ...PATIENCE })
  assert.deepEqual(await findings(mine), [])
  await mine.close()

  const { page, faults } = await openPage(browser, stage.rig.url, POCKET, dewi)
  await page.goto(`${stage.rig.url}/flows/${id}`)
  await page.getByRole('button', { name: '1 komentar terbuka' }).click(PATIENCE)
  const sheet = page.getByRole('dialog')
  await sheet.getByText('Saya ubah.').waitFor(PATIENCE)
  assert.deepEqual([await findings(page), await waysOut(page)], [[], []])
  await sheet.getByRole('button', { name: 'Hapus komentar Dewi Kartika' }).click()
  await sheet.getByRole('button', { name: 'Hapus', exact: true }).click()
  await sheet.getByText('Saya ubah.').waitFor({ state: 'detached', ...PATIENCE })
  await sheet.getByRole('textbox', { name: 'Komentar untuk “Salam”' }).fill('Dari ponsel.')
  await sheet.getByRole('button', { name: 'Kirim' }).click()
  await sheet.getByText('Dari ponsel.').waitFor(PATIENCE)
  assert.deepEqual(faults, [])
  await page.close()
})

test('whom a comment names, and who began the thread, is told: on the screen, and by mail who has none open', async () => {
  const nadia = await colleague('Nadia', 'agent', 'nadia@shop.example')
  const id = await freshFlow()
  const path = `/api/flows/${id}/comments`
  const noticesOf = (who: Visitor): Promise<Loose[]> => take(who, 'GET', '/api/me/notices')
  await take(shop.owner, 'POST', '/api/me/notices/seen', {})
  const { id: thread, place } = await take(nadia, 'POST', path, {
    ...{ place: { x: 1, y: 2 }, body: 'Tolong @pemilik kopi senja dan @Nadia cek. surat@Dewi Kartika' },
  })
  const [told, ...rest] = await noticesOf(shop.owner)
  assert.deepEqual(rest, [])
  assert.match(told.text, /^Nadia: Tolong @pemilik kopi senja/)
  assert.deepEqual([told.flow.id, told.chat], [id, null])
  assert.deepEqual(await noticesOf(nadia), [], 'nobody is told of their own words')
  await take(shop.owner, 'POST', `${path}/${thread}`, { body: 'Sudah.' })
  assert.equal((await noticesOf(nadia))[0].text, 'Pemilik Kopi Senja: Sudah.')
  await until('the mail of one who has no page open', async () => {
    const letters = await mailbox(stage.rig)
    return (
      letters.includes('komentar Pemilik Kopi Senja di flow') &&
      letters.includes(`/flows/${id}?panel=comments`)
    )
  })

  const moved = await take(nadia, 'PUT', `${path}/${thread}/place`, { place: { x: 30, y: 40 } })
  assert.deepEqual(
    [place, moved.place],
    [
      { x: 1, y: 2 },
      { x: 30, y: 40 },
    ],
  )
  const onStep = await take(nadia, 'POST', path, { place: { node: 'salam' }, body: 'Di sini' })
  const no = await nadia.call('PUT', `${path}/${onStep.id}/place`, { place: { x: 0, y: 0 } })
  assert.equal(no.status, 404, 'a comment on a step moves with it')
  await take(shop.owner, 'DELETE', `/api/flows/${id}`)
  assert.equal((await noticesOf(nadia))[0].flow, null, 'the flow is put away, the words stay')
})

test('a member comments, replies, resolves and reopens; of others only an admin deletes, and the drawing knows nothing of it', async () => {
  const agent = await colleague('Sari', 'agent', 'sari@shop.example')
  const id = await freshFlow()
  const path = `/api/flows/${id}/comments`
  const before = await take(shop.owner, 'GET', `/api/flows/${id}/export`)
  const say = (who: Visitor, to: string, body: Loose) => take(who, 'POST', to, body)
  const begun = await say(agent, path, { place: { node: 'salam' }, body: '  Sapaannya kurang ramah? ' })
  assert.deepEqual([begun.place, begun.resolved], [{ node: 'salam' }, null])
  const thread = `${path}/${begun.id}`
  const { comments } = await say(shop.owner, thread, { body: 'Setuju.' })
  assert.deepEqual(
    comments.map(({ author, body }: Loose) => [author, body]),
    [
      ['Sari', 'Sapaannya kurang ramah?'],
      ['Pemilik Kopi Senja', 'Setuju.'],
    ],
  )
  const done = await take(dewi, 'PATCH', thread, { resolved: true })
  assert.equal(done.resolved.by, 'Dewi Kartika')
  assert.equal((await take(agent, 'PATCH', thread, { resolved: false })).resolved, null)

  const no = await agent.call('DELETE', `${thread}/${comments[1].id}`)
  assert.deepEqual([no.status, no.body.code], [403, 'comment-not-yours'])
  await take(dewi, 'DELETE', `${thread}/${comments[1].id}`)
  assert.deepEqual(await take(shop.owner, 'GET', `/api/flows/${id}/export`), before)
  assert.equal((await take(shop.owner, 'GET', `/api/flows/${id}`)).revision, 1)
  await take(agent, 'DELETE', `${thread}/${comments[0].id}`)
  assert.deepEqual(await take(agent, 'GET', path), [], 'the last one takes its thread along')

  for (const body of ['', ' ', 'x'.repeat(COMMENT_MAX + 1)])
    assert.equal((await agent.call('POST', path, { place: { x: 0, y: 0 }, body })).status, 422)
  const long = await say(agent, path, { place: { x: 10, y: -20 }, body: 'x'.repeat(COMMENT_MAX) })
  await stage.rows(
    `insert into flow_comment (workspace_id, id, thread_id, author_id, body)
     select $1, gen_random_uuid(), $2, $3, 'lagi' from generate_series(2, $4::int)`,
    [shop.workspaceId, long.id, shop.userId, REPLIES_MAX],
  )
  const full = await agent.call('POST', `${path}/${long.id}`, { body: 'satu lagi' })
  assert.deepEqual(
    [full.status, full.body.code, full.body.details],
    [422, 'replies-many', { max: REPLIES_MAX }],
  )
  await stage.rows(
    `insert into flow_thread (workspace_id, id, flow_id, node)
     select $1, gen_random_uuid(), $2, 'salam' from generate_series(2, $3::int)`,
    [shop.workspaceId, id, THREADS_MAX],
  )
  const many = await agent.call('POST', path, { place: { x: 0, y: 0 }, body: 'satu lagi' })
  assert.deepEqual([many.status, many.body.code], [422, 'comments-many'])
  await take(shop.owner, 'DELETE', `/api/flows/${id}`)
  assert.deepEqual(await stage.rows('select 1 from flow_thread where flow_id = $1', [id]), [])
})

async function freshFlow(): Promise<string> {
  const { flow } = await take(shop.owner, 'POST', '/api/flows/import', { file: FILE })
  return flow.id
}

/** The owner and the colleague, each in a browser of their own, with the same flow open. */
async function both(id: string): Promise<readonly [Page, Page]> {
  const pages = await Promise.all(desks.map((desk) => openTab(desk, stage.rig.url)))
  await Promise.all(pages.map(({ page }) => page.goto(`${stage.rig.url}/flows/${id}`)))
  const [mine, hers] = pages
  assert.ok(mine && hers)
  for (const { page } of pages) await card(page, 'Salam').waitFor(PATIENCE)
  return [mine.page, hers.page]
}

/** Points of the canvas on which nothing stands. */
async function emptyPlace(page: Page, index: number): Promise<[number, number]> {
  const points: [number, number][] = await page.evaluate(`(() => {
    const { left, top, width, height } = document.querySelector('.react-flow').getBoundingClientRect()
    const grid = Array.from({ length: 100 }, (_, at) => [
      left + ((at % 10) + 0.5) * (width / 10),
      top + (Math.floor(at / 10) + 0.5) * (height / 10),
    ])
    return grid.filter(([x, y]) => document.elementFromPoint(x, y).matches('.react-flow__pane'))
  })()`)
  const point = points[index]
  assert.ok(point)
  return point
}

function card(page: Page, title: string) {
  return page.locator('.react-flow__node').filter({ hasText: title }).first()
}

async function saved(page: Page): Promise<void> {
  await page.getByRole('status').getByText('Tersimpan', { exact: true }).waitFor(PATIENCE)
}

async function colleague(name: string, role: string, email = 'dewi@shop.example'): Promise<Visitor> {
  const visitor = stage.rig.visitor()
  await take(visitor, 'POST', '/api/sign-up', { name, email, password: PASSWORD, business: 'Lain' })
  const { id }: Loose = await take(shop.owner, 'POST', '/api/invitations', { email, role })
  await take(visitor, 'POST', `/api/invitations/${id}/accept`, {})
  return visitor
}
