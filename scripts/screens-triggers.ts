import type { Page } from 'playwright-core'
import { DESK } from '../test/browser.ts'
import type { Rig, Visitor } from '../test/rig.ts'
import { flowFile, publishFlow } from '../test/team.ts'
import type { Shot } from './screens-shot.ts'

const SAYS = { say: { kind: 'message', text: 'Pesanan {{ order_no }} kami terima, Kak.' } }
const ORDER = {
  order: { no: 'KS-2041', total: 44000 },
  buyer: { name: 'Dewi Lestari', phone: '0812-3456-7890' },
}

/** A flow with every trigger, another that takes the same word, and a webhook that was called. */
export async function triggerShots(rig: Rig, who: Visitor): Promise<Shot[]> {
  await publishFlow(who, flowFile('Promo besar', { keywords: ['promo'], priority: 5 }, SAYS))
  const start = {
    keywords: ['promo', 'pesanan'],
    match: 'contains',
    tags: ['vip'],
    events: ['order.paid'],
    ads: ['diskon kopi'],
    schedule: { days: [1, 3, 5], at: '09:00', tags: ['langganan'] },
  }
  const id = await publishFlow(who, flowFile('Pesanan baru', start, SAYS))
  const { body } = await who.call('POST', `/api/flows/${id}/hook`, {})
  const mapping = {
    phone: 'buyer.phone',
    name: 'buyer.name',
    fields: [{ field: 'order_no', path: 'order.no' }],
  }
  await who.call('PUT', `/api/flows/${id}/hook`, { mapping })
  await rig.visitor().call('POST', new URL(body.hook.url).pathname, ORDER)
  const open = (page: Page) => page.locator('.react-flow__node-step', { hasText: 'order.paid' }).click()
  const low = async (page: Page, share: number) => {
    await open(page)
    await page.waitForTimeout(800)
    await page
      .locator('aside .scroll:has(fieldset)')
      .last()
      .evaluate((box, part) => {
        box.scrollTop = box.scrollHeight * part
      }, share)
  }
  const made = (await who.call('POST', '/api/sequences', { name: 'Sambutan pelanggan baru' })).body
  const delays = [null, { amount: 1, unit: 'day' }, { amount: 3, unit: 'day' }]
  const saved = await who.call('PUT', `/api/sequences/${made.id}`, {
    name: made.name,
    enabled: true,
    steps: delays.map((delay, at) => ({ id: `s${at}`, delay, flow: id })),
    window: { days: [1, 2, 3, 4, 5, 6], from: '09:00', to: '17:00' },
    endsOnReply: true,
  })
  const shot = { path: `/flows/${id}`, who, only: DESK }
  return [
    { name: 'sequences', path: '/sequences', who },
    { name: 'sequence', path: `/sequences/${saved.body.id}`, who },
    { ...shot, name: 'trigger-words', act: open },
    { ...shot, name: 'trigger-more', act: (page) => low(page, 0.35) },
    { ...shot, name: 'trigger-hook', act: (page) => low(page, 1) },
  ]
}
