import { cx } from '#web/ui/cx.ts'

const TONES = { brand: 'bg-brand', warn: 'bg-warn', danger: 'bg-danger' } as const

/** How much of a limit is used, or of a time is left. */
export function Meter({
  value,
  max,
  label,
  tone = 'brand',
}: {
  value: number
  max: number
  label: string
  tone?: keyof typeof TONES | undefined
}) {
  const share = max > 0 ? Math.min(100, Math.max(0, (value / max) * 100)) : 0
  return (
    // biome-ignore lint/a11y/useSemanticElements: the native meter cannot be drawn in our colours
    <div
      role="meter"
      aria-label={label}
      aria-valuenow={Math.round(share)}
      aria-valuemin={0}
      aria-valuemax={100}
      className="h-1.5 overflow-hidden rounded-full bg-hover"
    >
      <div
        className={cx('h-full rounded-full transition-[width]', TONES[tone])}
        style={{ width: `${share}%` }}
      />
    </div>
  )
}
