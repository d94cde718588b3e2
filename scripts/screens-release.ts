import type { Page } from 'playwright-core'
import { placeInHundred } from '#core/flow/version/canary.ts'
import { DESK, POCKET } from '../test/browser.ts'
import { type Loose, phoneOf, type Rig, type Visitor } from '../test/rig.ts'
import { PASSWORD } from '../test/stage.ts'
import { flowFile, publishFlow } from '../test/team.ts'
import type { Shot } from './screens-shot.ts'

const SIZE = flowFile(
  'Tanya ukuran',
  { keywords: ['ukuran'] },
  {
    ask: {
      ...{ kind: 'question', name: 'Tanya ukuran', text: 'Ukuran sepatunya berapa, Kak?', answer: 'number' },
      ...{ field: 'ukuran', next: { answered: 'offer' } },
    },
    offer: {
      kind: 'message',
      name: 'Tawaran',
      text: 'Ukuran {{ ukuran }} tersedia. Mau kami simpankan?',
      buttons: [
        { id: 'yes', title: 'Ya, simpankan' },
        { id: 'no', title: 'Nanti dulu' },
      ],
      next: { 'button:yes': 'team', 'button:no': 'bye' },
    },
    bye: { kind: 'message', name: 'Penutup', text: 'Baik, Kak. Kabari kami kapan saja.' },
    team: { kind: 'handover', name: 'Serahkan ke tim' },
  },
)

/** A flow of which some try a new version, with comments on its steps and its canvas. */
export async function releaseShots(rig: Rig): Promise<Shot[]> {
  const who = rig.visitor()
  await who.call('POST', '/api/demo', {})
  const id = await publishFlow(who, SIZE)
  const phones = await Promise.all([0, 1, 2].map((customer) => phoneOf(rig, who, customer)))
  for (const phone of phones) {
    await phone.text('halo')
    await phone.hears('')
  }
  const { body: draft } = await who.call('GET', `/api/flows/${id}`)
  draft.definition.nodes.ask.text = 'Halo Kak! Biasanya pakai ukuran sepatu berapa?'
  await who.call('PUT', `/api/flows/${id}/draft`, draft)
  const places = (await chatsOf(who)).map(({ contact }: Loose) => placeInHundred(contact.id, id))
  const share = Math.min(99, Math.max(1, Math.max(...places)))
  await who.call('POST', `/api/flows/${id}/publish`, { share, note: 'Sapaan lebih ramah' })
  for (const phone of phones) {
    await phone.text('ukuran')
    await phone.hears('berapa')
  }
  await phones[0]?.text('40')
  await phones[0]?.hears('tersedia')
  await phones[1]?.text('ukuran')
  await comment(who, id)
  const folded = await colleagues(rig, who, id)
  const [chat] = await chatsOf(who)
  const builder = `/flows/${id}`
  const publish = async (page: Page) => {
    await page.getByRole('button', { name: /^(Terbitkan|Publish)$/ }).click()
    await page.getByRole('radio', { name: /^(Sebagian|Some)/ }).check()
  }
  const sheet = (name: RegExp) => (page: Page) => page.getByRole('button', { name }).first().click()
  return [
    { name: 'release-history', path: `${builder}?panel=history`, who, only: DESK },
    { name: 'release-publish', path: builder, who, only: DESK, act: publish },
    { name: 'release-outline', path: builder, who, only: POCKET },
    {
      name: 'release-sheet',
      path: builder,
      who,
      only: POCKET,
      act: sheet(/^(Rilis bertahap|Gradual release)/),
    },
    { name: 'comments', path: `${builder}?panel=comments`, who, only: DESK },
    { name: 'comments', path: builder, who, only: POCKET, act: sheet(/^\d (komentar|open)/) },
    { name: 'comment-naming', path: `${builder}?panel=comments`, who, only: DESK, act: naming },
    { name: 'comment-notice', path: '/flows', who },
    {
      ...{ name: 'frame-folded', path: `/flows/${folded}`, who, only: DESK },
      act: (page: Page) => page.locator('.react-flow__edge').nth(2).waitFor({ state: 'attached' }),
    },
    { name: 'release-flows', path: '/flows', who },
    {
      name: 'release-silent',
      path: `/inbox/${chat.id}`,
      who,
      only: DESK,
      act: async (page: Page) => {
        await page.getByRole('button', { name: /^(Mengapa bot diam|Why is the bot silent)/ }).click()
        await page.getByTestId('silence').waitFor()
      },
    },
    { name: 'release-trace', path: '/simulator', who, only: DESK },
  ]
}

