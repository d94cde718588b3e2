import { catalogueOf } from '#core/contact/field/catalogue.ts'
import { labelOf } from '#core/flow/bundle/read.ts'
import type { Definition, Layout } from '#core/flow/definition.ts'
import { fieldsOf } from '#core/flow/uses.ts'
import type { Tx } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { insertFields, listFields } from '#server/contact/store.ts'
import { countProblems } from '#server/flow/publish.ts'
import { insertBot, insertFlow, listBots } from '#server/flow/store.ts'
import { noteTemplates } from '#server/flow/uses.ts'
import { isBot } from '#server/whatsapp/store.ts'

/** The bot that a flow joins: the one named, else the oldest, else a new one. Undefined when the named one is not there. */
export async function botFor(
  tx: Tx,
  workspaceId: string,
  wanted: string | undefined,
  name: string,
): Promise<string | undefined> {
  if (wanted) return (await isBot(tx, workspaceId, wanted)) ? wanted : undefined
  const bots = await listBots(tx, workspaceId)
  for (const { id } of bots) if (await isBot(tx, workspaceId, id)) return id
  const id = newId()
  await insertBot(tx, workspaceId, id, name)
  return id
}

/** Adds a flow as a draft; contact fields that it fills and that are not there yet are made. */
export async function addFlow(
  tx: Tx,
  workspaceId: string,
  flow: {
    readonly id: string
    readonly botId: string
    readonly name: string
    readonly definition: Definition
    readonly layout: Layout
  },
): Promise<void> {
  const known = catalogueOf(await listFields(tx, workspaceId))
  const missing = fieldsOf(flow.definition).fills.filter(({ key }) => !known.has(key))
  await insertFields(
    tx,
    workspaceId,
    missing.map(({ key, type }) => ({ key, label: labelOf(key), type })),
  )
  await insertFlow(tx, workspaceId, {
    ...flow,
    ...(await countProblems(tx, workspaceId, flow.id, flow.definition)),
  })
  await noteTemplates(tx, workspaceId, { flowId: flow.id, isLive: false, definitions: [flow.definition] })
}

/** A flow with nothing but its beginning. */
export function blankFlow(): { definition: Definition; layout: Layout } {
  return {
    definition: {
      format: 1,
      start: 'start',
      nodes: {
        start: {
          kind: 'start',
          name: '',
          next: {},
          keywords: [],
          match: 'whole',
          welcome: false,
          fallback: false,
        },
      },
    },
    layout: { at: { start: { x: 0, y: 0 } }, notes: [] },
  }
}
