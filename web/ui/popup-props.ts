import type { ReactElement, ReactNode, RefObject } from 'react'

/** What the openers of the kit are given; they and the parts that are fetched later both need to know. */

export type MenuItem = {
  readonly key?: string | undefined
  readonly label: ReactNode
  readonly icon?: ReactNode
  /** A key or a small word at the end. */
  readonly hint?: ReactNode
  readonly danger?: boolean | undefined
  readonly disabled?: boolean | undefined
  /** Given: the item is one of a choice, and is or is not the chosen one. */
  readonly chosen?: boolean | undefined
  readonly onSelect?: (() => void) | undefined
}

export type MenuProps = {
  trigger: ReactElement<Record<string, unknown>>
  /** Null draws a line between groups. */
  items: readonly (MenuItem | null)[]
  align?: 'start' | 'center' | 'end' | undefined
  side?: 'top' | 'bottom' | 'left' | 'right' | undefined
  /** A class for the width, by default w-56. */
  className?: string | undefined
  /** What has the focus when it is closed, by the keyboard or otherwise; nothing given or found: the opener. */
  focusAfter?: ((byKeyboard: boolean) => HTMLElement | null) | undefined
}

export type PopoverProps = {
  trigger: ReactElement<Record<string, unknown>>
  /** The name of what opens, for those who do not see it. */
  label: string
  children: ReactNode
  open?: boolean | undefined
  onOpenChange?: ((open: boolean) => void) | undefined
  side?: 'top' | 'bottom' | 'left' | 'right' | undefined
  align?: 'start' | 'center' | 'end' | undefined
  className?: string | undefined
}

export type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  description?: ReactNode
  icon?: ReactNode
  children?: ReactNode
  /** Buttons, at the bottom right; on a phone over the whole width. */
  footer?: ReactNode
  width?: 'sm' | 'md' | 'lg' | undefined
  /** Where focus goes on opening; by default to the first control. */
  initialFocus?: RefObject<HTMLElement | null> | undefined
  /** Where focus returns on closing; by default to what had it before. */
  finalFocus?: RefObject<HTMLElement | null> | undefined
}

export type SheetProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  side?: 'bottom' | 'right' | 'left' | undefined
  children: ReactNode
  footer?: ReactNode
}
