import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Locator, Page } from 'playwright-core'
import { newId } from '#server/base/id.ts'
import { agentSteps } from './agent-steps.ts'
import { DESK, openBrowser, openPage, POCKET } from './browser.ts'
import { pickSteps } from './pick-steps.ts'
import { openRig, phoneOf, type Rig, until, type Visitor } from './rig.ts'
import { openClient } from './rows.ts'
import { findsMessage } from './search-steps.ts'
import { take } from './stage.ts'
import { chatNow, messagesOf, onlyChat, openDemo, saidTo } from './team.ts'

/** More than two pages of a thread. */
const LINES = 120
/** Older lines have come in, every line has its height. */
const SETTLED_MS = 1500
const PATIENCE = { timeout: 20_000 }

test('a long chat opens at its newest line, on a desk and in a pocket, stays where a hand moves it, is answered by a canned reply, and put off', async () => {
  await using rig = await openRig()
  const { owner, phone } = await openDemo(rig)
  const chat = await onlyChat(owner)
  await talkLong(rig, chat.id)
  const replies = [
    ['ongkir', 'Halo {{ first_name }}, ongkirnya Rp10.000.'],
    ['jam-buka', 'Kami buka jam 8.'],
  ]
  for (const [name, text] of replies)
    assert.equal((await owner.call('POST', '/api/canned-replies', { name, text })).status, 200)
  const browser = await openBrowser()
  try {
    for (const look of [DESK, POCKET]) {
      const { page, context } = await openPage(browser, rig.url, look, owner)
      const older: string[] = []
      page.on('request', (request) => {
        if (/\/messages\?.*cursor=/.test(request.url())) older.push(request.url())
      })
      await page.goto(`${rig.url}/inbox/${chat.id}`)
      const thread = page.getByTestId('thread')
      await page.getByText(`baris ${LINES} dari`).waitFor({ timeout: 20_000 })
      await sleep(SETTLED_MS)
      assert.deepEqual(older, [], 'older lines are fetched when somebody goes up to them')
      const toEnd = () => thread.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight)
      assert.ok((await toEnd()) < 20, `at ${look.width} px it ends ${await toEnd()} px above the newest line`)
      const short = page.getByText('baris 117 dari').locator('xpath=ancestor::*[@data-index]')
      if (look === DESK)
        assert.equal((await short.boundingBox())?.height, 55, 'the height that is guessed (guess-height.ts)')
      await thread.hover()
      await page.mouse.wheel(0, -900)
      await sleep(SETTLED_MS)
      assert.ok((await toEnd()) > 300, 'whoever reads older lines is left there')
      await owner.call('POST', `/api/chats/${chat.id}/notes`, { text: 'pelanggan lama' })
      await page.getByRole('button', { name: 'Ada yang baru di bawah' }).click(PATIENCE)
      await page
        .getByRole('button', { name: 'Ada yang baru di bawah' })
        .waitFor({ state: 'detached', ...PATIENCE })
      await until('and goes to what has come', async () => (await toEnd()) < 20)
      const box = page.getByRole('textbox', { name: 'Balas' })
      const said = (await saidTo(phone)).length
      if (look === DESK) {
        await page.keyboard.press('r')
        await page.keyboard.type('/kami') // by its words
        await page.getByRole('option', { name: 'jam-buka', selected: true }).waitFor(PATIENCE)
        await page.keyboard.press('Control+a')
        await page.keyboard.type('Siap! /')
        await page.getByRole('option', { name: 'ongkir' }).waitFor(PATIENCE)
        await page.keyboard.press('ArrowDown')
        await page.keyboard.press('Enter')
      } else {
        await page.getByRole('button', { name: 'Balasan cepat (/)' }).click()
        await page.getByRole('option', { name: 'ongkir' }).click()
      }
      const filled = `${look === DESK ? 'Siap! ' : ''}Halo Dewi, ongkirnya Rp10.000.`
      await until('the reply is in the box', async () => (await box.inputValue()) === filled)
      assert.equal((await saidTo(phone)).length, said, 'nothing was sent')
      await page.keyboard.type(' Jadi?')
      await page.keyboard.press('Enter')
      await phone.hears(`${filled} Jadi?`)
      const asked = `Jadi, ${look.width}`
      await phone.text(asked)
      await page.getByRole('article').filter({ hasText: asked }).waitFor(PATIENCE)
      await page.getByRole('button', { name: 'Beri reaksi' }).last().click()
      await page.getByRole('button', { name: '👍', pressed: false }).click()
      await until('the phone shows how it was taken', async () =>
        (await phone.thread()).bubbles.some(
          (one) => one.content.text === asked && one.reactions.business === '👍',
        ),
      )
      await page
        .getByText('Reaksi: 👍')
        .last()
        .waitFor({ state: 'attached', ...PATIENCE })
      const press = async (name: string) => {
        if (look === DESK) return await page.getByRole('button', { name }).click()
        await page.getByRole('button', { name: 'Tindakan lain' }).click()
        await page.getByRole('menuitem', { name }).click()
      }
      const isNow = (status: string) =>
        until(`it is ${status}`, async () => (await chatNow(owner, chat.id)).status === status)
      await press('Tunda sampai pelanggan menulis lagi')
      await isNow('pending')
      const notice = page.getByText('Percakapan Dewi Lestari ditunda')
      await notice.waitFor(PATIENCE)
      const [told, writing] = [await notice.boundingBox(), await box.boundingBox()]
      assert.ok(told && writing && told.y + told.height < writing.y, 'the notice leaves the box in sight')
      await page.goto(`${rig.url}/inbox?filter=pending`)
      await page.getByRole('button', { name: 'Ditunda', pressed: true }).waitFor()
      const row = page.getByText('Dewi Lestari').first()
      const isAsked = page.waitForRequest(/\/messages\?/, PATIENCE)
      await row.dispatchEvent('pointerdown') // the thread is on its way before the press is over
      await isAsked
      await row.click()
      await press('Buka lagi')
      await isNow('open')
      if (look === DESK) {
        await page.keyboard.press('e')
        await page.getByText('Percakapan Dewi Lestari selesai').waitFor(PATIENCE)
        await page.keyboard.press('z')
        await isNow('open')
        await failOne(rig, chat.id)
        await page.reload()
        const again = page.getByRole('button', { name: 'Kirim ulang' })
        await again.click(PATIENCE)
        await phone.hears('tidak sampai')
        await page.getByText('Sudah dikirim ulang di bawah.').waitFor(PATIENCE)
        assert.equal(await again.count(), 0, 'once is enough')
        await failLate(rig, chat.id)
        await page.reload()
        await page.getByText('Pesan jenis “hologram” belum bisa ditampilkan di sini').nth(1).waitFor(PATIENCE)
        await page.getByRole('button', { name: 'Pilih template' }).click(PATIENCE)
        await page.getByRole('dialog').waitFor(PATIENCE)
        assert.equal(await again.count(), 0, 'it would fail again')
        await page.keyboard.press('Escape')
        const held = Promise.withResolvers<void>() // the chat itself is heard of after the words in it
        await page.route(`**/api/chats/${chat.id}`, (route) => held.promise.then(() => route.continue()))
        await phone.text('saya masih di sini')
        await page.getByRole('article').filter({ hasText: 'saya masih di sini' }).waitFor(PATIENCE)
        held.resolve()
        await again.waitFor(PATIENCE)
      }
      await findsMessage(page, rig.url)
      if (look === POCKET) {
        await owner.call('PATCH', `/api/contacts/${chat.contact.id}`, {
          name: 'سارة ديوي القهوة الطويلة جدا بلا نهاية',
        })
        await owner.call('POST', `/api/chats/${chat.id}/bot`, { paused: false })
        await phone.text('x'.repeat(300))
        await page.goto(`${rig.url}/inbox/${chat.id}`)
        const name = page.getByRole('button', { name: /سارة/ }).getByText('سارة')
        await name.waitFor(PATIENCE)
        assert.ok(
          await name.evaluate((text) => text.matches(':dir(rtl)')),
          'a name that is too long is cut at its end',
        )
        await page.goto(`${rig.url}/inbox/${chat.id}?panel=1`)
        const heard = page.getByText('“xxxxx').first()
        await heard.waitFor(PATIENCE)
        assert.ok(
          await heard.evaluate((line) => line.scrollWidth <= line.clientWidth),
          'a long word is broken',
        )
      }
      await context.close()
    }
  } finally {
    await browser.close()
  }
})

