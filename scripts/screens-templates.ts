import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { decodeTemplate } from '#core/whatsapp/template/decode.ts'
import { DESK, POCKET } from '../test/browser.ts'
import { type Loose, phoneOf, type Rig, type Visitor } from '../test/rig.ts'
import { readRows } from '../test/rows.ts'
import { flowFile } from '../test/team.ts'
import type { Shot } from './screens-shot.ts'

type Phone = Awaited<ReturnType<typeof phoneOf>>

/** Drafts of every kind, by the bodies that Meta takes. */
const KINDS = {
  'template-carousel': '15-carousel-media',
  'template-offer': '11-limited-time-offer',
  'template-code': '09-auth-one-tap',
  'template-form': '16-flow',
  'template-picture': '04-header-image',
  'template-products': '13-mpm',
  'template-product': '14-spm',
  'template-place': '07-header-location',
} as const

/** States that no press brings about. */
const STATES = 'FLAGGED IN_APPEAL LIMIT_EXCEEDED PENDING_DELETION ARCHIVED DISABLED PENDING UNKNOWN'.split(
  ' ',
)

/** The pages of templates: a shop of its own, one of whose templates is in use and was paused by Meta. */
export async function templateShots(rig: Rig): Promise<Shot[]> {
  const who = rig.visitor()
  await who.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, who)
  await who.call('POST', '/api/templates/sync', {})
  const { draft, rejected } = await written(who, phone)
  const used = await inUse(who, phone)
  const kinds = await Promise.all(
    Object.entries(KINDS).map(async ([name, file]) => ({ name, who, path: await draftOf(who, file) })),
  )
  const more = async (page: Page) => {
    await page
      .getByRole('button', { name: /^(Lainnya|More)$/ })
      .first()
      .click()
    await page.getByRole('menuitem').last().click()
  }
  const below = (page: Page) => page.getByRole('combobox').last().scrollIntoViewIfNeeded()
  const step = await productStep(who)
  const bare = rig.visitor()
  await bare.call('POST', '/api/demo', {})
  await forgetAll(bare)
  const many = rig.visitor()
  await many.call('POST', '/api/demo', {})
  await everyState(rig, many)
  const sync = async (page: Page) => {
    await page.getByRole('button', { name: /Sinkronkan|Sync/ }).click()
    await page
      .getByRole('status')
      .filter({ hasText: /template/i })
      .first()
      .waitFor()
  }
  const first = (page: Page) =>
    page.locator('.react-flow__node-step').filter({ hasText: 'produk_unggulan' }).click()
  const problems = async (page: Page) => {
    await page.getByRole('button', { name: /^(Masalah|Problems)/ }).click()
  }
  return [
    { name: 'templates-empty', path: '/templates', who: bare },
    { name: 'templates-states', path: '/templates', who: many },
    { name: 'templates-synced', path: '/templates', who: many, act: sync },
    { name: 'template-step-product', path: step, who, only: DESK, act: first },
    { name: 'template-step-product', path: step, who, only: POCKET },
    { name: 'template-step-problems', path: step, who, only: DESK, act: problems },
    { name: 'templates', path: '/templates', who },
    { name: 'template-new', path: '/templates/new', who },
    { name: 'template-promo', path: '/templates/new?intent=promo', who },
    { name: 'template-draft', path: `/templates/${draft}`, who },
    { name: 'template-rejected', path: `/templates/${rejected}`, who },
    { name: 'template-used', path: `/templates/${used}`, who },
    { name: 'template-delete', path: `/templates/${used}`, who, act: more },
    { name: 'home-held', path: '/home', who },
    { name: 'flows-held', path: '/flows', who },
    ...kinds,
    ...kinds.map(({ name, path }) => ({ name: `${name}-below`, path, who, act: below })),
  ]
}

/** A step that sends a product, with its catalog not named yet. */
async function productStep(who: Visitor): Promise<string> {
  const path = new URL('../test/data/template-create/14-spm.json', import.meta.url)
  const { template } = decodeTemplate(JSON.parse(readFileSync(path, 'utf8')))
  const values = { product: { sku: { text: '{{favorit}}' } }, body: [{ name: 'kode', text: 'HEMAT10' }] }
  const file = flowFile(
    'Produk baru',
    { keywords: ['baru'] },
    { show: { kind: 'template', template, ...values } },
  )
  const { body } = await who.call('POST', '/api/flows/import', { file })
  return `/flows/${body.flow.id}`
}

