import { type ComponentProps, useState } from 'react'
import { clockIn, readClock } from '#web/base/clock.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { TextInput } from '#web/ui/TextInput.tsx'

type Props = Omit<ComponentProps<typeof TextInput>, 'value' | 'onChange' | 'type'> & {
  /** HH:MM. */
  readonly value: string
  readonly onChange: (clock: string) => void
}

/** A time of day in 24 hours, whatever the browser's own clock looks like; half-typed times are not reported. */
export function ClockInput({ value, onChange, ...rest }: Props) {
  const language = useLanguage()
  const [typed, setTyped] = useState<string | null>(null)
  const take = (text: string) => {
    setTyped(text)
    const clock = readClock(text)
    if (clock !== null && clock !== value) onChange(clock)
  }
  return (
    <TextInput
      {...rest}
      inputMode="numeric"
      maxLength={5}
      value={typed ?? clockIn(language, value)}
      onChange={take}
      onBlur={() => setTyped(null)}
      className="tnum"
    />
  )
}
