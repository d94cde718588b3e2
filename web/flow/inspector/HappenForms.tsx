import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Action } from '#core/flow/nodes/action.ts'
import { orpc } from '#web/base/query.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Combobox } from '#web/ui/Combobox.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

type Of<D extends Action['do']> = Extract<Action, { do: D }>
type Props<D extends Action['do']> = {
  readonly action: Of<D>
  readonly onChange: (action: Action, typing?: string) => void
}

const EVENT = /^[a-z][a-z0-9_.-]{0,49}$/
const EVENT_MAX = 50

/** The name of an event; a name that none can have is not taken. */
export function EventForm({ action, onChange }: Props<'event'>) {
  const words = useWords()
  const [typed, setTyped] = useState(action.event)
  const take = (text: string) => {
    setTyped(text)
    if (text === '' || EVENT.test(text)) onChange({ ...action, event: text }, 'event')
  }
  return (
    <Field
      label={words('event.name')}
      hint={words('event.hint')}
      error={typed === '' || EVENT.test(typed) ? undefined : words('event.hint')}
    >
      <TextInput value={typed} maxLength={EVENT_MAX} onChange={take} />
    </Field>
  )
}

/** Into which sequence, or out of which. */
export function SequenceForm({ action, onChange }: Props<'sequence'>) {
  const words = useWords()
  const { data = [] } = useQuery(orpc.flow.sequences.queryOptions())
  return (
    <>
      <Segmented
        wide
        size="sm"
        label={words('do.sequence')}
        value={action.is}
        onChange={(is) => onChange({ ...action, is })}
        options={[
          { value: 'in', label: words('sequence.in') },
          { value: 'out', label: words('sequence.out') },
        ]}
      />
      <Combobox
        label={words('sequence.label')}
        value={action.sequence || null}
        onChange={(sequence) => onChange({ ...action, sequence: sequence ?? '' })}
        options={data.map(({ id, name, bot }) => ({ value: id, label: name, hint: bot.name }))}
        placeholder={words('sequence.choose')}
        empty={words('sequence.none')}
      />
    </>
  )
}
