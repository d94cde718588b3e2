import { type KeyboardEvent, useId, useState } from 'react'
import type { FieldType } from '#core/contact/field/value.ts'
import type { Typed } from '#web/flow/control/completion.ts'
import { useWords } from '#web/flow/use-words.ts'
import { cx } from '#web/ui/cx.ts'

/** One thing that may be typed here: what it is called, its type, what it is worth. */
export type Suggestion = {
  readonly key: string
  readonly label: string
  readonly type?: FieldType | undefined
  readonly sample?: string | undefined
}

type Wish = {
  readonly piece: Typed | null
  readonly offers: readonly Suggestion[]
  readonly onPick: (piece: Typed, suggestion: Suggestion) => void
}

/** A list under a text that is typed in: arrows choose, Enter or Tab takes, Esc closes it until something else is typed. */
export function useSuggestions({ piece, offers, onPick }: Wish) {
  const id = useId()
  const place = piece && `${piece.kind}${piece.from}`
  const [active, setActive] = useState(0)
  const [closed, setClosed] = useState<string | null>(null)
  const shown = piece && closed !== place ? offers : []
  const at = Math.min(active, Math.max(shown.length - 1, 0))
  const take = (suggestion: Suggestion | undefined) => {
    if (!piece || !suggestion) return
    setActive(0)
    onPick(piece, suggestion)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (shown.length === 0) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) setActive((at + step + shown.length) % shown.length)
    else if (event.key === 'Enter' || event.key === 'Tab') take(shown[at])
    else if (event.key === 'Escape') setClosed(place)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const isOpen = shown.length > 0
  return {
    input: {
      onKeyDown,
      'aria-autocomplete': 'list' as const,
      ...(isOpen && { 'aria-controls': id, 'aria-activedescendant': `${id}-${at}` }),
    },
    list: isOpen ? <List id={id} shown={shown} at={at} onTake={take} /> : null,
  }
}

type ListProps = {
  readonly id: string
  readonly shown: readonly Suggestion[]
  readonly at: number
  readonly onTake: (suggestion: Suggestion) => void
}

function List({ id, shown, at, onTake }: ListProps) {
  const words = useWords()
  return (
    <div
      id={id}
      role="listbox"
      aria-label={words('suggest.list')}
      className="scroll absolute inset-x-0 top-full z-30 mt-1 max-h-60 rounded-md border border-line bg-surface p-1 shadow-3"
    >
      {shown.map((suggestion, place) => (
        <div
          key={suggestion.key}
          id={`${id}-${place}`}
          role="option"
          tabIndex={-1}
          aria-selected={place === at}
          ref={(element) => {
            if (place === at) element?.scrollIntoView({ block: 'nearest' })
          }}
          onMouseDown={(event) => {
            event.preventDefault()
            onTake(suggestion)
          }}
          className={cx(
            'flex min-h-8 cursor-default items-center gap-2 rounded-sm px-2 text-sm pointer-coarse:min-h-11',
            place === at && 'bg-hover',
          )}
        >
          <code className="shrink-0 rounded-xs bg-violet-soft px-1 font-medium font-sans text-2xs text-violet-fg">
            {suggestion.key}
          </code>
          <span className="min-w-0 flex-1 truncate text-fg-2">{suggestion.label}</span>
          {suggestion.sample && (
            <span className="max-w-24 truncate text-fg-3 text-xs">{suggestion.sample}</span>
          )}
          {suggestion.type && (
            <span className="shrink-0 text-fg-3 text-2xs">{words(`type.${suggestion.type}`)}</span>
          )}
        </div>
      ))}
    </div>
  )
}
