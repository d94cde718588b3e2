import { useMutation } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { CONSENT_MAX, NUMBERS_MAX } from '#core/broadcast/limits.ts'
import { client } from '#web/base/api.ts'
import { useFormats } from '#web/base/format.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import type { Writing } from '#web/broadcast/edit/use-draft.ts'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { ListPicker } from '#web/contact/list/ListPicker.tsx'
import type { ListReport } from '#web/contact/list/read-list.ts'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'

/** A list of numbers, and how its people agreed. */
export function NumbersList({ writing: { row, draft, change } }: { writing: Writing }) {
  const t = useBroadcastWords()
  const { number } = useFormats()
  const [total, setTotal] = useState(row.numbers)
  const [reading, setReading] = useState(0)
  const refresh = () => queryClient.invalidateQueries({ queryKey: orpc.broadcast.key() })
  const clear = useMutation({
    mutationFn: () => client.broadcast.clearNumbers({ id: row.id }),
    onSuccess: () => {
      setTotal(0)
      setReading(reading + 1)
    },
    onSettled: refresh,
  })
  const say = ({ added, repeated }: ListReport) =>
    [t('readDone', { count: added }), repeated > 0 && t('repeated', { count: repeated })]
      .filter(Boolean)
      .join(' ')
  return (
    <>
      <ListPicker
        key={reading}
        label={t('list')}
        hint={t('listHint', { max: number(NUMBERS_MAX) })}
        hand={async (piece) => {
          const taken = await client.broadcast.addNumbers({ id: row.id, ...piece })
          setTotal(taken.total)
          return taken
        }}
        onSettled={refresh}
        say={say}
      >
        <span className="tnum text-fg-2 text-sm">{t('listed', { count: total })}</span>
        {total > 0 && (
          <Button
            size="sm"
            tone="ghost"
            icon={<Trash2 />}
            busy={clear.isPending}
            onClick={() => clear.mutate()}
          >
            {t('clearList')}
          </Button>
        )}
      </ListPicker>
      <Field label={t('consent')} hint={t('consentHint')}>
        <Textarea value={draft.consent} maxLength={CONSENT_MAX} onChange={(consent) => change({ consent })} />
      </Field>
    </>
  )
}
