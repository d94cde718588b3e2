import type { Template } from '#core/whatsapp/template/template.ts'
import { Card } from '#web/ui/Card.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

/** A one-time password: Meta writes the sentence, only its additions are chosen. */
export function CodeCard({ writing: { template, change } }: { writing: Writing }) {
  const t = useTemplateWords()
  const minutes = template.footer?.minutes
  return (
    <Card title={t('message')} bodyClass="space-y-4 px-4 pb-4">
      <p className="text-fg-2 text-sm">{t('auth.about')}</p>
      <Checkbox
        checked={template.body.security ?? false}
        onChange={(security) => change({ ...template, body: { ...template.body, security } })}
      >
        {t('auth.security')}
      </Checkbox>
      <Field label={t('auth.minutes')} hint={t('auth.minutesHint')} className="max-w-60">
        <TextInput
          inputMode="numeric"
          value={minutes === undefined ? '' : String(minutes)}
          onChange={(typed) => change(withMinutes(template, typed.replace(/\D/g, '').slice(0, 3)))}
        />
      </Field>
    </Card>
  )
}

function withMinutes(template: Template, digits: string): Template {
  const { footer: _footer, ...rest } = template
  return digits === '' ? rest : { ...rest, footer: { text: '', minutes: Number(digits) } }
}
