import type { SlotValue } from '#core/flow/nodes/template-shape.ts'
import { VariableMenu } from '#web/flow/control/VariableMenu.tsx'
import { useSealTyping } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Counter, Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

/** Meta takes at most so many characters in one variable of a body. */
const VALUE_MAX = 1024

type Props = {
  readonly label: string
  readonly hint?: string
  /** Characters that Meta leaves for it beside the template's own words; what merge fields bring is counted when it is sent. */
  readonly room?: number
  readonly value: SlotValue | undefined
  /** `part` says which of its two texts is typed into. */
  readonly onChange: (value: SlotValue, part: 'text' | 'fallback') => void
}

/** What stands for one variable: words and merge fields, and what is said where they come out empty. */
export function SlotFields({ label, hint, room = VALUE_MAX, value, onChange }: Props) {
  const words = useWords()
  const seal = useSealTyping()
  const text = value?.text ?? ''
  const fallback = value?.fallback ?? ''
  const set = (patch: Partial<SlotValue>, part: 'text' | 'fallback') =>
    onChange({ ...value, text, ...patch }, part)
  return (
    <div className="space-y-1.5 rounded-md bg-sunken p-2.5">
      <Field
        label={label}
        hint={hint}
        counter={
          <Counter value={text.length} max={text.includes('{{') ? VALUE_MAX : Math.min(room, VALUE_MAX)} />
        }
      >
        <TextInput
          value={text}
          maxLength={VALUE_MAX}
          onBlur={seal}
          onChange={(next) => set({ text: next }, 'text')}
        />
      </Field>
      <VariableMenu onPick={(key) => set({ text: `${text}{{${key}}}` }, 'text')} />
      {text.includes('{{') && (
        <div className="space-y-1">
          <p aria-hidden className="text-fg-3 text-xs">
            {words('template.fallback')}
          </p>
          <TextInput
            value={fallback}
            maxLength={VALUE_MAX}
            aria-label={words('template.fallbackFor', { name: label })}
            onBlur={seal}
            onChange={(next) => set({ fallback: next || undefined }, 'fallback')}
          />
        </div>
      )}
    </div>
  )
}
