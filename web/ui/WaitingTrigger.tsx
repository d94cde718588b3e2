import { cloneElement, type PointerEvent, type ReactElement } from 'react'

type Props = {
  trigger: ReactElement<Record<string, unknown>>
  popup: 'menu' | 'dialog' | 'listbox'
  /** Whether the keyboard stands on it, so that its successor can take over. */
  onFocused: (focused: boolean) => void
  /** Whether a press is under way: who replaces the opener meanwhile takes the click away from it. */
  onPressed: (pressed: boolean) => void
  onWish: () => void
}

/** The opener of something that is not loaded yet: a press asks for it, and it opens when it is there. */
export function WaitingTrigger({ trigger, popup, onFocused, onPressed, onWish }: Props) {
  return cloneElement(trigger, {
    'aria-haspopup': popup,
    'aria-expanded': false,
    onFocus: () => onFocused(true),
    onBlur: () => onFocused(false),
    onPointerDown: () => onPressed(true),
    onPointerCancel: () => onPressed(false),
    // a finger leaves before its click comes, a mouse only when it was moved away
    onPointerLeave: ({ pointerType }: PointerEvent) => pointerType === 'mouse' && onPressed(false),
    onClick: () => {
      onPressed(false)
      onWish()
    },
  })
}