test('the palette and the keys of the inbox obey whoever types faster than they answer, and no word is lost between chats', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  for (const customer of [0, 1]) {
    const phone = await phoneOf(rig, owner, customer)
    await phone.text('halo')
    await phone.hears('Kopi Senja')
  }
  const [newer, older] = (await owner.call('GET', '/api/chats')).body.items
  await owner.call('PATCH', `/api/contacts/${newer.contact.id}`, { name: 'Sari' })
  await owner.call('PATCH', `/api/contacts/${older.contact.id}`, { name: 'Satria' })
  const browser = await openBrowser()
  try {
    const seen = await openPage(browser, rig.url, DESK, owner)
    const { page, faults } = seen
    await page.goto(`${rig.url}/home`)
    await page.locator('h1').first().waitFor(PATIENCE)
    await page.keyboard.press('Control+k')
    const field = page.getByRole('combobox', { name: 'Cari atau lompat…' })
    await field.fill('sa')
    for (const name of ['Sari', 'Satria'])
      await page
        .getByRole('option', { name: new RegExp(name) })
        .nth(1) // as a chat and as a contact
        .waitFor(PATIENCE)
    await field.fill('satria')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${rig.url}/inbox/${older.id}`, PATIENCE)
    await page.keyboard.press('Control+k')
    await field.fill('siapa ini')
    await page.getByText('Tidak ada yang cocok dengan “siapa ini”').waitFor(PATIENCE)
    await field.fill('kana')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${rig.url}/channels`, PATIENCE)
    assert.deepEqual(faults, [])
    await keepsWords(page, owner, { newer: newer.id, older: older.id, url: rig.url })
    await seesColleague(page, owner, { rig, browser, chat: newer.id })
    const desk = { newer, older, url: rig.url }
    await agentSteps(seen, owner, desk)
    const phone = await phoneOf(rig, owner, 1)
    await pickSteps(seen, owner, { ...desk, write: (text) => phone.text(text) })
    await tellsElsewhere(page, owner, rig)
  } finally {
    await browser.close()
  }
})

