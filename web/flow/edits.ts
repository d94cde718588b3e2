import type { EDITS } from '#core/flow/edit.ts'

export type Edits = typeof EDITS

let loaded: Edits | undefined

/** Fetches the edits, which bring the schemas of all steps along; the canvas is drawn without them. */
export async function loadEdits(): Promise<Edits> {
  loaded ??= (await import('#core/flow/edit.ts')).EDITS
  return loaded
}

/** Edits at once when they are here, as they are since shortly after the canvas was drawn, else when they come. */
export function withEdits(act: (edits: Edits) => void): void {
  if (loaded) act(loaded)
  else void loadEdits().then(act)
}
