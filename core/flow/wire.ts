/** The choice of a skipping person, which no button or option of a definition can have. */
export const SKIP_CHOICE = '.skip'

/**
 * A button or row as WhatsApp carries it, so that a tap on an old message says which step it belongs to, and which round
 * of the loops around that step (`roundOf`); `''` outside of all loops.
 */
type WireChoice = { readonly node: string; readonly round: string; readonly choice: string }

/** `step`: a step as `stepOnWire` names it. At most 138 characters; Meta takes 200 for a row and 256 for a button. */
export function wireId(step: string, choice: string): string {
  return `${step}:${choice}`
}

/** Where a message is said from, for the ids of its buttons. */
export function stepOnWire({ node, round = '' }: { readonly node: string; readonly round?: string }): string {
  return round === '' ? node : `${node}~${round}`
}

/** What a tap names; null when the id is none of ours. */
export function readWireId(id: string): WireChoice | null {
  const parts = /^([A-Za-z0-9_-]{1,64})(?:~([0-9a-z]{1,7}))?:([A-Za-z0-9_-]{1,64}|\.skip)$/.exec(id)
  const [, node, round = '', choice] = parts ?? []
  return node && choice ? { node, round, choice } : null
}

/** Whether a tap was made under a message of this step, in this very round. */
export function isTapAt(tap: WireChoice, { node, round = '' }: { node: string; round?: string }): boolean {
  return tap.node === node && tap.round === round
}
