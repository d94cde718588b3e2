import { Link } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import type { BroadcastHead, Tally } from '#core/broadcast/api.ts'
import { useFormats } from '#web/base/format.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { useMoney } from '#web/base/use-money.ts'
import { PlacesBar } from '#web/broadcast/view/PlacesBar.tsx'
import { StateBadge } from '#web/broadcast/view/StateBadge.tsx'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { ListTable, listLink, listRow } from '#web/ui/ListTable.tsx'
import { useWorkspaceFormats } from '#web/workspace/zone.ts'

const GRID =
  'grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1.5 md:grid-cols-[minmax(0,1fr)_112px_280px_96px]'

/** Broadcasts, newest first. On a phone each is a card. */
export function BroadcastTable({ rows }: { rows: readonly BroadcastHead[] }) {
  const t = useBroadcastWords()
  return (
    <ListTable
      grid={GRID}
      columns={[
        { title: t('column.name') },
        { title: t('column.state') },
        { title: t('column.result') },
        { title: t('column.cost'), className: 'text-right' },
      ]}
    >
      {rows.map((row) => (
        <Row key={row.id} row={row} />
      ))}
    </ListTable>
  )
}

function Row({ row }: { row: BroadcastHead }) {
  const t = useBroadcastWords()
  const language = useLanguage()
  const money = useMoney()
  const { tally } = row
  return (
    <li className={listRow}>
      <Link
        to="/broadcasts/$id"
        params={{ id: row.id }}
        className={`${GRID} ${listLink} min-h-[60px] py-2.5`}
      >
        <span className="min-w-0">
          <span className="block truncate font-semibold text-sm">{row.name}</span>
          <span className="block text-fg-3 text-xs">
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
  const { moment } = useWorkspaceFormats()
  const isPlanned = row.state === 'scheduled' && row.startsAt !== null
  return (
    <>
      {' '}
      ·{' '}
      {isPlanned
        ? t('startsAt', { when: moment(row.startsAt ?? 0) })
        : moment(row.startedAt ?? row.updatedAt)}
    </>
  )
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
