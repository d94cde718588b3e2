import { isObject } from '#core/base/json.ts'
import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { flowApi } from '#core/flow/api.ts'
import { bundleApi, type Imported } from '#core/flow/bundle/api.ts'
import { Choices } from '#core/flow/bundle/choice.ts'
import type { Bundle, BundleFile } from '#core/flow/bundle/form.ts'
import type { Tx } from '#server/base/db.ts'
import { emit, facts } from '#server/base/events.ts'
import { FileGone } from '#server/base/file-store.ts'
import { on } from '#server/base/http.ts'
import type { Storage } from '#server/base/storage.ts'
import { type Exported, exportBundle } from '#server/flow/bundle/export.ts'
import { importBundle, lookAt } from '#server/flow/bundle/import.ts'
import type { TriggerParts } from '#server/flow/routes/triggers.ts'
import { draftOf } from '#server/flow/routes/view.ts'
import { isBot } from '#server/whatsapp/store.ts'

const ONE_FLOW = {
  place: 'wetalk',
  reason: 'the file of a bot comes in by /api/imports',
  reason_id: 'berkas bot masuk lewat /api/imports',
}

/** Bots and flows as files. */
export function bundleRoutes({ http, bus, keys, storage }: TriggerParts & { readonly storage: Storage }) {
  /** Read whole inside, the files after it: storage may be on the network. */
  const taken = async (workspaceId: string, what: Exported): Promise<Bundle | Refusal> => {
    const made = await http.tenant(workspaceId, (tx) => exportBundle(tx, workspaceId, what))
    if (isRefusal(made)) return made
    const files: BundleFile[] = []
    for (const [at, file] of made.bundle.files.entries()) {
      const data = await bytesOf(storage, made.rows[at]?.storage_key ?? '')
      files.push({ ...file, ...(data && { data: data.toString('base64') }) })
    }
    return { ...made.bundle, files }
  }
  const brought = async <T extends object>(
    workspaceId: string,
    wish: { readonly file: unknown; readonly choices: Choices; readonly by: string },
    answer: (tx: Tx, done: Imported) => Promise<T | Refusal>,
  ): Promise<T | Refusal> => {
    const made = await http.tenant(workspaceId, async (tx): Promise<T | Refusal> => {
      const done = await importBundle(tx, workspaceId, { ...wish, keys })
      if (isRefusal(done)) return done
      await emit(tx, workspaceId, [
        ...facts(
          'flow.changed',
          done.flows.map(({ id }) => id),
        ),
        { kind: 'segment.changed', ids: [workspaceId] },
      ])
      return await answer(tx, done)
    })
    bus.call('live', workspaceId)
    bus.call('settings', workspaceId)
    return made
  }
  return {
    exportBot: on(bundleApi.exportBot, ({ id }, { seat: { workspaceId } }) =>
      taken(workspaceId, { bot: id }),
    ),
    exportFlow: on(bundleApi.exportFlow, ({ id }, { seat: { workspaceId } }) =>
      taken(workspaceId, { flow: id }),
    ),
    lookAtFile: on(bundleApi.lookAtFile, ({ file }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, (tx) => lookAt(tx, workspaceId, file)),
    ),
    importFile: on(bundleApi.importFile, ({ file, choices }, { seat: { workspaceId }, person }) =>
      brought(workspaceId, { file, choices, by: person.id }, async (_tx, done): Promise<Imported> => done),
    ),
    importFlow: on(flowApi.importFlow, async ({ file, botId }, { seat: { workspaceId }, person }) => {
      if (isObject(file) && file.wetalk === 'bot') return refuse('bundle-wrong', ONE_FLOW)
      const knows =
        botId === undefined || (await http.tenant(workspaceId, (tx) => isBot(tx, workspaceId, botId)))
      if (!knows) return refuse('not-found')
      const choices = Choices.parse(botId === undefined ? {} : { bot: { id: botId } })
      return await brought(workspaceId, { file, choices, by: person.id }, (tx, { flows: [flow] }) =>
        draftOf(tx, workspaceId, flow?.id ?? ''),
      )
    }),
  }
}
/** Undefined: the store has lost it; it is then put in by hand. */
async function bytesOf(storage: Storage, key: string): Promise<Buffer | undefined> {
  try {
    return await storage.read(key)
  } catch (error) {
    if (error instanceof FileGone) return undefined
    throw error
  }
}
