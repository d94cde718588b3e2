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
  const open = (page: Page) => page.locator('.react-flow__node-step').first().click()
  const low = async (page: Page, share: number) => {
    await open(page)
    await page.waitForTimeout(800)
    await page
      .locator('aside .scroll')
      .last()
      .evaluate((box, part) => {
        box.scrollTop = box.scrollHeight * part
      }, share)
  }
  const shot = { path: `/flows/${id}`, who, only: DESK }
  return [
    { ...shot, name: 'trigger-words', act: open },
    { ...shot, name: 'trigger-more', act: (page) => low(page, 0.35) },
    { ...shot, name: 'trigger-hook', act: (page) => low(page, 1) },
  ]
}
