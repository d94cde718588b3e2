import { ArrowRight, CircleDashed, type LucideIcon, Plus, RefreshCw, TriangleAlert } from 'lucide-react'
import { conflictPlace } from '#core/flow/bundle/conflict.ts'
import type { Act } from '#core/flow/bundle/plan.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { rowOf } from '#web/flow/bundle/MapRow.tsx'
import type { Mapping } from '#web/flow/bundle/mapping.ts'
import { useBundleWords } from '#web/flow/bundle-words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { cx } from '#web/ui/cx.ts'

/** Of one sort of thing so many are named; the rest is counted. */
const SHOWN_MAX = 6

const LOOKS: Readonly<Record<Act['act'], readonly [LucideIcon, string]>> = {
  create: [Plus, 'text-brand-soft-fg'],
  use: [ArrowRight, 'text-fg-3'],
  replace: [RefreshCw, 'text-warn-fg'],
  open: [CircleDashed, 'text-warn-fg'],
}
const PARTS = ['bot', 'flow', 'sequence', 'field', 'tag', 'template', 'segment', 'secret', 'outside'] as const

type Props = {
  readonly mapping: Mapping
  readonly problem: string | null
  readonly isBusy: boolean
  readonly isBlank: boolean
  readonly onImport: () => void
}

/** What will happen, in words, and what stands against it; then the one press. */
export function PlanCard({ mapping: { plan }, problem, isBusy, isBlank, onImport }: Props) {
  const t = useBundleWords()
  const language = useLanguage()
  const { acts, conflicts } = plan
  return (
    <Card title={t('plan')} className="lg:sticky top-4" bodyClass="space-y-3 px-4 pb-4">
      {conflicts.length > 0 && (
        <Banner tone="danger" icon={<TriangleAlert />}>
          <p className="font-medium">{t('unsettled', { count: conflicts.length })}</p>
          <ul className="mt-1 text-xs">
            {conflicts.slice(0, SHOWN_MAX).map((one) => (
              <li key={`${one.part} ${one.name} ${one.code}`}>
                <button
                  type="button"
                  className="py-0.5 underline underline-offset-2"
                  onClick={() => document.getElementById(rowOf(one))?.scrollIntoView({ block: 'center' })}
                >
                  {conflictPlace(one, language)}
                </button>
              </li>
            ))}
          </ul>
          <p className="mt-1 text-xs">{t('planNone')}</p>
        </Banner>
      )}
      <ul className="space-y-1.5 text-sm" aria-label={t('plan')}>
        {PARTS.map((part) => (
          <PartActs key={part} acts={acts.filter((act) => act.part === part)} />
        ))}
      </ul>
      {problem && (
        <Banner tone="danger" role="alert">
          {problem}
        </Banner>
      )}
      <Button
        tone="primary"
        size="lg"
        className="w-full"
        busy={isBusy}
        disabled={conflicts.length > 0 || isBlank}
        onClick={onImport}
      >
        {t('import')}
      </Button>
    </Card>
  )
}

function PartActs({ acts }: { acts: readonly Act[] }) {
  const t = useBundleWords()
  const rest = acts.length - SHOWN_MAX
  return (
    <>
      {acts.slice(0, SHOWN_MAX).map((act) => (
        <ActLine key={`${act.part} ${act.name} ${act.to}`} act={act} />
      ))}
      {rest > 0 && <li className="pl-7 text-fg-3 text-xs">{t('more', { count: rest })}</li>}
    </>
  )
}

function ActLine({ act }: { act: Act }) {
  const t = useBundleWords()
  const [Icon, tone] = LOOKS[act.act]
  // Which of these words there are is told by the parts of a plan: see `Act`.
  const key = `act_${act.part}_${act.act}` as Parameters<typeof t>[0]
  return (
    <li className="flex items-start gap-2">
      <Icon aria-hidden className={cx('mt-0.5 size-4 shrink-0', tone)} />
      <span className="min-w-0 break-words">
        {t(key, { to: act.to })}
        {act.act === 'replace' && (
          <span className="block text-fg-3 text-xs">
            {act.version !== null && act.version !== undefined && t('replaceLive', { version: act.version })}{' '}
            {act.changed && <span className="text-warn-fg">{t('replaceChanged')}</span>}
          </span>
        )}
      </span>
    </li>
  )
}
