import type { Tally } from '#core/broadcast/api.ts'
import type { Place } from '#core/broadcast/place.ts'
import { useFormats } from '#web/base/format.ts'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { cx } from '#web/ui/cx.ts'

const COLOURS: Readonly<Record<Place, string>> = {
  read: 'bg-info',
  delivered: 'bg-brand',
  sent: 'bg-brand/60',
  underway: 'bg-brand/30',
  unsure: 'bg-violet',
  failed: 'bg-danger',
  skipped: 'bg-warn',
  cancelled: 'bg-fg-3/50',
  waiting: 'bg-hover',
}
const ORDER = Object.keys(COLOURS) as readonly Place[]

/** Where the recipients stand, as shares of one bar; with `legend` also in words. */
export function PlacesBar({ tally, legend = false }: { tally: Tally; legend?: boolean }) {
  const t = useBroadcastWords()
  const { number } = useFormats()
  const shown = ORDER.filter((place) => (tally.places[place] ?? 0) > 0)
  const told = shown.map((place) => `${t(`place.${place}`)} ${number(tally.places[place] ?? 0)}`)
  return (
    <div>
      <div
        role="img"
        aria-label={told.join(', ')}
        className={cx('flex overflow-hidden rounded-full bg-hover', legend ? 'h-2.5' : 'h-1.5')}
      >
        {shown.map((place) => (
          <span
            key={place}
            className={cx('h-full transition-[width]', COLOURS[place])}
            style={{ width: `${((tally.places[place] ?? 0) / Math.max(1, tally.total)) * 100}%` }}
          />
        ))}
      </div>
      {legend && (
        <ul className="mt-2.5 flex flex-wrap gap-x-4 gap-y-1 text-fg-2 text-xs">
          {shown.map((place) => (
            <li key={place} className="flex items-center gap-1.5">
              <span aria-hidden className={cx('size-2 rounded-full border border-line', COLOURS[place])} />
              {t(`place.${place}`)}
              <span className="tnum font-medium text-fg">{number(tally.places[place] ?? 0)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
