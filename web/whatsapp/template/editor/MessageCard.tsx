import { Info } from 'lucide-react'
import { TEMPLATE_BOUNDS } from '#core/whatsapp/template/rule/limits.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Counter, Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { BodyField } from '#web/whatsapp/template/editor/BodyField.tsx'
import { ButtonList } from '#web/whatsapp/template/editor/ButtonList.tsx'
import { hasForeignParts, withFooter } from '#web/whatsapp/template/editor/edit.ts'
import { HeaderField } from '#web/whatsapp/template/editor/HeaderField.tsx'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

/** All that the customer will read. Of a one-time password Meta writes the text; only its additions are chosen. */
export function MessageCard({ writing }: { writing: Writing }) {
  const t = useTemplateWords()
  const { template, change } = writing
  if (template.category === 'AUTHENTICATION') return <CodeCard writing={writing} />
  const footer = template.footer?.text ?? ''
  return (
    <Card title={t('message')} bodyClass="space-y-5 px-4 pb-4">
      {hasForeignParts(template) && (
        <Banner tone="info" icon={<Info />}>
          {t('onlyShown')}
        </Banner>
      )}
      <HeaderField writing={writing} />
      <BodyField writing={writing} />
      <Field
        label={
          <>
            {t('footer')} <span className="font-normal text-fg-3">· {t('optional')}</span>
          </>
        }
        counter={<Counter value={footer.length} max={TEMPLATE_BOUNDS.footer} />}
      >
        <TextInput value={footer} onChange={(text) => change(withFooter(template, text))} />
      </Field>
      <ButtonList writing={writing} />
    </Card>
  )
}

function CodeCard({ writing: { template, change } }: { writing: Writing }) {
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
