import { Bold, Braces, Italic, Smile, Strikethrough } from 'lucide-react'
import { useRef } from 'react'
import { variablesIn } from '#core/whatsapp/template/variable.ts'
import { Button } from '#web/ui/Button.tsx'
import { Counter } from '#web/ui/Field.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { EmojiMenu } from '#web/whatsapp/phone/EmojiMenu.tsx'
import { nextVariable, type Place, partAt, pathAt, withBody } from '#web/whatsapp/template/edit/part.ts'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'
import { Examples } from '#web/whatsapp/template/part/Examples.tsx'
import { RuledField } from '#web/whatsapp/template/part/RuledField.tsx'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

type Props = {
  writing: Writing
  place?: Place
  /** UTF-16 units that Meta takes there. */
  max: number
}

/** The text with its marks and variables. */
export function BodyField({ writing, place = 'top', max }: Props) {
  const t = useTemplateWords()
  const { template, change } = writing
  const text = partAt(template, place).body?.text ?? ''
  const area = useRef<HTMLTextAreaElement | null>(null)
  const put = (before: string, after = '') => {
    const element = area.current
    if (!element) return
    const { selectionStart: from, selectionEnd: to } = element
    const between = before + text.slice(from, to) + after
    change(withBody(template, text.slice(0, from) + between + text.slice(to), place))
    const caret = to + before.length + (from === to ? 0 : after.length)
    requestAnimationFrame(() => {
      element.focus()
      element.setSelectionRange(caret, caret)
    })
  }
  return (
    <div className="space-y-2">
      <RuledField
        path={pathAt(place, 'body.text')}
        label={t('body')}
        counter={<Counter value={text.length} max={max} />}
      >
        <div className="rounded-sm border border-control bg-surface shadow-1 focus-within:border-brand focus-within:outline-2 focus-within:outline-brand/25">
          <Textarea
            bare
            rows={place === 'top' ? 5 : 3}
            value={text}
            onChange={(next) => change(withBody(template, next, place))}
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
            <EmojiMenu
              label={t('emoji')}
              onPick={(emoji) => put(emoji)}
              trigger={
                <IconButton size="sm" label={t('emoji')}>
                  <Smile />
                </IconButton>
              }
            />
            <Button
              size="sm"
              tone="ghost"
              icon={<Braces />}
              className="ml-auto"
              onClick={() => put(`{{${nextVariable(template, place)}}}`)}
            >
              {t('addVariable')}
            </Button>
          </div>
        </div>
      </RuledField>
      <Examples writing={writing} place={place} part="body" names={variablesIn(text)} />
    </div>
  )
}
