import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DESK, openBrowser, openPage } from './browser.ts'
import { PIXEL } from './graph.ts'
import { type Loose, openRig, phoneOf, until } from './rig.ts'
import { take } from './stage.ts'

const PATIENCE = { timeout: 20_000 }
const PICTURE = { name: 'kopi.png', mimeType: 'image/png', buffer: PIXEL }

test('in the browser a carousel is written by hand, sent with a picture for each card, swiped and answered', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner)
  await phone.control('PATCH', '', { reviewAfter: 0 })
  await take(owner, 'POST', '/api/templates/sync', {})
  await phone.text('halo')
  await phone.hears('Kopi Senja')
  const browser = await openBrowser()
  try {
    const { page, faults } = await openPage(browser, rig.url, DESK, owner)
    const submit = page.getByRole('button', { name: 'Kirim ke Meta' })
    const cards = page.getByRole('region', { name: 'Kartu', exact: true }).first()

    await t.test('two cards alike, each with words and a picture of its own', async () => {
      await page.goto(`${rig.url}/templates/new?intent=promo`)
      await page.getByRole('textbox', { name: 'Nama template' }).fill('menu_pekan_ini')
      await page.getByRole('radio', { name: 'Karusel' }).click()
      await page
        .getByRole('textbox', { name: 'Isi', exact: true })
        .first()
        .fill('Halo kak, ini menu baru Kopi Senja pekan ini. Geser untuk melihat.')
      await cards.getByRole('button', { name: 'Tambah tombol' }).click(PATIENCE)
      await page.getByRole('menuitem', { name: /Buka situs/ }).click()
      for (const [at, dish] of ['Es kopi aren', 'Kue lapis'].entries()) {
        await cards.getByRole('button', { name: `Kartu ${at + 1}`, exact: true }).click()
        await cards.locator('input[type=file]').setInputFiles(PICTURE)
        await cards.getByText('Contoh terunggah').waitFor(PATIENCE)
        await cards.getByRole('textbox', { name: 'Isi' }).fill(`${dish} sedang ada, mulai Rp 18.000 saja.`)
        await cards.getByRole('textbox', { name: 'Teks tombol' }).nth(1).waitFor(PATIENCE)
        await cards
          .getByRole('textbox', { name: 'Teks tombol' })
          .first()
          .fill(`Pesan ${at + 1}`)
        await cards.getByRole('textbox', { name: 'Teks tombol' }).last().fill('Lihat')
        const address = cards.getByRole('textbox', { name: 'Alamat situs' })
        await address.fill('https://kopisenja.id/menu/{{1}}')
        await cards
          .getByRole('textbox', { name: 'Contoh alamat lengkap' })
          .fill('https://kopisenja.id/menu/1')
      }
      const preview = page.getByRole('region', { name: 'Pratinjau' })
      await preview.getByText('Kue lapis sedang ada').waitFor(PATIENCE)
      assert.equal(await preview.locator('img').count(), 2, 'the pictures stand in the preview')
    })

    await t.test('what is wrong is said beside its field, and forbids submitting', async () => {
      const label = cards.getByRole('textbox', { name: 'Teks tombol' }).last()
      await label.fill('Lihat *menu* kami yang lengkap sekali')
      await label.blur()
      await cards.getByText(/Teks tombol harus 1 sampai 25 karakter/).waitFor(PATIENCE)
      assert.equal(await submit.isEnabled(), false)
      await label.fill('Lihat')
      await cards
        .getByText(/Teks tombol harus 1 sampai 25 karakter/)
        .waitFor({ state: 'detached', ...PATIENCE })
      await submit.click(PATIENCE)
      await page.getByText('Disetujui', { exact: true }).first().waitFor(PATIENCE)
    })

    await t.test('the simulator’s reviewer has it as it was written', async () => {
      const { templates } = await phone.control('GET', '')
      const { components } = templates.find(({ name }: Loose) => name === 'menu_pekan_ini')
      const [, { cards: kept }] = components
      const kinds = kept.map((card: Loose) => card.components.map(({ type }: Loose) => type))
      assert.deepEqual(kinds, [
        ['HEADER', 'BODY', 'BUTTONS'],
        ['HEADER', 'BODY', 'BUTTONS'],
      ])
    })

    await t.test('from the inbox each card gets its picture and the end of its link', async () => {
      const [chat] = (await take(owner, 'GET', '/api/chats')).items
      await page.goto(`${rig.url}/inbox/${chat.id}`)
      await page.getByRole('button', { name: 'Kirim pesan template' }).click(PATIENCE)
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: /menu_pekan_ini/ }).click(PATIENCE)
      for (const at of [1, 2]) {
        const card = dialog.getByRole('group', { name: `Kartu ${at}` })
        await card.locator('input[type=file]').setInputFiles(PICTURE)
        await card.getByText('Ganti berkas').waitFor(PATIENCE)
        await card.getByRole('textbox').fill(`menu-${at}`)
      }
      await dialog.getByRole('button', { name: 'Kirim', exact: true }).click()
      await dialog.waitFor({ state: 'detached', ...PATIENCE })
      const bubble = await phone.hears('ini menu baru Kopi Senja')
      assert.deepEqual(
        bubble.content.cards.map(({ text, media, buttons }: Loose) => [
          text.slice(0, 9),
          media.kind,
          buttons[1].value,
        ]),
        [
          ['Es kopi a', 'image', 'https://kopisenja.id/menu/menu-1'],
          ['Kue lapis', 'image', 'https://kopisenja.id/menu/menu-2'],
        ],
      )
    })

    await t.test('on the customer’s phone the second card is swiped to, and its button answers', async () => {
      await page.goto(`${rig.url}/simulator`)
      const row = page.getByRole('region', { name: 'Kartu' })
      const second = row.getByRole('button', { name: 'Pesan 2' })
      await second.scrollIntoViewIfNeeded(PATIENCE)
      const swiped = await page.evaluate<number>(
        'document.querySelector("section[aria-label=Kartu]").scrollLeft',
      )
      assert.ok(swiped > 0, 'the row of cards has moved')
      await second.click()
      await until('the tap is heard', async () => {
        const [chat] = (await take(owner, 'GET', '/api/chats')).items
        const { items } = await take(owner, 'GET', `/api/chats/${chat.id}/messages`)
        return items.some(({ content }: Loose) => content?.kind === 'tap' && content.title === 'Pesan 2')
      })
    })
    assert.deepEqual(faults, [])
  } finally {
    await browser.close()
  }
})

