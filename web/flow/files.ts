import type { Bundle } from '#core/flow/bundle/form.ts'
import type { FlowFile } from '#core/flow/definition.ts'
import type { Drawing } from '#core/flow/edit.ts'

/** Saves what is on the screen as a flow file, without asking the server. */
export function exportDrawing(name: string, { definition, layout }: Drawing): void {
  download({ wetalk: 'flow', format: 1, name, definition, layout, tests: [] })
}

/** Saves a file of ours on this device, under its own name. */
export function download(file: FlowFile | Bundle): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${file.name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-')}.wetalk.json`
  link.click()
  URL.revokeObjectURL(url)
}
