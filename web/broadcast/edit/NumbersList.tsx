import { useMutation } from '@tanstack/react-query'
import { Trash2, Upload } from 'lucide-react'
import { useId, useState } from 'react'
import { CONSENT_MAX, NUMBERS_MAX } from '#core/broadcast/limits.ts'
import { client } from '#web/base/api.ts'
import { useFormats } from '#web/base/format.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { type ListReport, readList } from '#web/broadcast/edit/read-list.ts'
import type { Writing } from '#web/broadcast/edit/use-draft.ts'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { Button, buttonClass, Spinner } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'

/** A list of numbers from a file, and how its people agreed. */
export function NumbersList({ writing: { row, draft, change } }: { writing: Writing }) {
  const t = useBroadcastWords()
  const { number } = useFormats()
  const say = useProblemWords()
  const input = useId()
  const [share, setShare] = useState(0)
  const [total, setTotal] = useState(row.numbers)
  const refresh = () => queryClient.invalidateQueries({ queryKey: orpc.broadcast.key() })
  const read = useMutation({
    mutationFn: (file: File) => readList(row.id, file, setShare),
    onSuccess: (report) => setTotal(report.total),
    onSettled: refresh,
  })
  const clear = useMutation({
    mutationFn: () => client.broadcast.clearNumbers({ id: row.id }),
    onSuccess: () => {
      setTotal(0)
      read.reset()
    },
    onSettled: refresh,
  })
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (!file) return
    setShare(0)
    read.mutate(file)
  }
  return (
    <>
      <div>
        <p className="mb-1.5 font-medium text-sm">{t('list')}</p>
        <div className="flex flex-wrap items-center gap-2">
          <label
            htmlFor={input}
            className={buttonClass({
              className: 'cursor-pointer has-focus-visible:outline-2 has-focus-visible:outline-brand',
            })}
          >
            {read.isPending ? <Spinner /> : <Upload aria-hidden />}
            {read.isPending ? t('reading', { percent: Math.round(share * 100) }) : t('chooseFile')}
            <input
              id={input}
              type="file"
              accept=".csv,text/csv,text/plain"
              className="sr-only"
              disabled={read.isPending}
              onChange={(event) => {
                take(event.target.files)
                event.target.value = ''
              }}
            />
          </label>
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
        </div>
        <p className="mt-1.5 text-fg-3 text-xs">{t('listHint', { max: number(NUMBERS_MAX) })}</p>
        {read.isError && (
          <p role="alert" className="mt-1.5 text-danger-fg text-xs">
            {say(read.error)}
          </p>
        )}
        {read.data && <Report report={read.data} />}
      </div>
      <Field label={t('consent')} hint={t('consentHint')}>
        <Textarea value={draft.consent} maxLength={CONSENT_MAX} onChange={(consent) => change({ consent })} />
      </Field>
    </>
  )
}

/** What came of the file: how many were taken, and every line that was not, with its reason. */
function Report({ report }: { report: ListReport }) {
  const t = useBroadcastWords()
  const language = useLanguage()
  const more = report.badCount - report.bad.length
  return (
    <div role="status" className="mt-2 space-y-1.5 rounded-md bg-sunken p-2.5 text-sm">
      <p>
        {t('readDone', { count: report.added })}{' '}
        {report.repeated > 0 && t('repeated', { count: report.repeated })}
      </p>
      {report.badCount > 0 && (
        <>
          <p className="font-medium text-warn-fg">{t('bad', { count: report.badCount })}</p>
          <ul className="space-y-1 text-xs">
            {report.bad.map(({ line, text, ...said }) => (
              <li key={line}>
                <span className="font-medium">{t('badLine', { line })}</span>{' '}
                <span className="font-mono text-fg-3">{text}</span> {said[language]}
              </li>
            ))}
            {more > 0 && <li className="text-fg-3">{t('badMore', { count: more })}</li>}
          </ul>
        </>
      )}
    </div>
  )
}
