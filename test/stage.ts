import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { openGraph, type TestGraph } from './graph.ts'
import { type Loose, openRig, type Rig, signed, until, type Visitor } from './rig.ts'
import { openClient } from './rows.ts'

/** The whole product with a Graph endpoint beside it, seen from all sides: HTTP, what went out, the tables. */
export type Stage = {
  readonly rig: Rig
  readonly graph: TestGraph
  /** Rows of every workspace, as a worker sees them. */
  readonly rows: <T = Loose>(text: string, values?: unknown[]) => Promise<T[]>
  readonly shop: (name: string) => Promise<Shop>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** A workspace on the test's Graph endpoint, its owner signed in, a bot of the sample kind linked to its number. */
export type Shop = {
  readonly owner: Visitor
  readonly email: string
  readonly workspaceId: string
  readonly userId: string
  readonly wabaId: string
  readonly graphId: string
  readonly numberId: string
  readonly botId: string
  readonly flowId: string
  readonly hookPath: string
  readonly appSecret: string
  readonly verifyToken: string
  readonly token: string
  /** A customer writes; the webhook is signed and answered 200. */
  readonly hear: (contact: string, text: string, name?: string) => Promise<string>
  readonly chatOf: (contact: string) => Promise<Loose>
}

export const PASSWORD = 'kopi-tubruk-tanpa-ampas-71'
let shops = 0

export async function openStage(extra: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const graph = await openGraph()
  const rig = await openRig({ OUTBOUND_ALLOW: graph.host, ...extra })
  const client = await openClient(rig.database)
  const stage = {
    rig,
    graph,
    rows: async <T>(text: string, values: unknown[] = []) => (await client.query(text, values)).rows as T[],
    shop: (name: string) => openShop(rig, graph, name, stage.rows),
    async [Symbol.asyncDispose]() {
      await client.end()
      await rig[Symbol.asyncDispose]()
      await graph[Symbol.asyncDispose]()
    },
  }
  return stage
}

/** The right answer, or what came instead. */
export async function take(owner: Visitor, method: string, path: string, body?: unknown): Promise<Loose> {
  const answer = await owner.call(method, path, body)
  assert.equal(answer.status, 200, `${method} ${path}: ${JSON.stringify(answer.body).slice(0, 500)}`)
  return answer.body
}

/** The templates are read when an account is connected; a test begins before that, and reads them when it wants to. */
async function forgetTemplates(rows: Stage['rows'], workspaceId: string): Promise<void> {
  // nobody works on it where the product only serves
  await rows(
    `delete from jobs.job where name = 'whatsapp.templates' and state = 'created' and data ->> 'workspaceId' = $1`,
    [workspaceId],
  )
  await until('the templates are read', async () => {
    const asked = await rows(
      `select 1 from jobs.job where name = 'whatsapp.templates' and state < 'completed' and data ->> 'workspaceId' = $1`,
      [workspaceId],
    )
    return asked.length === 0
  })
  await rows('delete from template where workspace_id = $1', [workspaceId])
  await rows('update channel set templates_at = null where workspace_id = $1', [workspaceId])
}

async function openShop(rig: Rig, graph: TestGraph, name: string, rows: Stage['rows']): Promise<Shop> {
  const number = ++shops
  const owner = rig.visitor()
  const email = `owner${number}@shop.example`
  const me = await take(owner, 'POST', '/api/sign-up', {
    name: `Pemilik ${name}`,
    email,
    password: PASSWORD,
    business: name,
    start: 'simulator',
  })
  await take(owner, 'POST', '/api/channel/disconnect', { confirm: 'PUTUSKAN' })
  const secrets = {
    token: `EAAtoken${randomBytes(12).toString('hex')}`,
    appSecret: `appsecret${randomBytes(12).toString('hex')}`,
    verifyToken: `verify${randomBytes(12).toString('hex')}`,
  }
  const [wabaId, graphId] = [`20010030040${number}`, `30020010040${number}`]
  const { channel, numbers } = await take(owner, 'POST', '/api/channel', {
    name,
    graphUrl: graph.url,
    wabaId,
    phoneNumberId: graphId,
    ...secrets,
  })
  await forgetTemplates(rows, me.workspace.id)
  const [bot] = await take(owner, 'GET', '/api/bots')
  const [flow] = await take(owner, 'GET', '/api/flows')
  const numberId = numbers[0].id
  await take(owner, 'POST', `/api/numbers/${numberId}/link`, { botId: bot.id, confirm: 'LINK' })
  const workspaceId = me.workspace.id
  const chatOf = (contact: string) =>
    until(`a chat with ${contact}`, async () => {
      const [row] = await rows<{ id: string }>(
        `select ch.id from chat ch join contact c using (workspace_id)
         where c.id = ch.contact_id and ch.workspace_id = $1 and c.phone = $2`,
        [workspaceId, contact],
      )
      return row && (await take(owner, 'GET', `/api/chats/${row.id}`))
    })
  return {
    ...{ owner, email, workspaceId, userId: me.user.id, wabaId, graphId, numberId },
    ...{ botId: bot.id, flowId: flow.id, ...secrets, chatOf },
    hookPath: new URL(channel.webhookUrl).pathname,
    async hear(contact, text, profile = 'Pelanggan') {
      const wamid = `wamid.in.${randomBytes(8).toString('hex')}`
      const body = JSON.stringify(messageFrom({ wabaId, graphId }, contact, { text, wamid, profile }))
      const response = await fetch(channel.webhookUrl, {
        method: 'POST',
        headers: signed(body, secrets.appSecret),
        body,
      })
      assert.equal(response.status, 200)
      return wamid
    },
  }
}

type Said = { readonly text: unknown; readonly wamid: string; readonly profile: unknown }

/** Meta's form of one text message. */
export function messageFrom(
  to: { readonly wabaId: string; readonly graphId: string },
  contact: string,
  { text, wamid, profile }: Said,
): Loose {
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '628990000001', phone_number_id: to.graphId },
    contacts: [{ profile: { name: profile }, wa_id: contact }],
    messages: [
      {
        from: contact,
        id: wamid,
        timestamp: String(Math.floor(Date.now() / 1000)),
        type: 'text',
        text: { body: text },
      },
    ],
  }
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: to.wabaId, changes: [{ field: 'messages', value }] }],
  }
}