test('a form and a request for the contact come back with the webhooks that Meta sends', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner)
  await phone.control('PATCH', '', { reviewAfter: 0 })
  await phone.text('halo')
  await phone.hears('Kopi Senja')
  const [chat] = (await take(owner, 'GET', '/api/chats')).items
  const approved = async (name: string, button: Loose) => {
    const body = { text: `Bagaimana pesanan Anda kemarin, kak? Balas lewat ${name}, ya.` }
    const template = { name, language: 'id', category: 'UTILITY', body, buttons: [button] }
    const { id, revision } = await take(owner, 'POST', '/api/templates', { template })
    await take(owner, 'POST', `/api/templates/${id}/submit`, { revision })
    await until('it is approved', async () => {
      return (await take(owner, 'GET', `/api/templates/${id}`)).status === 'APPROVED'
    })
  }
  const send = (draft: Loose) =>
    take(owner, 'POST', `/api/chats/${chat.id}/messages`, {
      draft: { kind: 'template', language: 'id', ...draft },
    })
  const bubbleOf = (name: string) =>
    until(`the phone has ${name}`, async () => {
      const { bubbles } = await phone.thread()
      return bubbles.find(({ content }: Loose) => content.template?.name === name)
    })
  const heard = (kind: string) =>
    until(`a ${kind} is heard`, async () => {
      const { items } = await take(owner, 'GET', `/api/chats/${chat.id}/messages`)
      return items.find(({ content }: Loose) => content?.kind === kind)
    })

  await approved('survei', { kind: 'flow', text: 'Isi survei', flowId: '600500400300200' })
  await send({ name: 'survei', buttons: [{ index: 0, kind: 'flow', value: 'token-7' }] })
  const survey = await bubbleOf('survei')
  const [form] = survey.content.buttons
  assert.ok(form?.kind === 'form')
  await phone.say({ kind: 'tap', to: survey.wamid, id: form.id, answers: { rasa: 'enak' } })
  const { content } = await heard('form')
  assert.deepEqual(content.answer, { rasa: 'enak', flow_token: 'token-7' })

  await approved('minta_kontak', { kind: 'contactInfo' })
  await send({ name: 'minta_kontak' })
  const asked = await bubbleOf('minta_kontak')
  const [ask] = asked.content.buttons
  await phone.say({ kind: 'tap', to: asked.wamid, id: ask?.id })
  await heard('contacts')
})
