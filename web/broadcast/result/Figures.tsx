import type { Tally } from '#core/broadcast/api.ts'
import { useFormats } from '#web/base/format.ts'
import { useMoney } from '#web/base/use-money.ts'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { cx } from '#web/ui/cx.ts'

/** The figures of the result; each counts everybody who came at least so far. */
export function Figures({ tally }: { tally: Tally }) {
  const t = useBroadcastWords()
  const { number } = useFormats()
  const money = useMoney()
  const of = (...places: readonly (keyof Tally['places'])[]) =>
    places.reduce((sum, place) => sum + (tally.places[place] ?? 0), 0)
  const figures: readonly (readonly [string, number])[] = [
    [t('sentTotal'), of('sent', 'delivered', 'read')],
    [t('deliveredTotal'), of('delivered', 'read')],
    [t('readTotal'), of('read')],
    [t('repliedTotal'), tally.replied],
    [t('failedTotal'), of('failed')],
    [t('optedOut'), tally.optedOut],
  ]
  return (
    <dl aria-label={t('figures')} className="grid grid-cols-2 gap-3 sm:grid-cols-4 lg:grid-cols-7">
      {figures.map(([label, count]) => (
        <Figure
          key={label}
          label={label}
          value={number(count)}
          note={tally.total > 0 ? `${Math.round((count / tally.total) * 100)}%` : ''}
        />
      ))}
      <Figure
        label={t('cost')}
        value={tally.currency === '' ? '–' : money(tally.amount, tally.currency)}
        note=""
        wide
      />
    </dl>
  )
}

type FigureProps = { label: string; value: string; note: string; wide?: boolean }

function Figure({ label, value, note, wide }: FigureProps) {
  return (
    <div
      className={cx(
        'min-w-0 rounded-lg border border-line bg-surface px-3.5 py-3 shadow-1',
        wide && 'max-lg:col-span-2',
      )}
    >
      <dt className="truncate text-fg-2 text-xs">{label}</dt>
      <dd className="tnum mt-0.5 truncate font-bold text-lg">{value}</dd>
      <dd className="tnum text-2xs text-fg-3">{note || '\u00a0'}</dd>
    </div>
  )
}
