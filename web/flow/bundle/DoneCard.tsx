import { Link } from '@tanstack/react-router'
import { CircleCheck, KeyRound, TriangleAlert } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Imported } from '#core/flow/bundle/api.ts'
import { useBundleWords } from '#web/flow/bundle-words.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Button, buttonClass } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'

/** Things to fill in that are listed at once. */
const SHOWN_MAX = 20

/** What came in, how it stands, and what is still to be filled in, each with its way there. */
export function DoneCard({ done, onAnother }: { done: Imported; onAnother: () => void }) {
  const t = useBundleWords()
  const top = useRef<HTMLDivElement>(null)
  // The press was far down; what came of it begins above.
  useEffect(() => {
    top.current?.scrollIntoView() // its promise is no clean-up
  }, [])
  return (
    <div ref={top} className="space-y-4">
      <Card
        title={
          <span className="flex items-center gap-2">
            <CircleCheck aria-hidden className="size-5 text-brand" />
            {t('done')}
          </span>
        }
        bodyClass="pb-1"
      >
        <p className="px-4 pb-3 text-fg-2 text-sm">{t('doneText', { bot: done.bot.name })}</p>
        <ul aria-label={t('flows')}>
          {done.flows.map((flow) => (
            <li key={flow.id} className="flex items-center gap-3 border-line border-t px-4 py-2.5">
              <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
                <span className="truncate font-medium text-sm">{flow.name}</span>
                {flow.replaced && <Badge tone="warn">{t('replaced')}</Badge>}
                <Standing errors={flow.errors} warnings={flow.warnings} />
              </div>
              <Link
                to="/flows/$id"
                params={{ id: flow.id }}
                aria-label={t('openFlow', { name: flow.name })}
                className={buttonClass({ size: 'sm' })}
              >
                {t('open')}
              </Link>
            </li>
          ))}
        </ul>
      </Card>
      <ToFill done={done} />
      <div className="flex flex-wrap gap-2">
        <Link to="/bots" className={buttonClass({ tone: 'primary' })}>
          {t('toBots')}
        </Link>
        <Button onClick={onAnother}>{t('another')}</Button>
      </div>
    </div>
  )
}

function Standing({ errors, warnings }: { errors: number; warnings: number }) {
  const t = useBundleWords()
  if (errors > 0)
    return (
      <Badge tone="danger" icon={<TriangleAlert />}>
        {t('findings', { count: errors })}
      </Badge>
    )
  return <Badge tone="brand">{warnings > 0 ? t('warned', { count: warnings }) : t('ready')}</Badge>
}

function ToFill({ done: { toFill, flows } }: { done: Imported }) {
  const t = useBundleWords()
  if (toFill.length === 0) return null
  return (
    <Card title={t('fill')} bodyClass="pb-1">
      <p className="px-4 pb-3 text-fg-2 text-sm">{t('fillText')}</p>
      <ul aria-label={t('fill')}>
        {toFill.slice(0, SHOWN_MAX).map(({ what, flow: key, step, name = '' }) => {
          const flow = flows.find((one) => one.key === key)
          return (
            <li
              key={`${what} ${key} ${step} ${name}`}
              className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-line border-t px-4 py-2.5 text-sm"
            >
              <KeyRound aria-hidden className="size-4 shrink-0 text-warn-fg" />
              <span className="min-w-0 flex-1 basis-40">
                {t(`fill_${what}`, { name })}
                <span className="block truncate text-fg-3 text-xs">{flow?.name}</span>
              </span>
              {flow && (
                <Link
                  to="/flows/$id"
                  params={{ id: flow.id }}
                  search={step === undefined ? {} : { step }}
                  className={buttonClass({ size: 'sm' })}
                >
                  {t('open')}
                </Link>
              )}
            </li>
          )
        })}
        {toFill.length > SHOWN_MAX && (
          <li className="border-line border-t px-4 py-2.5 text-fg-3 text-xs">
            {t('more', { count: toFill.length - SHOWN_MAX })}
          </li>
        )}
      </ul>
    </Card>
  )
}
