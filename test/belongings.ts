import assert from 'node:assert/strict'
import type { Loose } from './rig.ts'
import { type Shop, type Stage, take } from './stage.ts'

/** A rate card that the workspace has imported. */
export async function cardOf({ owner }: Shop): Promise<string> {
  const csv = 'Market,Marketing\nIndonesia,0.0411'
  const card = await take(owner, 'POST', '/api/rate-cards', { currency: 'EUR', effective: '2026-10-01', csv })
  return card.id
}

/** A file that a member has uploaded. */
export async function fileOf(stage: Stage, { owner }: Shop): Promise<string> {
  const form = new FormData()
  form.set('file', new File(['daftar harga'], 'harga.txt', { type: 'text/plain' }))
  const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await fetch(`${stage.rig.url}/api/files`, {
    method: 'POST',
    headers: { cookie },
    body: form,
  })
  const body: Loose = await response.json()
  assert.equal(response.status, 200, JSON.stringify(body))
  return body.id
}

/** A happening as the desk sets it aside after three tries. */
export async function setAside(stage: Stage, shop: Shop, contact: string): Promise<string> {
  const heard = { wamid: `wamid.aside.${contact}`, at: Date.now(), from: { waId: contact } }
  const [row] = await stage.rows(
    `insert into quarantine (workspace_id, id, contact_key, phone_number_id, kind, at, payload, reason)
     values ($1, gen_random_uuid(), $2, $3, 'message', now(), $4, 'test') returning id`,
    [
      shop.workspaceId,
      `wa:${contact}`,
      shop.numberId,
      JSON.stringify({ ...heard, content: { kind: 'text', text: contact } }),
    ],
  )
  return row.id
}
