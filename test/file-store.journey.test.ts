import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PNG } from './media.ts'
import { givesParts } from './parts.ts'
import { openRig, type Phone, type Rig, until, type Visitor } from './rig.ts'
import { openS3Store, S3 } from './s3.ts'
import { messagesOf, onlyChat, openDemo } from './team.ts'

const AGAIN_MS = 40_000

test('a file store that fails is named, holds up no words, and loses no file', async (t) => {
  await using store = await openS3Store()
  await using rig = await openRig({
    ...{ S3_URL: store.url, S3_BUCKET: S3.bucket, S3_KEY: S3.key, S3_SECRET: S3.secret.reveal() },
    LOG_LEVEL: 'fatal',
  })
  const { owner, phone } = await openDemo(rig)
  const chat = await onlyChat(owner)
  const send = async (draft: unknown) => {
    const sent = await owner.call('POST', `/api/chats/${chat.id}/messages`, { draft })
    assert.equal(sent.status, 200, JSON.stringify(sent.body))
    return sent.body.id as string
  }
  const picture = (file: string) => ({
    kind: 'media',
    media: 'image',
    source: { file },
    caption: 'Menu baru',
  })

  await t.test('the uploader hears what to do, in their language, and nothing is kept', async () => {
    for (const mood of ['away', 'full', 'refusing'] as const) {
      store.mood = mood
      const id = await upload(owner, 'id-ID')
      assert.deepEqual([id.status, id.body.code], [503, 'files-unavailable'], mood)
      assert.match(id.body.detail, /^Penyimpanan berkas sedang tidak bisa dipakai/)
      assert.match((await upload(owner, 'en')).body.detail, /^The file storage cannot be used/)
      assert.match(await ready(rig), /^ready; the file store /)
      assert.match(await metrics(rig), /^file_store_up 0$/m)
    }
    store.mood = 'well'
  })

  await t.test('a file that cannot be had at the moment is told from one that is gone', async () => {
    const { body } = await upload(owner)
    const look = () => owner.call('GET', `/api/files/${body.id}`)
    assert.equal((await look()).status, 200)
    store.mood = 'away'
    const away = await look()
    assert.deepEqual([away.status, away.body.code], [503, 'files-unavailable'])
    store.mood = 'well'
    for (const key of store.objects.keys()) if (key.endsWith(body.id)) store.objects.delete(key)
    const gone = await look()
    assert.equal(gone.status, 404)
    for (const { headers } of [away, gone]) {
      assert.equal(headers.get('cache-control'), 'no-store', 'the browser asks again')
      assert.equal(headers.get('content-disposition'), null)
    }
  })

  await t.test('a file is given in parts, and whole by a store that gives none', async () => {
    const { body } = await upload(owner)
    const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const ask = (headers: Record<string, string>) =>
      fetch(`${rig.url}/api/files/${body.id}`, { headers: { cookie, ...headers } })
    await givesParts(ask, PNG, 'image/png')
    store.mood = 'whole'
    const whole = await ask({ range: 'bytes=0-1' })
    assert.deepEqual([whole.status, whole.headers.get('content-range')], [200, null])
    assert.deepEqual(Buffer.from(await whole.arrayBuffer()), PNG)
    store.mood = 'well'
  })

  await t.test('a file that is to be sent waits, and so does what comes after it', async () => {
    const { body } = await upload(owner)
    store.mood = 'away'
    const first = await send(picture(body.id))
    await send({ kind: 'text', text: 'Itu menunya' })
    await until('it waits with its reason', async () => {
      const message = (await messagesOf(owner, chat.id)).find(({ id }) => id === first)
      return message.state === 'queued' && message.fault
    })
    store.mood = 'well'
    await until('both have come', async () => (await tail(phone)).at(-1) === 'Itu menunya', AGAIN_MS)
    assert.deepEqual((await tail(phone)).slice(-2), ['Menu baru', 'Itu menunya'])
  })

  await t.test('a customer’s file comes by itself once the store is back', async () => {
    await owner.call('POST', `/api/chats/${chat.id}/bot`, { paused: true })
    store.mood = 'full'
    await photoFrom(phone)
    const photo = async () =>
      (await messagesOf(owner, chat.id)).find(({ content }) => content?.media === 'image')
    await until('the words are there', async () => (await photo())?.content.caption === 'ini struknya')
    await until('it was tried', async () => /^file_store_up 0$/m.test(await metrics(rig)))
    store.mood = 'well'
    await until('the file is there', async () => (await photo())?.file, AGAIN_MS)
    await until('the health page says that all is well', async () => (await ready(rig)) === 'ready', AGAIN_MS)
  })
})

function upload(visitor: Visitor, language = 'id') {
  const form = new FormData()
  form.set('file', new File([new Uint8Array(PNG)], 'menu.png', { type: 'image/png' }))
  return visitor.call('POST', '/api/files', form, { 'accept-language': language })
}

/** The customer's own picture. */
async function photoFrom(phone: Phone): Promise<void> {
  const response = await phone.raw('/media?filename=struk.png', {
    ...{ method: 'POST', headers: { 'content-type': 'image/png' } },
    body: new Uint8Array(PNG),
  })
  const { mediaId } = (await response.json()) as { readonly mediaId: string }
  await phone.say({ kind: 'media', mediaId, caption: 'ini struknya' })
}

/** What the phone shows of the business: a text, or what stands below a picture. */
async function tail(phone: Phone): Promise<(string | undefined)[]> {
  const { bubbles } = await phone.thread()
  return bubbles.filter(({ from }) => from === 'business').map(({ content }) => wordsOf(content))
}

function wordsOf(content: unknown): string | undefined {
  const { text, media } = content as {
    readonly text?: string
    readonly media?: { readonly caption?: string }
  }
  return text ?? media?.caption ?? JSON.stringify(content).match(/"caption":"([^"]*)"/)?.[1]
}

async function ready({ url }: Rig): Promise<string> {
  const answer = await fetch(`${url}/health/ready`)
  assert.equal(answer.status, 200, 'messages go on')
  return await answer.text()
}

async function metrics({ url }: Rig): Promise<string> {
  return await (await fetch(`${url}/metrics`)).text()
}
