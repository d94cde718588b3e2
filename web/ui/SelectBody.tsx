import { CSPProvider } from '@base-ui/react/csp-provider'
import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import { choiceClass, type SelectProps } from '#web/ui/choice.ts'
import { cx } from '#web/ui/cx.ts'
import { useField } from '#web/ui/Field.tsx'
import { POPUP } from '#web/ui/popup.ts'
import { useTakenFocus } from '#web/ui/taken-focus.ts'

type Props = Omit<SelectProps<string>, 'onChange'> & {
  onChange: (value: string) => void
  startsOpen: boolean
  takesFocus: boolean
}

/** The choice itself, once it has been fetched. */
export function SelectBody({
  value,
  onChange,
  options,
  placeholder,
  disabled,
  label,
  size = 'md',
  className,
  ...before
}: Props) {
  const field = useField()
  const opener = useTakenFocus(before.takesFocus)
  return (
    <CSPProvider disableStyleElements>
      <Base.Root
        items={options}
        value={value}
        defaultOpen={before.startsOpen}
        disabled={disabled ?? false}
        onValueChange={(next) => next !== null && onChange(next)}
      >
        <Base.Trigger {...field} aria-label={label} ref={opener} className={cx(choiceClass(size), className)}>
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
                    className="flex min-h-8 cursor-default select-none pointer-coarse:min-h-11 items-center gap-2 rounded-sm px-2 py-1 text-sm outline-none data-[highlighted]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-fg-3"
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
    </CSPProvider>
  )
}
