import { type ComponentProps, useLayoutEffect, useRef } from 'react'
import { cx } from '#web/ui/cx.ts'
import { INPUT, useField } from '#web/ui/Field.tsx'

type Props = Omit<ComponentProps<'textarea'>, 'onChange' | 'value' | 'ref'> & {
  value: string
  onChange: (value: string) => void
  /** Grows with its text up to this many pixels. */
  maxHeight?: number | undefined
  /** Without border and ground, for a composer that draws its own. */
  bare?: boolean | undefined
  inputRef?: ((element: HTMLTextAreaElement | null) => void) | undefined
}

/** Where the browser itself fits a field to its text, nobody has to measure it after every key. */
const GROWS_BY_ITSELF = CSS.supports('field-sizing', 'content')
/** Above and below the lines. */
const PADDING = '1rem'
const BARE = 'w-full resize-none bg-transparent outline-none focus-visible:outline-none'

export function Textarea({
  value,
  onChange,
  maxHeight = 240,
  bare,
  inputRef,
  className,
  rows = 2,
  ...rest
}: Props) {
  const field = useField()
  const area = useRef<HTMLTextAreaElement | null>(null)
  useLayoutEffect(() => {
    const element = area.current
    if (!element || GROWS_BY_ITSELF) return
    element.style.height = 'auto'
    const border = element.offsetHeight - element.clientHeight
    element.style.height = `${Math.min(element.scrollHeight + border, maxHeight)}px`
    element.style.overflowY = element.scrollHeight > maxHeight ? 'auto' : 'hidden'
  }, [value, maxHeight])
  return (
    <textarea
      {...field}
      {...rest}
      rows={rows}
      ref={(element) => {
        area.current = element
        inputRef?.(element)
      }}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      style={GROWS_BY_ITSELF ? { minHeight: `calc(${rows}lh + ${PADDING})`, maxHeight } : undefined}
      className={cx('field-sizing-content', bare ? BARE : cx(INPUT, 'resize-none py-1.5'), className)}
    />
  )
}