/** The name of a colleague while it is typed. */
async function naming(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^(Balas|Reply)$/ })
    .first()
    .click()
  await page.keyboard.type('Tolong dicek ya, @')
  await page.getByRole('option').first().waitFor()
}

/** Two colleagues, one of whom answers the owner by name, and a flow with a folded frame and an open one. */
async function colleagues(rig: Rig, who: Visitor, id: string): Promise<string> {
  const visitors = ['Sari Wulandari', 'Budi Santoso'].map(async (name, at) => {
    const visitor = rig.visitor()
    const email = `rekan${at}@kopi.example`
    await visitor.call('POST', '/api/sign-up', { name, email, password: PASSWORD, business: 'Lain' })
    const { body } = await who.call('POST', '/api/invitations', { email, role: 'agent' })
    await visitor.call('POST', `/api/invitations/${body.id}/accept`, {})
    return visitor
  })
  const [sari] = await Promise.all(visitors)
  const path = `/api/flows/${id}/comments`
  const [thread] = (await who.call('GET', path)).body
  await sari?.call('POST', `${path}/${thread.id}`, {
    body: 'Sudah saya tambah, @Budi Santoso tolong coba ya.',
  })
  const { body } = await who.call('POST', '/api/flows/import', { file: { ...SIZE, name: 'Berbingkai' } })
  const { flow, definition, layout, revision } = body
  const frame = (frameId: string, x: number, y: number, more: object) => ({
    ...{ id: frameId, x, y, width: 700, height: 380, title: frameId },
    ...more,
  })
  layout.at = {
    ...{ start: { x: 0, y: 0 }, ask: { x: 380, y: 40 } },
    ...{ offer: { x: 760, y: 0 }, bye: { x: 1140, y: 260 }, team: { x: 1140, y: 0 } },
  }
  layout.groups = [
    frame('Ukuran', 340, 0, { tone: 'teal', folded: ['ask', 'offer'] }),
    frame('Penutup', 1100, -80, { tone: 'violet', height: 620, width: 340 }),
  ]
  await who.call('PUT', `/api/flows/${flow.id}/draft`, { definition, layout, revision })
  return flow.id
}

async function chatsOf(who: Visitor): Promise<Loose[]> {
  return (await who.call('GET', '/api/chats')).body.items
}

async function comment(who: Visitor, id: string): Promise<void> {
  const path = `/api/flows/${id}/comments`
  const say = async (place: object, body: string) => (await who.call('POST', path, { place, body })).body
  const thread = await say({ node: 'ask' }, 'Kalau pelanggan menjawab “medium”, apakah kita punya jalurnya?')
  await who.call('POST', `${path}/${thread.id}`, { body: 'Belum. Saya tambah jalur “jawaban salah” besok.' })
  await say({ node: 'offer' }, 'Tombolnya jadi “Simpankan, ya” saja?')
  await say({ x: 420, y: 420 }, 'Di sini nanti jalur promo akhir tahun.')
  await say({ node: 'gone' }, 'Langkah ini masih perlu?')
  const done = await say({ node: 'bye' }, 'Penutupnya terlalu kaku.')
  await who.call('PATCH', `${path}/${done.id}`, { resolved: true })
}
