import { isFree, shortcutsOn, useKeyDown } from '#web/base/shortcuts.ts'
import { commandOf, type InboxCommand } from '#web/chat/keys.ts'

/** Binds the inbox's single keys to what they do; commands without an act are left alone. */
export function useInboxKeys(acts: Partial<Readonly<Record<InboxCommand, () => void>>>): void {
  useKeyDown((event) => {
    const command = commandOf({
      key: event.key,
      shift: event.shiftKey,
      modified: event.ctrlKey || event.metaKey || event.altKey,
      busy: !shortcutsOn() || !isFree(event) || belongsElsewhere(event),
    })
    const act = command && acts[command]
    if (!act) return
    event.preventDefault()
    act()
  })
}

/** Arrows scroll a region that has the focus, and Enter presses a focused button or link. */
function belongsElsewhere(event: KeyboardEvent): boolean {
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  if (event.key === 'Enter') return target.closest('a,button,summary,[role=radio],[role=switch]') !== null
  if (!event.key.startsWith('Arrow')) return false
  return target.closest('[role=log],[role=radiogroup],aside') !== null
}
