import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import type { Hours } from '#core/workspace/hours.ts'
import { useFormats } from '#web/base/format.ts'
import { Button } from '#web/ui/Button.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { useWords } from '#web/workspace/words.ts'

const DAYS_MAX = 100
const NAME_MAX = 80
type Holiday = Hours['holidays'][number]
type Props = { readonly days: readonly Holiday[]; readonly onChange: (days: Holiday[]) => void }

/** Dates on which the business is closed all day, in their order. */
export function Holidays({ days, onChange }: Props) {
  const t = useWords()
  const format = useFormats('UTC')
  const [date, setDate] = useState('')
  const [name, setName] = useState('')
  const canAdd = /^\d{4}-\d{2}-\d{2}$/.test(date) && days.length < DAYS_MAX
  const add = () => {
    const others = days.filter((day) => day.date !== date)
    onChange([...others, { date, name: name.trim() }].toSorted((a, b) => (a.date < b.date ? -1 : 1)))
    setDate('')
    setName('')
  }
  return (
    <section>
      <h3 className="font-medium text-sm">{t('holidays')}</h3>
      <p className="text-fg-3 text-xs">{t('holidaysText')}</p>
      {days.length > 0 && (
        <ul className="mt-2 divide-y divide-line rounded-md border border-line">
          {days.map((day) => (
            <li key={day.date} className="flex items-center gap-3 py-1 pr-1 pl-3 text-sm">
              <time dateTime={day.date} className="tnum w-32 shrink-0">
                {format.date(Date.parse(day.date))}
              </time>
              <span className="min-w-0 flex-1 truncate text-fg-2">{day.name}</span>
              <IconButton
                size="sm"
                label={t('holidayDrop')}
                onClick={() => onChange(days.filter((each) => each !== day))}
              >
                <X />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <span className="w-40">
          <TextInput type="date" aria-label={t('holidayDate')} value={date} onChange={setDate} />
        </span>
        <span className="min-w-0 flex-1 basis-40">
          <TextInput
            aria-label={t('holidayName')}
            placeholder={t('holidayName')}
            maxLength={NAME_MAX}
            value={name}
            onChange={setName}
          />
        </span>
        <Button icon={<Plus />} disabled={!canAdd} onClick={add}>
          {t('holidayAdd')}
        </Button>
      </div>
    </section>
  )
}
