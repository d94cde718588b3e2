import { TEMPLATE_BOUNDS } from '#core/whatsapp/template/rule/limits.ts'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Counter } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { withOfferEnd, withOfferText } from '#web/whatsapp/template/edit/layout.ts'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'
import { Amiss, RuledField } from '#web/whatsapp/template/part/RuledField.tsx'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

/** The line above an offer, and whether it counts down to its end. */
export function OfferField({ writing: { template, change } }: { writing: Writing }) {
  const t = useTemplateWords()
  const { offer } = template
  if (!offer) return null
  return (
    <div className="space-y-2" data-field="offer">
      <RuledField
        path="offer.text"
        label={t('offer.text')}
        hint={t('offer.textHint')}
        counter={<Counter value={offer.text.length} max={TEMPLATE_BOUNDS.offer} />}
      >
        <TextInput value={offer.text} onChange={(text) => change(withOfferText(template, text))} />
      </RuledField>
      <Checkbox checked={offer.expires} onChange={(expires) => change(withOfferEnd(template, expires))}>
        {t('offer.expires')}
      </Checkbox>
      <Amiss path="offer" />
    </div>
  )
}
