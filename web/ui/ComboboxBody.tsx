import { Combobox as Base } from '@base-ui/react/combobox'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { Check, ChevronsUpDown, Plus, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { ComboboxProps, Option } from '#web/ui/choice.ts'
import { cx } from '#web/ui/cx.ts'
import { INPUT, useField } from '#web/ui/Field.tsx'
import { POPUP } from '#web/ui/popup.ts'
import { useUiWords } from '#web/ui/words.ts'

const CREATE = '\u0000create'

/** The combobox itself, once it has been fetched. */
export function ComboboxBody({
  value,
  onChange,
  options,
  placeholder,
  empty,
  create,
  clearable,
  label,
  className,
  takesFocus,
}: ComboboxProps & { takesFocus: boolean }) {
  const words = useUiWords()
  const field = useField()
  const [typed, setTyped] = useState('')
  const [isOpen, setOpen] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const first = useRef(takesFocus)
  useEffect(() => {
    if (first.current) input.current?.focus()
    first.current = false
  }, [])
  const chosen = useSame(options.find((option) => option.value === value) ?? null)
  const isNew =
    create &&
    typed.trim() !== '' &&
    !options.some((option) => option.label.toLowerCase() === typed.trim().toLowerCase())
  const items: readonly Option<string>[] = isNew
    ? [...options, { value: CREATE, label: create.label(typed.trim()) }]
    : options
  const match = (option: Option<string>, query: string) =>
    option.value === CREATE ||
    `${option.label} ${option.hint ?? ''}`.toLowerCase().includes(query.trim().toLowerCase())
  return (
    <CSPProvider disableStyleElements>
      <Base.Root
        items={items}
        value={chosen}
        filter={match}
        autoHighlight
        onOpenChange={setOpen}
        onInputValueChange={setTyped}
        isItemEqualToValue={(left, right) => left?.value === right?.value}
        onValueChange={(next: Option<string> | null) => {
          if (next?.value === CREATE) create?.onCreate(typed.trim())
          else onChange(next?.value ?? null)
        }}
      >
        <div className="relative">
          <Base.Input
            {...field}
            ref={input}
            aria-label={label}
            placeholder={placeholder}
            // What is typed takes the place of what was chosen before.
            onFocus={(event) => event.currentTarget.select()}
            onClick={({ currentTarget }) => {
              if (currentTarget.value === chosen?.label) currentTarget.select()
            }}
            // Escape closes the list; where none is open it leaves, and does not take away what was chosen.
            onKeyDown={(event) => event.key === 'Escape' && !isOpen && event.preventBaseUIHandler()}
            className={cx(INPUT, 'h-8 pr-8 pointer-coarse:h-11 pointer-coarse:pr-11', className)}
          />
          <span className="absolute inset-y-0 right-1 flex items-center text-fg-3 [&_svg]:size-3.5">
            {clearable && chosen && (
              <Base.Clear
                aria-label={words.clear}
                className="grid size-6 place-items-center hover:text-fg pointer-coarse:h-11 pointer-coarse:w-9"
              >
                <X />
              </Base.Clear>
            )}
            <Base.Trigger
              aria-label={words.open}
              className="grid size-6 place-items-center hover:text-fg pointer-coarse:h-11 pointer-coarse:w-9"
            >
              <ChevronsUpDown />
            </Base.Trigger>
          </span>
        </div>
        <Base.Portal>
          <Base.Positioner sideOffset={4} className="z-60">
            <Base.Popup className={cx(POPUP, 'w-(--anchor-width) min-w-52 max-w-(--available-width)')}>
              <Base.Empty className="px-3 py-3 text-fg-3 text-sm empty:hidden">
                {empty ?? words.none}
              </Base.Empty>
              <Base.List className="scroll max-h-[min(20rem,var(--available-height))] p-1 data-[empty]:p-0">
                {(option: Option<string>) => <Row key={option.value} option={option} />}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </CSPProvider>
  )
}

/** The same option as before while it says the same: a new object would put its label over what is being typed. */
function useSame(option: Option<string> | null): Option<string> | null {
  const before = useRef(option)
  if (before.current?.value !== option?.value || before.current?.label !== option?.label)
    before.current = option
  return before.current
}

function Row({ option }: { option: Option<string> }) {
  return (
    <Base.Item
      value={option}
      className="flex min-h-8 cursor-default select-none pointer-coarse:min-h-11 items-center gap-2 rounded-sm px-2 py-1 text-sm outline-none data-[highlighted]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-fg-3"
    >
      {option.value === CREATE ? <Plus /> : option.icon}
      <span className="min-w-0 flex-1">
        <span className="block truncate">{option.label}</span>
        {option.hint && <span className="block truncate text-2xs text-fg-3">{option.hint}</span>}
      </span>
      <Base.ItemIndicator>
        <Check />
      </Base.ItemIndicator>
    </Base.Item>
  )
}
