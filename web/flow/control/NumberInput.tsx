import { type ComponentProps, useState } from 'react'
import { TextInput } from '#web/ui/TextInput.tsx'

type Props = Omit<ComponentProps<typeof TextInput>, 'value' | 'onChange' | 'type' | 'min' | 'max'> & {
  readonly value: number | undefined
  readonly min: number
  readonly max: number
  /** Takes whole numbers only. */
  readonly whole?: boolean
  /** Undefined when the field was emptied; half-typed and out-of-range numbers are not reported. */
  readonly onChange: (value: number | undefined) => void
}

/** A number field that lets people finish typing before it judges. */
export function NumberInput({ value, min, max, whole, onChange, ...rest }: Props) {
  const [typed, setTyped] = useState<string | null>(null)
  const take = (text: string) => {
    setTyped(text)
    if (text.trim() === '') return onChange(undefined)
    const number = Number(text)
    if (Number.isFinite(number) && number >= min && number <= max && (!whole || Number.isInteger(number)))
      onChange(number)
  }
  return (
    <TextInput
      {...rest}
      type="number"
      step={whole ? 1 : 'any'}
      min={min}
      max={max}
      value={typed ?? (value === undefined ? '' : String(value))}
      onChange={take}
      onBlur={() => setTyped(null)}
    />
  )
}
