import { Key, Megaphone, ReceiptText } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { TEMPLATE_CATEGORIES } from '#core/whatsapp/template/kinds.ts'
import { normalName } from '#core/whatsapp/template/normal-name.ts'
import { TEMPLATE_BOUNDS } from '#core/whatsapp/template/rule/limits.ts'
import { isSendable } from '#core/whatsapp/template/state.ts'
import { Card } from '#web/ui/Card.tsx'
import { Combobox } from '#web/ui/Combobox.tsx'
import { cx } from '#web/ui/cx.ts'
import { Counter, Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { withCategory } from '#web/whatsapp/template/edit/edit.ts'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'
import { RuledField } from '#web/whatsapp/template/part/RuledField.tsx'
import { useLanguageOptions } from '#web/whatsapp/template/view/language-name.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

const IntentField = lazy(async () => ({
  default: (await import('#web/whatsapp/template/editor/IntentField.tsx')).IntentField,
}))

const ICONS = { UTILITY: ReceiptText, MARKETING: Megaphone, AUTHENTICATION: Key } as const

/** Name, language, purpose and category. What Meta has fixed is shown, not offered. */
export function IdentityCard({ writing }: { writing: Writing }) {
  const t = useTemplateWords()
  const { template, change, row } = writing
  const languages = useLanguageOptions()
  const isFixed = row?.metaId != null
  return (
    <Card bodyClass="space-y-4 p-4">
      <div className="grid gap-4 md:grid-cols-[minmax(0,1fr)_200px]">
        <RuledField
          path="name"
          label={t('name')}
          hint={isFixed ? t('nameFixed') : t('nameHint')}
          counter={<Counter value={template.name.length} max={TEMPLATE_BOUNDS.name} />}
        >
          <TextInput
            className="font-mono"
            value={template.name}
            {...(!isFixed && {
              onChange: (typed: string) => change({ ...template, name: typing(typed) }),
            })}
          />
        </RuledField>
        <Field label={t('language')}>
          {isFixed ? (
            <TextInput
              value={languages.find(({ value }) => value === template.language)?.label ?? template.language}
            />
          ) : (
            <Combobox
              value={template.language}
              onChange={(next) => next && change({ ...template, language: next })}
              options={languages}
              empty={t('languageNone')}
            />
          )}
        </Field>
      </div>
      <Suspense fallback={<div className="h-[62px]" />}>
        <IntentField writing={writing} />
      </Suspense>
      <Categories writing={writing} />
    </Card>
  )
}

/** A name as Meta takes it, while it is typed: an underscore at the end is not taken away yet. */
function typing(typed: string): string {
  const normal = normalName(typed)
  return /[^a-z0-9]$/i.test(typed) && normal !== '' ? `${normal}_` : normal
}

function Categories({ writing: { template, change, row } }: { writing: Writing }) {
  const t = useTemplateWords()
  const isFixed = row?.metaId != null && isSendable(row.status)
  return (
    <fieldset disabled={isFixed}>
      <legend className="mb-1.5 font-medium text-sm">{t('category')}</legend>
      <div className="grid gap-2 sm:grid-cols-3">
        {TEMPLATE_CATEGORIES.toSorted((one) => (one === 'UTILITY' ? -1 : 0)).map((category) => {
          const Icon = ICONS[category]
          const isChosen = template.category === category
          return (
            <label
              key={category}
              className={cx(
                'flex gap-2.5 rounded-md border p-2.5 has-focus-visible:outline-2 has-focus-visible:outline-brand',
                isChosen ? 'border-brand bg-brand-soft/40' : 'border-line-strong',
                isFixed ? 'opacity-60' : 'cursor-pointer hover:bg-sunken',
              )}
            >
              <input
                type="radio"
                name="category"
                className="sr-only"
                checked={isChosen}
                onChange={() => change(withCategory(template, category))}
              />
              <span
                aria-hidden
                className={cx(
                  'grid size-8 shrink-0 place-items-center rounded-md [&_svg]:size-4',
                  isChosen ? 'bg-brand text-on-brand' : 'bg-sunken text-fg-2',
                )}
              >
                <Icon />
              </span>
              <span className="min-w-0">
                <span className="block font-semibold text-sm">{t(`category.${category}`)}</span>
                <span className="block text-fg-2 text-xs">{t(`categoryAbout.${category}`)}</span>
              </span>
            </label>
          )
        })}
      </div>
      {isFixed && <p className="mt-1.5 text-fg-3 text-xs">{t('categoryFixed')}</p>}
    </fieldset>
  )
}
