import { Bold, Italic, Strikethrough } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { EmojiMenu } from '#web/flow/control/EmojiMenu.tsx'
import { VariableMenu } from '#web/flow/control/VariableMenu.tsx'
import { sealTyping } from '#web/flow/model/store.ts'
import { useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Counter, Field } from '#web/ui/Field.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'

type Props = {
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly value: string
  readonly max: number
  readonly placeholder?: string
  readonly rows?: number
  readonly onChange: (value: string) => void
}

/** A text for WhatsApp: its marks, emoji, merge fields, and Meta's limit beside it; nothing beyond it can be typed. */
export function TextEditor({ label, hint, value, max, placeholder, rows = 3, onChange }: Props) {
  const words = useWords()
  const store = useFlowStore()
  const area = useRef<HTMLTextAreaElement | null>(null)
  const put = (before: string, after = '') => {
    const element = area.current
    if (!element) return
    const { selectionStart: from, selectionEnd: to } = element
    const next = value.slice(0, from) + before + value.slice(from, to) + after + value.slice(to)
    if (next.length > max) return
    onChange(next)
    const caret = to + before.length + (from === to ? 0 : after.length)
    requestAnimationFrame(() => {
      element.focus()
      element.setSelectionRange(caret, caret)
    })
  }
  return (
    <Field label={label} hint={hint} counter={<Counter value={value.length} max={max} />}>
      <div className="rounded-sm border border-control bg-surface shadow-1 focus-within:border-brand focus-within:outline-2 focus-within:outline-brand/25">
        <Textarea
          bare
          rows={rows}
          value={value}
          maxLength={max}
          {...(placeholder ? { placeholder } : {})}
          onChange={onChange}
          onBlur={() => sealTyping(store)}
          inputRef={(element) => {
            area.current = element
          }}
          className="block px-2.5 py-2 text-sm"
        />
        <div className="flex items-center gap-0.5 border-t border-line px-1 py-0.5">
          <IconButton size="sm" label={words('text.bold')} onClick={() => put('*', '*')}>
            <Bold />
          </IconButton>
          <IconButton size="sm" label={words('text.italic')} onClick={() => put('_', '_')}>
            <Italic />
          </IconButton>
          <IconButton size="sm" label={words('text.strike')} onClick={() => put('~', '~')}>
            <Strikethrough />
          </IconButton>
          <span className="mx-1 h-4 w-px bg-line" />
          <EmojiMenu onPick={put} />
          <VariableMenu onPick={(key) => put(`{{${key}}}`)} />
        </div>
      </div>
    </Field>
  )
}
