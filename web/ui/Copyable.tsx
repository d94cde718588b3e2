import { CircleCheck, Copy } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Field } from '#web/ui/Field.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { useUiWords } from '#web/ui/words.ts'

const SAID_MS = 1_800

/** A text to be carried elsewhere, exactly. `secret` covers it with dots; copying still gives it whole. */
export function Copyable({
  label,
  value,
  secret,
  hint,
}: {
  label: ReactNode
  value: string
  secret?: boolean | undefined
  hint?: ReactNode
}) {
  return (
    <Field label={label} hint={hint}>
      <div className="flex gap-1.5">
        <TextInput
          value={value}
          type={secret ? 'password' : 'text'}
          onFocus={(event) => event.target.select()}
          className="min-w-0 font-mono md:text-xs!"
        />
        <CopyButton value={value} tone="outline" />
      </div>
    </Field>
  )
}

/** Puts the text on the clipboard and says so. */
export function CopyButton({
  value,
  tone,
  size,
}: {
  value: string
  tone?: 'ghost' | 'outline' | undefined
  size?: 'sm' | 'md' | undefined
}) {
  const words = useUiWords()
  const [done, setDone] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(value)
    setDone(true)
    setTimeout(() => setDone(false), SAID_MS)
  }
  return (
    <>
      <IconButton
        label={done ? words.copied : words.copy}
        tone={tone}
        size={size}
        onClick={() => void copy()}
      >
        {done ? <CircleCheck className="text-brand" /> : <Copy />}
      </IconButton>
      <span role="status" className="sr-only">
        {done && words.copied}
      </span>
    </>
  )
}