type Two = { readonly newer: string; readonly older: string; readonly url: string }

/** What is being written stays with its chat, however fast one goes to another, also while the line is cut. */
async function keepsWords(page: Page, owner: Visitor, { newer, older, url }: Two): Promise<void> {
  const box = page.getByRole('textbox', { name: 'Balas' })
  const note = page.getByRole('textbox', { name: 'Catatan' })
  const goes = async () => {
    await page.keyboard.press('Escape')
    await page.keyboard.press('j')
    await page.waitForURL(`${url}/inbox/${older}`, PATIENCE)
    await page.keyboard.press('k')
    await page.waitForURL(`${url}/inbox/${newer}`, PATIENCE)
  }
  const holds = (field: Locator, text: string) =>
    until(`“${text}” is there`, async () => (await field.inputValue()) === text)
  await page.goto(`${url}/inbox/${newer}`)
  await box.waitFor(PATIENCE)
  const focused = await page.evaluate(`
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'r', bubbles: true, cancelable: true }))
    document.activeElement?.tagName`)
  assert.equal(focused, 'TEXTAREA', 'the next letter is for the box: e would resolve, a assign')
  await page.keyboard.type('esok ya')
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await page.waitForURL(`${url}/inbox/${newer}`, PATIENCE)
  await holds(box, 'esok ya')
  await until('it is kept', async () => (await chatNow(owner, newer)).draft === 'esok ya')
  await holds(box, 'esok ya')
  await page.keyboard.press('n')
  await page.keyboard.type('ingat: alergi kacang')
  await goes()
  await page.keyboard.press('n')
  await holds(note, 'ingat: alergi kacang')
  await page.context().setOffline(true)
  await page.keyboard.press('Escape')
  await page.keyboard.press('r')
  await page.keyboard.type(' kak')
  await goes()
  await holds(box, 'esok ya kak')
  await page.context().setOffline(false)
  await page
    .getByText(/^Anda sedang offline|^Sambungan langsung terputus/)
    .waitFor({ state: 'detached', ...PATIENCE })
  await until('it is kept later', async () => (await chatNow(owner, newer)).draft === 'esok ya kak')
  await until('the page has what it shows without a connection', () =>
    page.evaluate(
      `performance.getEntriesByType('resource').some((one) => one.name.includes('BubbleFate') && one.responseStatus === 200)`,
    ),
  )
  await page.context().setOffline(true)
  await box.click()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Coba lagi' }).first().waitFor(PATIENCE)
  await holds(box, '')
  await page.context().setOffline(false)
  const sent = async () => (await messagesOf(owner, newer)).map(({ draft }) => draft?.text)
  await until('it is sent, once', async () => (await sent()).includes('esok ya kak'))
  assert.equal((await sent()).filter((text) => text === 'esok ya kak').length, 1)
}

type Shared = { readonly rig: Rig; readonly browser: Browser; readonly chat: string }

