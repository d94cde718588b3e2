import { useMutation } from '@tanstack/react-query'
import { CalendarClock, Send, TriangleAlert } from 'lucide-react'
import type { Broadcast, Estimate } from '#core/broadcast/api.ts'
import { TYPED_FROM } from '#core/broadcast/limits.ts'
import { client } from '#web/base/api.ts'
import { useFormats } from '#web/base/format.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useMoney } from '#web/base/use-money.ts'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { TypedConfirm } from '#web/ui/TypedConfirm.tsx'

type Props = {
  row: Broadcast
  estimate: Estimate
  /** A wall clock of the workspace; null: now. */
  at: string | null
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** The last look before it reaches customers; from a hundred recipients on their number must be typed. */
export function StartDialog({ row, estimate, at, open, onOpenChange }: Props) {
  const t = useBroadcastWords()
  const say = useProblemWords()
  const { recipients } = estimate
  const start = useMutation({
    mutationFn: () => client.broadcast.startBroadcast({ id: row.id, revision: row.revision, recipients, at }),
    onSuccess: (started) => {
      queryClient.setQueryData(orpc.broadcast.broadcast.queryKey({ input: { id: row.id } }), started)
      onOpenChange(false)
    },
    onError: () => void queryClient.invalidateQueries({ queryKey: orpc.broadcast.estimateBroadcast.key() }),
  })
  const icon = at === null ? <Send /> : <CalendarClock />
  const action = t(at === null ? 'send' : 'schedule')
  const shared = {
    open,
    onOpenChange,
    title: t(at === null ? 'confirmTitle' : 'confirmSchedule', { count: recipients }),
    description: t('confirmText'),
  }
  const error = start.error && say(start.error)
  const summary = <Summary estimate={estimate} at={at} zone={row.zone} />
  if (recipients >= TYPED_FROM) {
    return (
      <TypedConfirm
        {...shared}
        tone="primary"
        word={String(recipients)}
        action={action}
        icon={icon}
        busy={start.isPending}
        error={error}
        onConfirm={() => start.mutate()}
      >
        {summary}
      </TypedConfirm>
    )
  }
  return (
    <Dialog
      {...shared}
      footer={
        <>
          <CloseWith>
            <Button>{t('back')}</Button>
          </CloseWith>
          <Button tone="primary" icon={icon} busy={start.isPending} onClick={() => start.mutate()}>
            {action}
          </Button>
        </>
      }
    >
      {summary}
      {error && (
        <p role="alert" className="mt-3 text-danger-fg text-sm">
          {error}
        </p>
      )}
    </Dialog>
  )
}

function Summary({ estimate, at, zone }: { estimate: Estimate; at: string | null; zone: string }) {
  const t = useBroadcastWords()
  const money = useMoney()
  const { number } = useFormats()
  const { moment } = useFormats('UTC') // the wall clock as it was written, in whatever zone it is meant
  const language = useLanguage()
  const { limit, budget, reason } = estimate
  const skipped = estimate.skipped.reduce((sum, { count }) => sum + count, 0)
  const lines = [
    [t('confirmCost'), money(estimate.amount, estimate.currency)],
    [t('confirmWhen'), at === null ? t('now') : `${moment(Date.parse(`${at}Z`))} (${zone})`],
    ...(skipped > 0 ? [[t('confirmSkipped'), number(skipped)]] : []),
    ...(limit.later > 0 ? [[t('confirmLater'), number(limit.later)]] : []),
  ]
  return (
    <div className="space-y-3">
      <dl className="space-y-1.5 rounded-md bg-sunken p-3 text-sm">
        {lines.map(([label, value]) => (
          <div key={label} className="flex justify-between gap-3">
            <dt className="text-fg-2">{label}</dt>
            <dd className="tnum font-medium">{value}</dd>
          </div>
        ))}
      </dl>
      {reason && (
        <Banner tone="danger" icon={<TriangleAlert />}>
          {reason[language]}
        </Banner>
      )}
      {!reason && budget && !budget.isEnough && (
        <Banner tone="warn" icon={<TriangleAlert />}>
          {t('confirmBudget', { fits: number(budget.fits) })}
        </Banner>
      )}
    </div>
  )
}
