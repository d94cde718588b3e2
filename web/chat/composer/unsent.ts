/** The reply being written, and what the server holds of it. */
export type Unsent = { readonly text: string; readonly saved: string }

/** What the server says of the draft: taken over unless this device has typed on in the meantime. */
export function hearDraft(unsent: Unsent, incoming: string): Unsent {
  if (incoming === unsent.saved) return unsent
  if (unsent.text === unsent.saved) return { text: incoming, saved: incoming }
  return { ...unsent, saved: incoming }
}

/** A refused text comes back into an empty box, and never over words that were typed since. */
export function giveBack(typed: string, refused: string): string | null {
  return typed.trim() === '' ? refused : null
}
