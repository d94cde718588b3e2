import type { ComponentProps, ReactNode } from 'react'
import { cx } from '#web/ui/cx.ts'
import { INPUT, useField } from '#web/ui/Field.tsx'

type Props = Omit<ComponentProps<'input'>, 'onChange' | 'value' | 'size'> & {
  value: string
  onChange?: ((value: string) => void) | undefined
  /** Inside the field, at its start. */
  icon?: ReactNode
  size?: 'md' | 'lg' | undefined
}

export function TextInput({ value, onChange, icon, size = 'md', className, ...rest }: Props) {
  const field = useField()
  const input = (
    <input
      {...field}
      autoComplete="off"
      {...rest}
      value={value}
      readOnly={rest.readOnly ?? !onChange}
      onChange={(event) => onChange?.(event.target.value)}
      className={cx(
        INPUT,
        size === 'lg' ? 'h-10 pointer-coarse:h-11' : 'h-8 pointer-coarse:h-11',
        icon ? 'pl-8' : null,
        className,
      )}
    />
  )
  if (!icon) return input
  return (
    <span className="relative block">
      <span
        aria-hidden
        className="pointer-events-none absolute inset-y-0 left-2.5 grid place-items-center text-fg-3 [&_svg]:size-4"
      >
        {icon}
      </span>
      {input}
    </span>
  )
}
