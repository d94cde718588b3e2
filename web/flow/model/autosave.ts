import { MINUTE, type Millis, SECOND } from '#core/base/time.ts'

/** Silence after the last edit before the draft is sent. */
const SAVE_PAUSE: Millis = 500
/** Waits between tries while the server cannot be reached; the last one repeats. */
const RETRY_WAITS: readonly Millis[] = [2 * SECOND, 5 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE]

/**
 * Where the draft stands. `revision` is the one the server gave last; a save names it.
 * `more`: edited again while the save was under way; `tries`: failed ones in a row. `offline` and `conflict` keep the draft on this device.
 */
export type Saving =
  | { readonly state: 'saved'; readonly revision: number }
  | { readonly state: 'edited'; readonly revision: number }
  | { readonly state: 'saving'; readonly revision: number; readonly more: boolean; readonly tries: number }
  | { readonly state: 'offline'; readonly revision: number; readonly tries: number }
  | { readonly state: 'conflict'; readonly revision: number }
  | { readonly state: 'refused'; readonly revision: number; readonly reason: string }

export type SaveNews =
  | { readonly kind: 'edited' }
  | { readonly kind: 'due' }
  | { readonly kind: 'saved'; readonly revision: number }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'refused'; readonly reason: string }
  /** The screen now shows the server's draft of that revision. */
  | { readonly kind: 'adopted'; readonly revision: number }
  /** Mine shall replace the server's draft of that revision. */
  | { readonly kind: 'insist'; readonly revision: number }

/** The next state of saving; news that does not fit the state changes nothing. */
export function nextSaving(saving: Saving, news: SaveNews): Saving {
  const { revision } = saving
  switch (news.kind) {
    case 'edited':
      return onEdit(saving)
    case 'due':
      return startSaving(saving)
    case 'saved':
      if (saving.state !== 'saving') return saving
      return { state: saving.more ? 'edited' : 'saved', revision: news.revision }
    case 'unreachable':
      return saving.state === 'saving' ? { state: 'offline', revision, tries: saving.tries + 1 } : saving
    case 'conflict':
      return saving.state === 'saving' ? { state: 'conflict', revision } : saving
    case 'refused':
      return saving.state === 'saving' ? { state: 'refused', revision, reason: news.reason } : saving
    case 'adopted':
      return { state: 'saved', revision: news.revision }
    case 'insist':
      return { state: 'edited', revision: news.revision }
  }
}

/** While the server is away an edit must not make us ask more often; in a conflict a person decides first. */
function onEdit(saving: Saving): Saving {
  if (saving.state === 'saving') return saving.more ? saving : { ...saving, more: true }
  if (saving.state === 'offline' || saving.state === 'conflict' || saving.state === 'edited') return saving
  return { state: 'edited', revision: saving.revision }
}

function startSaving(saving: Saving): Saving {
  if (saving.state !== 'edited' && saving.state !== 'offline') return saving
  const tries = saving.state === 'offline' ? saving.tries : 0
  return { state: 'saving', revision: saving.revision, more: false, tries }
}

/** How long to wait before the next save, or null when nothing is due. */
export function saveWait(saving: Saving): Millis | null {
  if (saving.state === 'edited') return SAVE_PAUSE
  if (saving.state !== 'offline') return null
  return RETRY_WAITS[Math.min(saving.tries, RETRY_WAITS.length) - 1] ?? MINUTE
}

/** Whether closing the page now would lose work that only this device has. */
export function isUnsaved(saving: Saving): boolean {
  return saving.state !== 'saved'
}
