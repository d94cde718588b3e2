import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DESK, openBrowser, openPage } from './browser.ts'
import { PNG } from './media.ts'
import { openRig, until, type Visitor } from './rig.ts'
import { messagesOf, onlyChat, openDemo } from './team.ts'

test('an agent’s picture goes from the upload to the phone of the customer', async (t) => {
  await using rig = await openRig()
  const { owner, phone } = await openDemo(rig)
  const chat = await onlyChat(owner)

  await t.test('the phone shows the very bytes, with the caption', async () => {
    const uploaded = await upload(owner, PNG, 'image/png', 'menu.png')
    assert.equal(uploaded.status, 200, JSON.stringify(uploaded.body))
    assert.equal(uploaded.body.media, 'image')
    const sent = await owner.call('POST', `/api/chats/${chat.id}/messages`, {
      draft: { kind: 'media', media: 'image', source: { file: uploaded.body.id }, caption: 'Menu baru kami' },
    })
    assert.equal(sent.status, 200, JSON.stringify(sent.body))
    const bubble = await phone.hears('Menu baru kami')
    assert.equal(bubble.content.type, 'image')
    const shown = await phone.raw(bubble.content.media.path.replace(/^.*(?=\/media\/)/, ''), {})
    assert.deepEqual(Buffer.from(await shown.arrayBuffer()), PNG)
    const message = await until('it is delivered', async () =>
      (await messagesOf(owner, chat.id)).find(
        ({ id, state }) => id === sent.body.id && state === 'delivered',
      ),
    )
    assert.equal(message.draft.source.file, uploaded.body.id)
    assert.equal(message.file?.mime, 'image/png', 'the inbox can show what was sent')
  })

  for (const file of ['0199aaaa-0000-7000-8000-000000000000', 'menu.png', '']) {
    await t.test(`a file that is not there is refused before anything is sent: “${file}”`, async () => {
      const sent = await owner.call('POST', `/api/chats/${chat.id}/messages`, {
        draft: { kind: 'media', media: 'image', source: { file } },
      })
      assert.equal(sent.status, 422, JSON.stringify(sent.body))
    })
  }

  const hostile = [
    [
      'a drawing that can run scripts',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
      'image/svg+xml',
      'logo.svg',
    ],
    [
      'a page that calls itself a picture',
      '<!doctype html><script>alert(1)</script>',
      'image/png',
      'foto.png',
    ],
    ['a page', '<html><body>halo</body></html>', 'text/html', 'halo.html'],
    ['a sticker that calls itself a photo', 'RIFF\u0000\u0000\u0000\u0000WEBPVP8 ', 'image/jpeg', 'menu.jpg'],
    ['a program', 'MZ\u0090\u0000', 'application/pdf', 'tagihan.pdf'],
  ] as const
  for (const [what, text, type, name] of hostile) {
    await t.test(`${what} is refused with 415, in the language of the caller`, async () => {
      const id = await upload(owner, Buffer.from(text, 'latin1'), type, name, 'id-ID')
      assert.equal(id.status, 415)
      assert.match(id.body.code, /^file-(refused|misnamed)$/)
      assert.match(id.body.detail, new RegExp(`erkas “${name}” (tidak diterima karena isinya|ternyata)`))
      const en = await upload(owner, Buffer.from(text, 'latin1'), type, name, 'en-GB')
      assert.equal(en.status, 415)
      assert.match(en.body.detail, new RegExp(`^The file “${name}” is`))
    })
  }

  await t.test(
    'its bubble says why, and offers no other try of the same; what only met no answer does',
    async () => {
      await using browser = await openBrowser()
      const { page } = await openPage(browser, rig.url, DESK, owner)
      await page.goto(`${rig.url}/inbox/${chat.id}`)
      const send = async (name: string, buffer: Buffer) => {
        await page.locator('input[type=file]').first().setInputFiles({ name, mimeType: 'image/jpeg', buffer })
        await page.getByText(name).first().waitFor()
        await page.getByPlaceholder('Tulis balasan').press('Enter')
      }
      const again = page.getByRole('button', { name: 'Coba lagi' })
      await send('menu.jpg', Buffer.from('RIFF\u0000\u0000\u0000\u0000WEBPVP8 ', 'latin1'))
      await page.getByText('Isi berkas “menu.jpg” ternyata').waitFor()
      assert.equal(await again.count(), 0)
      await page.getByRole('button', { name: 'Buang' }).click()
      await page.getByText('Isi berkas “menu.jpg” ternyata').waitFor({ state: 'detached' })
      await page.route('**/api/files', (route) => route.abort())
      await send('ruang.png', PNG)
      await again.waitFor()
      await page.unroute('**/api/files')
      await again.click()
      await again.waitFor({ state: 'detached' })
      await until('the phone has the picture', async () =>
        (await phone.thread()).bubbles.some(
          ({ from, content }) => from === 'business' && content.type === 'image' && !('caption' in content),
        ),
      )
    },
  )

  await t.test('a file of another workspace cannot be sent', async () => {
    const other = rig.visitor()
    await other.call('POST', '/api/demo', {})
    const theirs = await upload(other, PNG, 'image/png', 'rahasia.png')
    const sent = await owner.call('POST', `/api/chats/${chat.id}/messages`, {
      draft: { kind: 'media', media: 'image', source: { file: theirs.body.id }, caption: 'bukan milik kita' },
    })
    assert.equal(sent.status, 422)
    assert.ok(!JSON.stringify(await phone.thread()).includes('bukan milik kita'))
  })
})

function upload(visitor: Visitor, bytes: Buffer, type: string, name: string, language = 'id') {
  const form = new FormData()
  form.set('file', new File([new Uint8Array(bytes)], name, { type }))
  return visitor.call('POST', '/api/files', form, { 'accept-language': language })
}
