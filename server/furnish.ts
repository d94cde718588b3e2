import { readFileSync } from 'node:fs'
import { assert } from '#core/base/assert.ts'
import type { Language } from '#core/base/language.ts'
import { isRefusal, type Refusal } from '#core/base/refusal.ts'
import { sampleFlow } from '#core/flow/sample.ts'
import { fieldsOf } from '#core/flow/uses.ts'
import { WHOLE } from '#core/flow/version/canary.ts'
import { SAMPLE_WORDS } from '#core/flow/words/sample.ts'
import type { CreatedWorld } from '#core/whatsapp/sim-api.ts'
import type { Bus } from '#server/base/bus.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { insertFields } from '#server/contact/store.ts'
import { addFlow, botFor } from '#server/flow/add.ts'
import { publishFlow } from '#server/flow/publish.ts'
import { subscribeAll } from '#server/whatsapp/access.ts'
import { type ConnectParts, connect, hookingFor } from '#server/whatsapp/connect.ts'
import { bumpSettings, channelOf, listNumbers, setNumberBot } from '#server/whatsapp/store.ts'
import { type WorldParts, withWorld } from '#server/world.ts'

type FurnishParts = ConnectParts & WorldParts & { readonly bus: Bus }

/**
 * Makes a new simulated account over HTTP and connects it like any other. One that is connected stays, whatever failed after that: pressing
 * again would find it.
 */
export async function connectSimulator(parts: FurnishParts, workspaceId: string): Promise<Refusal | null> {
  return await withWorld(
    parts,
    (created, simulator) =>
      connectWorld({ ...parts, publicUrl: simulator.callbackBase }, workspaceId, created),
    async (worldId) => (await channelOf(parts.db, workspaceId))?.world_id === worldId,
  )
}

function connectWorld(
  parts: ConnectParts,
  workspaceId: string,
  created: CreatedWorld,
): Promise<Refusal | null> {
  return connect(parts, workspaceId, {
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

/**
 * A simulated account, the sample bot in the workspace's language, published and linked to both numbers. Where it refuses or fails, no
 * account stays at the simulator; the workspace is its maker's to take back.
 */
export async function furnish(
  parts: FurnishParts,
  workspaceId: string,
  language: Language,
  userId: string,
): Promise<Refusal | null> {
  return await withWorld(parts, async (created, simulator) => {
    const no = await connectWorld({ ...parts, publicUrl: simulator.callbackBase }, workspaceId, created)
    if (no) return no
    await addSample(parts, workspaceId, language, userId)
    parts.bus.call('settings', workspaceId)
    return null
  })
}

async function addSample(
  { db }: FurnishParts,
  workspaceId: string,
  language: Language,
  userId: string,
): Promise<void> {
  await db.tx('http', async (tx) => {
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
