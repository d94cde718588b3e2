import { FIELD_VALUE_MAX } from '#core/contact/field/value.ts'
import { useWords } from '#web/contact/words.ts'
import { Combobox } from '#web/ui/Combobox.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

export const LABEL_LENGTH_MAX = 80
const DESCRIPTION_MAX = 300
const FOLDER_MAX = 40

type Props = {
  readonly folder: string
  readonly description: string
  readonly folders: readonly string[]
  readonly onChange: (change: { folder?: string; description?: string }) => void
}

/** What is said about a field: its folder and its use. */
export function FieldWords({ folder, description, folders, onChange }: Props) {
  const t = useWords()
  const all = folder !== '' && !folders.includes(folder) ? [...folders, folder] : folders
  return (
    <>
      <Field label={t('fieldFolder')}>
        <Combobox
          value={folder || null}
          onChange={(next) => onChange({ folder: next ?? '' })}
          options={all.map((name) => ({ value: name, label: name }))}
          placeholder={t('fieldNoFolder')}
          empty={t('fieldFolderNone')}
          clearable
          create={{
            label: (typed) => t('fieldFolderNew', { folder: typed }),
            onCreate: (typed) => onChange({ folder: typed.trim().slice(0, FOLDER_MAX) }),
          }}
        />
      </Field>
      <Field label={t('fieldDescription')}>
        <Textarea
          value={description}
          maxLength={DESCRIPTION_MAX}
          onChange={(next) => onChange({ description: next })}
          placeholder={t('fieldDescriptionHint')}
        />
      </Field>
    </>
  )
}

type ValueProps = {
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A value as people write it; the server puts it in the form of its type. */
export function FieldValue({ label, hint, value, onChange }: ValueProps) {
  return (
    <Field label={label} hint={hint}>
      <TextInput value={value} maxLength={FIELD_VALUE_MAX} onChange={onChange} />
    </Field>
  )
}
