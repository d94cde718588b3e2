import { useQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import type { Contact, Field } from '#core/contact/api.ts'
import { canonicalValue, readList, writeList } from '#core/contact/field/value.ts'
import { keep, kept } from '#web/base/keep.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { changeContact } from '#web/contact/data.ts'
import { type FieldRow, fieldsOf, foldedOf, stillFolded } from '#web/contact/field/field-rows.ts'
import { InlineText } from '#web/contact/field/InlineText.tsx'
import { type ContactWords, useWords } from '#web/contact/words.ts'
import { Select } from '#web/ui/Select.tsx'
import { toast } from '#web/ui/Toast.tsx'

const OPEN_KEY = 'empty-fields'
const NONE: readonly Field[] = []

/** The custom fields of one contact, each changed where it stands; empty ones behind a line that this device leaves open or folded. */
export function FieldList({ contact }: { contact: Contact }) {
  const t = useWords()
  const say = useProblemWords()
  const known = useQuery(orpc.contact.fields.queryOptions()).data?.fields
  const save = async (id: string, value: string) => {
    try {
      await changeContact(contact, { fields: { [id]: value === '' ? null : value } })
    } catch (error) {
      toast(say(error), { tone: 'problem' })
    }
  }
  const rows = fieldsOf(known ?? NONE, contact.fields)
  /** As it was when they were first seen: what is filled in, emptied or made since stays where the eye is. */
  const [folded, setFolded] = useState<ReadonlySet<string> | null>(null)
  if (known && !folded) setFolded(foldedOf(rows))
  const [open, setOpen] = useState(kept(OPEN_KEY) === 'open')
  const stays = folded && !open ? stillFolded(folded, rows) : folded
  if (stays !== folded) setFolded(stays)
  if (rows.length === 0) return <p className="text-fg-3 text-sm">{t('fieldsNone')}</p>
  const behind = rows.filter(({ id }) => folded?.has(id))
  const empty = behind.filter(({ value }) => value === '').length
  const list = (some: readonly FieldRow[]) => (
    <dl className="space-y-0.5">
      {some.map((row) => (
        <div key={row.id} className="grid grid-cols-[minmax(84px,38%)_1fr] items-baseline gap-2">
          <dt className="truncate text-fg-3" title={row.label}>
            {row.label}
          </dt>
          <dd className="min-w-0">
            <Value row={row} t={t} onSave={(value) => void save(row.id, value)} />
          </dd>
        </div>
      ))}
    </dl>
  )
  return (
    <>
      {list(rows.filter(({ id }) => !folded?.has(id)))}
      {behind.length > 0 && (
        <details
          className="group mt-0.5"
          open={open}
          onToggle={({ currentTarget }) => {
            setOpen(currentTarget.open)
            keep(OPEN_KEY, currentTarget.open ? 'open' : 'folded')
          }}
        >
          <summary
            hidden={empty === 0}
            className="flex min-h-6 cursor-pointer list-none items-center gap-1 rounded-sm text-fg-2 text-xs hover:text-fg max-md:min-h-11"
          >
            <ChevronRight aria-hidden="true" className="size-3.5 transition-transform group-open:rotate-90" />
            {t('fieldsFolded', { count: empty })}
          </summary>
          {list(behind)}
        </details>
      )}
    </>
  )
}

type ValueProps = { row: FieldRow; t: ContactWords; onSave: (value: string) => void }

function Value({ row, t, onSave }: ValueProps) {
  if (row.type === 'boolean') {
    const value = canonicalValue('boolean', row.value) ?? ''
    const said = value === '' ? t('fieldEmpty') : t(value === 'true' ? 'yes' : 'no')
    return (
      <Select
        size="sm"
        label={`${row.label}: ${said}`}
        value={value === '' ? null : value}
        placeholder={t('fieldEmpty')}
        onChange={(next) => onSave(next === 'unset' ? '' : next)}
        options={[
          { value: 'true', label: t('yes') },
          { value: 'false', label: t('no') },
          { value: 'unset', label: t('unset') },
        ]}
      />
    )
  }
  if (row.type === 'list')
    return (
      <InlineText
        label={row.label}
        value={readList(row.value).join(', ')}
        placeholder={t('fieldEmpty')}
        onSave={(text) => onSave(writeList(text.split(',')) ?? text)}
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
