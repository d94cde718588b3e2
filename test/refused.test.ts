import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { type RefusalCode, sentenceOf } from '#core/base/refusal.ts'
import { MINUTE } from '#core/base/time.ts'
import type { SendFacts } from '#core/policy/facts.ts'
import { decideSend } from '#core/policy/send.ts'
import { Draft } from '#core/whatsapp/draft.ts'
import { openPacer } from '#server/chat/pacer.ts'
import { type Loose, signed, until } from './rig.ts'
import { openStage, type Shop, type Stage, take } from './stage.ts'

/**
 * Every recorded body that Meta refuses, meant as a draft of ours: it is refused before anything leaves, with a sentence in
 * each language that says what to mend. That the simulator refuses the body itself with Meta's code is in simulator/corpus.test.ts.
 */
type Try = {
  readonly draft: object
  readonly code: RefusalCode
  /** What the sentence names. */
  readonly names?: string
  readonly to?: 'unnumbered' | 'self'
  readonly marketingOff?: boolean
}

const read = (file: string): Loose =>
  JSON.parse(readFileSync(new URL(`data/requests-invalid/${file}`, import.meta.url), 'utf8'))
const recorded = readdirSync(new URL('data/requests-invalid/', import.meta.url)).filter(
  (file) => file !== 'index.json',
)
const answers = new Map<string, number>(read('index.json').map(({ file, code }: Loose) => [file, code]))

const invalid = (draft: object, names: string): Try => ({ draft, code: 'draft-invalid', names })
/** No draft can say it at all: the contract itself refuses. */
const formless = (draft: object, names = 'draft'): Try => ({ draft, code: 'bad-input', names })
const media = (more: object) => ({ kind: 'media', media: 'image', ...more })
const interactive = (file: string) => read(file).interactive
const buttons = (file: string) => {
  const { body, footer, action } = interactive(file)
  return {
    kind: 'buttons',
    text: body?.text ?? '',
    ...(footer && { footer: footer.text }),
    buttons: action.buttons.map((button: Loose) => button.reply),
  }
}
const list = (file: string) => {
  const { body, action } = interactive(file)
  return { kind: 'list', text: body.text, button: action.button, sections: action.sections }
}
const products = (file: string) => {
  const { header, body, action } = interactive(file)
  const sections = action.sections.map(({ title, product_items }: Loose) => ({
    title,
    skus: product_items.map((item: Loose) => item.product_retailer_id),
  }))
  return {
    kind: 'productList',
    header: header?.text ?? '',
    text: body.text,
    catalogId: action.catalog_id,
    sections,
  }
}
const template = (file: string, more: object = {}) => {
  const { name, language, components = [] } = read(file).template
  const body = components.find(({ type }: Loose) => type === 'body')?.parameters ?? []
  return { kind: 'template', name, language: language.code, body, ...more }
}
const text = { kind: 'text', text: 'Halo' }
const code = (value: string) => [{ index: 0, kind: 'url', value }]
const titled = { header: { kind: 'text', text: 'a' } }
const unknownMedium = { source: { mediaId: '999999999999999' } }

