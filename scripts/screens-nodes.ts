import { DESK, POCKET } from '../test/browser.ts'
import type { Visitor } from '../test/rig.ts'
import { flowFile } from '../test/team.ts'
import type { Shot } from './screens-shot.ts'

/** One step of each newer kind, filled in. */
const NODES = flowFile(
  'Pesan antar',
  { keywords: ['antar'] },
  {
    many: {
      kind: 'message',
      name: 'Sambutan',
      text: 'Halo {{first_name}}! Ini alamat dan menu kami.',
      more: [
        {
          location: {
            latitude: -6.2,
            longitude: 106.8,
            name: 'Kopi Senja Menteng',
            address: 'Jl. Cikini 5, Jakarta',
          },
        },
        { contact: { name: 'Bu Tini', phone: '+62 811 1111 222', organisation: 'Kopi Senja' } },
        {
          text: 'Menu lengkap ada di situs kami.',
          link: { label: 'Buka menu', url: 'https://kopi.id/menu' },
        },
        {
          text: 'Mau pesan sekarang?',
          buttons: [
            { id: 'yes', title: 'Pesan' },
            { id: 'later', title: 'Nanti saja' },
          ],
        },
      ],
      next: { 'button:yes': 'place', 'button:later': 'sleep' },
    },
    place: {
      kind: 'question',
      text: 'Diantar ke mana?',
      answer: 'location',
      field: 'tempat',
      next: { answered: 'when' },
    },
    when: {
      kind: 'question',
      text: 'Kapan diantar?',
      answer: 'datetime',
      field: 'kapan',
      quick: [
        { id: 'q1', title: 'Secepatnya', value: 'secepatnya' },
        { id: 'q2', title: 'Nanti malam' },
      ],
      retries: 3,
      retryTexts: ['Contohnya 31/12/2026 14.30.'],
      next: { answered: 'call' },
    },
    call: {
      kind: 'http',
      name: 'Hitung ongkir',
      method: 'POST',
      url: 'https://api.kurir.example/ongkir',
      headers: [{ name: 'Authorization', value: 'Bearer ', secret: 'kunci_kurir' }],
      body: '{"tujuan": "{{tempat}}", "kapan": "{{kapan}}"}',
      map: [{ path: 'data.ongkir', field: 'ongkir' }],
      next: { success: 'mark', failed: 'team', timeout: 'team' },
    },
    mark: {
      kind: 'question',
      text: 'Puas dengan layanan kami?',
      answer: 'rating',
      field: 'nilai',
      next: { answered: 'open' },
    },
    open: {
      kind: 'wait',
      wait: { kind: 'hours', days: [1, 2, 3, 4, 5, 6], from: '08:00', to: '17:00', zone: 'Asia/Jakarta' },
      next: { next: 'team' },
    },
    sleep: {
      kind: 'wait',
      wait: { kind: 'date', field: 'kapan', clock: '09:00', shift: { amount: 1, unit: 'day', to: 'before' } },
      next: { next: 'team', failed: 'team' },
    },
    team: { kind: 'handover', text: 'Kami lanjutkan, ya.', note: 'Pesan antar ke {{tempat}}' },
  },
)

const STEPS = {
  blocks: 'many',
  question: 'when',
  http: 'call',
  rating: 'mark',
  hours: 'open',
  date: 'sleep',
} as const

/** The builder with each newer kind of step opened, the same flow on a phone, and the secrets of the workspace. */
export async function nodeShots(who: Visitor): Promise<Shot[]> {
  await who.call('PUT', '/api/secrets/kunci_kurir', { value: 'sk-1' })
  await who.call('PUT', '/api/secrets/kunci_toko', { value: 'sk-2' })
  const { body } = await who.call('POST', '/api/flows/import', { file: NODES })
  const path = `/flows/${body.flow.id}`
  const steps = Object.entries(STEPS).map(
    ([name, at]): Shot => ({
      name: `node-${name}`,
      path,
      who,
      only: DESK,
      act: async (page) => {
        await page.getByRole('button', { name: /^(Tampilkan semua|Fit to view)$/ }).click()
        await page.waitForTimeout(500) // the view glides
        await page.locator(`.react-flow__node[data-id="${at}"]`).click()
      },
    }),
  )
  return [
    ...steps,
    { name: 'node-canvas', path, who, only: DESK },
    { name: 'node-outline', path, who, only: POCKET },
    { name: 'settings-secrets', path: '/settings?tab=secrets', who },
  ]
}
