import { X } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { useWords } from '#web/flow/use-words.ts'
import { Field, useField } from '#web/ui/Field.tsx'

type Props = {
  readonly label: string
  readonly hint?: string
  readonly values: readonly string[]
  readonly countMax: number
  readonly lengthMax: number
  readonly onChange: (values: string[]) => void
}

/** A few words as chips: Enter or a comma adds, Backspace in the empty field takes the last. */
export function WordsInput({ label, hint, ...rest }: Props) {
  return (
    <Field label={label} hint={hint}>
      <Chips label={label} {...rest} />
    </Field>
  )
}

function Chips({ values, countMax, lengthMax, onChange }: Props) {
  const words = useWords()
  const field = useField()
  const [typed, setTyped] = useState('')
  const add = (text: string) => {
    const fresh = text
      .split(',')
      .map((word) => word.trim().slice(0, lengthMax))
      .filter((word) => word !== '' && !values.includes(word))
    setTyped('')
    if (fresh.length > 0) onChange([...values, ...fresh].slice(0, countMax))
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') {
      event.preventDefault()
      add(typed)
    } else if (event.key === 'Backspace' && typed === '' && values.length > 0) onChange(values.slice(0, -1))
  }
  return (
    <div className="flex flex-wrap gap-1 rounded-sm border border-control bg-surface p-1 shadow-1 focus-within:border-brand focus-within:outline-2 focus-within:outline-brand/25">
      {values.map((word) => (
        <span
          key={word}
          className="flex h-6 max-w-full items-center rounded-xs bg-brand-soft pl-2 text-xs font-medium text-brand-soft-fg"
        >
          <span className="truncate">{word}</span>
          <button
            type="button"
            aria-label={words('chips.remove', { word })}
            className="grid size-6 shrink-0 place-items-center"
            onClick={() => onChange(values.filter((each) => each !== word))}
          >
            <X className="size-3" />
          </button>
        </span>
      ))}
      <input
        {...field}
        value={typed}
        disabled={values.length >= countMax}
        autoComplete="off"
        onChange={(event) =>
          event.target.value.includes(',') ? add(event.target.value) : setTyped(event.target.value)
        }
        onKeyDown={onKeyDown}
        onBlur={() => add(typed)}
        className="h-6 min-w-20 flex-1 bg-transparent px-1.5 text-sm outline-none focus-visible:outline-none"
      />
    </div>
  )
}
