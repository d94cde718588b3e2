import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowRight, Check, X } from 'lucide-react'
import { useState } from 'react'
import { keep, kept } from '#web/base/keep.ts'
import { orpc } from '#web/base/query.ts'
import { cx } from '#web/ui/cx.ts'
import { IconButton } from '#web/ui/IconButton.tsx'
import { useProgress } from '#web/workspace/home/progress.ts'
import type { Step } from '#web/workspace/home/steps.ts'
import { useWords } from '#web/workspace/words.ts'

/** Five steps from the sample bot to a real number; each ticks itself. Gone when all are done, or when hidden. */
export function Checklist() {
  const workspaceId = useQuery(orpc.workspace.me.queryOptions()).data?.workspace?.id ?? ''
  const steps = useProgress(workspaceId)
  const [hidden, setHidden] = useState(() => kept(`checklist-${workspaceId}`) === 'hidden')
  if (!steps || hidden || steps.every((step) => step.done)) return null
  const hide = () => {
    keep(`checklist-${workspaceId}`, 'hidden')
    setHidden(true)
  }
  return <Steps steps={steps} onHide={hide} />
}

function Steps({ steps, onHide }: { steps: readonly Step[]; onHide: () => void }) {
  const t = useWords()
  const left = steps.filter((step) => !step.done).length
  const next = steps.find((step) => !step.done)
  return (
    <section className="grid gap-4 rounded-lg border border-line bg-surface p-4 shadow-1 lg:grid-cols-[minmax(180px,240px)_1fr]">
      <header>
        <h2 className="flex items-center gap-2 font-semibold text-base">
          <span className="tnum grid size-7 place-items-center rounded-full bg-brand-soft font-sans text-brand-soft-fg text-xs">
            {steps.length - left}/{steps.length}
          </span>
          <span className="flex-1">{t('checklistTitle')}</span>
          <IconButton label={t('checklistHide')} size="sm" onClick={onHide}>
            <X />
          </IconButton>
        </h2>
        <p className="mt-1.5 text-fg-2">{t('checklistText', { count: left })}</p>
      </header>
      <ol className="grid gap-2 sm:grid-cols-5">
        {steps.map((step, at) => (
          <StepCard key={step.key} step={step} number={at + 1} isNext={step === next} />
        ))}
      </ol>
    </section>
  )
}

function StepCard({ step, number, isNext }: { step: Step; number: number; isNext: boolean }) {
  const t = useWords()
  return (
    <li
      className={cx(
        'relative flex items-center gap-2.5 rounded-md border p-3 sm:flex-col sm:items-start sm:gap-1.5',
        step.done ? 'border-line bg-sunken text-fg-3' : isNext ? 'border-brand bg-brand-soft' : 'border-line',
      )}
    >
      <span
        className={cx(
          'tnum grid size-5 shrink-0 place-items-center rounded-full font-semibold text-2xs',
          step.done
            ? 'bg-brand text-on-brand'
            : isNext
              ? 'border-2 border-brand text-brand-soft-fg'
              : 'border-2 border-line-strong text-fg-2',
        )}
      >
        {step.done ? (
          <Check role="img" aria-label={t('checklistDone')} className="size-3 stroke-[3.5]" />
        ) : (
          number
        )}
      </span>
      <span className={cx('min-w-0 flex-1 font-medium text-sm', !step.done && 'text-fg')}>{t(step.key)}</span>
      {!step.done && (
        <Link
          to={step.to}
          className={cx(
            'flex items-center gap-1 font-semibold text-xs after:absolute after:inset-0 after:rounded-md',
            isNext ? 'text-brand-soft-fg' : 'text-fg-3',
          )}
        >
          {isNext && t('begin')}
          <span className="sr-only">{isNext ? `: ${t(step.key)}` : `${t('begin')}: ${t(step.key)}`}</span>
          <ArrowRight aria-hidden className="size-3.5" />
        </Link>
      )}
    </li>
  )
}
