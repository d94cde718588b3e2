import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { SECOND } from '#core/base/time.ts'
import type { CanaryReport } from '#core/flow/version/api.ts'
import { WHOLE } from '#core/flow/version/canary.ts'
import type { WaitingRuns } from '#core/flow/version/move.ts'
import { client } from '#web/base/api.ts'
import { useFormats } from '#web/base/format.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useZone } from '#web/flow/control/fields.ts'
import { useFlow } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { CanaryTable } from '#web/flow/version/CanaryTable.tsx'
import { useReleaseWords } from '#web/flow/version/release-words.ts'
import { SharePicker } from '#web/flow/version/ShareChoice.tsx'
import { WaitingChoice } from '#web/flow/version/WaitingChoice.tsx'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { cx } from '#web/ui/cx.ts'
import { Dialog } from '#web/ui/Dialog.tsx'
import { toast } from '#web/ui/Toast.tsx'

/** How often the numbers are asked for again while somebody looks at them. */
const FRESH_MS = 5 * SECOND

/** A canary beside the version of the others: what became of the runs of both, and what can be decided. */
export function CanaryCard({ hideTitle }: { hideTitle?: boolean }) {
  const t = useReleaseWords()
  const formats = useFormats(useZone())
  const id = useFlow((state) => state.flowId)
  const canEdit = useFlow((state) => state.canEdit)
  const { data, isError } = useQuery({
    ...orpc.flow.canary.queryOptions({ input: { id } }),
    refetchInterval: FRESH_MS,
  })
  const report = data?.report
  if (isError) return <Banner tone="danger">{t('failedToLoad')}</Banner>
  if (!report) return null
  const { canary, stable, since } = report
  return (
    <section aria-label={t('title')} className="space-y-3 border-b border-line px-4 py-3">
      <h3 className={cx('font-sans text-sm font-semibold', hideTitle && 'sr-only')}>{t('title')}</h3>
      <p className="text-xs text-fg-2">
        {t('now', {
          version: canary.number,
          share: canary.share,
          former: stable.number,
          since: formats.moment(since),
        })}
      </p>
      <CanaryTable report={report} />
      {canEdit && <Decision key={canary.versionId} report={report} />}
    </section>
  )
}

type Wish = { readonly share: number; readonly runs?: WaitingRuns }

function useDecide({ canary, stable }: CanaryReport, onDone: () => void) {
  const t = useReleaseWords()
  const sayProblem = useProblemWords()
  const id = useFlow((state) => state.flowId)
  return useMutation({
    mutationFn: (wish: Wish) => client.flow.changeCanary({ id, versionId: canary.versionId, ...wish }),
    onSuccess: (_, { share }) => {
      const version = canary.number
      toast(
        share === 0
          ? t('withdrawn', { version, former: stable.number })
          : share === WHOLE
            ? t('isWhole', { version })
            : t('changed', { version, share }),
      )
      onDone()
    },
    onError: (error) => toast(sayProblem(error), { tone: 'problem' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: orpc.flow.key() }),
  })
}

function Decision({ report }: { report: CanaryReport }) {
  const t = useReleaseWords()
  const words = useWords()
  const { canary, stable } = report
  const [share, setShare] = useState<number | null>(null)
  const [asks, setAsks] = useState<'whole' | 'withdraw' | null>(null)
  const [runs, setRuns] = useState<WaitingRuns>('finish')
  const decide = useDecide(report, () => {
    setShare(null)
    setAsks(null)
  })
  if (share !== null)
    return (
      <div className="space-y-2">
        <SharePicker value={share} onChange={setShare} />
        <div className="flex flex-wrap gap-1.5">
          <Button size="sm" tone="primary" busy={decide.isPending} onClick={() => decide.mutate({ share })}>
            {t('save', { share })}
          </Button>
          <Button size="sm" tone="ghost" onClick={() => setShare(null)}>
            {words('act.cancel')}
          </Button>
        </div>
      </div>
    )
  const names = { version: canary.number, former: stable.number }
  const isWhole = asks === 'whole'
  return (
    <div className="flex flex-wrap gap-1.5">
      <Button size="sm" tone="primary" onClick={() => setAsks('whole')}>
        {t('whole')}
      </Button>
      <Button size="sm" onClick={() => setShare(canary.share)}>
        {t('change')}
      </Button>
      <Button size="sm" tone="ghost" onClick={() => setAsks('withdraw')}>
        {t('withdraw')}
      </Button>
      <Dialog
        open={asks !== null}
        onOpenChange={(open) => !open && setAsks(null)}
        title={t(isWhole ? 'wholeTitle' : 'withdrawTitle', names)}
        description={t(isWhole ? 'wholeAbout' : 'withdrawAbout', names)}
        footer={
          <>
            <Button onClick={() => setAsks(null)}>{words('act.cancel')}</Button>
            <Button
              tone="primary"
              busy={decide.isPending}
              onClick={() => decide.mutate(isWhole ? { share: WHOLE, runs } : { share: 0 })}
            >
              {t(isWhole ? 'whole' : 'withdraw')}
            </Button>
          </>
        }
      >
        {isWhole && stable.waiting > 0 && (
          <WaitingChoice people={stable.waiting} value={runs} onChange={setRuns} />
        )}
      </Dialog>
    </div>
  )
}
