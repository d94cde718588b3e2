import type { Page } from 'playwright-core'
import { DESK } from '../test/browser.ts'
import { phoneOf, type Rig } from '../test/rig.ts'
import { flowFile, onlyChat, publishFlow } from '../test/team.ts'
import type { Shot } from './screens-shot.ts'

const LEAD = flowFile(
  'Pendaftaran member',
  { keywords: ['daftar', 'member'] },
  {
    ask: {
      kind: 'question',
      name: 'Tanya kota',
      text: 'Anda di kota mana, Kak {{ first_name }}?',
      answer: 'text',
      field: 'kota',
      next: { answered: 'tag', invalid: 'team' },
    },
    tag: {
      kind: 'action',
      name: 'Tandai member',
      actions: [{ do: 'addTag', tag: 'member' }],
      next: { next: 'offer' },
    },
    offer: {
      kind: 'message',
      name: 'Tawaran',
      text: 'Terima kasih, Kak. Kota {{ kota }} kami catat. Mau lihat promonya?',
      buttons: [
        { id: 'yes', title: 'Lihat promo' },
        { id: 'no', title: 'Nanti saja' },
      ],
      next: { 'button:yes': 'promo', 'button:no': 'team' },
    },
    promo: { kind: 'message', name: 'Promo', text: 'Diskon 20% untuk member baru sampai Minggu. ☕' },
    team: { kind: 'handover', name: 'Serahkan ke tim' },
  },
)

/** A flow with two versions, a changed draft, a test that passes and one that fails, and a chat in which the bot is silent. */
export async function trialShots(rig: Rig): Promise<Shot[]> {
  const who = rig.visitor()
  await who.call('POST', '/api/demo', {})
  const id = await publishFlow(who, LEAD)
  const change = async (how: (nodes: Record<string, { text?: string }>) => void) => {
    const { body } = await who.call('GET', `/api/flows/${id}`)
    how(body.definition.nodes)
    await who.call('PUT', `/api/flows/${id}/draft`, body)
  }
  const phone = await phoneOf(rig, who, 0)
  await phone.text('daftar')
  await phone.hears('kota mana')
  await phone.text('Bandung')
  const offer = await phone.hears('kami catat')
  const chat = await onlyChat(who)
  const { body } = await who.call('POST', `/api/flows/${id}/tests/record`, { chatId: chat.id })
  const { script } = body
  await who.call('POST', `/api/flows/${id}/tests`, { script: { ...script, name: 'Mendaftar dari Bandung' } })
  const asks = { ...script, name: 'Bertanya kota', steps: script.steps.slice(0, 1) }
  await who.call('POST', `/api/flows/${id}/tests`, { script: asks })
  await change((nodes) => {
    if (nodes.promo) nodes.promo.text = 'Diskon 25% untuk member baru sampai Minggu. ☕'
  })
  await who.call('POST', `/api/flows/${id}/publish`, { note: 'Diskon naik' })
  await phone.text('kapan buka?')
  await phone.say({ kind: 'tap', to: offer.wamid, id: offer.content.buttons[1].id })
  await phone.text('halo?')
  await change((nodes) => {
    if (nodes.offer) nodes.offer.text = 'Kota {{ kota }} kami catat, Kak. Mau lihat promonya?'
    delete nodes.team
  })
  const builder = `/flows/${id}`
  const talk = async (page: Page) => {
    const box = page.getByRole('complementary').getByPlaceholder(/Ketik|Type|Message/)
    await box.fill('daftar')
    await box.press('Enter')
    await page.locator('.step-card[data-trace="now"]').first().waitFor()
  }
  const tests = async (page: Page) => {
    await page.getByRole('radio', { name: /^(Tes|Tests)$/ }).click()
    await page.locator('.step-card[data-tested="failed"]').first().waitFor()
  }
  const compare = async (page: Page) => {
    await page
      .getByRole('button', { name: /^(Bandingkan|Compare)$/ })
      .last()
      .click()
    await page.locator('.step-card[data-change="removed"]').first().waitFor()
  }
  const why = async (page: Page) => {
    await page.getByRole('button', { name: /^(Mengapa bot diam|Why is the bot silent)/ }).click()
    await page.getByTestId('silence').waitFor()
  }
  return [
    { name: 'trial-phone', path: `${builder}?panel=test`, who, only: DESK, act: talk },
    { name: 'trial-tests', path: `${builder}?panel=test`, who, only: DESK, act: tests },
    { name: 'trial-versions', path: `${builder}?panel=history`, who, only: DESK },
    { name: 'trial-compared', path: `${builder}?panel=history`, who, only: DESK, act: compare },
    {
      name: 'trial-publish',
      path: builder,
      who,
      only: DESK,
      act: (page) => page.getByRole('button', { name: /^(Terbitkan|Publish)$/ }).click(),
    },
    { name: 'inbox-silent', path: `/inbox/${chat.id}`, who, only: DESK, act: why },
    { name: 'simulator-silent', path: '/simulator', who, only: DESK, act: why },
  ]
}
