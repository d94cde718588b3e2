import { type KeyboardEvent, useState } from 'react'
import { COMMENT_MAX } from '#core/flow/comment/api.ts'
import { useCommentWords } from '#web/flow/comment/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Counter, Field } from '#web/ui/Field.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'

/** From so many letters on the limit is told. */
const NEAR_LIMIT = COMMENT_MAX - 200

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

/** A field to say something to the team; Ctrl Enter sends. */
export function CommentForm({ label, hint, hideLabel, takesFocus, onSend, onFocus, onCancel }: Props) {
  const t = useCommentWords()
  const [body, setBody] = useState('')
  const [busy, setBusy] = useState(false)
  const send = async () => {
    if (body.trim() === '' || busy) return
    setBusy(true)
    if (await onSend(body)) setBody('')
    setBusy(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
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
        <Textarea
          value={body}
          maxLength={COMMENT_MAX}
          placeholder={t('placeholder')}
          onChange={setBody}
          onKeyDown={onKeyDown}
          onFocus={onFocus}
          autoFocus={takesFocus}
        />
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
