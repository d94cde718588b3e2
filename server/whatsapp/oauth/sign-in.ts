import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import {
  decodeExchange,
  dialogUrl,
  exchangePath,
  grantedAccounts,
  OAUTH_VERSION,
  refuseExchange,
  refuseGrant,
} from '#core/whatsapp/oauth.ts'
import { decodeToken } from '#core/whatsapp/token.ts'
import type { MetaApp } from '#server/base/config.ts'
import { randomToken } from '#server/base/secret.ts'
import { asApp, unheardBy } from '#server/whatsapp/access.ts'
import { debugToken, type Graph, readEdge, refusalOf } from '#server/whatsapp/graph.ts'
import { type Begun, begin, comesBack, keepGrant } from '#server/whatsapp/oauth/grant.ts'
import { renewSecrets, type SetupParts } from '#server/whatsapp/setup.ts'
import { channelOf } from '#server/whatsapp/store.ts'

type Seat = { readonly workspaceId: string; readonly memberId: string }

/** Where Meta's dialog sends the browser back to: a page of ours. */
export function redirectUriOf({ publicUrl }: Pick<SetupParts, 'publicUrl'>): string {
  return `${publicUrl}/channels/facebook`
}

/** The operator's app, or the refusal that names what is missing. */
export function appOf({ meta }: Pick<SetupParts, 'meta'>): MetaApp | Refusal {
  return 'appId' in meta ? meta : refuse('oauth-off', { missing: meta.join(', ') })
}

/** The operator's Graph endpoint, spoken to with this token. */
export function graphOfApp({ door }: Pick<SetupParts, 'door'>, app: MetaApp, token: string): Graph {
  return { door, provider: 'meta', base: app.graphUrl, version: OAUTH_VERSION, token }
}

/** Begins a sign-in: the dialog's address, and the nonce that must stay in this browser. */
export async function startSignIn(
  parts: SetupParts,
  { workspaceId, memberId }: Seat,
): Promise<{ readonly url: string; readonly nonce: string } | Refusal> {
  const app = appOf(parts)
  if (isRefusal(app)) return app
  const begun = { state: randomToken(24), nonce: randomToken(24) }
  await begin(parts.db, workspaceId, memberId, begun)
  const { appId, configId, dialogUrl: dialogBase } = app
  const url = dialogUrl({
    dialogBase,
    appId,
    configId,
    redirectUri: redirectUriOf(parts),
    state: begun.state,
  })
  return { url, nonce: begun.nonce }
}

/**
 * Takes Meta's code: the state is checked and used up first, the code exchanged here, the token looked at, and kept sealed
 * with the accounts it was approved for. A channel that stands on the same app gets the new token at once.
 */
export async function finishSignIn(
  parts: SetupParts,
  { workspaceId, memberId }: Seat,
  { code, ...begun }: Begun & { readonly code: string },
): Promise<{ readonly renewed: boolean } | Refusal> {
  const { db, keys } = parts
  const app = appOf(parts)
  if (isRefusal(app)) return app
  if (!(await comesBack(db, workspaceId, memberId, begun))) return refuse('oauth-state-wrong')
  const found = await exchange(parts, app, code)
  if (isRefusal(found)) return found
  const channel = await channelOf(db, workspaceId)
  const isSame = channel?.app_id === app.appId && channel.graph_url === app.graphUrl
  if (isSame) {
    const secrets = { token: found.token, appSecret: app.appSecret.reveal() }
    return (await renewSecrets(parts, workspaceId, secrets)) ?? { renewed: true }
  }
  const token = await keys.seal(db, workspaceId, found.token)
  await keepGrant(db, workspaceId, { token, waba_ids: found.wabaIds })
  return { renewed: false }
}

type Exchanged = { readonly token: string; readonly wabaIds: readonly string[] }

async function exchange(parts: SetupParts, app: MetaApp, code: string): Promise<Exchanged | Refusal> {
  const redirectUri = redirectUriOf(parts)
  const appSecret = app.appSecret.reveal()
  const nobody = graphOfApp(parts, app, '')
  const speaker = asApp(nobody, { appId: app.appId, appSecret })
  const answer = await readEdge(nobody, exchangePath({ appId: app.appId, appSecret, redirectUri, code }))
  // a secret that is wrong comes as code 1 with 400, which else means a fault of Meta's
  const silent = (answer.status ?? 500) >= 500 ? refusalOf(speaker, answer) : null
  if (silent) return silent
  const token = decodeExchange(answer.body)
  if (!token) return refuseExchange(answer.body, redirectUri)
  const told = await debugToken(speaker, token)
  const facts = decodeToken(told.body)
  if (!facts) return unheardBy(speaker, told) ?? refuseExchange(told.body, redirectUri)
  return refuseGrant(facts, app.appId, redirectUri) ?? { token, wabaIds: grantedAccounts(told.body) }
}