const TRIES: Readonly<Record<string, Try>> = {
  '001-no-messaging-product.json': formless(read('001-no-messaging-product.json')),
  '002-wrong-messaging-product.json': formless(read('002-wrong-messaging-product.json')),
  '004-unknown-type.json': formless(media({ media: 'gif', source: { mediaId: '1' } }), 'media'),
  '005-text-missing-object.json': formless({ kind: 'text' }, 'text'),
  '007-text-4097.json': invalid({ kind: 'text', text: read('007-text-4097.json').text.body }, '4096'),
  '008-text-body-not-string.json': formless({ kind: 'text', text: { a: 1 } }, 'text'),
  '010-image-no-source.json': formless(media({ caption: 'x' }), 'source'),
  '011-image-link-ftp.json': invalid(media({ source: { link: 'ftp://x.test/a.jpg' } }), 'https'),
  '013-audio-with-caption.json': invalid(
    media({ media: 'audio', source: { link: 'https://x.test/a.mp3' }, caption: 'x' }),
    'caption',
  ),
  '014-reaction-without-message-id.json': invalid({ kind: 'reaction', wamid: '', emoji: '😀' }, 'wamid'),
  '016-location-no-longitude.json': formless({ kind: 'location', latitude: 1 }, 'longitude'),
  '017-contacts-no-formatted-name.json': formless(
    { kind: 'contacts', contacts: [{ name: { first: 'B' }, phones: [{ phone: '+62811' }] }] },
    'formatted',
  ),
  '019-button-title-21.json': invalid(buttons('019-button-title-21.json'), '20'),
  '020-buttons-4.json': invalid(buttons('020-buttons-4.json'), '3'),
  '022-button-no-body.json': invalid(buttons('022-button-no-body.json'), 'text'),
  '023-button-body-1025.json': invalid(buttons('023-button-body-1025.json'), '1024'),
  '025-footer-61.json': invalid(buttons('025-footer-61.json'), '60'),
  '026-list-11-rows.json': invalid(list('026-list-11-rows.json'), '10'),
  '028-list-section-without-title.json': invalid(list('028-list-section-without-title.json'), 'title'),
  '029-list-row-title-25.json': invalid(list('029-list-row-title-25.json'), '24'),
  '031-list-image-header.json': formless(
    { ...list('031-list-image-header.json'), header: { kind: 'image', source: { mediaId: '1' } } },
    'header',
  ),
  '032-cta-url-label-21.json': invalid(
    { kind: 'link', text: 'x', label: 'd'.repeat(21), url: 'https://x.test' },
    '20',
  ),
  '034-product-list-31.json': invalid(products('034-product-list-31.json'), '30'),
  '035-product-list-without-header.json': invalid(products('035-product-list-without-header.json'), 'header'),
  '037-carousel-1-card.json': invalid(
    {
      kind: 'carousel',
      text: 'x',
      cards: [
        {
          header: { kind: 'image', source: { link: 'https://x.test/a.jpg' } },
          link: { label: 'd', url: 'https://x.test' },
        },
      ],
    },
    '2',
  ),
  '038-flow-cta-and-no-flow.json': formless({ kind: 'form', text: 'x', label: 'Go' }, 'form'),
  '040-template-missing.json': {
    draft: template('040-template-missing.json'),
    code: 'template-missing',
    names: 'tidak_ada',
  },
  '041-template-wrong-language.json': {
    draft: template('041-template-wrong-language.json'),
    code: 'template-missing',
    names: 'hello_world',
  },
  '043-template-paused.json': { draft: template('043-template-paused.json'), code: 'template-paused' },
  '044-template-disabled.json': { draft: template('044-template-disabled.json'), code: 'template-disabled' },
  '046-template-hydrated-too-long.json': {
    draft: template('046-template-hydrated-too-long.json'),
    code: 'template-unsendable',
    names: '1024',
  },
  '047-template-header-format-mismatch.json': {
    draft: template('047-template-header-format-mismatch.json', {
      header: { kind: 'text', text: 'teks' },
    }),
    code: 'template-unsendable',
    names: 'header',
  },
  '049-template-url-button-param-missing.json': {
    draft: template('049-template-url-button-param-missing.json'),
    code: 'template-unsendable',
    names: 'button',
  },
  '050-template-otp-16.json': {
    draft: template('050-template-otp-16.json', { buttons: code('1234567890123456') }),
    code: 'template-unsendable',
    names: '15',
  },
  '053-recipient-is-sender.json': { draft: text, code: 'recipient-is-sender', to: 'self' },
  '058-auth-template-to-bsuid.json': {
    draft: template('058-auth-template-to-bsuid.json', { buttons: code('739201') }),
    code: 'recipient-unnumbered',
    to: 'unnumbered',
  },
  '059-marketing-disabled-on-cloud-api.json': {
    draft: template('059-marketing-disabled-on-cloud-api.json', titled),
    code: 'marketing-off',
    marketingOff: true,
  },
  '061-image-unknown-media-id.json': invalid(media(unknownMedium), 'mediaId'),
  '062-template-header-unknown-media-id.json': invalid(
    template('062-template-header-unknown-media-id.json', {
      header: { kind: 'image', ...unknownMedium },
    }),
    'mediaId',
  ),
}

