import assert from 'node:assert/strict'
import type { CreatedWorld } from '#core/whatsapp/sim-api.ts'
import type { Visitor } from './rig.ts'
import { take } from './stage.ts'

/** What the dialog asks for. */
export const SCOPES = ['whatsapp_business_management', 'whatsapp_business_messaging', 'business_management']

/** The address of Meta's dialog. */
export async function begin(owner: Visitor): Promise<string> {
  const { url } = await take(owner, 'POST', '/api/channel/oauth/start', {})
  return url
}

type Approval = {
  readonly key: string
  readonly accounts: readonly CreatedWorld[]
  readonly scopes?: readonly string[]
}

/** Signs in at the dialog, ticks accounts and permissions, and gives the address it leads back to. */
export async function approve(url: string, { key, accounts, scopes = SCOPES }: Approval): Promise<URL> {
  const page = await (await fetch(url, { method: 'POST', body: new URLSearchParams({ key }) })).text()
  for (const { wabaId } of accounts) assert.match(page, new RegExp(wabaId))
  const form = new URLSearchParams({ key, decision: 'approve' })
  for (const { wabaId } of accounts) form.append('account', wabaId)
  for (const scope of scopes) form.append('scope', scope)
  const answer = await fetch(url, { method: 'POST', body: form, redirect: 'manual' })
  assert.equal(answer.status, 302)
  return new URL(answer.headers.get('location') ?? '')
}

export function codeIn({ searchParams }: URL): { code: string; state: string } {
  return { code: searchParams.get('code') ?? '', state: searchParams.get('state') ?? '' }
}
