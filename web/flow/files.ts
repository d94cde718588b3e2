import type { Bundle } from '#core/flow/bundle/form.ts'
import type { FlowFile } from '#core/flow/definition.ts'
import type { Drawing } from '#core/flow/edit.ts'
import { client } from '#web/base/api.ts'

/** Saves a bot, with all that it names, as a file on this device. */
export async function exportBot(id: string): Promise<void> {
  download(await client.flow.exportBot({ id }))
}

/** Saves the draft on the server as a flow file on this device. */
export async function exportFlow(id: string): Promise<void> {
  download(await client.flow.exportFlow({ id }))
}

/** Saves what is on the screen as a flow file, without asking the server. */
export function exportDrawing(name: string, { definition, layout }: Drawing): void {
  download({ wetalk: 'flow', format: 1, name, definition, layout, tests: [] })
}

function download(file: FlowFile | Bundle): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${file.name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-')}.wetalk.json`
  link.click()
  URL.revokeObjectURL(url)
}