const NOW = Date.UTC(2026, 10, 24, 3)
const OPEN: SendFacts = {
  lastInboundAt: NOW - MINUTE,
  numberState: 'CONNECTED',
  trouble: null,
  optedOut: false,
  tooOften: false,
  lane: 'agent',
  automatic: false,
}
const PROMO = {
  name: 'promo_judul',
  language: 'id',
  status: 'APPROVED',
  category: 'MARKETING',
  bodyValues: 1,
}

/** What depends on a moment or on a state that only Meta keeps: the law alone is asked, with the facts of that state. */
const LAWS: Readonly<Record<string, readonly [draft: object, facts: Partial<SendFacts>, code: RefusalCode]>> =
  {
    '052-test-number-recipient.json': [text, { isListed: false }, 'recipient-not-listed'],
    '056-spam-rate-limit.json': [
      template('056-spam-rate-limit.json', titled),
      {
        template: PROMO,
        lastInboundAt: null,
        lane: 'broadcast',
        limit: { max: 250, used: 250, isCounted: false, nextSlotAt: NOW + MINUTE },
      },
      'limit-reached',
    ],
  }

/** What the post never lets come so far: it keeps the number's pace itself. */
const PACED = '055-throughput.json'

let stage: Stage
let shop: Shop
const chats = new Map<string, string>()

before(async () => {
  stage = await openStage()
  shop = await stage.shop('Toko Uji')
  stage.graph.templates.push(...metaTemplates())
  stage.graph.numbers.push({
    id: shop.graphId,
    display_phone_number: '+62 899-0000-0001',
    status: 'CONNECTED',
  })
  await take(shop.owner, 'POST', '/api/templates/sync', {})
  await shop.hear('6281234567890', 'halo')
  chats.set('plain', (await shop.chatOf('6281234567890')).id)
  await shop.hear('6281234567891', 'halo')
  const self = await shop.chatOf('6281234567891')
  chats.set('self', self.id)
  await stage.rows('update contact set phone = $2 where workspace_id = $1 and phone = $3', [
    shop.workspaceId,
    '6289900000001',
    '6281234567891',
  ])
  chats.set('unnumbered', await hearUnnumbered())
  await until('the greetings have left', async () => stage.graph.sent.length >= 3)
})
after(() => stage[Symbol.asyncDispose]())

test('every recorded body has its try', () => {
  assert.deepEqual([...Object.keys(TRIES), ...Object.keys(LAWS), PACED].sort(), recorded.sort())
})

for (const [file, one] of Object.entries(TRIES)) {
  test(`${file} is refused as ${one.code}, and nothing leaves`, async () => {
    stage.graph.account.disable_marketing_messages_on_cloud_api = one.marketingOff ?? false
    if (one.marketingOff !== undefined) await take(shop.owner, 'POST', '/api/numbers/sync', {})
    const chat = chats.get(one.to ?? 'plain')
    const sent = stage.graph.sent.length
    const said = await Promise.all(
      ['id', 'en'].map((language) =>
        shop.owner.call(
          'POST',
          `/api/chats/${chat}/messages`,
          { draft: one.draft },
          {
            'accept-language': language,
          },
        ),
      ),
    )
    for (const { status, body } of said) {
      assert.equal(status, 422, JSON.stringify(body))
      assert.equal(body.code, one.code, JSON.stringify(body))
      assert.match(body.detail, /.{20,}\.$/)
      const told = `${body.detail} ${body.details?.field ?? ''}`
      if (one.names) assert.ok(told.includes(one.names), told)
      if (one.code !== 'bad-input') assert.doesNotMatch(body.detail, /\w\.\d/, 'a place is told in words')
    }
    assert.notEqual(said[0]?.body.detail, said[1]?.body.detail)
    assert.doesNotMatch(said[0]?.body.detail, /\b(Invalid|expected|must|is|at most)\b/)
    assert.equal(stage.graph.sent.length, sent)
  })
}

