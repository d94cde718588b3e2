import { Suspense } from 'react'
import { TEMPLATE_BOUNDS } from '#core/whatsapp/template/rule/limits.ts'
import type { TemplateButton } from '#core/whatsapp/template/template.ts'
import { Counter } from '#web/ui/Field.tsx'
import { patient } from '#web/ui/patient.ts'
import { TextInput } from '#web/ui/TextInput.tsx'
import { withUrl } from '#web/whatsapp/template/edit/button.ts'
import { RuledField } from '#web/whatsapp/template/part/RuledField.tsx'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

const FlowParts = patient(async () => (await import('#web/whatsapp/template/part/FlowParts.tsx')).FlowParts)

/** Shown to the words as it stands, because their own blanks look alike. */
const VARIABLE = '{{1}}'

type Props = { path: string; button: TemplateButton; onChange: (next: TemplateButton) => void }

/** What a button says and where it leads. */
export function ButtonParts({ path, button, onChange }: Props) {
  const t = useTemplateWords()
  switch (button.kind) {
    case 'reply':
      return <Label path={path} text={button.text} onChange={(text) => onChange({ ...button, text })} />
    case 'url':
      return (
        <div className="grid gap-3 sm:grid-cols-[180px_minmax(0,1fr)]">
          <Label path={path} text={button.text} onChange={(text) => onChange({ ...button, text })} />
          <RuledField
            path={`${path}.url`}
            label={t('buttonUrl')}
            hint={t('buttonUrlHint', { variable: VARIABLE })}
          >
            <TextInput value={button.url} onChange={(url) => onChange(withUrl(button, url))} />
          </RuledField>
          {button.url.includes('{{') && (
            <RuledField path={`${path}.example`} label={t('buttonUrlExample')} className="sm:col-span-2">
              <TextInput
                value={button.example ?? ''}
                onChange={(example) => onChange({ ...button, example })}
              />
            </RuledField>
          )}
        </div>
      )
    case 'phone':
      return (
        <div className="grid gap-3 sm:grid-cols-[180px_minmax(0,1fr)]">
          <Label path={path} text={button.text} onChange={(text) => onChange({ ...button, text })} />
          <RuledField path={`${path}.phone`} label={t('buttonPhone')}>
            <TextInput
              inputMode="tel"
              value={button.phone}
              onChange={(phone) => onChange({ ...button, phone })}
            />
          </RuledField>
        </div>
      )
    case 'code':
      return (
        <RuledField
          path={`${path}.example`}
          label={t('buttonCode')}
          hint={t('buttonCodeHint')}
          counter={<Counter value={button.example.length} max={TEMPLATE_BOUNDS.coupon} />}
        >
          <TextInput value={button.example} onChange={(example) => onChange({ ...button, example })} />
        </RuledField>
      )
    case 'flow':
      return (
        <div className="space-y-3">
          <Label path={path} text={button.text} onChange={(text) => onChange({ ...button, text })} />
          <Suspense>
            <FlowParts path={path} button={button} onChange={onChange} />
          </Suspense>
        </div>
      )
    case 'catalog':
    case 'mpm':
    case 'spm':
    case 'contactInfo':
      return <p className="text-fg-2 text-sm">{t(`buttonAbout.${button.kind}`)}</p>
    default:
      return <p className="text-sm">{button.text || button.kind}</p>
  }
}

type LabelProps = { path: string; text: string; onChange: (text: string) => void }

function Label({ path, text, onChange }: LabelProps) {
  const t = useTemplateWords()
  return (
    <RuledField
      path={`${path}.text`}
      label={t('buttonText')}
      counter={<Counter value={text.length} max={TEMPLATE_BOUNDS.buttonText} />}
    >
      <TextInput value={text} onChange={onChange} />
    </RuledField>
  )
}
