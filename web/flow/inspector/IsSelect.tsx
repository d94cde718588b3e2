import { useWords } from '#web/flow/use-words.ts'
import { Select } from '#web/ui/Select.tsx'

type Props<V extends string> = {
  value: V
  /** What each choice is called, in the order in which they are offered. */
  labels: Readonly<Record<V, string>>
  onChange: (value: V) => void
}

/** How a rule looks at its fact: is or is not, open or closed, within or outside. */
export function IsSelect<V extends string>({ value, labels, onChange }: Props<V>) {
  const words = useWords()
  const choices = Object.keys(labels) as V[]
  return (
    <Select
      label={words('rule.comparison')}
      value={value}
      options={choices.map((choice) => ({ value: choice, label: labels[choice] }))}
      onChange={onChange}
    />
  )
}
