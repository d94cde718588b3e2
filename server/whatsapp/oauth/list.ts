import { isObject, type JsonObject } from '#core/base/json.ts'
import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import {
  decodeNumbers,
  NUMBER_FIELDS,
  NUMBER_FIELDS_PLAIN,
  type NumberFacts,
} from '#core/whatsapp/number/number.ts'
import { decodeAccount, type FoundAccount } from '#core/whatsapp/oauth.ts'
import type { ListedAccount, ListedBusiness } from '#core/whatsapp/oauth-api.ts'
import { idAt, labelAt } from '#core/whatsapp/read.ts'
import { unheardBy } from '#server/whatsapp/access.ts'
import {
  type Graph,
  graphError,
  isFieldRefused,
  readAll,
  readNode,
  refusalOf,
} from '#server/whatsapp/graph.ts'
import { grantOf } from '#server/whatsapp/oauth/grant.ts'
import { appOf, graphOfApp } from '#server/whatsapp/oauth/sign-in.ts'
import type { SetupParts } from '#server/whatsapp/setup.ts'
import { wabaHolder } from '#server/whatsapp/store.ts'

/** Businesses and accounts of one person that are looked through; more are not listed. */
const BUSINESSES_MAX = 20
const ACCOUNTS_MAX = 40

type Seen = FoundAccount & { readonly shared: boolean }
type Group = { readonly id: string; readonly name: string; readonly accounts: Seen[] }

/** An approval that is still kept, with its token opened. */
export async function openGrant(parts: SetupParts, workspaceId: string) {
  const { db, keys } = parts
  const app = appOf(parts)
  if (isRefusal(app)) return app
  const grant = await grantOf(db, workspaceId)
  if (!grant) return refuse('oauth-grant-missing')
  const token = await keys.open(db, workspaceId, grant.token)
  return { app, token, graph: graphOfApp(parts, app, token), wabaIds: grant.waba_ids }
}

/**
 * "List Business with WhatsApp Phone Number": the businesses of whoever approved, their accounts, owned and shared, and
 * the numbers of each. An account that was approved and that no business lists is found by its id.
 */
export async function listBusinesses(
  parts: SetupParts,
  workspaceId: string,
): Promise<readonly ListedBusiness[] | Refusal> {
  const opened = await openGrant(parts, workspaceId)
  if (isRefusal(opened)) return opened
  const { graph, wabaIds } = opened
  const groups = await businessesOf(graph)
  if (isRefusal(groups)) return groups
  const seen = new Set(groups.flatMap(({ accounts }) => accounts.map(({ id }) => id)))
  for (const wabaId of wabaIds.filter((id) => !seen.has(id)).slice(0, ACCOUNTS_MAX)) {
    const answer = await readNode(graph, wabaId, 'id,name,owner_business_info')
    const unheard = unheardBy(graph, answer)
    if (unheard) return unheard
    const account = accountIn(answer)
    if (account) place(groups, account)
  }
  const listed: ListedBusiness[] = []
  for (const { id, name, accounts } of groups.filter((group) => group.accounts.length > 0)) {
    const all = accounts.slice(0, ACCOUNTS_MAX)
    listed.push({
      id,
      name,
      accounts: await Promise.all(all.map((one) => look(parts, workspaceId, opened, one))),
    })
  }
  return listed
}

/** Meta's codes for a permission that was left out, and the one for a token that is over. */
const NO_PERMISSION = [10, 100, 200]
const TOKEN_OVER = 190

/** The businesses with their accounts; none where the approval left out the permission to list them. */
async function businessesOf(graph: Graph): Promise<Group[] | Refusal> {
  const groups: Group[] = []
  const found = await readAll(graph, 'me/businesses', 'id,name')
  if (!('nodes' in found)) {
    const code = graphError(found)?.code
    if (code === TOKEN_OVER) return refuse('oauth-grant-missing')
    return NO_PERMISSION.includes(code ?? 0) ? groups : (refusalOf(graph, found) ?? groups)
  }
  for (const node of found.nodes.slice(0, BUSINESSES_MAX)) {
    const id = idAt(node, 'id')
    if (!id) continue
    const edge = (which: string) => nodesOf(graph, `${id}/${which}_whatsapp_business_accounts`, 'id,name')
    const [owned, client] = await Promise.all([edge('owned'), edge('client')])
    const accounts = [...seenIn(owned, false), ...seenIn(client, true)]
    groups.push({ id, name: labelAt(node, 'name') ?? id, accounts })
  }
  return groups
}

async function nodesOf(graph: Graph, edge: string, fields: string): Promise<readonly JsonObject[]> {
  const answer = await readAll(graph, edge, fields)
  return 'nodes' in answer ? answer.nodes : []
}

function seenIn(nodes: readonly JsonObject[], shared: boolean): Seen[] {
  return nodes.flatMap((node) => {
    const account = decodeAccount(node)
    return account ? [{ ...account, shared }] : []
  })
}

function accountIn(answer: { readonly body: unknown }): FoundAccount | null {
  return isObject(answer.body) ? decodeAccount(answer.body) : null
}

/** Puts an account to the business that owns it; one whose business is not told stands for itself. */
function place(groups: Group[], account: FoundAccount): void {
  const owner = account.owner ?? { id: account.id, name: account.name }
  const group = groups.find(({ id }) => id === owner.id)
  const seen = { ...account, shared: false }
  if (group) group.accounts.push(seen)
  else groups.push({ ...owner, accounts: [seen] })
}

type Opened = { readonly graph: Graph; readonly wabaIds: readonly string[] }

/** One account with its numbers, and why it cannot be chosen. */
async function look(
  { db }: SetupParts,
  workspaceId: string,
  { graph, wabaIds }: Opened,
  { id, name, shared }: Seen,
): Promise<ListedAccount> {
  const bare = { id, name, shared, numbers: [], trouble: null }
  if (wabaIds.length > 0 && !wabaIds.includes(id)) return { ...bare, hindrance: 'not-granted' }
  const holder = await wabaHolder(db, graph.base, id)
  const hindrance = holder !== undefined && holder !== workspaceId ? ('taken' as const) : null
  const found = await numbersOf(graph, id)
  if (typeof found === 'string') return { ...bare, hindrance, trouble: found }
  const numbers = found.map(({ graphId, display, name, state, quality, test }) => ({
    ...{ id: graphId, display, name, state, quality, test },
  }))
  return { ...bare, hindrance, numbers }
}

async function numbersOf(graph: Graph, wabaId: string): Promise<readonly NumberFacts[] | string> {
  const whole = await readAll(graph, `${wabaId}/phone_numbers`, NUMBER_FIELDS)
  if ('nodes' in whole) return decodeNumbers(whole.nodes)
  if (!isFieldRefused(whole)) return graphError(whole)?.reason ?? 'no list'
  const plain = await readAll(graph, `${wabaId}/phone_numbers`, NUMBER_FIELDS_PLAIN)
  return 'nodes' in plain ? decodeNumbers(plain.nodes) : (graphError(plain)?.reason ?? 'no list')
}
