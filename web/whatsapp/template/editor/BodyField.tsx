import { Bold, Braces, Italic, Strikethrough } from 'lucide-react'
import { useRef } from 'react'
import { TEMPLATE_BOUNDS } from '#core/whatsapp/template/rule/limits.ts'
import { variablesIn } from '#core/whatsapp/template/variable.ts'
import { Button } from '#web/ui/Button.tsx'
import { Counter, Field } from '#web/ui/Field.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { Examples } from '#web/whatsapp/template/editor/Examples.tsx'
import { nextVariable, withBody } from '#web/whatsapp/template/editor/edit.ts'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

/** The text with its marks and variables. */
export function BodyField({ writing }: { writing: Writing }) {
  const t = useTemplateWords()
  const { template, change } = writing
  const { text } = template.body
  const area = useRef<HTMLTextAreaElement | null>(null)
  const put = (before: string, after = '') => {
    const element = area.current
    if (!element) return
    const { selectionStart: from, selectionEnd: to } = element
    change(withBody(template, text.slice(0, from) + before + text.slice(from, to) + after + text.slice(to)))
    const caret = to + before.length + (from === to ? 0 : after.length)
    requestAnimationFrame(() => {
      element.focus()
      element.setSelectionRange(caret, caret)
    })
  }
  return (
    <div className="space-y-2">
      <Field label={t('body')} counter={<Counter value={text.length} max={TEMPLATE_BOUNDS.body} />}>
        <div className="rounded-sm border border-control bg-surface shadow-1 focus-within:border-brand focus-within:outline-2 focus-within:outline-brand/25">
          <Textarea
            bare
            rows={5}
            value={text}
            onChange={(next) => change(withBody(template, next))}
            inputRef={(element) => {
              area.current = element
            }}
            className="block px-2.5 py-2 text-base"
          />
          <div className="flex items-center gap-0.5 border-line border-t px-1 py-0.5">
            <IconButton size="sm" label={t('bold')} onClick={() => put('*', '*')}>
              <Bold />
            </IconButton>
            <IconButton size="sm" label={t('italic')} onClick={() => put('_', '_')}>
              <Italic />
            </IconButton>
            <IconButton size="sm" label={t('strike')} onClick={() => put('~', '~')}>
              <Strikethrough />
            </IconButton>
            <Button
              size="sm"
              tone="ghost"
              icon={<Braces />}
              className="ml-auto"
              onClick={() => put(`{{${nextVariable(template)}}}`)}
            >
              {t('addVariable')}
            </Button>
          </div>
        </div>
      </Field>
      <Examples writing={writing} part="body" names={variablesIn(text)} />
    </div>
  )
}
