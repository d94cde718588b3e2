import { useFormats } from '#web/base/format.ts'
import { isWindowOpen, type WindowView } from '#web/chat/window.ts'
import { useWords } from '#web/chat/words.ts'
import { cx } from '#web/ui/cx.ts'
import { Tip } from '#web/ui/Tip.tsx'

const RING = 37.7

/** The countdown of the 24-hour window as a ring with hours and minutes. */
export function WindowPill({ view, short }: { view: WindowView; short?: boolean }) {
  const t = useWords()
  const format = useFormats()
  const open = isWindowOpen(view)
  const left = view.left > 0 && view.left < 60_000 ? '< 1 m' : format.span(view.left)
  const tone =
    view.state === 'soon'
      ? 'bg-warn-soft text-warn-fg'
      : open
        ? 'bg-brand-soft text-brand-soft-fg'
        : 'bg-slate-soft text-slate-fg'
  const words = open
    ? short
      ? left
      : t('window.left', { left })
    : t(short ? 'window.short' : 'window.closed')
  return (
    <Tip label={t('window.hint')}>
      <span
        data-testid="window"
        className={cx(
          'flex h-7 shrink-0 cursor-default items-center gap-1.5 rounded-full px-2.5 font-medium text-xs',
          tone,
        )}
      >
        <svg viewBox="0 0 16 16" className="-rotate-90 size-4" aria-hidden="true">
          <circle
            cx="8"
            cy="8"
            r="6"
            fill="none"
            stroke="currentColor"
            strokeOpacity=".25"
            strokeWidth="2.5"
          />
          <circle
            cx="8"
            cy="8"
            r="6"
            fill="none"
            stroke="currentColor"
            strokeWidth="2.5"
            strokeLinecap="round"
            strokeDasharray={`${view.share * RING} ${RING}`}
          />
        </svg>
        <span className="tnum">{words}</span>
      </span>
    </Tip>
  )
}
