import { type KeyboardEvent, useRef, useState } from 'react'
import { COMMENT_MAX } from '#core/flow/comment/api.ts'
import { useColleagues } from '#web/flow/comment/use-comments.ts'
import { useCommentWords } from '#web/flow/comment/words.ts'
import { nameTyped, withName } from '#web/flow/control/completion.ts'
import { useSuggestions } from '#web/flow/control/Suggestions.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Counter, Field } from '#web/ui/Field.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'

/** From so many letters on the limit is told. */
const NEAR_LIMIT = COMMENT_MAX - 200

/** Colleagues that are offered at once. */
const OFFERS_MAX = 8

type Props = {
  readonly label: string
  readonly hint?: string | undefined
  readonly hideLabel?: boolean | undefined
  readonly takesFocus?: boolean | undefined
  /** True when it was said, so that the field is emptied. */
  readonly onSend: (body: string) => Promise<boolean>
  readonly onFocus?: (() => void) | undefined
  readonly onCancel?: (() => void) | undefined
}

/** A field to say something to the team; `@` offers the colleagues, Ctrl Enter sends. */
export function CommentForm({ label, hint, hideLabel, takesFocus, onSend, onFocus, onCancel }: Props) {
  const t = useCommentWords()
  const [body, setBody] = useState('')
  const [busy, setBusy] = useState(false)
  const [caret, setCaret] = useState(0)
  const area = useRef<HTMLTextAreaElement | null>(null)
  const colleagues = useColleagues().offers
  const piece = nameTyped(body, caret)
  const wanted = piece?.text.toLowerCase() ?? ''
  const offers = colleagues.filter(({ key }) => key.toLowerCase().includes(wanted)).slice(0, OFFERS_MAX)
  const names = useSuggestions({
    piece,
    offers,
    onPick: (typed, { key }) => {
      const made = withName(body, typed, key.slice(1))
      setBody(made.text)
      setCaret(made.caret)
      requestAnimationFrame(() => area.current?.setSelectionRange(made.caret, made.caret))
    },
  })
  const send = async () => {
    if (body.trim() === '' || busy) return
    setBusy(true)
    if (await onSend(body)) setBody('')
    setBusy(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    names.input.onKeyDown(event)
    if (event.defaultPrevented) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send()
    if (event.key === 'Escape' && onCancel) {
      event.stopPropagation()
      onCancel()
    }
  }
  const counter = body.length > NEAR_LIMIT ? <Counter value={body.length} max={COMMENT_MAX} /> : undefined
  return (
    <div>
      <Field label={label} hint={hint} hideLabel={hideLabel} counter={counter}>
        <div className="relative">
          <Textarea
            {...names.input}
            value={body}
            maxLength={COMMENT_MAX}
            placeholder={t('placeholder')}
            inputRef={(element) => {
              area.current = element
            }}
            onChange={setBody}
            onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
            onKeyDown={onKeyDown}
            onFocus={onFocus}
            autoFocus={takesFocus}
          />
          {names.list}
        </div>
      </Field>
      {(body !== '' || onCancel) && (
        <div className="mt-2 flex gap-1.5">
          <Button
            size="sm"
            tone="primary"
            busy={busy}
            disabled={body.trim() === ''}
            onClick={() => void send()}
          >
            {t('send')}
          </Button>
          {onCancel && (
            <Button size="sm" tone="ghost" onClick={onCancel}>
              {t('cancel')}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
