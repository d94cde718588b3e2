import type { ReactNode } from 'react'
import { cx } from '#web/ui/cx.ts'

type Props = {
  /** `out`: at the right, sent by the one who holds the phone. */
  side: 'in' | 'out'
  /** Already written in the reader's language: 10.04. */
  time: string
  /** `<Ticks>` beside the time. */
  ticks?: ReactNode
  /** Buttons under the text, over the whole width. */
  below?: ReactNode
  /** Over the lower edge, for example an emoji. */
  reaction?: ReactNode
  children: ReactNode
  className?: string | undefined
}

/** One message as WhatsApp draws it. Its text stands in `WaLine`, its picture in `WaMedia`. */
export function WaBubble({ side, time, ticks, below, reaction, children, className }: Props) {
  return (
    <div
      className={cx(
        'relative w-fit min-w-16 max-w-[86%]',
        side === 'out' && 'ml-auto',
        reaction && 'mb-4',
        className,
      )}
    >
      <div
        className={cx(
          'overflow-hidden rounded-[10px] text-wa-fg shadow-1',
          side === 'out' ? 'rounded-tr-none bg-wa-out' : 'rounded-tl-none bg-wa-in',
        )}
      >
        <div className={cx('wa-words', ticks && 'wa-ticked')}>{children}</div>
        <p className="wa-time tnum ml-auto flex w-fit items-center gap-0.5 px-2.5 pb-1.5 text-[10.5px] text-wa-meta leading-[14px]">
          {time}
          {ticks}
        </p>
        {below}
      </div>
      {reaction && (
        <span className="absolute right-2 -bottom-3.5 rounded-full border border-black/8 bg-wa-in px-1.5 text-[13px] leading-[22px] shadow-1 dark:border-white/10">
          {reaction}
        </span>
      )}
    </div>
  )
}

/** A paragraph of a bubble; the last one keeps room for the time at its end. */
export function WaLine({
  kind = 'body',
  children,
}: {
  kind?: 'header' | 'body' | 'footer' | undefined
  children: ReactNode
}) {
  if (kind === 'header')
    return (
      <p className="px-2.5 pt-1.5 font-semibold text-[14px] leading-[19px] [overflow-wrap:anywhere]">
        {children}
      </p>
    )
  if (kind === 'footer')
    return (
      <p className="wa-line px-2.5 pt-0.5 text-[12px] text-wa-meta leading-[18px] [overflow-wrap:anywhere]">
        {children}
      </p>
    )
  // words that run from the right begin there
  return (
    <div dir="auto" className="wa-line px-2.5 pt-1.5 text-[13.5px] leading-[18.5px]">
      {children}
    </div>
  )
}

/** The message that is being answered. */
export function WaQuote({
  author,
  text,
  onPress,
}: {
  author: string
  text: string
  onPress?: (() => void) | undefined
}) {
  const look =
    'm-1 block w-[calc(100%-8px)] rounded-[7px] border-brand border-l-4 bg-black/5 px-2 py-1 text-left dark:bg-white/8'
  const inner = (
    <>
      <span className="block font-semibold text-[12px] text-brand-soft-fg leading-4">{author}</span>
      <span className="line-clamp-2 text-[12.5px] text-wa-fg/85 leading-[17px]">{text}</span>
    </>
  )
  if (!onPress) return <div className={look}>{inner}</div>
  return (
    <button type="button" onClick={onPress} className={look}>
      {inner}
    </button>
  )
}
