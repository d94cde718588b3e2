import { client } from '#web/base/api.ts'
import { download } from '#web/flow/files.ts'

/** Saves a bot, with all that it names, as a file on this device. */
export async function exportBot(id: string): Promise<void> {
  download(await client.flow.exportBot({ id }))
}

/** Saves the draft on the server, with all that it names, as a file on this device. */
export async function exportFlow(id: string): Promise<void> {
  download(await client.flow.exportFlow({ id }))
}
