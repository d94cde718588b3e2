import { ArrowLeft, ArrowRight, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { TEMPLATE_BOUNDS } from '#core/whatsapp/template/rule/limits.ts'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { cx } from '#web/ui/cx.ts'
import { Counter } from '#web/ui/Field.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { addCard, moveCard, removeCard, withCardTexts } from '#web/whatsapp/template/edit/layout.ts'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'
import { BodyField } from '#web/whatsapp/template/part/BodyField.tsx'
import { ButtonList } from '#web/whatsapp/template/part/ButtonList.tsx'
import { HeaderField } from '#web/whatsapp/template/part/HeaderField.tsx'
import { Amiss } from '#web/whatsapp/template/part/RuledField.tsx'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

/** The cards of a carousel, one of them open: all built alike, each with words and a picture of its own. */
export function CardsField({ writing }: { writing: Writing }) {
  const t = useTemplateWords()
  const { template, change } = writing
  const { cards } = template
  const [chosen, setChosen] = useState(0)
  const at = Math.min(chosen, cards.length - 1)
  const hasTexts = cards.some(({ body }) => body !== undefined)
  const move = (by: -1 | 1) => {
    change(moveCard(template, at, by))
    setChosen(at + by)
  }
  return (
    <section aria-label={t('cards')} className="space-y-3" data-field="cards">
      <div className="flex items-baseline justify-between gap-2">
        <p className="font-medium text-sm">{t('cards')}</p>
        <Counter value={cards.length} max={TEMPLATE_BOUNDS.cards} />
      </div>
      <p className="text-fg-3 text-xs">{t('cards.hint')}</p>
      <div className="flex flex-wrap items-center gap-1.5">
        {cards.map((_card, place) => (
          <button
            key={place}
            type="button"
            aria-pressed={place === at}
            aria-label={t('card', { place: place + 1 })}
            onClick={() => setChosen(place)}
            className={cx(
              'tnum min-h-8 min-w-9 rounded-sm border px-2 font-medium text-sm',
              place === at
                ? 'border-brand bg-brand-soft text-brand-soft-fg'
                : 'border-line-strong hover:bg-hover',
            )}
          >
            {place + 1}
          </button>
        ))}
        <Button
          size="sm"
          icon={<Plus />}
          disabled={cards.length >= TEMPLATE_BOUNDS.cards}
          onClick={() => {
            change(addCard(template))
            setChosen(cards.length)
          }}
        >
          {t('card.add')}
        </Button>
      </div>
      <Checkbox checked={hasTexts} onChange={(has) => change(withCardTexts(template, has))}>
        {t('card.texts')}
      </Checkbox>
      <div key={at} className="space-y-4 rounded-md border border-line p-3" data-field={`cards.${at}`}>
        <div className="flex items-center gap-1">
          <p className="flex-1 font-semibold text-sm">{t('card', { place: at + 1 })}</p>
          <IconButton size="sm" label={t('card.left')} disabled={at === 0} onClick={() => move(-1)}>
            <ArrowLeft />
          </IconButton>
          <IconButton
            size="sm"
            label={t('card.right')}
            disabled={at === cards.length - 1}
            onClick={() => move(1)}
          >
            <ArrowRight />
          </IconButton>
          <IconButton
            size="sm"
            label={t('card.remove')}
            disabled={cards.length <= TEMPLATE_BOUNDS.cardsMin}
            onClick={() => change(removeCard(template, at))}
          >
            <Trash2 />
          </IconButton>
        </div>
        <HeaderField writing={writing} place={at} />
        {hasTexts && <BodyField writing={writing} place={at} max={TEMPLATE_BOUNDS.cardBody} />}
        <ButtonList writing={writing} place={at} />
        <Amiss path={`cards.${at}`} />
      </div>
      <Amiss path="cards" />
    </section>
  )
}
