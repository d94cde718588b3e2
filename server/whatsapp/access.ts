import { isObject } from '#core/base/json.ts'
import { type Refusal, refuse } from '#core/base/refusal.ts'
import type { Millis } from '#core/base/time.ts'
import { type GraphAnswer, isPassing } from '#core/whatsapp/fault.ts'
import { decodeToken, refuseToken, WEBHOOK_FIELDS } from '#core/whatsapp/token.ts'
import {
  debugToken,
  type Graph,
  graphError,
  readNode,
  refusalOf,
  subscribe,
  subscribeApp,
} from '#server/whatsapp/graph.ts'

/** The keys to an account, as they are typed or kept. */
export type Access = { readonly wabaId: string; readonly appId: string; readonly appSecret: string }

/** The same endpoint, spoken to as the app. */
export function asApp(graph: Graph, { appId, appSecret }: Pick<Access, 'appId' | 'appSecret'>): Graph {
  return { ...graph, token: `${appId}|${appSecret}` }
}

/**
 * Proves at Meta that app id and secret belong together, that the token is good and may do what is needed, and that it
 * opens the account. Gives the account's name, or what to mend, with the field it is in.
 */
export async function checkAccess(
  graph: Graph,
  access: Access,
  now: Millis,
): Promise<Refusal | { readonly name: string }> {
  const { wabaId, appId } = access
  const speaker = appId === '' ? graph : asApp(graph, access)
  const answer = await debugToken(speaker, graph.token)
  const unheard = unheardBy(graph, answer)
  if (unheard) return unheard
  const token = decodeToken(answer.body)
  if (!token) {
    const error = graphError(answer)
    if (appId !== '') return refuse('app-secret-wrong', { field: 'appSecret' })
    return refuse('token-invalid', { field: 'token', reason: error?.reason ?? 'no answer' })
  }
  const no = refuseToken(token, appId, now)
  if (no) return no
  const account = await readNode(graph, wabaId, 'id,name')
  const lost = unheardBy(graph, account)
  if (lost) return lost
  const error = graphError(account)
  if (error) return refuse('waba-unreachable', { field: 'wabaId', wabaId, reason: error.reason })
  const name = isObject(account.body) ? account.body.name : undefined
  return { name: typeof name === 'string' ? name.slice(0, 80) : '' }
}

/** Why an answer says nothing of the keys: none came, or Meta has a trouble of its own; null: it does. */
export function unheardBy(graph: Graph, answer: GraphAnswer): Refusal | null {
  return answer.status === null || isPassing(answer) ? refusalOf(graph, answer) : null
}

type Address = { readonly callback: string; readonly verifyToken: string }
/** Where the account's messages go, and where the app's own webhook is, which many accounts may share. */
export type Hooking = Address & { readonly app: Address }

/**
 * Subscribes to an account's webhooks. The app's own webhook is set first, for its fields; where Meta will not have it
 * the account's subscription still brings the messages, and the doctor names what is missing.
 */
export async function subscribeAll(graph: Graph, access: Access, hook: Hooking): Promise<Refusal | null> {
  if (access.appId !== '')
    await subscribeApp(asApp(graph, access), access.appId, { ...hook.app, fields: WEBHOOK_FIELDS })
  return refusalOf(graph, await subscribe(graph, access.wabaId, hook.callback, hook.verifyToken))
}
