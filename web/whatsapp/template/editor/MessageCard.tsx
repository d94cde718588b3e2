import { Info } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { TEMPLATE_BOUNDS } from '#core/whatsapp/template/rule/limits.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Counter, Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { BodyField } from '#web/whatsapp/template/editor/BodyField.tsx'
import { ButtonList } from '#web/whatsapp/template/editor/ButtonList.tsx'
import { hasForeignParts, withFooter } from '#web/whatsapp/template/editor/edit.ts'
import { HeaderField } from '#web/whatsapp/template/editor/HeaderField.tsx'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

const CodeCard = lazy(async () => ({
  default: (await import('#web/whatsapp/template/editor/CodeCard.tsx')).CodeCard,
}))

/** All that the customer will read. Of a one-time password Meta writes the text; only its additions are chosen. */
export function MessageCard({ writing }: { writing: Writing }) {
  const t = useTemplateWords()
  const { template, change } = writing
  if (template.category === 'AUTHENTICATION') {
    return (
      <Suspense>
        <CodeCard writing={writing} />
      </Suspense>
    )
  }
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
