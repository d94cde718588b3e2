/** What single keys do in the inbox while nothing is being typed. */
export type InboxCommand =
  | 'next'
  | 'previous'
  | 'open'
  | 'reply'
  | 'note'
  | 'resolve'
  | 'resolve-next'
  | 'assign'
  | 'assign-me'
  | 'bot'
  | 'panel'
  | 'unread'
  | 'undo'
  | 'pick'
  | 'pick-next'
  | 'pick-previous'
  | 'unpick'

type KeyPress = {
  readonly key: string
  readonly shift: boolean
  /** Ctrl, Alt or Meta is held: then the key belongs to the browser or the palette. */
  readonly modified: boolean
  /** The focus is in a field, or a menu or dialog is open. */
  readonly busy: boolean
}

/** The command of a key press; undefined when the key means nothing here (WCAG 2.1.4: never while typing). */
export function commandOf(press: KeyPress): InboxCommand | undefined {
  if (press.busy || press.modified) return undefined
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key
  if (press.shift) return SHIFTED[key]
  return PLAIN[key]
}

/** The keys as the interface names them beside their buttons. */
export const SHORTCUT = {
  reply: 'R',
  note: 'N',
  resolve: 'E',
  assign: 'A',
  'assign-me': 'I',
  bot: 'B',
  panel: ']',
  pick: 'X',
  unpick: 'Esc',
} as const

const PLAIN: Readonly<Record<string, InboxCommand>> = {
  j: 'next',
  ArrowDown: 'next',
  k: 'previous',
  ArrowUp: 'previous',
  Enter: 'open',
  r: 'reply',
  n: 'note',
  e: 'resolve',
  a: 'assign',
  i: 'assign-me',
  b: 'bot',
  ']': 'panel',
  u: 'unread',
  z: 'undo',
  x: 'pick',
  Escape: 'unpick',
}
const SHIFTED: Readonly<Record<string, InboxCommand>> = {
  e: 'resolve-next',
  j: 'pick-next',
  k: 'pick-previous',
}
