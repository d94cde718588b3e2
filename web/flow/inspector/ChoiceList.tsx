import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { sealTyping } from '#web/flow/model/seal-typing.ts'
import { useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { cx } from '#web/ui/cx.ts'
import { IconButton } from '#web/ui/IconButton.tsx'

export type Choice = { readonly id: string; readonly title: string }

type Props<C extends Choice> = {
  readonly choices: readonly C[]
  /** Meta's limit of characters in a title. */
  readonly max: number
  /** Of one choice, for those who do not see its place: "Tombol 2". */
  readonly label: (place: number) => string
  readonly least?: number
  /** One more, while there is room: Enter at the end of the list asks for it. */
  readonly onAdd?: (() => void) | undefined
  /** `field` is given while a title is typed. */
  readonly onChange: (choices: C[], field?: string) => void
  /** What a choice has besides its title. */
  readonly children?: (choice: C, set: (choice: C, field: string) => void) => ReactNode
}

/** Titles of buttons, options or rows: typed, counted, moved and removed in place. */
export function ChoiceList<C extends Choice>({
  choices,
  max,
  label,
  least = 0,
  onAdd,
  onChange,
  children,
}: Props<C>) {
  const list = useRef<HTMLUListElement | null>(null)
  const goOn = (at: number) => {
    const next = list.current?.children[at + 1]?.querySelector('input')
    if (next) next.focus()
    else if (choices[at]?.title.trim() !== '') onAdd?.()
  }
  const set = (choice: C, field: string) =>
    onChange(
      choices.map((each) => (each.id === choice.id ? choice : each)),
      `${choice.id}.${field}`,
    )
  const [first] = useState(() => new Set(choices.map(({ id }) => id)))
  return (
    <ul ref={list} className="space-y-1.5">
      {choices.map((choice, at) => (
        <li key={choice.id} className="rounded-sm border border-line-strong bg-surface shadow-1">
          <Title
            choice={choice}
            max={max}
            isFresh={!first.has(choice.id) && choice.title === ''}
            label={label(at + 1)}
            onTitle={(title) => set({ ...choice, title }, 'title')}
            onEnter={() => goOn(at)}
            onUp={at > 0 ? () => onChange(moved(choices, at, at - 1)) : undefined}
            onDown={at < choices.length - 1 ? () => onChange(moved(choices, at, at + 1)) : undefined}
            onRemove={
              choices.length > least
                ? () => onChange(choices.filter((each) => each.id !== choice.id))
                : undefined
            }
          />
          {children?.(choice, set)}
        </li>
      ))}
    </ul>
  )
}

type TitleProps = {
  readonly choice: Choice
  readonly max: number
  /** It was added just now: the cursor goes there. */
  readonly isFresh: boolean
  readonly label: string
  readonly onTitle: (title: string) => void
  readonly onEnter: () => void
  readonly onUp: (() => void) | undefined
  readonly onDown: (() => void) | undefined
  readonly onRemove: (() => void) | undefined
}

function Title({ choice, max, isFresh, label, onTitle, onEnter, onUp, onDown, onRemove }: TitleProps) {
  const words = useWords()
  const store = useFlowStore()
  const length = choice.title.length
  const field = useRef<HTMLInputElement | null>(null)
  const [goesThere] = useState(isFresh)
  useEffect(() => {
    if (goesThere) field.current?.focus()
  }, [goesThere])
  return (
    <div className="group flex h-9 items-center pr-1 focus-within:outline-2 focus-within:outline-brand/40">
      <input
        ref={field}
        aria-label={label}
        value={choice.title}
        maxLength={max}
        autoComplete="off"
        onChange={(event) => onTitle(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
          event.preventDefault()
          onEnter()
        }}
        onBlur={() => sealTyping(store)}
        className="h-full min-w-0 flex-1 bg-transparent pl-2.5 text-sm outline-none focus-visible:outline-none"
      />
      <span
        className={cx(
          'tnum px-1 text-2xs',
          length > max ? 'font-semibold text-danger-fg' : length > max - 3 ? 'text-warn-fg' : 'text-fg-3',
        )}
      >
        {length}/{max}
      </span>
      <IconButton size="sm" className="w-6!" label={words('choice.up')} disabled={!onUp} onClick={onUp}>
        <ArrowUp className="size-3.5!" />
      </IconButton>
      <IconButton size="sm" className="w-6!" label={words('choice.down')} disabled={!onDown} onClick={onDown}>
        <ArrowDown className="size-3.5!" />
      </IconButton>
      <IconButton
        size="sm"
        className="w-6!"
        label={words('choice.remove')}
        disabled={!onRemove}
        onClick={onRemove}
      >
        <X className="size-4!" />
      </IconButton>
    </div>
  )
}

function moved<C>(choices: readonly C[], from: number, to: number): C[] {
  const next = [...choices]
  next.splice(to, 0, ...next.splice(from, 1))
  return next
}
