import type { Page } from 'playwright-core'
import { DESK } from '../test/browser.ts'
import { type Loose, phoneOf, type Rig, until } from '../test/rig.ts'
import type { Shot } from './screens-shot.ts'

const HOUR = 3_600_000
const HELLO = { kind: 'template', name: 'hello_world', language: 'en_US', body: [], buttons: [] }

/** A shop with a full messaging limit: one customer waits, one stopped marketing, one just wrote. */
export async function gateShots(rig: Rig): Promise<Shot[]> {
  const who = rig.visitor()
  await who.call('POST', '/api/demo', {})
  await who.call('POST', '/api/templates/sync', {})
  const [dewi, hendra, sarah] = [
    await phoneOf(rig, who, 0),
    await phoneOf(rig, who, 1),
    await phoneOf(rig, who, 2),
  ]
  await dewi.text('Kak, ada promo akhir pekan?')
  await hendra.text('Pesanan saya sudah dikirim?')
  await dewi.control('PATCH', '', { portfolioLimit: 1 })
  await dewi.control('PATCH', `/customers/${dewi.customerId}`, { marketingStopped: true })
  const [first, second] = [await chatOf(who, 'Dewi'), await chatOf(who, 'Hendra')]
  await dewi.control('POST', '/clock', { advance: 25 * HOUR })
  await until('the windows are over', async () => {
    const { body } = await who.call('GET', `/api/chats/${second.id}`)
    return body.now > body.windowEndsAt
  })
  await who.call('POST', `/api/chats/${first.id}/messages`, { draft: HELLO })
  await who.call('POST', `/api/chats/${second.id}/messages`, { draft: HELLO })
  await sarah.text('Is the shop open on Sunday?')
  const third = await chatOf(who, 'Sarah')
  const why = (page: Page) =>
    page
      .getByText(/^(Aturan|Rule): /)
      .last()
      .click()
  return [
    { name: 'gate-closed', path: `/inbox/${first.id}`, who, act: why },
    {
      name: 'gate-waits',
      path: `/inbox/${second.id}`,
      who,
      act: (page) =>
        page
          .getByText(/^(Aturan|Rule): /)
          .first()
          .click(),
    },
    {
      name: 'gate-cost',
      path: `/inbox/${third.id}`,
      who,
      act: (page) => page.getByTestId('cost').locator('summary').click(),
    },
    {
      name: 'gate-picker',
      path: `/inbox/${second.id}`,
      who,
      act: (page) => page.getByRole('button', { name: /^(Saya ingin mengirim|I want to send)/ }).click(),
    },
    {
      name: 'gate-recipients',
      path: '/channels',
      who,
      act: async (page) => {
        await page
          .getByRole('button', { name: /^(Tindakan|Acts)/ })
          .first()
          .click()
        await page.getByRole('menuitem', { name: /(Penerima|recipients)/i }).click()
      },
    },
    { name: 'gate-words', path: '/settings?tab=workspace', who },
    {
      name: 'gate-phone',
      path: '/simulator',
      who,
      only: DESK,
      act: (page) => page.getByRole('button', { name: /^(Menu chat|Chat menu)$/ }).click(),
    },
    {
      name: 'gate-template',
      path: `/inbox/${second.id}`,
      who,
      act: (page) =>
        page
          .getByRole('button', { name: /^(Kirim|Send) template hello_world/ })
          .last()
          .click(),
    },
  ]
}

async function chatOf(who: Awaited<ReturnType<Rig['visitor']>>, name: string): Promise<Loose> {
  return await until(`a chat with ${name}`, async () => {
    const { body } = await who.call('GET', '/api/chats')
    return body.items.find(({ contact }: Loose) => contact.name.startsWith(name))
  })
}
