import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import type { SimFaults } from '#core/whatsapp/sim-view.ts'
import { DESK, openBrowser, openPage, openTab } from './browser.ts'
import { PDF, PNG } from './media.ts'
import { openRig, type Phone, phoneOf, until } from './rig.ts'
import { flowFile, messagesOf, onlyChat, publishFlow, saidTo } from './team.ts'

const PATIENCE = { timeout: 20_000 }
const HOUR = 3_600_000
const MENU = flowFile(
  'Menu',
  { keywords: ['menu kopi'] },
  {
    ask: {
      kind: 'message',
      text: 'Mau yang mana?',
      list: {
        button: 'Lihat menu',
        sections: [
          {
            title: 'Kopi',
            rows: [
              { id: 'susu', title: 'Kopi susu', description: 'Gula aren' },
              { id: 'hitam', title: 'Kopi hitam' },
            ],
          },
        ],
      },
      next: { 'row:susu': 'hitam', 'row:hitam': 'hitam' },
    },
    hitam: { kind: 'message', text: 'Satu kopi hitam.' },
  },
)

test('on the phone by hand: a picture, a file, a person, an emoji, a list, a quotation, and hours that pass', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  await publishFlow(owner, MENU)
  const browser = await openBrowser()
  try {
    const { page, context, faults } = await openPage(browser, rig.url, DESK, owner)
    await page.goto(`${rig.url}/simulator`)
    const phone = page.getByRole('log')
    const words = page.getByRole('textbox', { name: 'Ketik pesan' })
    await words.fill('menu kopi')
    await words.press('Enter')

    await phone.getByRole('button', { name: 'Lihat menu' }).click(PATIENCE)
    const sheet = page.getByRole('dialog', { name: 'Lihat menu' })
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached', ...PATIENCE })
    assert.equal(await page.locator(':focus').textContent(), 'Lihat menu', 'its opener has the focus again')
    await phone.getByRole('button', { name: 'Lihat menu' }).click(PATIENCE)
    assert.equal(await sheet.getByRole('button', { name: 'Kirim' }).isEnabled(), false)
    await sheet.getByText('Gula aren').click()
    await sheet.getByText('Kopi hitam').click()
    await sheet.getByRole('button', { name: 'Kirim' }).click()
    await phone.getByText('Satu kopi hitam.').waitFor(PATIENCE)

    const member = await openTab(context, rig.url)
    const chat = await onlyChat(owner)
    await member.page.goto(`${rig.url}/inbox/${chat.id}`)
    const said = member.page.getByRole('article', { name: /Dewi/ })
    await said.getByText('Kopi hitam').waitFor(PATIENCE)

    await attach(page, 'Foto atau video', { name: 'struk.png', mimeType: 'image/png', buffer: PNG })
    await until('the phone shows the picture', () => page.evaluate<boolean>(PICTURE))
    await until('the member sees the picture', () => member.page.evaluate<boolean>(PICTURE))
    await attach(page, 'Berkas', { name: 'pesanan kami.pdf', mimeType: 'application/pdf', buffer: PDF })
    await phone.getByText('pesanan kami.pdf').waitFor(PATIENCE)
    await said.getByText('pesanan kami.pdf').waitFor(PATIENCE)

    await page.getByRole('button', { name: 'Lampirkan' }).click(PATIENCE)
    await page.getByRole('menuitem', { name: 'Kontak' }).click(PATIENCE)
    const card = page.getByRole('dialog', { name: 'Kontak' })
    await card.getByLabel('Nama').fill('Bu Tini')
    assert.equal(await card.getByRole('button', { name: 'Kirim' }).isEnabled(), false, 'no number yet')
    await card.getByLabel('Nomor telepon').fill('0811-1111-222')
    await card.getByRole('button', { name: 'Kirim' }).click()
    await phone.getByText('Bu Tini').waitFor(PATIENCE)
    await said.getByText('Bu Tini').waitFor(PATIENCE)
    await said.getByText(/811.?1111.?222/).waitFor(PATIENCE)

    await words.fill('kopinya enak')
    for (let letter = 0; letter < ' enak'.length; letter++) await words.press('ArrowLeft')
    await page.getByRole('button', { name: 'Emoji' }).click(PATIENCE)
    await page.getByRole('button', { name: '☕', exact: true }).click(PATIENCE)
    await page.getByRole('button', { name: '🙏', exact: true }).click(PATIENCE)
    assert.equal(await words.inputValue(), 'kopinya☕🙏 enak', 'where the cursor stands')
    await page.keyboard.press('Escape')
    await words.press('Enter')
    await said.getByText('kopinya☕🙏 enak').waitFor(PATIENCE)

    const asked = phone.locator('[data-wamid]').filter({ hasText: 'Satu kopi hitam.' })
    await asked.hover()
    await asked.getByRole('button', { name: 'Tindakan pesan' }).click(PATIENCE)
    await page.getByRole('menuitem', { name: 'Balas pesan ini' }).click(PATIENCE)
    await page.getByRole('button', { name: 'Batal membalas' }).waitFor(PATIENCE)
    const focused = page.locator(':focus')
    await until(
      'one may write at once',
      async () => (await focused.getAttribute('aria-label')) === 'Ketik pesan',
    )
    await page.keyboard.type('jadi dua ya')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Batal membalas' }).waitFor({ state: 'detached', ...PATIENCE })
    const answer = said.filter({ hasText: 'jadi dua ya' })
    await answer.getByText('Satu kopi hitam.').waitFor(PATIENCE)
    await phone
      .locator('[data-wamid]')
      .filter({ hasText: 'jadi dua ya' })
      .getByText('Satu kopi hitam.')
      .waitFor(PATIENCE)

    const before = Date.now()
    await page.getByRole('button', { name: '+1 j', exact: true }).click(PATIENCE)
    await words.fill('sejam kemudian')
    await words.press('Enter')
    await said.getByText('sejam kemudian').waitFor(PATIENCE)
    const later = (await messagesOf(owner, chat.id)).find(({ content }) => content?.text === 'sejam kemudian')
    assert.ok(later.at >= before + HOUR - 60_000, 'an hour later')
    await member.page.getByRole('textbox', { name: 'Balas' }).waitFor(PATIENCE)
    await page.getByRole('button', { name: '+24 j', exact: true }).click(PATIENCE)
    await page.getByText('tertutup', { exact: true }).waitFor(PATIENCE)
    await member.page.getByRole('textbox', { name: 'Balas' }).waitFor({ state: 'detached', ...PATIENCE })
    assert.deepEqual([...faults, ...member.faults], [])
  } finally {
    await browser.close()
  }
})

