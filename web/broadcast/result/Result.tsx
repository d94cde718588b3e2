import { Link } from '@tanstack/react-router'
import { Clock, TriangleAlert } from 'lucide-react'
import { type ReactNode, Suspense } from 'react'
import type { Broadcast } from '#core/broadcast/api.ts'
import { statusInSentence } from '#core/whatsapp/template/status-words.ts'
import { useFormats } from '#web/base/format.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { Acts } from '#web/broadcast/result/Acts.tsx'
import { Figures } from '#web/broadcast/result/Figures.tsx'
import { HeldAct } from '#web/broadcast/result/HeldAct.tsx'
import { Reasons } from '#web/broadcast/result/Reasons.tsx'
import { Recipients } from '#web/broadcast/result/Recipients.tsx'
import { Head } from '#web/broadcast/view/Head.tsx'
import { PlacesBar } from '#web/broadcast/view/PlacesBar.tsx'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { buttonClass } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { patient } from '#web/ui/patient.ts'

/** Only whoever looks at one that has not begun fetches the estimate. */
const Planned = patient(async () => (await import('#web/broadcast/result/Planned.tsx')).Planned)

/** How a broadcast stands and what came of it, while it happens. */
export function Result({ row, may }: { row: Broadcast; may: boolean }) {
  const t = useBroadcastWords()
  const { number } = useFormats()
  const { tally } = row
  const waiting = tally?.places.waiting ?? 0
  return (
    <>
      <Head name={row.name} state={row.state} note={<Note row={row} />} acts={may && <Acts row={row} />} />
      <div className="scroll min-h-0 flex-1">
        <div className="mx-auto max-w-[1180px] space-y-4 p-4 md:px-7 md:py-6">
          <Standing row={row} may={may} />
          {row.state === 'scheduled' && may && (
            <Suspense>
              <Planned row={row} />
            </Suspense>
          )}
          {tally && (
            <Card>
              <p className="mb-2 font-medium text-sm">
                {t('progress', { done: number(tally.total - waiting), total: number(tally.total) })}
              </p>
              <PlacesBar tally={tally} legend />
            </Card>
          )}
          {tally && <Figures tally={tally} />}
          {tally && (
            <div className="grid items-start gap-4 lg:grid-cols-2">
              <Reasons tally={tally} />
              <Taps row={row} />
            </div>
          )}
          {row.startedAt !== null && <Recipients id={row.id} may={may} />}
        </div>
      </div>
    </>
  )
}

function Note({ row }: { row: Broadcast }) {
  const t = useBroadcastWords()
  const { moment } = useFormats(row.zone)
  const parts = [
    row.template?.name,
    row.number?.display,
    row.startedAt === null ? null : `${t('started')} ${moment(row.startedAt)}`,
    row.endedAt === null || row.startedAt === null ? null : `${t('ended')} ${moment(row.endedAt)}`,
  ]
  return <>{parts.filter(Boolean).join(' · ')}</>
}

/** Why it stands still, what it waits for, and whether its template can be sent at all. */
function Standing({ row, may }: { row: Broadcast; may: boolean }) {
  const t = useBroadcastWords()
  const language = useLanguage()
  const { moment } = useFormats(row.zone)
  const { reason, state } = row
  const toTemplate = row.standing && (
    <Link to="/templates/$id" params={{ id: row.standing.id }} className={buttonClass({ size: 'sm' })}>
      {t('stoppedAct')}
    </Link>
  )
  const toTemplates = row.template && (
    <Link to="/templates" className={buttonClass({ size: 'sm' })}>
      {t('goneAct')}
    </Link>
  )
  if (state === 'paused') {
    return reason ? (
      <Banner tone="danger" role="status" icon={<TriangleAlert />} action={toTemplate ?? toTemplates}>
        {t('stopped', { reason: reason[language] })}
      </Banner>
    ) : (
      <Banner tone="warn" role="status">
        {t('pausedByPerson')}
      </Banner>
    )
  }
  return (
    <>
      {state === 'scheduled' && row.startsAt !== null && (
        <Banner tone="info" icon={<Clock />}>
          {t('startsAt', { when: `${moment(row.startsAt)} (${row.zone})` })}
          {row.hours && ` · ${t('onlyAt', { from: row.hours.from, to: row.hours.to })}`}
        </Banner>
      )}
      {(state === 'scheduled' || state === 'draft') && (
        <TemplateTrouble row={row} action={toTemplate ?? toTemplates} />
      )}
      {row.expanding && <Banner tone="neutral">{t('expanding')}</Banner>}
      {state === 'sending' && reason && (
        <Banner tone="warn" role="status" icon={<Clock />} action={may && <HeldAct code={reason.code} />}>
          {t('held', { reason: reason[language] })}{' '}
          {row.heldUntil !== null && t('heldUntil', { when: moment(row.heldUntil) })}
        </Banner>
      )}
    </>
  )
}

const SENDABLE: ReadonlySet<string> = new Set(['APPROVED', 'FLAGGED'])

function TemplateTrouble({ row: { template, standing }, action }: { row: Broadcast; action: ReactNode }) {
  const t = useBroadcastWords()
  const language = useLanguage()
  if (!template || (standing && SENDABLE.has(standing.status))) return null
  const { name } = template
  return (
    <Banner tone="danger" role="status" icon={<TriangleAlert />} action={action}>
      {standing
        ? t('templateOff', { name, status: statusInSentence(standing.status)[`status_${language}`] })
        : t('templateGone', { name })}
    </Banner>
  )
}

function Taps({ row: { tally } }: { row: Broadcast }) {
  const t = useBroadcastWords()
  const { number } = useFormats()
  const taps = tally?.taps ?? []
  return (
    <Card title={t('taps')}>
      {taps.length === 0 ? (
        <p className="text-fg-3 text-sm">{t('noTaps')}</p>
      ) : (
        <ul className="space-y-2 text-sm">
          {taps.map(({ button, title, count }) => (
            <li key={button} className="flex justify-between gap-3">
              <span className="min-w-0 truncate">{title || button}</span>
              <span className="tnum font-medium">{number(count)}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
