import type { Page } from 'playwright-core'
import { placeInHundred } from '#core/flow/version/canary.ts'
import { DESK, POCKET } from '../test/browser.ts'
import { type Loose, phoneOf, type Rig, type Visitor } from '../test/rig.ts'
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
