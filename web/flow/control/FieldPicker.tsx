import type { FieldType } from '#core/contact/field/value.ts'
import { problemOf } from '#web/base/api.ts'
import {
  keyOf,
  localLabel,
  useCreateField,
  useFields,
  useLocals,
  useReadables,
} from '#web/flow/control/fields.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Combobox } from '#web/ui/Combobox.tsx'
import { toast } from '#web/ui/Toast.tsx'

type Props = {
  readonly value: string | undefined
  readonly onChange: (key: string | undefined) => void
  readonly clearable?: boolean
  readonly label?: string
  /** What a field that is made here is; without it a text. */
  readonly type?: FieldType
  /** Only to be read, and nothing is made: of contacts alone, or also of the bot and what the system knows. */
  readonly reads?: 'contact' | 'all'
  /** Offers fields of this type alone. */
  readonly only?: FieldType
}

/** One field, by name; what was typed can become a new one. */
export function FieldPicker({ value, onChange, clearable, label, type = 'text', reads, only }: Props) {
  const words = useWords()
  const { fields, catalogue } = useFields()
  const readables = useReadables()
  const create = useCreateField()
  const outputs = useLocals()
    .filter(({ use }) => use === 'output')
    .map((local) => ({ key: local.name, label: localLabel(local, words), type: local.type }))
  const own =
    reads === 'contact' ? fields.filter(({ scope }) => scope === 'contact') : [...outputs, ...fields]
  const offered = reads === 'all' ? readables : own
  const fitting = only ? offered.filter((field) => field.type === only) : offered
  const known = fitting.map((field) => ({
    value: field.key,
    label: field.label,
    hint: words(`type.${field.type}`),
  }))
  const chosen = value && (catalogue.get(value)?.key ?? value)
  const lost =
    chosen && !known.some((option) => option.value === chosen) ? [{ value: chosen, label: chosen }] : []
  const add = (typed: string) => {
    const key = keyOf(typed)
    if (key === '') return toast(words('field.badName'), { tone: 'problem' })
    // Awaited, because what a mutation is told to do afterwards is forgotten when the panel closes meanwhile.
    create.mutateAsync({ key, label: typed, type }).then(
      (field) => onChange(field.key),
      (error: unknown) => toast(problemOf(error)?.detail ?? words('error.unreachable'), { tone: 'problem' }),
    )
  }
  return (
    <Combobox
      value={chosen ?? null}
      onChange={(key) => onChange(key ?? undefined)}
      options={[...lost, ...known]}
      placeholder={words('field.choose')}
      empty={words('field.none')}
      clearable={clearable}
      label={label}
      {...(reads
        ? {}
        : {
            create: {
              label: (typed: string) => words('field.create', { label: typed, key: keyOf(typed) }),
              onCreate: add,
            },
          })}
    />
  )
}
