import { readFileSync } from 'node:fs'
import { assert } from '#core/base/assert.ts'
import { parseJson } from '#core/base/json.ts'
import type { Language } from '#core/base/language.ts'
import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { sampleFlow } from '#core/flow/sample.ts'
import { fieldsOf } from '#core/flow/uses.ts'
import { WHOLE } from '#core/flow/version/canary.ts'
import { SAMPLE_WORDS } from '#core/flow/words/sample.ts'
import { CreatedWorld } from '#core/whatsapp/sim-api.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Door } from '#server/base/fetch.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { insertFields } from '#server/contact/store.ts'
import { addFlow, botFor } from '#server/flow/add.ts'
import { publishFlow } from '#server/flow/publish.ts'
import { subscribeAll } from '#server/whatsapp/access.ts'
import { type ConnectParts, connect, hookingFor } from '#server/whatsapp/connect.ts'
import { bumpSettings, channelOf, listNumbers, setNumberBot } from '#server/whatsapp/store.ts'

/** A simulator that this server may ask for new worlds, by its base URL and its key. */
export type SimulatorDoor = {
  readonly url: string
  readonly adminKey: string
  /** Our own origin as the simulator reaches it: from inside, whatever stands in front of the public address. */
  readonly callbackBase: string
}

type FurnishParts = ConnectParts & { readonly bus: Bus; readonly simulator: SimulatorDoor | null }

/** Makes a new simulated account over HTTP and connects it like any other. */
export async function connectSimulator(parts: FurnishParts, workspaceId: string): Promise<Refusal | null> {
  const { simulator, door } = parts
  if (!simulator) return refuse('channel-missing')
  const created = await askForWorld(door, simulator)
  return await connect({ ...parts, publicUrl: simulator.callbackBase }, workspaceId, {
    name: 'Simulator',
    provider: 'meta',
    graphUrl: created.graphUrl,
    graphVersion: 'v25.0',
    wabaId: created.wabaId,
    phoneNumberIds: created.numbers.map(({ id }) => id),
    token: created.token,
    appId: created.appId,
    appSecret: created.appSecret,
    verifyToken: created.verifyToken,
    followsClock: true,
    world: { id: created.id, key: created.key },
  })
}

/** A simulated account, the sample bot in the workspace's language, published and linked to both numbers. */
export async function furnish(
  parts: FurnishParts,
  workspaceId: string,
  language: Language,
  userId: string,
): Promise<void> {
  const no = await connectSimulator(parts, workspaceId)
  assert(!no, 'a fresh workspace has no channel yet')
  await parts.db.tx('http', async (tx) => {
    const file = sampleFlow(language)
    const botId = await botFor(tx, workspaceId, undefined, 'Kopi Senja')
    assert(botId, 'a workspace without bots gets one')
    const labels: Readonly<Record<string, string>> = SAMPLE_WORDS[language].fields
    const fields = fieldsOf(file.definition).fills.flatMap(({ key, type }) =>
      labels[key] ? { key, label: labels[key], type } : [],
    )
    await insertFields(tx, workspaceId, fields)
    const id = newId()
    await addFlow(tx, workspaceId, {
      id,
      botId,
      name: file.name,
      definition: file.definition,
      layout: file.layout,
    })
    const problem = await publishFlow(tx, workspaceId, id, {
      by: userId,
      note: '',
      language,
      share: WHOLE,
      runs: 'finish',
    })
    assert(!isRefusal(problem), `the sample flow is in order: ${JSON.stringify(problem)}`)
    for (const number of await listNumbers(tx, workspaceId))
      await setNumberBot(tx, workspaceId, number.id, botId)
    await bumpSettings(tx, workspaceId)
  })
  parts.bus.call('settings', workspaceId)
}

async function askForWorld(door: Door, { url, adminKey }: SimulatorDoor): Promise<CreatedWorld> {
  const answer = await door({
    url: `${url}/worlds`,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-admin-key': adminKey },
    body: JSON.stringify({ name: 'Kopi Senja' }),
  })
  const created = CreatedWorld.safeParse(parseJson(answer.body.toString('utf8')))
  if (answer.status >= 300 || !created.success)
    throw new Error(`the simulator made no world: ${answer.status}`)
  return created.data
}

/**
 * After a start on another port or address: the accounts of our own simulator are reached at the new one, and it is told
 * where to post to now.
 */
export async function rehome(parts: FurnishParts): Promise<void> {
  const { db, door, keys, simulator } = parts
  if (!simulator) return
  const base = `${simulator.url}/graph`
  const rows = await db.rows<{ workspace_id: string }>(
    sql`select workspace_id from channel where connected and world_id is not null limit 1000`,
  )
  for (const { workspace_id: workspaceId } of rows) {
    const channel = await channelOf(db, workspaceId)
    if (!channel?.world_key) continue
    const key = await keys.open(db, workspaceId, channel.world_key)
    const known = await door({
      url: `${simulator.url}/worlds/${channel.world_id}`,
      headers: { 'x-world-key': key },
    })
    if (known.status !== 200) continue
    await db.tx('http', async (tx) => {
      await tx.run(
        sql`update channel set graph_url = ${base} where workspace_id = ${workspaceId} and id = ${channel.id}`,
      )
      await tx.run(
        sql`update waba_directory set graph_url = ${base} where workspace_id = ${workspaceId} and waba_id = ${channel.waba_id}`,
      )
    })
    const token = await keys.open(db, workspaceId, channel.token)
    const graph = { door, provider: channel.provider, base, version: channel.graph_version, token }
    const callback = `${simulator.callbackBase}/webhooks/whatsapp/${channel.hook}`
    const appSecret = await keys.open(db, workspaceId, channel.app_secret)
    const access = { wabaId: channel.waba_id, appId: channel.app_id, appSecret }
    await subscribeAll(
      graph,
      access,
      hookingFor(parts, channel.app_id, { callback, verifyToken: channel.verify_token }),
    )
  }
}

export function versionOfProgram(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return String((JSON.parse(text) as { version: string }).version)
}
