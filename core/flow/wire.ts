/** The choice of a skipping person, which no button or option of a definition can have. */
export const SKIP_CHOICE = '.skip'

/** A button or row as WhatsApp carries it, so that a tap on an old message says which step it belongs to. */
export type WireChoice = { readonly node: string; readonly choice: string }

export function wireId(node: string, choice: string): string {
  return `${node}:${choice}`
}

/** What a tap names; null when the id is none of ours. */
export function readWireId(id: string): WireChoice | null {
  const parts = /^([A-Za-z0-9_-]{1,64}):([A-Za-z0-9_-]{1,64}|\.skip)$/.exec(id)
  return parts?.[1] && parts[2] ? { node: parts[1], choice: parts[2] } : null
}