/** When reports come: after our call has been given up, which takes ten seconds. */
const LATE_MS = 15_000

test('by hand: what Meta took without an answer is told as maybe sent, and settled by its report, once', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const dewi = await phoneOf(rig, owner)
  await dewi.text('halo')
  await dewi.hears('Ada yang bisa kami bantu')
  const chat = await onlyChat(owner)
  await dewi.control('PATCH', '', { faults: { delay: { from: LATE_MS, to: LATE_MS } } })
  const browser = await openBrowser()
  try {
    const { page, context, faults } = await openPage(browser, rig.url, DESK, owner)
    await page.goto(`${rig.url}/simulator`)
    await page.getByRole('button', { name: 'Gangguan lain' }).click(PATIENCE)
    await page.getByRole('combobox', { name: 'Jenis gangguan sambungan' }).click(PATIENCE)
    await page.getByRole('option', { name: 'Diterima Meta, tanpa jawaban' }).click(PATIENCE)
    const shaky = page.getByRole('switch', { name: 'Sambungan ke Meta goyah' })
    await shaky.click()
    await page.getByText('Setiap pesan, sampai sakelar ini dimatikan.').waitFor(PATIENCE)
    await until('it is on', async () => (await worldFaults(dewi)).graph?.kinds[0] === 'hangAfter')

    const member = await openTab(context, rig.url)
    await member.page.goto(`${rig.url}/inbox/${chat.id}`)
    await member.page.getByRole('textbox', { name: 'Balas' }).fill('Sebentar ya, kak')
    await member.page.keyboard.press('Enter')
    const reply = member.page.getByRole('article').filter({ hasText: 'Sebentar ya, kak' })
    await reply
      .getByText(/Mungkin terkirim/)
      .first()
      .waitFor(PATIENCE)
    const state = async () => (await messagesOf(owner, chat.id))[0]?.state
    assert.equal(await state(), 'uncertain')
    await shaky.click()
    await until('it is off', async () => (await worldFaults(dewi)).graph === null)
    await reply.getByRole('img', { name: 'Dibaca' }).waitFor(PATIENCE)
    await reply.getByText(/Mungkin terkirim/).waitFor({ state: 'detached', ...PATIENCE })
    const copies = (await saidTo(dewi)).filter((text) => text === 'Sebentar ya, kak')
    assert.equal(copies.length, 1, 'it is not sent again')
    assert.deepEqual([...faults, ...member.faults], [])
  } finally {
    await browser.close()
  }
})

async function worldFaults(phone: Phone): Promise<SimFaults> {
  return (await phone.control('GET', '')).faults
}

/** The one pixel of the picture is there, drawn. */
const PICTURE = `[...document.querySelectorAll('[role=log] img')].some(({ naturalWidth }) => naturalWidth === 1)`

/** Chooses a file as a person does: menu, window of the system, file. */
async function attach(
  page: Page,
  item: string,
  file: { readonly name: string; readonly mimeType: string; readonly buffer: Buffer },
): Promise<void> {
  await page.getByRole('button', { name: 'Lampirkan' }).click(PATIENCE)
  const chosen = page.waitForEvent('filechooser', PATIENCE)
  await page.getByRole('menuitem', { name: item }).click(PATIENCE)
  await (await chosen).setFiles(file)
}
