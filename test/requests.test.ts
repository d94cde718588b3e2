import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Source } from '#core/whatsapp/draft-part.ts'
import { DRAFTS, readRequest, SAID_ONCE, SARI } from './drafts.ts'
import { type Loose, until } from './rig.ts'
import { openStage, type Shop, type Stage, take } from './stage.ts'
import { TEMPLATE_DRAFTS } from './template-drafts.ts'

/** Every recorded body to a phone number but templates, sent by the API as a person's message: it reaches the Graph API as it was recorded. */
const TEMPLATES = new Set(TEMPLATE_DRAFTS.map(([file]) => file))
const MESSAGES = DRAFTS.filter(([file, , to = SARI]) => !TEMPLATES.has(file) && to.waId)
/** Messages to one customer, well below the burst that WhatsApp allows. */
const EACH = 12

let stage: Stage
let shop: Shop
const chats: { readonly id: string; readonly phone: string }[] = []

before(async () => {
  stage = await openStage()
  shop = await stage.shop('Toko Uji')
  for (let at = 0; at * EACH < MESSAGES.length; at++) {
    const phone = `62812345670${10 + at}`
    await shop.hear(phone, 'halo')
    chats.push({ id: (await shop.chatOf(phone)).id, phone })
  }
})
after(() => stage[Symbol.asyncDispose]())

for (const [at, [file, draft, to, extras]] of MESSAGES.entries()) {
  test(`${file} leaves as it was recorded`, async () => {
    const chat = chats[Math.floor(at / EACH)]
    assert.ok(chat)
    const meant = await withMedium(draft, extras?.mediaIdOf?.(''))
    const { id } = await take(shop.owner, 'POST', `/api/chats/${chat.id}/messages`, {
      draft: meant,
      ...(to?.identityHash ? { identityHash: to.identityHash } : {}),
    })
    const body = await until('it was posted', async () => {
      const [row] = await stage.rows('select wamid from message where id = $1 and wamid is not null', [id])
      return row && stage.graph.sent[Number(row.wamid.split('.').at(-1)) - 1]
    })
    const { biz_opaque_callback_data: key, ...said } = body
    assert.ok(key.length > 0 && key.length <= 512)
    const {
      recipient: _,
      biz_opaque_callback_data: __,
      ...recorded
    }: Loose = SAID_ONCE[file]?.(readRequest(file)) ?? readRequest(file)
    assert.deepEqual(said, { ...recorded, to: `+${chat.phone}` })
    const line = (await take(shop.owner, 'GET', `/api/chats/${chat.id}`)).last
    if (meant.kind !== 'reaction')
      assert.ok(line.text !== '' || meant.kind === 'media' || meant.kind === 'product')
  })
}

/** A medium that was uploaded before has its id; a file of ours gets the recorded one. */
async function withMedium(draft: Loose, uploaded: string | undefined): Promise<Loose> {
  const header = draft.header?.source ? draft.header : undefined
  const source: Source | undefined = draft.source ?? header?.source
  const mediaId = source && 'mediaId' in source ? source.mediaId : uploaded
  if (!mediaId) return draft
  await stage.rows(
    `insert into uploaded_media (workspace_id, phone_number_id, file_id, media_id, expires_at)
     values ($1, $2, gen_random_uuid(), $3, now() + interval '1 day')`,
    [shop.workspaceId, shop.numberId, mediaId],
  )
  return header ? draft : { ...draft, source: { mediaId } }
}
