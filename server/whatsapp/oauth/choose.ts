import { randomInt } from 'node:crypto'
import { isObject } from '#core/base/json.ts'
import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { OAUTH_VERSION } from '#core/whatsapp/oauth.ts'
import { decodeHealth } from '#core/whatsapp/provider/health.ts'
import { randomToken } from '#server/base/secret.ts'
import { unheardBy } from '#server/whatsapp/access.ts'
import { baseOf, connect, refusePlain } from '#server/whatsapp/connect.ts'
import { type Graph, graphError, readEdge } from '#server/whatsapp/graph.ts'
import { registerNumber } from '#server/whatsapp/number/own.ts'
import { forgetGrant } from '#server/whatsapp/oauth/grant.ts'
import { openGrant } from '#server/whatsapp/oauth/list.ts'
import type { SetupParts } from '#server/whatsapp/setup.ts'
import { listNumbers } from '#server/whatsapp/store.ts'

const NOT_APPROVED = {
  reason_id: 'tidak ikut diizinkan di Facebook',
  reason_en: 'it is not part of the approval',
}
const NO_NUMBER = { reason_id: 'tidak ada nomor di baliknya', reason_en: 'there is no number behind it' }

/** Connects a number of the kept approval; afterwards the approval is forgotten, the channel has its token. */
export async function chooseNumber(
  parts: SetupParts,
  workspaceId: string,
  { wabaId, phoneNumberId }: { readonly wabaId: string; readonly phoneNumberId: string },
): Promise<Refusal | null> {
  const opened = await openGrant(parts, workspaceId)
  if (isRefusal(opened)) return opened
  const { app, token, wabaIds } = opened
  if (wabaIds.length > 0 && !wabaIds.includes(wabaId)) {
    return refuse('waba-unreachable', { field: 'wabaId', wabaId, ...NOT_APPROVED })
  }
  const no = await connect(parts, workspaceId, {
    name: '',
    provider: 'meta',
    graphUrl: app.graphUrl,
    graphVersion: OAUTH_VERSION,
    wabaId,
    phoneNumberIds: [phoneNumberId],
    token,
    appId: app.appId,
    appSecret: app.appSecret.reveal(),
    verifyToken: randomToken(18),
    followsClock: false,
    world: null,
  })
  if (no) return no
  await forgetGrant(parts.db, workspaceId)
  await registerFresh(parts, workspaceId)
  return null
}

/**
 * A number that Embedded Signup has just verified still waits for its registration (Meta: register). It gets a PIN of six
 * random digits, kept sealed; where Meta says no, because it has a PIN already, the number's menu asks its owner for it.
 */
async function registerFresh(parts: SetupParts, workspaceId: string): Promise<void> {
  const numbers = await listNumbers(parts.db, workspaceId)
  for (const { id, state, test, verification } of numbers) {
    if (test || state === 'CONNECTED' || verification !== 'VERIFIED') continue
    await registerNumber(parts, workspaceId, { id, pin: String(randomInt(1_000_000)).padStart(6, '0') })
  }
}

/** Connects the one number of a 360dialog key: the key tells which it is, the webhook is registered by its API. */
export async function connect360dialog(
  parts: SetupParts,
  workspaceId: string,
  { apiKey, url }: { readonly apiKey: string; readonly url: string },
): Promise<Refusal | null> {
  const base = baseOf(url)
  const plain = refusePlain(base)
  if (plain) return plain
  const graph: Graph = {
    door: parts.door,
    provider: '360dialog',
    base,
    version: OAUTH_VERSION,
    token: apiKey,
  }
  const answer = await readEdge(graph, 'health_status?fields=display_phone_number')
  const unheard = unheardBy(graph, answer)
  if (unheard) return unheard
  const error = graphError(answer)
  if (error) return refuse('key-invalid', { field: 'apiKey', reason: error.reason })
  const found = decodeHealth(answer.body)
  if (!found) {
    const reason = isObject(answer.body) ? NO_NUMBER : { reason: `HTTP ${answer.status}` }
    return refuse('key-invalid', { field: 'apiKey', ...reason })
  }
  return await connect(parts, workspaceId, {
    name: '',
    provider: '360dialog',
    graphUrl: base,
    graphVersion: OAUTH_VERSION,
    wabaId: found.wabaId,
    phoneNumberIds: [found.numberId],
    token: apiKey,
    appId: '',
    appSecret: randomToken(32),
    verifyToken: randomToken(18),
    followsClock: false,
    world: null,
  })
}
