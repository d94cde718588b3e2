import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PDF, PNG, VOICE } from './media.ts'
import { type Loose, openRig, type Phone, phoneOf, until, type Visitor } from './rig.ts'
import { chatNow, messagesOf, onlyChat } from './team.ts'

test('everything a customer can send is in the inbox as what it is', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner)
  await phone.text('halo')
  const greeting = await phone.hears('Kopi Senja')
  const chat = await onlyChat(owner)
  await owner.call('POST', `/api/chats/${chat.id}/bot`, { paused: true })
  const heard = (what: string, fits: (message: Loose) => boolean) =>
    until(what, async () => (await messagesOf(owner, chat.id)).find(fits))

  await t.test('an image, with its caption and a file that can be opened', async () => {
    const mediaId = await upload(phone, PNG, 'image/png', 'struk.png')
    await phone.say({ kind: 'media', mediaId, caption: 'ini struknya' })
    const message = await heard('the image', ({ content, file }) => content?.media === 'image' && file)
    assert.equal(message.content.caption, 'ini struknya')
    assert.deepEqual(await download(rig.url, owner, message.file.id), { type: 'image/png', bytes: PNG })
  })

  await t.test('a voice note', async () => {
    const mediaId = await upload(phone, VOICE, 'audio/ogg; codecs=opus', 'suara.ogg')
    await phone.say({ kind: 'media', mediaId, voice: true })
    const message = await heard('the voice note', ({ content, file }) => content?.media === 'audio' && file)
    assert.equal(message.content.voice, true)
    assert.deepEqual((await download(rig.url, owner, message.file.id)).bytes, VOICE)
  })

  await t.test('a document, with its name, handed over as a download', async () => {
    const mediaId = await upload(phone, PDF, 'application/pdf', 'pesanan besar.pdf')
    await phone.say({ kind: 'media', mediaId })
    const message = await heard('the document', ({ content, file }) => content?.media === 'document' && file)
    assert.equal(message.content.filename, 'pesanan besar.pdf')
    assert.equal(message.file.name, 'pesanan besar.pdf')
    const { type, bytes } = await download(rig.url, owner, message.file.id)
    assert.equal(type, 'application/octet-stream')
    assert.deepEqual(bytes, PDF)
  })

  await t.test('a location', async () => {
    await phone.say({ kind: 'location', latitude: -6.2, longitude: 106.8, name: 'Monas', address: 'Jakarta' })
    const { content } = await heard('the location', (message) => message.content?.kind === 'location')
    assert.deepEqual(content, {
      kind: 'location',
      latitude: -6.2,
      longitude: 106.8,
      name: 'Monas',
      address: 'Jakarta',
    })
  })

  await t.test('a contact card', async () => {
    await phone.say({ kind: 'contacts', contacts: [{ name: 'Bu Tini', phone: '+62 811-1111-222' }] })
    const { content } = await heard('the card', (message) => message.content?.kind === 'contacts')
    assert.equal(content.contacts[0].name.formatted, 'Bu Tini')
    assert.match(content.contacts[0].phones[0].phone, /811/)
  })

  await t.test('a reaction stands on its message, and goes when it is taken away', async () => {
    const reactions = async () =>
      (await messagesOf(owner, chat.id)).find(({ wamid }) => wamid === greeting.wamid)?.reactions
    await phone.say({ kind: 'reaction', to: greeting.wamid, emoji: '❤️' })
    await until('the heart', async () => (await reactions())?.[0]?.emoji === '❤️')
    assert.deepEqual(await reactions(), [{ by: 'customer', emoji: '❤️' }])
    await phone.say({ kind: 'reaction', to: greeting.wamid, emoji: null })
    await until('the heart is gone', async () => (await reactions())?.length === 0)
  })

  await t.test(
    'an agent’s reaction reaches the phone, and is no word: bot, owner, draft and list stay',
    async () => {
      const wamid = (await phone.thread()).bubbles.findLast(({ from }) => from === 'customer')?.wamid
      await owner.call('PUT', `/api/chats/${chat.id}/draft`, { text: 'sebentar ya' })
      const before = await chatNow(owner, chat.id)
      const react = async (emoji: string | null) => {
        const sent = await owner.call('POST', `/api/chats/${chat.id}/messages`, {
          draft: { kind: 'reaction', wamid, emoji },
        })
        assert.equal(sent.status, 200, JSON.stringify(sent.body))
      }
      await react('🙏')
      const seen = async () =>
        JSON.stringify((await phone.thread()).bubbles.find((one) => one.wamid === wamid))
      await until('the phone shows it', async () => (await seen()).includes('🙏'))
      const [message] = (await messagesOf(owner, chat.id)).filter((one) => one.wamid === wamid)
      assert.deepEqual(message.reactions, [{ by: 'us', emoji: '🙏' }])
      const { now: _then, ...was } = before
      const { now: _now, ...is } = await chatNow(owner, chat.id)
      assert.deepEqual(is, was)
      await react(null)
      await until('the phone has lost it', async () => !(await seen()).includes('🙏'))
    },
  )

  await t.test('a quoted reply names the message that it quotes', async () => {
    await phone.say({ kind: 'text', text: 'yang ini', replyTo: greeting.wamid })
    const message = await heard('the reply', ({ content }) => content?.text === 'yang ini')
    assert.equal(message.replyTo, greeting.wamid)
  })

  await t.test('a tap on an old button', async () => {
    const [button] = greeting.content.buttons
    await phone.say({ kind: 'tap', to: greeting.wamid, id: button.id })
    const { content } = await heard('the tap', (message) => message.content?.kind === 'tap')
    assert.equal(content.title, button.title)
  })

  await t.test('strangers of the workspace cannot open its files', async () => {
    const { file } = await heard('a file', (message) => message.file)
    const nobody = await rig.visitor().call('GET', `/api/files/${file.id}`)
    assert.equal(nobody.status, 401)
    const other = rig.visitor()
    const made = await other.call('POST', '/api/sign-up', {
      name: 'Lain',
      email: 'lain@contoh.id',
      password: 'bukan-kata-lazim-7',
      business: 'Toko Lain',
    })
    assert.equal(made.status, 200)
    assert.equal((await other.call('GET', `/api/files/${file.id}`)).status, 404)
    assert.equal((await other.call('GET', `/api/chats/${chat.id}/messages`)).status, 404)
  })
})

async function upload(phone: Phone, bytes: Buffer, type: string, name: string): Promise<string> {
  const response = await phone.raw(`/media?filename=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: new Uint8Array(bytes),
  })
  const { mediaId } = (await response.json()) as Loose
  return mediaId
}

async function download(url: string, visitor: Visitor, id: string): Promise<{ type: string; bytes: Buffer }> {
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await fetch(`${url}/api/files/${id}`, { headers: { cookie } })
  assert.equal(response.status, 200)
  const [type = ''] = (response.headers.get('content-type') ?? '').split(';')
  return { type, bytes: Buffer.from(await response.arrayBuffer()) }
}
