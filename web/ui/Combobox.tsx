import { ChevronsUpDown } from 'lucide-react'
import { useState } from 'react'
import type { ComboboxProps } from '#web/ui/choice.ts'
import { cx } from '#web/ui/cx.ts'
import { INPUT, useField } from '#web/ui/Field.tsx'
import { later } from '#web/ui/later.ts'

const body = later(async () => (await import('#web/ui/ComboboxBody.tsx')).ComboboxBody)

/** One of many, found by typing. */
export function Combobox(props: ComboboxProps) {
  const field = useField()
  const Body = body.use()
  const [focused, setFocused] = useState(false)
  if (Body) return <Body {...props} takesFocus={focused} />
  const chosen = props.options.find((option) => option.value === props.value)
  return (
    <div className="relative">
      <input
        {...field}
        readOnly
        aria-label={props.label}
        value={chosen?.label ?? ''}
        placeholder={props.placeholder}
        onFocus={() => {
          setFocused(true)
          body.fetch()
        }}
        onBlur={() => setFocused(false)}
        className={cx(INPUT, 'h-8 pr-8 pointer-coarse:h-11 read-only:bg-surface!', props.className)}
      />
      <ChevronsUpDown
        aria-hidden
        className="pointer-events-none absolute inset-y-0 right-2.5 my-auto size-3.5 text-fg-3"
      />
    </div>
  )
}