for (const [file, [draft, facts, code]] of Object.entries(LAWS)) {
  test(`${file} is kept back by the law as ${code}, with Meta's code`, () => {
    const decision = decideSend(Draft.parse(draft), { ...OPEN, ...facts }, NOW)
    assert.ok(decision.kind !== 'send')
    assert.equal(decision.code, code)
    assert.equal(decision.meta, answers.get(file))
    const details = decision.verdict.facts
    assert.notEqual(sentenceOf(code, 'id', details), sentenceOf(code, 'en', details))
    assert.ok(!/\{|–/.test(sentenceOf(code, 'id', details)))
  })
}

test(`${PACED} is not met: a number's 81st message of a second waits`, () => {
  const pacer = openPacer(() => NOW)
  const waits = Array.from({ length: 81 }, (_, at) => pacer.turn('number', 80, `chat ${at}`, MINUTE))
  assert.ok(waits.at(-1))
})

test('once the account allows marketing again, the gate does', async () => {
  stage.graph.account.disable_marketing_messages_on_cloud_api = false
  await take(shop.owner, 'POST', '/api/numbers/sync', {})
  const draft = TRIES['059-marketing-disabled-on-cloud-api.json']?.draft
  const { verdict } = await take(shop.owner, 'POST', `/api/chats/${chats.get('plain')}/judge`, { draft })
  assert.notEqual(verdict.refusal, 'marketing-off')
})

/** A customer of whom Meta tells the business-scoped id only. */
async function hearUnnumbered(): Promise<string> {
  const bsuid = 'ID.40817263544556677889'
  const timestamp = String(Math.floor(Date.now() / 1000))
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '628990000001', phone_number_id: shop.graphId },
    contacts: [{ profile: { name: 'Sari' }, user_id: bsuid }],
    messages: [{ from_user_id: bsuid, id: 'wamid.bs', timestamp, type: 'text', text: { body: 'halo' } }],
  }
  const entry = [{ id: shop.wabaId, changes: [{ field: 'messages', value }] }]
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry })
  const headers = signed(body, shop.appSecret)
  assert.equal(
    (await fetch(`${stage.rig.url}${shop.hookPath}`, { method: 'POST', headers, body })).status,
    200,
  )
  return await until('the customer without a number has a chat', async () => {
    const [row] = await stage.rows(
      `select ch.id from chat ch join contact c on c.workspace_id = ch.workspace_id and c.id = ch.contact_id
       where c.workspace_id = $1 and c.phone is null`,
      [shop.workspaceId],
    )
    return row?.id
  })
}

/** The templates that the recorded bodies name, in the state that makes Meta refuse them. */
function metaTemplates(): Loose[] {
  const node = (name: string, components: Loose[], more: Loose = {}): Loose => ({
    id: String(9000 + name.length * 31 + components.length),
    name,
    language: 'id',
    status: 'APPROVED',
    category: 'UTILITY',
    components,
    ...more,
  })
  const body = (words: string): Loose => ({ type: 'BODY', text: words })
  const promo = { category: 'MARKETING' }
  const url = { type: 'URL', text: 'Bayar', url: 'https://toko.example.test/{{1}}' }
  return [
    node('hello_world', [body('Welcome.')], { language: 'en_US' }),
    node('promo_lebaran', [body('Diskon {{1}} minggu ini.')], { ...promo, status: 'PAUSED' }),
    node('promo_lama', [body('Diskon {{1}} minggu ini.')], { ...promo, status: 'DISABLED', id: '7001' }),
    node('konfirmasi_pesanan', [body('Halo {{1}}, pesanan {{2}} siap.')]),
    node('promo_gambar', [{ type: 'HEADER', format: 'IMAGE' }, body('Diskon {{1}} minggu ini.')], promo),
    node('bayar_pesanan', [body('Pesanan {{1}} belum dibayar.'), { type: 'BUTTONS', buttons: [url] }]),
    node(
      'kode_verifikasi',
      [
        { type: 'BODY' },
        { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE', text: 'Salin' }] },
      ],
      { category: 'AUTHENTICATION' },
    ),
    node(
      'promo_judul',
      [{ type: 'HEADER', format: 'TEXT', text: 'Promo {{1}} dimulai!' }, body('Diskon {{1}} minggu ini.')],
      promo,
    ),
  ]
}
