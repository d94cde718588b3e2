import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { DESK, openBrowser, openPage } from './browser.ts'
import { uploaded } from './bundle-shop.ts'
import { type Loose, openRig, phoneOf, until } from './rig.ts'
import { take } from './stage.ts'
import { flowFile } from './team.ts'

const PATIENCE = { timeout: 20_000 }
const ORDER = flowFile(
  'Pesanan baru',
  { keywords: ['order'] },
  { many: { kind: 'question', text: 'Berapa?', answer: 'number', field: 'banyak' } },
)
const pictured = (file: string) => ({
  ...{ kind: 'message', text: 'Menunya' },
  media: { media: 'image', source: { file } },
})
const QUANTITY = {
  ...{ key: 'banyak', label: 'Banyak', scope: 'contact', folder: '', description: '', default: '' },
}

test('“Semua bot” tells of each bot what runs and where, and links and unlinks by a typed word', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await take(owner, 'POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner, 0, 1)
  await phone.text('halo')
  await phone.hears('Kopi Senja')
  const spare = await take(owner, 'POST', '/api/bots', { name: 'Bot Cadangan' })
  const draft = flowFile('Rencana', { keywords: ['rencana'] }, { say: { kind: 'message', text: 'Nanti.' } })
  await take(owner, 'POST', '/api/flows/import', { file: draft, botId: spare.id })
  const atWork = () => take(owner, 'GET', '/api/bots/at-work')
  const { numbers } = await take(owner, 'GET', '/api/channel')
  const real = numbers.find(({ test }: Loose) => !test)

  await t.test('the figures are those of the flows, and a draft is not said to run', async () => {
    const flows: Loose[] = await take(owner, 'GET', '/api/flows')
    const [first, second] = await atWork()
    const mine = flows.filter(({ botId }) => botId === first.id)
    const live = mine.filter(({ version, enabled }) => version !== null && enabled)
    assert.deepEqual([first.flows, first.published], [mine.length, live.length])
    assert.equal(first.keywords, live.flatMap(({ keywords }) => keywords).length)
    assert.equal(first.running, 1, 'one customer stands in it')
    assert.ok(Math.abs(first.lastAt - Date.now()) < 60_000)
    assert.equal(first.version.number, live[0].version)
    assert.deepEqual(
      [second.name, second.flows, second.published, second.version, second.keywords, second.lastAt],
      ['Bot Cadangan', 1, 0, null, 0, null],
    )
    await take(owner, 'PATCH', `/api/flows/${live[0].id}`, { enabled: false })
    assert.equal((await atWork())[0].published, live.length - 1, 'what is switched off does not run')
    await take(owner, 'PATCH', `/api/flows/${live[0].id}`, { enabled: true })
  })

  const browser = await openBrowser()
  try {
    const { page, faults } = await openPage(browser, rig.url, DESK, owner)
    await page.goto(`${rig.url}/bots`)
    const list = page.getByRole('list', { name: 'Semua bot' })
    const [name] = (await atWork()).map((bot: Loose) => bot.name)
    const card = (of: string) => list.locator('> li').filter({ has: page.getByRole('heading', { name: of }) })

    await t.test('a bot shows its numbers; one without says so', async () => {
      await card(name).getByText(real.display, { exact: true }).waitFor(PATIENCE)
      await card(name)
        .getByText(/ v1 terbit /)
        .waitFor(PATIENCE)
      await card('Bot Cadangan').getByText('Belum ada flow yang terbit').waitFor(PATIENCE)
      await card('Bot Cadangan')
        .getByText(/Semua nomor sudah punya bot/)
        .waitFor(PATIENCE)
    })

    await t.test('a further bot is made by its name, and a new flow may choose it', async () => {
      await page.getByRole('button', { name: 'Bot baru' }).click(PATIENCE)
      await page.getByRole('textbox', { name: 'Nama bot' }).fill('Bot Klinik')
      await page.keyboard.press('Enter')
      await card('Bot Klinik').getByText('Belum ada flow yang terbit').waitFor(PATIENCE)
      await page.goto(`${rig.url}/flows`)
      await page.getByRole('button', { name: 'Flow baru' }).click(PATIENCE)
      await page.getByRole('combobox', { name: 'Bot' }).click(PATIENCE)
      await page.getByRole('option', { name: 'Bot Klinik' }).click(PATIENCE)
      await page.getByRole('button', { name: 'Buat flow' }).click()
      await page.locator('.react-flow__node').first().waitFor(PATIENCE)
      assert.equal((await atWork()).find((bot: Loose) => bot.name === 'Bot Klinik').flows, 1)
      await page.goto(`${rig.url}/bots`)
    })

    await t.test('UNLINK: the number is live chat only from then on', async () => {
      await card(name)
        .getByRole('button', { name: `Lepas ${name} dari ${real.display}` })
        .click(PATIENCE)
      await confirm(page, 'UNLINK', 'Ya, lepas')
      const free = page
        .locator('section')
        .filter({ has: page.getByRole('heading', { name: 'Nomor tanpa bot' }) })
      await free.getByRole('paragraph').filter({ hasText: real.display }).waitFor(PATIENCE)
      await free.getByText('Chat langsung saja').waitFor(PATIENCE)
      assert.equal(
        (await atWork())[0].numbers.some(({ id }: Loose) => id === real.id),
        false,
      )
    })

    await t.test('LINK: the bot of the row is chosen already', async () => {
      await card('Bot Cadangan')
        .getByRole('button', { name: `Tautkan Bot Cadangan ke ${real.display}` })
        .click(PATIENCE)
      await confirm(page, 'LINK', 'Ya, tautkan')
      await card('Bot Cadangan').getByText(real.display, { exact: true }).waitFor(PATIENCE)
      await until('it is linked', async () => (await atWork())[1].numbers[0]?.id === real.id)
    })

    await t.test(
      'a bot is saved as a file, and comes in again after what does not fit is settled',
      async () => {
        const { flow } = await take(owner, 'POST', '/api/flows/import', { file: ORDER, botId: spare.id })
        const drawn = await take(owner, 'GET', `/api/flows/${flow.id}`)
        drawn.definition.nodes.menu = pictured(await uploaded(owner, 'Menu hari ini.png'))
        await take(owner, 'PUT', `/api/flows/${flow.id}/draft`, drawn)
        await page.reload()
        const download = page.waitForEvent('download')
        await page.getByRole('button', { name: 'Pilihan untuk Bot Cadangan' }).click(PATIENCE)
        await page.getByRole('menuitem', { name: 'Ekspor sebagai berkas' }).click(PATIENCE)
        const saved = await download
        assert.equal(saved.suggestedFilename(), 'bot-cadangan.wetalk.json')
        const file = JSON.parse(await readFile(await saved.path(), 'utf8'))
        assert.deepEqual(file.fields, [{ ...QUANTITY, type: 'number' }])
        const broken = { key: 'rusak', name: 'rusak.png', mime: 'image/png', data: '%%%' }
        file.files.push(broken)
        file.flows[1].definition.nodes.rusak = pictured('rusak')
        await page.getByRole('link', { name: 'Impor bot' }).click(PATIENCE)
        const choose = (content: string) =>
          page
            .getByLabel('Pilih berkas')
            .last()
            .setInputFiles({ name: 'bot.json', mimeType: 'application/json', buffer: Buffer.from(content) })
        await choose('halo')
        await page.getByText('bot.json bukan berkas JSON.').waitFor(PATIENCE)
        await choose(JSON.stringify({ ...file, flows: [{ ...file.flows[0], key: 'A B' }] }))
        await page.getByText('Di flows[0].key (Rencana)').waitFor(PATIENCE)
        await choose(JSON.stringify({ ...file, fields: [{ ...QUANTITY, type: 'text' }] }))
        await page.getByText('Pilih field lain atau buat baru').waitFor(PATIENCE)
        const go = page.getByRole('button', { name: 'Impor', exact: true })
        assert.equal(await go.isDisabled(), true, 'nothing is done while something does not fit')
        await page.getByRole('combobox', { name: 'Field banyak menjadi' }).click()
        await page.getByRole('option', { name: 'Buat field baru' }).click(PATIENCE)
        await page.getByRole('textbox', { name: 'Nama field baru untuk banyak' }).fill('Banyak Teks')
        await page.getByRole('textbox', { name: 'Nama bot baru' }).fill('Bot Kedua')
        await page.getByText('2 gambar atau berkas', { exact: false }).waitFor(PATIENCE)
        const plan = page.getByRole('list', { name: 'Yang akan terjadi' })
        await plan.getByText('Field baru banyak_teks').waitFor(PATIENCE)
        await go.click()
        await page
          .getByText('Flow masuk ke bot “Bot Kedua” sebagai draf.', { exact: false })
          .waitFor(PATIENCE)
        const flows: Loose[] = await take(owner, 'GET', '/api/flows')
        const came = flows.filter(({ botId, name }) => botId !== spare.id && name === 'Pesanan baru')
        assert.equal(came.length, 1)
        const { definition } = await take(owner, 'GET', `/api/flows/${came[0].id}`)
        assert.equal(definition.nodes.many.field, 'banyak_teks')
        const picture = await owner.call('GET', `/api/files/${definition.nodes.menu.media.source.file}`)
        assert.equal(picture.status, 200)
        assert.notEqual(
          definition.nodes.menu.media.source.file,
          drawn.definition.nodes.menu.media.source.file,
        )
        assert.deepEqual(definition.nodes.rusak.media.source, { link: '' })
        await page.getByText('Pasang gambar atau berkas').waitFor(PATIENCE)
        await page.getByRole('link', { name: 'Buka Pesanan baru' }).click()
        await page.waitForURL(`**/flows/${came[0].id}`, PATIENCE)
      },
    )
    await t.test('a ready bot is tried on a phone by tapping and typing before it is chosen', async () => {
      await page.goto(`${rig.url}/flows`)
      await page.getByRole('button', { name: 'Flow baru' }).first().click(PATIENCE)
      await page.getByText('Tanya jawab', { exact: true }).click(PATIENCE)
      const phone = page.getByRole('region', { name: 'Coba bot ini di ponsel' })
      await phone.getByText('Senang bisa membantu. Sampai jumpa!', { exact: false }).waitFor(PATIENCE)
      await phone.getByRole('button', { name: 'Coba dari awal' }).click()
      await phone
        .getByText('Senang bisa membantu', { exact: false })
        .waitFor({ state: 'detached', ...PATIENCE })
      await phone.getByRole('button', { name: 'Pembayaran' }).click()
      await phone.getByText('Bisa transfer bank, QRIS', { exact: false }).waitFor(PATIENCE)
      await phone.getByRole('textbox', { name: 'Tulis sebagai pelanggan' }).fill('Tanya lagi')
      await phone.getByRole('textbox', { name: 'Tulis sebagai pelanggan' }).press('Enter')
      await phone.getByRole('button', { name: 'Tanya ke tim kami' }).last().click(PATIENCE)
      await phone.getByText('Diserahkan ke tim Anda').waitFor(PATIENCE)
      await page.getByRole('button', { name: 'Buat flow' }).click()
      await page.waitForURL(/flows\/[0-9a-f-]{36}/, PATIENCE)
    })
    await t.test('a bot is renamed, and every page calls it so', async () => {
      await page.goto(`${rig.url}/bots`)
      await wish(page, 'Bot Klinik', 'Ganti nama')
      await page.getByRole('textbox', { name: 'Nama bot' }).fill('Bot Klinik Gigi')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Bot Klinik Gigi' }).waitFor(PATIENCE)
      await wish(page, 'Bot Cadangan', 'Ganti nama')
      await page.getByRole('textbox', { name: 'Nama bot' }).fill('Bot Malam')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Bot Malam' }).waitFor(PATIENCE)
      await page.goto(`${rig.url}/channels`)
      await page.getByText('Bot Malam', { exact: false }).first().waitFor(PATIENCE)
    })

    await t.test('a bot that answers on a number is not taken away; unlinked it goes whole', async () => {
      const leaving = (await atWork())[0]
      const flows: Loose[] = await take(owner, 'GET', '/api/flows')
      const mine = flows.filter(({ botId }) => botId === leaving.id)
      const standing = mine.find(({ running }) => running > 0)
      const { hook } = await take(owner, 'POST', `/api/flows/${standing.id}/hook`, {})
      const sequence = await take(owner, 'POST', '/api/sequences', { name: 'Lanjutan', botId: leaving.id })
      await take(owner, 'PUT', `/api/sequences/${sequence.id}`, {
        ...{ name: 'Lanjutan', enabled: true, window: null, endsOnReply: false },
        steps: [{ id: 's0', delay: { amount: 2, unit: 'hour' }, flow: standing.id }],
      })
      const [chat] = (await take(owner, 'GET', '/api/chats')).items
      await take(owner, 'POST', `/api/contacts/${chat.contact.id}/sequences`, {
        ...{ sequenceId: sequence.id, on: true },
      })
      const caller = flowFile('Pengantar', {}, { on: { kind: 'goto', flow: standing.id } })
      await take(owner, 'POST', '/api/flows/import', { file: caller, botId: spare.id })
      const refused = await owner.call('POST', `/api/bots/${leaving.id}/remove`, { confirm: 'HAPUS' })
      assert.deepEqual([refused.status, refused.body.code], [409, 'bot-linked'])
      const unsure = await owner.call('POST', `/api/bots/${leaving.id}/remove`, { confirm: 'hapus' })
      assert.equal(unsure.body.code, 'confirm-mismatch')

      await page.goto(`${rig.url}/bots`)
      for (const { display } of leaving.numbers) {
        await wish(page, leaving.name, 'Hapus bot')
        await page.getByText('Bot ini masih menjawab pelanggan.', { exact: false }).waitFor(PATIENCE)
        await page
          .getByRole('dialog')
          .getByRole('button', { name: `Lepas ${leaving.name} dari ${display}` })
          .click()
        await confirm(page, 'UNLINK', 'Ya, lepas')
      }
      await wish(page, leaving.name, 'Hapus bot')
      const going = page.getByRole('list', { name: 'Yang ikut terhapus' })
      for (const line of [
        `${mine.length} flow beserta drafnya`,
        '1 percakapan yang sedang berjalan',
        '1 rangkaian',
        '1 orang di dalam rangkaian',
        '1 alamat webhook',
      ])
        await going.getByText(line, { exact: false }).waitFor(PATIENCE)
      await page.getByRole('dialog').getByRole('link', { name: 'Pengantar' }).waitFor(PATIENCE)
      await confirm(page, 'HAPUS', 'Ya, hapus bot')
      await card(leaving.name).waitFor({ state: 'detached', ...PATIENCE })

      const left: Loose[] = await take(owner, 'GET', '/api/flows')
      assert.equal(
        left.some(({ botId }) => botId === leaving.id),
        false,
      )
      assert.equal((await owner.call('GET', `/api/sequences/${sequence.id}`)).status, 404)
      assert.equal((await fetch(hook.url, { method: 'POST', body: '{}' })).status, 404)
      for (const [method, path, body] of [
        ['POST', `/api/numbers/${real.id}/link`, { botId: leaving.id, confirm: 'LINK' }],
        ['POST', '/api/flows', { name: 'Menyusup', botId: leaving.id }],
        ['GET', `/api/bots/${leaving.id}/export`, undefined],
        ['PATCH', `/api/bots/${leaving.id}`, { name: 'Kembali' }],
        ['POST', `/api/bots/${leaving.id}/remove`, { confirm: 'HAPUS' }],
      ] as const)
        assert.equal((await owner.call(method, path, body)).status, 404, `${method} ${path}`)
      const { items } = await take(owner, 'GET', `/api/chats/${chat.id}/messages`)
      const line = items.find(({ text }: Loose) => text === 'bot.removed')
      assert.equal(line.author, leaving.name, 'the chat says whose conversation ended')
      const turns = (await take(owner, 'GET', `/api/chats/${chat.id}/trace`)).items
      assert.equal(turns.at(-1).flow.name, standing.name, 'the old trace goes on naming its flow')
      const costs = JSON.stringify(await take(owner, 'GET', '/api/costs'))
      assert.ok(costs.includes(leaving.name), 'what it cost goes on naming it')
    })

    const wrong = faults.filter((fault) => !fault.includes('422'))
    assert.deepEqual(wrong, [], 'only the file that was refused')
  } finally {
    await browser.close()
  }
})

async function confirm(page: Page, word: string, action: string): Promise<void> {
  const dialog: Locator = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill(word, PATIENCE)
  await dialog.getByRole('button', { name: action }).click(PATIENCE)
  await dialog.waitFor({ state: 'hidden', ...PATIENCE })
}

/** Chooses an act of a bot's menu. */
async function wish(page: Page, bot: string, act: string): Promise<void> {
  await page.getByRole('button', { name: `Pilihan untuk ${bot}`, exact: true }).click(PATIENCE)
  await page.getByRole('menuitem', { name: act }).click(PATIENCE)
}