/** Two who have the same chat open know of each other, and which of them writes. */
async function seesColleague(page: Page, owner: Visitor, { rig, browser, chat }: Shared): Promise<void> {
  const sari = rig.visitor()
  const email = 'sari@kopi.example'
  const account = { name: 'Sari', email, password: 'kopi-tubruk-tanpa-ampas-71', business: 'Lain' }
  await take(sari, 'POST', '/api/sign-up', account)
  const { id } = await take(owner, 'POST', '/api/invitations', { email, role: 'agent' })
  await take(sari, 'POST', `/api/invitations/${id}/accept`, {})
  const { page: other, context } = await openPage(browser, rig.url, DESK, sari)
  await other.goto(`${rig.url}/inbox/${chat}`)
  await page.getByText('Sari juga membuka percakapan ini').waitFor(PATIENCE)
  assert.equal(await other.getByRole('textbox', { name: 'Balas' }).inputValue(), '', 'drafts are one’s own')
  await other.keyboard.press('r')
  await other.keyboard.type('Baik Kak')
  await page.getByText('Sari sedang menulis balasan…').waitFor(PATIENCE)
  await context.close()
  await page.getByText('Sari sedang menulis balasan…').waitFor({ ...PATIENCE, state: 'hidden' })

  await page.keyboard.press('Escape')
  await page.keyboard.press('n')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('Tolong cek stok @sa')
  await page.getByRole('option', { name: '@Sari', selected: true }).waitFor(PATIENCE)
  await page.keyboard.press('Enter')
  await until('the name is in the note', async () =>
    (await page.getByRole('textbox', { name: 'Catatan' }).inputValue()).endsWith('stok @Sari '),
  )
  await page.keyboard.press('Enter')
  await page.getByRole('article').locator('b', { hasText: '@Sari' }).waitFor(PATIENCE)
  const [told] = await take(sari, 'GET', '/api/me/notices')
  assert.match(told.text, /: Tolong cek stok @Sari$/)
  assert.equal(told.chat.id, chat)
  assert.deepEqual(await take(owner, 'GET', '/api/me/notices'), [], 'nobody is told of their own words')
}

/** Whoever works in another window sees in the tab how many wait, and is told of one more when they wished it. */
async function tellsElsewhere(page: Page, owner: Visitor, rig: Rig) {
  await page.context().grantPermissions(['notifications'])
  // how many wait is known before one more comes
  await page.goto(`${rig.url}/settings?tab=profile`, { waitUntil: 'networkidle' })
  await page.getByRole('switch', { name: 'Notifikasi di perangkat ini' }).click()
  await page.evaluate(`
    document.hasFocus = () => false
    globalThis.told = []
    globalThis.Notification = class extends Notification {
      static permission = 'granted' // a browser without a screen says denied, whatever was granted
      constructor(title, options) { super(title, options); told.push(options.body) }
    }`)
  await (await phoneOf(rig, owner)).text('Kak, jadi?')
  await until('the tab says it', async () => (await page.title()).startsWith('(1) Pengaturan'))
  assert.deepEqual(await page.evaluate('told'), ['1 percakapan belum dibaca'])
}

async function failOne({ database }: Rig, chatId: string): Promise<void> {
  const client = await openClient(database)
  try {
    await client.query(
      `insert into message (workspace_id, id, chat_id, at, kind, speaker, body, state, fault)
       select workspace_id, $2, id, now(), 'out', 'agent', '{"kind":"text","text":"tidak sampai"}', 'failed',
              '{"code":131026,"title":"Message undeliverable"}'
       from chat where id = $1`,
      [chatId, newId()],
    )
  } finally {
    await client.end()
  }
}

/** Meta found the window closed; and two messages that a later version has stored. */
async function failLate({ database }: Rig, chatId: string): Promise<void> {
  const client = await openClient(database)
  try {
    await client.query(
      `insert into message (workspace_id, id, chat_id, at, kind, speaker, body, state, fault)
       select c.workspace_id, m.id, c.id, now() - interval '1 second', m.kind, m.speaker, m.body::json, m.state, m.fault::json
       from chat c, unnest($2::uuid[], array['in', 'out', 'out'], array['customer', 'bot', 'agent'],
         array['{"kind":"hologram"}', '{"kind":"hologram"}', '{"kind":"text","text":"sudah lewat"}'], array[null, 'sent', 'failed'],
         array[null, null, '{"code":131047,"title":"Re-engagement message"}']) as m (id, kind, speaker, body, state, fault)
       where c.id = $1`,
      [chatId, [newId(), newId(), newId()]],
    )
  } finally {
    await client.end()
  }
}

async function talkLong({ database }: Rig, chatId: string): Promise<void> {
  const client = await openClient(database)
  try {
    await client.query(
      `insert into message (workspace_id, id, chat_id, at, kind, speaker, body)
       select c.workspace_id, m.id, c.id, now(), 'in', 'customer',
              json_build_object('kind', 'text', 'text', 'baris ' || n || ' dari percakapan yang panjang' || repeat(' sekali', (n % 9)::int * 4))
       from chat c, unnest($2::uuid[]) with ordinality as m (id, n) where c.id = $1`,
      [chatId, Array.from({ length: LINES }, newId)],
    )
  } finally {
    await client.end()
  }
}
