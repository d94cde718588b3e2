import { Eye, EyeOff } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { useDoorWords } from '#web/workspace/door-words.ts'

type Props = {
  label: string
  value: string
  onChange: (value: string) => void
  autoComplete: 'current-password' | 'new-password'
  hint?: ReactNode
  error?: ReactNode
  minLength?: number | undefined
}

/** A password that can be looked at while it is typed. */
export function PasswordField({ label, value, onChange, autoComplete, hint, error, minLength }: Props) {
  const t = useDoorWords()
  const [shown, setShown] = useState(false)
  return (
    <Field label={label} hint={hint} error={error}>
      <div className="relative">
        <TextInput
          size="lg"
          type={shown ? 'text' : 'password'}
          value={value}
          onChange={onChange}
          autoComplete={autoComplete}
          required
          minLength={minLength}
          className="pr-11"
        />
        <button
          type="button"
          aria-label={shown ? t('hidePassword') : t('showPassword')}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
          className="absolute inset-y-0 right-0 grid w-11 place-items-center text-fg-3 hover:text-fg"
        >
          {shown ? <EyeOff className="size-[17px]" /> : <Eye className="size-[17px]" />}
        </button>
      </div>
    </Field>
  )
}
