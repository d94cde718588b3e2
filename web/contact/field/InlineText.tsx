import { type KeyboardEvent, useRef, useState } from 'react'
import { cx } from '#web/ui/cx.ts'
import { TextInput } from '#web/ui/TextInput.tsx'

type Props = {
  /** The name of what is written. */
  label: string
  value: string
  /** Shown while there is no value. */
  placeholder: string
  type?: 'text' | 'date' | 'number' | undefined
  /** The value as it is read; by default the value itself. */
  shown?: string | undefined
  className?: string | undefined
  onSave: (value: string) => void
}

/** A text that turns into its own field when pressed; Enter and leaving save, Esc takes back. */
export function InlineText({ label, value, placeholder, type = 'text', shown, className, onSave }: Props) {
  const [typed, setTyped] = useState<string | null>(null)
  const taken = useRef(false)
  /** What stood there when it was opened: whoever only looked at it takes back nothing that came meanwhile. */
  const begun = useRef(value)
  const opener = useRef<HTMLButtonElement>(null)
  const finish = (save: boolean) => {
    if (taken.current) return
    taken.current = true
    const text = typed?.trim() ?? ''
    setTyped(null)
    if (save && text !== begun.current && text !== value) onSave(text)
    requestAnimationFrame(() => opener.current?.focus({ preventScroll: true }))
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter') finish(true)
    if (event.key !== 'Escape') return
    event.stopPropagation()
    finish(false)
  }
  if (typed !== null)
    return (
      <TextInput
        autoFocus
        aria-label={label}
        type={type === 'date' ? 'date' : 'text'}
        {...(type === 'number' ? { inputMode: 'decimal' as const } : {})}
        value={typed}
        onChange={setTyped}
        onKeyDown={onKey}
        onBlur={() => finish(true)}
        onFocus={(event) => event.currentTarget.select()}
        className={cx('h-7 px-1.5 max-md:h-11', className)}
      />
    )
  return (
    <button
      ref={opener}
      type="button"
      onClick={() => {
        taken.current = false
        begun.current = value
        setTyped(value)
      }}
      className={cx(
        '-mx-1.5 block min-h-7 w-full rounded-sm px-1.5 hover:bg-hover max-md:min-h-11',
        !value && 'text-fg-3',
        className ?? 'text-left',
      )}
    >
      <span className="sr-only">{label}: </span>
      <span className="line-clamp-3 break-words">{value ? (shown ?? value) : placeholder}</span>
    </button>
  )
}
