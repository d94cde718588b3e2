import type { Bundle } from '#core/flow/bundle/form.ts'
import type { FlowFile } from '#core/flow/definition.ts'
import type { Drawing } from '#core/flow/edit.ts'
import { saveFile } from '#web/base/save-file.ts'

/** Saves what is on the screen as a flow file, without asking the server. */
export function exportDrawing(name: string, { definition, layout }: Drawing): void {
  download({ wetalk: 'flow', format: 1, name, definition, layout, tests: [] })
}

/** Saves a file of ours on this device, under its own name. */
export function download(file: FlowFile | Bundle): void {
  const name = file.name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-')
  saveFile(`${name}.wetalk.json`, JSON.stringify(file, null, 2), 'application/json')
}