async function forgetAll(who: Visitor): Promise<void> {
  await who.call('POST', '/api/templates/sync', {})
  const { body } = await who.call('GET', '/api/templates')
  for (const { id } of body.items) await who.call('DELETE', `/api/templates/${id}`)
}

/** A template in each state, and more that a synchronisation will find. */
async function everyState(rig: Rig, who: Visitor): Promise<void> {
  await who.call('POST', '/api/templates/sync', {})
  for (const [at, status] of STATES.entries()) {
    const text = `Halo {{1}}, kabar nomor ${at + 1} tentang pesanan Anda.`
    const template = {
      ...{ name: `kabar_${status.toLowerCase()}`, language: at % 2 ? 'en_US' : 'id', category: 'UTILITY' },
      body: { text, examples: [{ name: '1', value: 'Dewi' }] },
    }
    const { body } = await who.call('POST', '/api/templates', { template })
    await readRows(
      rig.database,
      `update template set status = '${status}', quality = '${['GREEN', 'YELLOW', 'RED'][at % 3]}' where id = '${body.id}'`,
    )
  }
  const { body } = await who.call('GET', '/api/templates?search=tautan')
  await readRows(rig.database, `delete from template where id = '${body.items[0].id}'`)
  const { body: promo } = await who.call('GET', '/api/templates?search=promo')
  await readRows(rig.database, `update template set status = 'PENDING' where id = '${promo.items[0].id}'`)
}

async function draftOf(who: Visitor, file: string): Promise<string> {
  const path = new URL(`../test/data/template-create/${file}.json`, import.meta.url)
  const { template } = decodeTemplate(JSON.parse(readFileSync(path, 'utf8')))
  const { body } = await who.call('POST', '/api/templates', { template })
  return `/templates/${body.id}`
}

/** A template that a live flow sends, paused by Meta. */
async function inUse(who: Visitor, phone: Phone): Promise<string> {
  const { body } = await who.call('GET', '/api/templates?search=pengingat_pesanan')
  const [{ id, template }] = body.items
  const values = [
    { name: '1', text: '{{first_name}}', fallback: 'Kak' },
    { name: '2', text: 'KS-2047' },
  ]
  const remind = { kind: 'template', name: 'Ingatkan ambil', template, body: values }
  const file = flowFile('Pesanan siap diambil', { keywords: ['siap'] }, { remind })
  const { body: made } = await who.call('POST', '/api/flows/import', { file })
  await who.call('POST', `/api/flows/${made.flow.id}/publish`, {})
  const world = await phone.control('GET', '')
  const held = world.templates.find(({ name }: Loose) => name === template.name)
  await phone.control('PATCH', `/templates/${held.id}`, { status: 'PAUSED' })
  return id
}

/** Templates of a shop: what Meta has, one that it rejected, and a draft with a word that sounds like a promotion. */
async function written(who: Visitor, phone: Phone): Promise<{ draft: string; rejected: string }> {
  const body = {
    text: 'Halo {{1}}, pesanan {{2}} di Kopi Senja sudah kami simpan dan belum dibayar.\n\nTotal: *{{3}}*. Selesaikan pembayaran sebelum besok agar stoknya tidak dilepas, dan nikmati gratis ongkir ke Bandung ☕',
    examples: [
      { name: '1', value: 'Dewi' },
      { name: '2', value: 'KS-2047' },
      { name: '3', value: 'Rp 287.000' },
    ],
  }
  const template = {
    ...{ name: 'pengingat_keranjang', language: 'id', category: 'UTILITY', body },
    header: { kind: 'text', text: 'Pesanan Anda' },
    footer: { text: 'Balas STOP untuk berhenti menerima pesan' },
    buttons: [
      { kind: 'reply', text: 'Batalkan pesanan' },
      {
        kind: 'url',
        text: 'Bayar sekarang',
        url: 'https://kopisenja.id/bayar/{{1}}',
        example: 'https://kopisenja.id/bayar/KS-2047',
      },
    ],
  }
  const { body: draft } = await who.call('POST', '/api/templates', { template, intent: 'PAYMENT_UPDATE' })
  const other = { ...template, name: 'kabar_diskon_toko', buttons: [] }
  const { body: sent } = await who.call('POST', '/api/templates', { template: other })
  await who.call('POST', `/api/templates/${sent.id}/submit`, { revision: sent.revision })
  const world = await phone.control('GET', '')
  const one = world.templates.find(({ name }: Loose) => name === other.name)
  await phone.control('PATCH', `/templates/${one.id}`, { status: 'REJECTED', reason: 'PROMOTIONAL' })
  return { draft: draft.id, rejected: sent.id }
}
