import { cloneElement, type ReactElement } from 'react'

type Props = {
  trigger: ReactElement<Record<string, unknown>>
  popup: 'menu' | 'dialog'
  /** Whether the keyboard stands on it, so that its successor can take over. */
  onFocused: (focused: boolean) => void
  onWish: () => void
}

/** The opener of something that is not loaded yet: a press asks for it, and it opens when it is there. */
export function WaitingTrigger({ trigger, popup, onFocused, onWish }: Props) {
  return cloneElement(trigger, {
    'aria-haspopup': popup,
    'aria-expanded': false,
    onFocus: () => onFocused(true),
    onBlur: () => onFocused(false),
    onClick: onWish,
  })
}
