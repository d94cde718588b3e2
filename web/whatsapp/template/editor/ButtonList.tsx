import { ArrowDown, ArrowUp, Copy, ExternalLink, Phone, Plus, Reply, Trash2 } from 'lucide-react'
import { BUTTONS_MAX, TEMPLATE_BOUNDS } from '#core/whatsapp/template/rule/limits.ts'
import type { TemplateButton } from '#core/whatsapp/template/template.ts'
import { Button } from '#web/ui/Button.tsx'
import { Counter, Field } from '#web/ui/Field.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import {
  addButton,
  BUTTON_KINDS,
  changeButton,
  moveButton,
  removeButton,
} from '#web/whatsapp/template/editor/edit.ts'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

const ICONS = { reply: <Reply />, url: <ExternalLink />, phone: <Phone />, code: <Copy /> } as const
/** Shown to the words as it stands, because their own blanks look alike. */
const VARIABLE = '{{1}}'

/** The buttons under the message: written, moved, taken away. */
export function ButtonList({ writing: { template, change } }: { writing: Writing }) {
  const t = useTemplateWords()
  const { buttons } = template
  const count = (kind: TemplateButton['kind']) => buttons.filter((button) => button.kind === kind).length
  return (
    <div className="space-y-2">
      <div className="flex items-baseline justify-between gap-2">
        <p className="font-medium text-sm">
          {t('buttons')} <span className="font-normal text-fg-3">· {t('optional')}</span>
        </p>
        <Counter value={buttons.length} max={TEMPLATE_BOUNDS.buttons} />
      </div>
      {buttons.length > 0 && (
        <ul className="space-y-2">
          {buttons.map((button, at) => (
            <li key={at} className="rounded-md border border-line p-3">
              <div className="mb-2 flex items-center gap-1">
                <span className="flex-1 font-medium text-fg-2 text-xs">
                  {t(`button.${BUTTON_KINDS.find((kind) => kind === button.kind) ?? 'other'}`)}
                </span>
                <IconButton
                  size="sm"
                  label={t('moveUp')}
                  disabled={at === 0}
                  onClick={() => change(moveButton(template, at, -1))}
                >
                  <ArrowUp />
                </IconButton>
                <IconButton
                  size="sm"
                  label={t('moveDown')}
                  disabled={at === buttons.length - 1}
                  onClick={() => change(moveButton(template, at, 1))}
                >
                  <ArrowDown />
                </IconButton>
                <IconButton
                  size="sm"
                  label={t('removeButton')}
                  onClick={() => change(removeButton(template, at))}
                >
                  <Trash2 />
                </IconButton>
              </div>
              <Parts button={button} onChange={(next) => change(changeButton(template, at, next))} />
            </li>
          ))}
        </ul>
      )}
      <Menu
        trigger={
          <Button icon={<Plus />} disabled={buttons.length >= TEMPLATE_BOUNDS.buttons}>
            {t('addButton')}
          </Button>
        }
        items={BUTTON_KINDS.map((kind) => ({
          key: kind,
          label: t(`button.${kind}`),
          icon: ICONS[kind],
          hint: `${count(kind)}/${BUTTONS_MAX[kind]}`,
          disabled: count(kind) >= BUTTONS_MAX[kind],
          onSelect: () => change(addButton(template, kind)),
        }))}
      />
    </div>
  )
}

type PartsProps = { button: TemplateButton; onChange: (next: TemplateButton) => void }

function Parts({ button, onChange }: PartsProps) {
  const t = useTemplateWords()
  switch (button.kind) {
    case 'reply':
      return <Label text={button.text} onChange={(text) => onChange({ ...button, text })} />
    case 'url':
      return (
        <div className="grid gap-3 sm:grid-cols-[180px_minmax(0,1fr)]">
          <Label text={button.text} onChange={(text) => onChange({ ...button, text })} />
          <Field label={t('buttonUrl')} hint={t('buttonUrlHint', { variable: VARIABLE })}>
            <TextInput value={button.url} onChange={(url) => onChange(urlButton({ ...button, url }))} />
          </Field>
          {button.url.includes('{{') && (
            <Field label={t('buttonUrlExample')} className="sm:col-span-2">
              <TextInput
                value={button.example ?? ''}
                onChange={(example) => onChange({ ...button, example })}
              />
            </Field>
          )}
        </div>
      )
    case 'phone':
      return (
        <div className="grid gap-3 sm:grid-cols-[180px_minmax(0,1fr)]">
          <Label text={button.text} onChange={(text) => onChange({ ...button, text })} />
          <Field label={t('buttonPhone')}>
            <TextInput
              inputMode="tel"
              value={button.phone}
              onChange={(phone) => onChange({ ...button, phone })}
            />
          </Field>
        </div>
      )
    case 'code':
      return (
        <Field
          label={t('buttonCode')}
          counter={<Counter value={button.example.length} max={TEMPLATE_BOUNDS.coupon} />}
        >
          <TextInput value={button.example} onChange={(example) => onChange({ ...button, example })} />
        </Field>
      )
    default:
      return <p className="text-sm">{('text' in button && button.text) || button.kind}</p>
  }
}

/** An address without a variable needs no example. */
function urlButton(button: Extract<TemplateButton, { kind: 'url' }>): TemplateButton {
  if (button.url.includes('{{')) return button
  const { example: _example, ...rest } = button
  return rest
}

function Label({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const t = useTemplateWords()
  return (
    <Field label={t('buttonText')} counter={<Counter value={text.length} max={TEMPLATE_BOUNDS.buttonText} />}>
      <TextInput value={text} onChange={onChange} />
    </Field>
  )
}
