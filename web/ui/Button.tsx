import type { ComponentProps, MouseEvent, ReactNode } from 'react'
import { cx } from '#web/ui/cx.ts'

export type ButtonTone = 'primary' | 'secondary' | 'ghost' | 'soft' | 'danger'
type ButtonSize = 'sm' | 'md' | 'lg'

const TONES: Readonly<Record<ButtonTone, string>> = {
  primary: 'bg-brand text-on-brand shadow-1 hover:bg-brand-hover',
  secondary: 'border border-line-strong bg-surface text-fg shadow-1 hover:bg-sunken',
  ghost: 'text-fg-2 hover:bg-hover hover:text-fg',
  soft: 'bg-brand-soft text-brand-soft-fg hover:[filter:brightness(.97)]',
  danger: 'bg-danger text-white shadow-1 hover:[filter:brightness(.95)] dark:text-black',
}
const SIZES: Readonly<Record<ButtonSize, string>> = {
  sm: 'h-7 px-2.5 text-xs pointer-coarse:h-11',
  md: 'h-8 px-3 text-sm pointer-coarse:h-11',
  lg: 'h-10 px-4 text-base pointer-coarse:h-11',
}

type Look = { tone?: ButtonTone | undefined; size?: ButtonSize | undefined; className?: string | undefined }

/** The look of a button for an element that is none, such as a link. */
export function buttonClass({ tone = 'secondary', size = 'md', className }: Look): string {
  return cx(
    'inline-flex select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-sm font-medium',
    'transition-[background,filter] duration-100 disabled:pointer-events-none disabled:opacity-45 aria-disabled:opacity-45',
    '[&_svg]:size-[15px] [&_svg]:shrink-0',
    SIZES[size],
    TONES[tone],
    className,
  )
}

export type ButtonProps = ComponentProps<'button'> &
  Look & {
    icon?: ReactNode
    /** An answer is awaited: the button shows it, takes no second press, and keeps the keyboard's focus. */
    busy?: boolean | undefined
  }

export function Button({ tone, size, icon, busy, className, children, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} {...(busy && WAITS)} className={buttonClass({ tone, size, className })}>
      {busy ? (
        <Spinner />
      ) : (
        icon && (
          <span aria-hidden className="-ml-0.5 contents">
            {icon}
          </span>
        )
      )}
      {children}
    </button>
  )
}

/** A disabled button would lose the focus; and Enter in a field of its form would send the form past it. */
export const WAITS = {
  disabled: false,
  'aria-disabled': true,
  'aria-busy': true,
  onClick: (press: MouseEvent) => press.preventDefault(),
} as const

/** A turning ring; the words beside it say what is awaited. */
export function Spinner({ className }: { className?: string | undefined }) {
  return (
    <span
      aria-hidden
      className={cx(
        'size-3.5 shrink-0 animate-spin rounded-full border-2 border-current border-r-transparent',
        className,
      )}
    />
  )
}
