import { useMutation, useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import type { Workspace } from '#core/workspace/api.ts'
import type { Hours, Span } from '#core/workspace/hours.ts'
import { atLeast } from '#core/workspace/role.ts'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Combobox } from '#web/ui/Combobox.tsx'
import { Field } from '#web/ui/Field.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { ClockInput } from '#web/workspace/ClockInput.tsx'
import { RemoveDialog } from '#web/workspace/RemoveDialog.tsx'
import { Holidays } from '#web/workspace/settings/Holidays.tsx'
import { zoneOptions } from '#web/workspace/settings/WorkspaceSettings.tsx'
import { useWords } from '#web/workspace/words.ts'

const SPANS_MAX = 4
const USUAL: Span = { from: '08:00', to: '17:00' }

/** When the business answers: what flows ask as “business hours”. */
export function HoursSettings({ workspace }: { workspace: Workspace }) {
  const kept = useQuery(orpc.workspace.hours.queryOptions()).data
  if (!kept) return null
  return <Form key={JSON.stringify(kept.hours)} kept={kept.hours} workspace={workspace} />
}

function Form({ kept, workspace }: { kept: Hours | null; workspace: Workspace }) {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const [hours, setHours] = useState(kept)
  const may = atLeast(workspace.role, 'admin')
  const [ending, setEnding] = useState<{ id: string } | null>(null)
  const save = useMutation(
    orpc.workspace.saveHours.mutationOptions({
      onSuccess: (saved) => {
        queryClient.setQueryData(orpc.workspace.hours.queryKey(), saved)
        toast(base('saved'))
      },
    }),
  )
  return (
    <Card title={t('hoursTitle')}>
      <p className="mb-3 text-fg-2 text-sm">{t(hours ? 'hoursText' : 'hoursOff')}</p>
      {hours ? (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            save.mutate({ hours })
          }}
        >
          <fieldset disabled={!may} className="space-y-5">
            <Week hours={hours} onChange={setHours} />
            <Field label={t('hoursZone')}>
              <Combobox
                value={hours.zone}
                options={zoneOptions(hours.zone)}
                onChange={(zone) => zone && setHours({ ...hours, zone })}
              />
            </Field>
            <Holidays days={hours.holidays} onChange={(holidays) => setHours({ ...hours, holidays })} />
          </fieldset>
          {save.isError && (
            <Banner tone="danger" role="alert" className="mt-4">
              {say(save.error)}
            </Banner>
          )}
          {may && (
            <div className="mt-4 flex flex-wrap items-center justify-end gap-3">
              {kept && (
                <Button tone="ghost" onClick={() => setEnding({ id: workspace.id })}>
                  {t('hoursEnd')}
                </Button>
              )}
              <Button type="submit" tone="primary" busy={save.isPending}>
                {base('save')}
              </Button>
            </div>
          )}
        </form>
      ) : (
        may && <Button onClick={() => setHours(usualHours(workspace.zone))}>{t('hoursBegin')}</Button>
      )}
      <RemoveDialog
        thing={ending}
        say={() => ({ title: t('hoursEndTitle'), text: t('hoursEndText'), done: t('hoursEnded') })}
        remove={() => client.workspace.saveHours({ hours: null })}
        onGone={() => queryClient.setQueryData(orpc.workspace.hours.queryKey(), { hours: null })}
        onDone={() => setEnding(null)}
      />
    </Card>
  )
}

function usualHours(zone: string): Hours {
  const days = Array.from({ length: 7 }, (_, day) => (day < 6 ? [USUAL] : []))
  return { zone, days, holidays: [] }
}

type WeekProps = { readonly hours: Hours; readonly onChange: (hours: Hours) => void }

function Week({ hours, onChange }: WeekProps) {
  return (
    <ul className="divide-y divide-line rounded-md border border-line">
      {hours.days.map((spans, day) => (
        <Day
          key={day}
          day={day}
          spans={spans}
          onChange={(next) =>
            onChange({ ...hours, days: hours.days.map((each, at) => (at === day ? next : each)) })
          }
        />
      ))}
    </ul>
  )
}

type DayProps = {
  readonly day: number
  readonly spans: readonly Span[]
  readonly onChange: (spans: Span[]) => void
}
const NAMES = ['1', '2', '3', '4', '5', '6', '7'] as const

function Day({ day, spans, onChange }: DayProps) {
  const t = useWords()
  const name = t(`hoursDay.${NAMES[day] ?? '1'}`)
  const put = (at: number, span: Span) => onChange(spans.map((each, place) => (place === at ? span : each)))
  return (
    <li className="flex gap-3 px-3 py-2 max-sm:flex-wrap">
      <span className="w-20 shrink-0 pt-1.5 font-medium text-sm">{name}</span>
      <div className="min-w-0 flex-auto space-y-2">
        {spans.length === 0 && <p className="pt-1.5 text-fg-3 text-sm">{t('hoursClosed')}</p>}
        {spans.map((span, at) => (
          <div key={at} className="flex flex-wrap items-center gap-2">
            <span className="w-20">
              <ClockInput
                aria-label={t('hoursFrom', { day: name })}
                value={span.from}
                onChange={(from) => put(at, { ...span, from })}
              />
            </span>
            <span aria-hidden>–</span>
            <span className="w-20">
              <ClockInput
                aria-label={t('hoursTo', { day: name })}
                value={span.to}
                onChange={(to) => put(at, { ...span, to })}
              />
            </span>
            <IconButton
              size="sm"
              label={t('hoursDrop', { day: name })}
              onClick={() => onChange(spans.filter((_, place) => place !== at))}
            >
              <X />
            </IconButton>
            {span.to <= span.from && (
              <span className="text-fg-3 text-xs">
                {t(span.to === span.from ? 'hoursWhole' : 'hoursNight')}
              </span>
            )}
          </div>
        ))}
      </div>
      <IconButton
        size="sm"
        label={t('hoursAdd', { day: name })}
        disabled={spans.length >= SPANS_MAX}
        onClick={() => onChange([...spans, USUAL])}
      >
        <Plus />
      </IconButton>
    </li>
  )
}
