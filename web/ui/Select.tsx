import { ChevronsUpDown } from 'lucide-react'
import { useState } from 'react'
import { choiceClass, type SelectProps } from '#web/ui/choice.ts'
import { cx } from '#web/ui/cx.ts'
import { useField } from '#web/ui/Field.tsx'
import { later } from '#web/ui/later.ts'
import { WaitingTrigger } from '#web/ui/WaitingTrigger.tsx'

const body = later(async () => (await import('#web/ui/SelectBody.tsx')).SelectBody)

/** One of a few. For more than a dozen take Combobox. */
export function Select<V extends string>({ onChange, ...props }: SelectProps<V>) {
  const field = useField()
  const Body = body.use()
  const [wanted, setWanted] = useState(false)
  const [focused, setFocused] = useState(false)
  const [pressed, setPressed] = useState(false)
  // Only values of `options` can be chosen, so what comes back is one of them.
  const choose = (value: string) => {
    const chosen = props.options.find((option) => option.value === value)
    if (chosen) onChange(chosen.value)
  }
  if (Body && !pressed) return <Body {...props} onChange={choose} startsOpen={wanted} takesFocus={focused} />
  const chosen = props.options.find((option) => option.value === props.value)
  const trigger = (
    <button
      {...field}
      type="button"
      role="combobox"
      aria-expanded="false"
      aria-label={props.label}
      disabled={props.disabled}
      className={cx(choiceClass(props.size ?? 'md'), props.className)}
    >
      <span className={cx('min-w-0 flex-1 truncate', !chosen && 'text-fg-3')}>
        {chosen?.label ?? props.placeholder}
      </span>
      <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-fg-3" />
    </button>
  )
  return (
    <WaitingTrigger
      trigger={trigger}
      popup="listbox"
      onFocused={setFocused}
      onPressed={setPressed}
      onWish={() => {
        setWanted(true)
        body.fetch()
      }}
    />
  )
}
