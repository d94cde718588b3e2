import { useLanguage } from '#web/base/i18n.ts'
import { useCanvasWords } from '#web/flow/canvas-words.ts'
import { useFlow } from '#web/flow/use-flow.ts'

/** How many people came by a step and how many of them stopped there, at the edge of its card. */
export function Passed({ id }: { id: string }) {
  const words = useCanvasWords()
  const language = useLanguage()
  const counts = useFlow(({ traffic }) => traffic?.get(id))
  if (!counts) return null
  const { entered, lost } = counts
  const numbers = new Intl.NumberFormat(language)
  const share = new Intl.NumberFormat(language, { style: 'percent' }).format(lost / Math.max(1, entered))
  const said = [
    words('stats.entered', { count: entered }),
    ...(lost > 0 ? [words('stats.lost', { n: numbers.format(lost), share })] : []),
  ].join(', ')
  return (
    <span
      role="img"
      title={said}
      aria-label={said}
      className="tnum absolute -top-2.5 right-3 flex gap-1.5 rounded-full border border-line-strong bg-surface px-2 text-2xs leading-[18px] text-fg-2"
    >
      {numbers.format(entered)}
      {lost > 0 && <span className="text-danger-fg">−{share}</span>}
    </span>
  )
}
