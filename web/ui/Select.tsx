import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '#web/ui/cx.ts'
import { useField } from '#web/ui/Field.tsx'
import { POPUP } from '#web/ui/popup.ts'

export type Option<V extends string> = {
  readonly value: V
  readonly label: string
  readonly icon?: ReactNode
  readonly hint?: string
}

type Props<V extends string> = {
  value: V | null
  onChange: (value: V) => void
  options: readonly Option<V>[]
  placeholder?: string | undefined
  disabled?: boolean | undefined
  /** The name when it stands in no Field. */
  label?: string | undefined
  size?: 'sm' | 'md' | 'lg' | undefined
  className?: string | undefined
}

const SIZES = { sm: 'h-7 text-xs', md: 'h-8 text-sm', lg: 'h-10 text-base' } as const

/** One of a few. For more than a dozen take Combobox. */
export function Select<V extends string>({
  value,
  onChange,
  options,
  placeholder,
  disabled,
  label,
  size = 'md',
  className,
}: Props<V>) {
  const field = useField()
  return (
    <Base.Root
      items={options}
      value={value}
      disabled={disabled ?? false}
      onValueChange={(next) => next !== null && onChange(next)}
    >
      <Base.Trigger
        {...field}
        aria-label={label}
        className={cx(
          'flex w-full items-center gap-2 rounded-sm border border-control bg-surface pr-2 pl-2.5 text-left shadow-1 outline-offset-0',
          'focus-visible:border-brand focus-visible:outline-2 focus-visible:outline-brand/25 data-[disabled]:opacity-55',
          SIZES[size],
          className,
        )}
      >
        <Base.Value
          placeholder={placeholder ?? ''}
          className="min-w-0 flex-1 truncate data-[placeholder]:text-fg-3"
        />
        <Base.Icon className="shrink-0 text-fg-3">
          <ChevronsUpDown className="size-3.5" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-60">
          <Base.Popup className={cx(POPUP, 'min-w-(--anchor-width) max-w-[min(22rem,calc(100vw-1rem))]')}>
            <Base.List className="scroll max-h-[min(20rem,var(--available-height))] p-1">
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  className="flex min-h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 py-1 text-sm outline-none data-[highlighted]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-fg-3"
                >
                  {option.icon}
                  <span className="min-w-0 flex-1">
                    <Base.ItemText className="block truncate">{option.label}</Base.ItemText>
                    {option.hint && <span className="block text-2xs text-fg-3">{option.hint}</span>}
                  </span>
                  <Base.ItemIndicator>
                    <Check />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
