import { isRefusal } from '#core/base/refusal.ts'
import { STATE_LIFE } from '#core/whatsapp/oauth.ts'
import { oauthApi } from '#core/whatsapp/oauth-api.ts'
import { on } from '#server/base/http.ts'
import { chooseNumber, connect360dialog } from '#server/whatsapp/oauth/choose.ts'
import { forgetGrant, grantOf } from '#server/whatsapp/oauth/grant.ts'
import { listBusinesses } from '#server/whatsapp/oauth/list.ts'
import { finishSignIn, redirectUriOf, startSignIn } from '#server/whatsapp/oauth/sign-in.ts'
import type { ChannelAnswers, SetupParts } from '#server/whatsapp/setup.ts'

const COOKIE = 'wetalk.oauth'

/** Only sent back to the doors below, by the browser that began. */
function nonceCookie(nonce: string, publicUrl: string): string {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : ''
  return `${COOKIE}=${nonce}; Path=/api/channel/oauth; HttpOnly; SameSite=Lax; Max-Age=${STATE_LIFE / 1000}${secure}`
}

function nonceIn(headers: Headers): string {
  return /(?:^|;\s*)wetalk\.oauth=([\w-]{1,100})/.exec(headers.get('cookie') ?? '')?.[1] ?? ''
}

/** Connecting by signing in at Meta, and by a key of 360dialog. */
export function oauthRoutes(parts: SetupParts, { connected }: Pick<ChannelAnswers, 'connected'>) {
  const { db, meta, publicUrl } = parts
  return {
    oauth: on(oauthApi.oauth, async (_input, { seat: { workspaceId } }) => ({
      missing: 'appId' in meta ? [] : [...meta],
      appId: 'appId' in meta ? meta.appId : '',
      redirectUri: redirectUriOf(parts),
      granted: (await grantOf(db, workspaceId)) !== undefined,
    })),
    startOauth: on(oauthApi.startOauth, async (_input, { seat, setCookie }) => {
      const begun = await startSignIn(parts, seat)
      if (isRefusal(begun)) return begun
      setCookie(nonceCookie(begun.nonce, publicUrl))
      return { url: begun.url }
    }),
    finishOauth: on(oauthApi.finishOauth, ({ code, state }, { seat, headers }) =>
      finishSignIn(parts, seat, { code, state, nonce: nonceIn(headers) }),
    ),
    businesses: on(oauthApi.businesses, async (_input, { seat: { workspaceId } }) => {
      const businesses = await listBusinesses(parts, workspaceId)
      return isRefusal(businesses) ? businesses : { businesses: [...businesses] }
    }),
    chooseNumber: on(oauthApi.chooseNumber, async (wish, { seat: { workspaceId } }) =>
      connected(workspaceId, await chooseNumber(parts, workspaceId, wish)),
    ),
    forgetOauth: on(oauthApi.forgetOauth, async (_input, { seat: { workspaceId } }) => {
      await forgetGrant(db, workspaceId)
      return { done: true as const }
    }),
    connect360dialog: on(oauthApi.connect360dialog, async (wish, { seat: { workspaceId } }) =>
      connected(workspaceId, await connect360dialog(parts, workspaceId, wish)),
    ),
  }
}
