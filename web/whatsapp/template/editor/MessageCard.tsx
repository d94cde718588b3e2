import { Info } from 'lucide-react'
import { Suspense } from 'react'
import { TEMPLATE_BOUNDS } from '#core/whatsapp/template/rule/limits.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Counter } from '#web/ui/Field.tsx'
import { patient } from '#web/ui/patient.ts'
import { Segmented } from '#web/ui/Segmented.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { withFooter } from '#web/whatsapp/template/edit/edit.ts'
import { hasForeignParts, layoutOf, layoutsFor, withLayout } from '#web/whatsapp/template/edit/layout.ts'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'
import { BodyField } from '#web/whatsapp/template/part/BodyField.tsx'
import { ButtonList } from '#web/whatsapp/template/part/ButtonList.tsx'
import { HeaderField } from '#web/whatsapp/template/part/HeaderField.tsx'
import { RuledField } from '#web/whatsapp/template/part/RuledField.tsx'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

const CodeCard = patient(async () => (await import('#web/whatsapp/template/part/CodeCard.tsx')).CodeCard)
const CardsField = patient(
  async () => (await import('#web/whatsapp/template/part/CardsField.tsx')).CardsField,
)
const OfferField = patient(
  async () => (await import('#web/whatsapp/template/part/OfferField.tsx')).OfferField,
)

const LifetimeField = patient(
  async () => (await import('#web/whatsapp/template/part/LifetimeField.tsx')).LifetimeField,
)

/** All that the customer will read. Of a one-time password Meta writes the text; only its additions are chosen. */
export function MessageCard({ writing }: { writing: Writing }) {
  const t = useTemplateWords()
  const { template } = writing
  if (template.category === 'AUTHENTICATION') {
    return (
      <Suspense>
        <CodeCard writing={writing} />
      </Suspense>
    )
  }
  return (
    <Card title={t('message')} bodyClass="space-y-5 px-4 pb-4">
      {hasForeignParts(template) && (
        <Banner tone="info" icon={<Info />}>
          {t('onlyShown')}
        </Banner>
      )}
      <Layouts writing={writing} />
      <Parts writing={writing} />
      <Suspense>
        <LifetimeField writing={writing} />
      </Suspense>
    </Card>
  )
}

/** What a message of that build holds, in the order in which the customer reads it. */
function Parts({ writing }: { writing: Writing }) {
  const { template } = writing
  const layout = layoutOf(template)
  const isSingle = template.buttons.some(({ kind }) => kind === 'spm')
  const body = {
    offer: TEMPLATE_BOUNDS.offerBody,
    plain: TEMPLATE_BOUNDS.body,
    carousel: TEMPLATE_BOUNDS.body,
  }
  return (
    <>
      {layout !== 'carousel' && <HeaderField writing={writing} />}
      <Suspense>{layout === 'offer' && <OfferField writing={writing} />}</Suspense>
      <BodyField writing={writing} max={isSingle ? TEMPLATE_BOUNDS.cardBody : body[layout]} />
      {layout === 'plain' && <Footer writing={writing} />}
      {layout !== 'carousel' && <ButtonList writing={writing} />}
      <Suspense>{layout === 'carousel' && <CardsField writing={writing} />}</Suspense>
    </>
  )
}

function Layouts({ writing: { template, change } }: { writing: Writing }) {
  const t = useTemplateWords()
  const layout = layoutOf(template)
  const offered = layoutsFor(template)
  const all = offered.includes(layout) ? offered : [...offered, layout]
  return (
    <div className="space-y-1.5" data-field="layout">
      <p className="font-medium text-sm">{t('layout')}</p>
      <div className="scroll -mx-1 px-1">
        <Segmented
          label={t('layout')}
          value={layout}
          onChange={(next) => change(withLayout(template, next))}
          options={all.map((value) => ({ value, label: t(`layout.${value}`) }))}
        />
      </div>
      <p className="text-fg-3 text-xs">{t(`layoutHint.${layout}`)}</p>
    </div>
  )
}

function Footer({ writing: { template, change } }: { writing: Writing }) {
  const t = useTemplateWords()
  const footer = template.footer?.text ?? ''
  return (
    <RuledField
      path="footer.text"
      label={
        <>
          {t('footer')} <span className="font-normal text-fg-3">· {t('optional')}</span>
        </>
      }
      counter={<Counter value={footer.length} max={TEMPLATE_BOUNDS.footer} />}
    >
      <TextInput value={footer} onChange={(text) => change(withFooter(template, text))} />
    </RuledField>
  )
}
