import assert from 'node:assert/strict'
import { after, beforeEach } from 'node:test'
import { type Loose, signed } from './rig.ts'
import { openStage, type Shop, type Stage } from './stage.ts'

/** One house for the tests of a file about templates: each has a shop of its own, and an endpoint that knows of nothing yet. */
export async function shareStage(): Promise<Stage> {
  const stage = await openStage()
  beforeEach(() => stage.graph.forget())
  after(() => stage[Symbol.asyncDispose]())
  return stage
}

/** A template as Meta lists it. */
export const node = (name: string, more: Loose = {}): Loose => ({
  id: `9${name.replace(/\D/g, '')}`,
  name,
  language: 'id',
  status: 'APPROVED',
  category: 'UTILITY',
  quality_score: { score: 'GREEN' },
  components: [{ type: 'BODY', text: 'Pesanan Anda sudah siap di toko.' }],
  ...more,
})

/** News of the account, signed and answered 200. */
export async function tell(url: string, shop: Shop, field: string, value: Loose): Promise<void> {
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: shop.wabaId, time: 1, changes: [{ field, value }] }],
  })
  const response = await fetch(`${url}${shop.hookPath}`, {
    method: 'POST',
    headers: signed(body, shop.appSecret),
    body,
  })
  assert.equal(response.status, 200)
}
