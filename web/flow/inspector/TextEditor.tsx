import { type ReactNode, useRef, useState } from 'react'
import { FILTERS } from '#core/flow/text/filter.ts'
import { valueNamed } from '#core/flow/text/system.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { useCaret } from '#web/flow/control/caret.ts'
import { matching, mergeTyped, type Typed, withMerge } from '#web/flow/control/completion.ts'
import { useReadables } from '#web/flow/control/fields.ts'
import { type Suggestion, useSuggestions } from '#web/flow/control/Suggestions.tsx'
import { useReader, useSampleKnown, useTools } from '#web/flow/control/sample.ts'
import { type Put, TextTools } from '#web/flow/inspector/TextTools.tsx'
import { sealTyping } from '#web/flow/model/seal-typing.ts'
import { useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Counter, Field } from '#web/ui/Field.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { useSteady } from '#web/ui/use-steady.ts'

type Props = {
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly value: string
  readonly max: number
  readonly placeholder?: string
  readonly rows?: number
  /** Mails, values, and what only the team reads know no marks of WhatsApp. */
  readonly isPlain?: boolean
  readonly onChange: (value: string) => void
}

/**
 * A text for WhatsApp: its marks, emoji, merge fields, and Meta's limit beside it; nothing beyond it can be typed. Typing
 * `{{` offers the fields, a bar behind one its formats; below stands what a customer would read.
 */
export function TextEditor({
  label,
  hint,
  value,
  max,
  placeholder,
  rows = 3,
  isPlain = false,
  onChange,
}: Props) {
  const store = useFlowStore()
  const area = useRef<HTMLTextAreaElement | null>(null)
  const [caret, setCaret] = useState<number | null>(null)
  const putCaret = useCaret(area, value)
  const place = (text: string, at: number) => {
    if (text.length > max) return
    putCaret(at)
    onChange(text)
    setCaret(at)
  }
  const put = useSteady<Parameters<Put>>((before, after = '') => {
    const element = area.current
    if (!element) return
    const { selectionStart: from, selectionEnd: to } = element
    const next = value.slice(0, from) + before + value.slice(from, to) + after + value.slice(to)
    place(next, to + before.length + (from === to ? 0 : after.length))
  })
  const piece = caret === null ? null : mergeTyped(value, caret)
  const offers = useOffers(piece)
  const { input, list } = useSuggestions({
    piece,
    offers,
    onPick: (at, { key }) => {
      const made = withMerge(value, at, key)
      place(made.text, made.caret)
    },
  })
  return (
    <Field label={label} hint={hint} counter={<Counter value={value.length} max={max} />}>
      <div className="relative rounded-sm border border-control bg-surface shadow-1 focus-within:border-brand focus-within:outline-2 focus-within:outline-brand/25">
        <Textarea
          bare
          rows={rows}
          value={value}
          maxLength={max}
          {...(placeholder ? { placeholder } : {})}
          {...input}
          onChange={onChange}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onBlur={() => {
            setCaret(null)
            sealTyping(store)
          }}
          inputRef={(element) => {
            area.current = element
          }}
          className="block px-2.5 py-2 text-sm"
        />
        <TextTools put={put} isPlain={isPlain} />
        {list}
      </div>
      {value.includes('{{') && <Reading text={value} />}
    </Field>
  )
}

const OFFERS_MAX = 30

/** Fields with what they are worth for a made-up customer, or formats, that fit what is typed. */
function useOffers(piece: Typed | null): readonly Suggestion[] {
  const language = useLanguage()
  const readables = useReadables()
  const known = useSampleKnown()
  if (!piece) return []
  if (piece.kind === 'field')
    return matching(readables, piece.text, OFFERS_MAX).map((field) => ({
      ...field,
      sample: valueNamed(known, field.key),
    }))
  const filters = Object.entries(FILTERS).map(([key, { does, example }]) => ({
    key,
    label: does[language],
    sample: example[2],
  }))
  return matching(filters, piece.text, OFFERS_MAX)
}

/** What the made-up customer reads. */
function Reading({ text }: { readonly text: string }) {
  const words = useWords()
  const read = useReader()
  if (!useTools()) return null
  return (
    <p className="mt-1.5 line-clamp-3 whitespace-pre-line text-fg-3 text-xs" data-testid="reading">
      {words('text.reading', { text: read(text) })}
    </p>
  )
}
