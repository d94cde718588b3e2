import { useQuery } from '@tanstack/react-query'
import type { Contact, Field } from '#core/contact/api.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { changeContact } from '#web/contact/data.ts'
import { fieldsOf } from '#web/contact/field/field-rows.ts'
import { InlineText } from '#web/contact/field/InlineText.tsx'
import { type ContactWords, useWords } from '#web/contact/words.ts'
import { Select } from '#web/ui/Select.tsx'
import { toast } from '#web/ui/Toast.tsx'

/** The custom fields of a contact, each changed where it stands. */
export function FieldList({ contact }: { contact: Contact }) {
  const t = useWords()
  const say = useProblemWords()
  const known = useQuery(orpc.contact.fields.queryOptions()).data?.fields ?? []
  const save = async (key: string, value: string) => {
    try {
      await changeContact(contact, { fields: { [key]: value === '' ? null : value } })
    } catch (error) {
      toast(say(error), { tone: 'problem' })
    }
  }
  const rows = fieldsOf(known, contact.fields)
  if (rows.length === 0) return <p className="text-fg-3 text-sm">{t('fieldsNone')}</p>
  return (
    <dl className="space-y-0.5">
      {rows.map((row) => (
        <div key={row.key} className="grid grid-cols-[minmax(84px,38%)_1fr] items-center gap-2">
          <dt className="truncate text-fg-3" title={row.label}>
            {row.label}
          </dt>
          <dd className="min-w-0">
            <Value row={row} t={t} onSave={(value) => void save(row.key, value)} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

type ValueProps = { row: Field & { value: string }; t: ContactWords; onSave: (value: string) => void }

function Value({ row, t, onSave }: ValueProps) {
  if (row.type === 'yesno' && (row.value === '' || row.value === 'yes' || row.value === 'no'))
    return (
      <Select
        size="sm"
        label={`${row.label}: ${row.value === '' ? t('fieldEmpty') : t(row.value)}`}
        value={row.value === '' ? null : row.value}
        placeholder={t('fieldEmpty')}
        onChange={(value) => onSave(value === 'unset' ? '' : value)}
        options={[
          { value: 'yes', label: t('yes') },
          { value: 'no', label: t('no') },
          { value: 'unset', label: t('unset') },
        ]}
      />
    )
  const type = row.type === 'date' || row.type === 'number' ? row.type : 'text'
  return (
    <InlineText
      label={row.label}
      value={row.value}
      placeholder={t('fieldEmpty')}
      type={type}
      onSave={onSave}
    />
  )
}
