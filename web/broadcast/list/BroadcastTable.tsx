import { Link } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import type { BroadcastHead, Tally } from '#core/broadcast/api.ts'
import { useFormats } from '#web/base/format.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { useMoney } from '#web/base/use-money.ts'
import { PlacesBar } from '#web/broadcast/view/PlacesBar.tsx'
import { StateBadge } from '#web/broadcast/view/StateBadge.tsx'
import { useBroadcastWords } from '#web/broadcast/words.ts'

const GRID =
  'grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1.5 md:grid-cols-[minmax(0,1fr)_112px_280px_96px]'

/** Broadcasts, newest first. On a phone each is a card. */
export function BroadcastTable({ rows }: { rows: readonly BroadcastHead[] }) {
  const t = useBroadcastWords()
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface shadow-1">
      <div
        aria-hidden
        className={`${GRID} h-9 border-line border-b bg-sunken px-4 font-medium text-2xs text-fg-3 max-md:hidden`}
      >
        <span>{t('column.name')}</span>
        <span>{t('column.state')}</span>
        <span>{t('column.result')}</span>
        <span className="text-right">{t('column.cost')}</span>
      </div>
      <ul>
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
    </div>
  )
}

function Row({ row }: { row: BroadcastHead }) {
  const t = useBroadcastWords()
  const language = useLanguage()
  const money = useMoney()
  const { tally } = row
  return (
    <li className="border-line not-first:border-t">
      <Link
        to="/broadcasts/$id"
        params={{ id: row.id }}
        className={`${GRID} min-h-[60px] px-4 py-2.5 hover:bg-sunken focus-visible:-outline-offset-2`}
      >
        <span className="min-w-0">
          <span className="block truncate font-semibold text-sm">{row.name}</span>
          <span className="block truncate text-fg-3 text-xs">
            <span className="font-mono">{row.template?.name ?? t('noTemplate')}</span>
            <When row={row} />
          </span>
        </span>
        <span className="justify-self-end md:justify-self-start">
          <StateBadge state={row.state} />
        </span>
        <span className="min-w-0 max-md:col-span-2">
          {tally ? <Result tally={tally} /> : <span className="text-fg-3 text-xs">{t('notCounted')}</span>}
          {row.reason && (
            <span className="mt-1 flex items-center gap-1 text-warn-fg text-xs">
              <TriangleAlert aria-hidden className="size-3 shrink-0" />
              <span className="truncate">{row.reason[language]}</span>
            </span>
          )}
        </span>
        <span className="tnum text-right text-sm max-md:hidden">
          {tally && tally.currency !== '' ? money(tally.amount, tally.currency) : '–'}
        </span>
      </Link>
    </li>
  )
}

function When({ row }: { row: BroadcastHead }) {
  const t = useBroadcastWords()
  const { moment } = useFormats()
  const at = row.startedAt ?? row.updatedAt
  const when = row.state === 'scheduled' && row.startsLocal ? row.startsLocal.replace('T', ' ') : null
  return <> · {when ? t('startsAt', { when }) : moment(at)}</>
}

function Result({ tally }: { tally: Tally }) {
  const t = useBroadcastWords()
  const { number } = useFormats()
  const of = (...places: readonly (keyof Tally['places'])[]) =>
    places.reduce((sum, place) => sum + (tally.places[place] ?? 0), 0)
  const figures = [
    [t('sentTotal'), of('sent', 'delivered', 'read')],
    [t('readTotal'), of('read')],
    [t('repliedTotal'), tally.replied],
    [t('failedTotal'), of('failed')],
  ] as const
  return (
    <>
      <PlacesBar tally={tally} />
      <span className="mt-1.5 flex flex-wrap gap-x-3 text-fg-2 text-xs">
        {figures.map(([word, count]) => (
          <span key={word}>
            {word} <span className="tnum font-medium text-fg">{number(count)}</span>
          </span>
        ))}
      </span>
    </>
  )
}
