import { type KeyboardEvent, useState } from 'react'
import { keyOf } from '#web/flow/control/fields.ts'
import { TextInput } from '#web/ui/TextInput.tsx'

const KEY_MAX = 30

type Props = {
  readonly value: string
  readonly label?: string
  readonly placeholder?: string
  readonly onChange: (key: string) => void
}

/** A name that steps read: it takes effect when one has finished typing, with what no name may hold left out. */
export function KeyInput({ value, label, placeholder, onChange }: Props) {
  const [typed, setTyped] = useState<string | null>(null)
  const finish = () => {
    const key = keyOf(typed ?? '').slice(0, KEY_MAX)
    setTyped(null)
    if (key !== '' && key !== value) onChange(key)
  }
  return (
    <TextInput
      value={typed ?? value}
      maxLength={KEY_MAX}
      spellCheck={false}
      autoCapitalize="off"
      {...(label ? { 'aria-label': label } : {})}
      {...(placeholder ? { placeholder } : {})}
      className="min-w-0 flex-1 font-mono text-xs!"
      onChange={setTyped}
      onBlur={finish}
      onKeyDown={(event: KeyboardEvent) => event.key === 'Enter' && finish()}
    />
  )
}
