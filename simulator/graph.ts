import { createHmac } from 'node:crypto'
import { type Approved, approvedBy, listedTo, worldOfNode } from '#simulator/approval.ts'
import { type Answer, isMetaError, type MetaError, refuseWith, unknownNode } from '#simulator/errors.ts'
import { accountEdge, appEdge, businessEdge, debugToken } from '#simulator/graph-account.ts'
import type { GraphCall, Reply } from '#simulator/graph-call.ts'
import { mediaNode, uploadSession } from '#simulator/graph-media.ts'
import { numberEdge } from '#simulator/graph-number.ts'
import { accessToken } from '#simulator/graph-oauth.ts'
import { templateNode } from '#simulator/graph-template.ts'
import { mediumOf } from '#simulator/media.ts'
import { type Sim, worldNow } from '#simulator/sim.ts'
import { hex } from '#simulator/wamid.ts'
import { numberOf, type World } from '#simulator/world.ts'

const OLDEST = 13
const NEWEST = 26
/** By which a call without a version is answered. */
const USUAL_VERSION = 'v25.0'
/** Longer than any path that is there. */
const NO_PATH = ['', '', '']

/** One call of the Graph API, answered in Meta's forms. Never throws for what a caller sends. */
export async function answerGraph(sim: Sim, call: GraphCall): Promise<Answer> {
  const reply = await replyTo(sim, call)
  const trace = `A${hex(22, sim.options.random)}`
  return isMetaError(reply) ? refuseWith(reply, trace) : { status: 200, body: reply }
}

/** What a token opens: a world, as its app or not, and by whose approval where there was one. */
export type Opened = { readonly world: World; readonly isApp: boolean; readonly approved?: Approved }

/** The world that a token opens for a node; an app token is `app id|app secret`. */
export function worldOfToken(sim: Sim, token: string, node = ''): Opened | undefined {
  const own = sim.tokens.get(token)
  if (own) return { world: own, isApp: false }
  const approved = approvedBy(sim, token)
  const world = approved && worldOfNode(sim, approved, node)
  if (world) return { world, isApp: false, approved }
  const [appId, secret] = token.split('|')
  for (const world of secret === undefined ? [] : sim.worlds.values()) {
    if (world.appId === appId && world.appSecret === secret) return { world, isApp: true }
  }
  return undefined
}

/** The version of a path, which may be any of v13.0 to v26.0 or absent, and its steps; another version leads to no path that is there. */
export function versionedPath(path: string): { version: string; steps: string[] } {
  const steps = path.split('/').filter((step) => step !== '')
  const [first = ''] = steps
  const asked = /^v(\d{1,3})\.\d{1,2}$/.exec(first)
  if (!asked) return { version: USUAL_VERSION, steps }
  const number = Number(asked[1])
  const isThere = number >= OLDEST && number <= NEWEST
  return isThere ? { version: first, steps: steps.slice(1) } : { version: USUAL_VERSION, steps: [...NO_PATH] }
}

async function replyTo(sim: Sim, call: GraphCall): Promise<Reply> {
  if (call.path.join('/') === 'oauth/access_token') return accessToken(sim, call)
  if (!call.token) return { code: 190, message: 'An access token is required to request this resource.' }
  const found = worldOfToken(sim, call.token, call.path[0])
  if (!found) {
    return { code: 190, message: 'Invalid OAuth access token - Cannot parse access token', subcode: 467 }
  }
  const { world, isApp, approved } = found
  const app = approved?.app ?? world
  if (!isProven(app, call))
    return {
      code: 100,
      message: 'Invalid appsecret_proof provided in the API argument',
      type: 'GraphMethodException',
    }
  if (call.broken) return { code: 100, message: 'Invalid JSON in the request body' }
  const [node = '', edge = '', ...rest] = call.path
  if (rest.length > 0) return unknownPath()
  const lost = isApp ? null : lostToken(sim, world, call)
  // who holds a token that is over may not even ask of it; the app may
  if (lost) return lost
  if (node === 'debug_token') return debugToken(sim, app, call)
  if (node === app.appId && edge === 'subscriptions' && !isApp)
    return { code: 15, message: 'This method must be called with an app access_token.', http: 400 }
  if (node === app.appId) return appEdge(sim, app, edge, call)
  if (isApp) return { code: 10, message: 'Application does not have permission for this action' }
  return nodeReply(sim, found, { node, edge, call })
}

type Place = { readonly node: string; readonly edge: string; readonly call: GraphCall }

async function nodeReply(sim: Sim, { world, approved }: Opened, { node, edge, call }: Place): Promise<Reply> {
  if (node === '') return unknownPath()
  const reach = {
    world,
    listed: approved ? listedTo(sim, approved) : [world],
    scopes: approved?.approval.scopes,
  }
  if (node.startsWith('upload:')) return uploadSession(sim, world, node, call)
  if (node === 'me')
    return edge === '' ? { id: world.businessId, name: world.name } : businessEdge(reach, edge, call)
  if (node === world.businessId) return businessEdge(reach, edge, call)
  if (node === world.wabaId) return accountEdge(sim, { world, app: approved?.app ?? world }, edge, call)
  const number = numberOf(world, node)
  if (number) return numberEdge(sim, world, { number, edge, call })
  const template = world.templates.find(({ id }) => id === node)
  if (template && edge === '') return templateNode(sim, world, template, call)
  const medium = mediumOf(sim, world, node)
  if (medium && edge === '') return mediaNode(sim, world, medium, call)
  return unknownNode(node)
}

/** A token that was taken back or ran out opens nothing; one without the permission to manage reads no templates. */
function lostToken(sim: Sim, world: World, { path: [node, edge] }: GraphCall): MetaError | null {
  const { wabaId } = world
  const { revoked = false, expiresAt = 0, scopes } = world.tokenFate ?? {}
  if (revoked)
    return {
      code: 190,
      message: 'Error validating access token: The session has been invalidated.',
      subcode: 466,
    }
  if (expiresAt > 0 && expiresAt * 1000 <= worldNow(sim, world))
    return { code: 190, message: 'Error validating access token: Session has expired.', subcode: 463 }
  const manages = scopes?.includes('whatsapp_business_management') ?? true
  return node === wabaId && edge === 'message_templates' && !manages
    ? { code: 200, message: '(#200) You do not have the necessary permissions.' }
    : null
}

function isProven(world: World, { query, token }: GraphCall): boolean {
  const proof = query.appsecret_proof
  return (
    proof === undefined ||
    proof ===
      createHmac('sha256', world.appSecret)
        .update(token ?? '')
        .digest('hex')
  )
}

function unknownPath(): MetaError {
  return { code: 2500, message: 'Unknown path components', type: 'OAuthException', http: 400 }
}
