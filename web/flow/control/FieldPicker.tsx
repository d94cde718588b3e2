import { problemOf } from '#web/base/api.ts'
import { keyOf, useCreateField, useFields } from '#web/flow/control/fields.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Combobox } from '#web/ui/Combobox.tsx'
import { toast } from '#web/ui/Toast.tsx'

type Props = {
  readonly value: string | undefined
  readonly onChange: (key: string | undefined) => void
  readonly clearable?: boolean
  readonly label?: string
}

/** One contact field, by name; what was typed can become a new one. */
export function FieldPicker({ value, onChange, clearable, label }: Props) {
  const words = useWords()
  const { fields } = useFields()
  const create = useCreateField()
  const known = fields.map((field) => ({ value: field.key, label: field.label, hint: field.key }))
  const lost = value && !known.some((option) => option.value === value) ? [{ value, label: value }] : []
  const add = (typed: string) => {
    const key = keyOf(typed)
    if (key === '') return toast(words('field.badName'), { tone: 'problem' })
    create.mutate(
      { key, label: typed, type: 'text' },
      {
        onSuccess: (field) => onChange(field.key),
        onError: (error) =>
          toast(problemOf(error)?.detail ?? words('error.unreachable'), { tone: 'problem' }),
      },
    )
  }
  return (
    <Combobox
      value={value ?? null}
      onChange={(key) => onChange(key ?? undefined)}
      options={[...lost, ...known]}
      placeholder={words('field.choose')}
      empty={words('field.none')}
      clearable={clearable}
      label={label}
      create={{ label: (typed) => words('field.create', { label: typed, key: keyOf(typed) }), onCreate: add }}
    />
  )
}
