import { Key, Megaphone, ReceiptText } from 'lucide-react'
import { memo, Suspense } from 'react'
import { TEMPLATE_CATEGORIES } from '#core/whatsapp/template/kinds.ts'
import { normalName } from '#core/whatsapp/template/normal-name.ts'
import { TEMPLATE_BOUNDS } from '#core/whatsapp/template/rule/limits.ts'
import { isSendable } from '#core/whatsapp/template/state.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import { Card } from '#web/ui/Card.tsx'
import { Combobox } from '#web/ui/Combobox.tsx'
import { cx } from '#web/ui/cx.ts'
import { Counter, Field } from '#web/ui/Field.tsx'
import { patient } from '#web/ui/patient.ts'
import { TextInput } from '#web/ui/TextInput.tsx'
import { withCategory } from '#web/whatsapp/template/edit/edit.ts'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'
import { RuledField } from '#web/whatsapp/template/part/RuledField.tsx'
import { useLanguageOptions } from '#web/whatsapp/template/view/language-name.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

const IntentField = patient(
  async () => (await import('#web/whatsapp/template/editor/IntentField.tsx')).IntentField,
)

const ICONS = { UTILITY: ReceiptText, MARKETING: Megaphone, AUTHENTICATION: Key } as const

type Props = Pick<Template, 'name' | 'language' | 'category'> &
  Pick<Writing, 'edit' | 'row' | 'intent' | 'setIntent'>

/** Name, language, purpose and category. What Meta has fixed is shown, not offered. While the message is written it is not drawn again. */
export const IdentityCard = memo(function IdentityCard({ edit, row, intent, setIntent, ...own }: Props) {
  const t = useTemplateWords()
  const languages = useLanguageOptions()
  const isFixed = row?.metaId != null
  return (
    <Card bodyClass="space-y-4 p-4">
      <div className="grid gap-4 md:grid-cols-[minmax(0,1fr)_200px]">
        <RuledField
          path="name"
          label={t('name')}
          hint={isFixed ? t('nameFixed') : t('nameHint')}
          counter={<Counter value={own.name.length} max={TEMPLATE_BOUNDS.name} />}
        >
          <TextInput
            className="font-mono"
            value={own.name}
            {...(!isFixed && {
              onChange: (typed: string) => edit((now) => ({ ...now, name: typing(typed) })),
            })}
          />
        </RuledField>
        <Field label={t('language')}>
          {isFixed ? (
            <TextInput value={languages.find(({ value }) => value === own.language)?.label ?? own.language} />
          ) : (
            <Combobox
              value={own.language}
              onChange={(next) => next && edit((now) => ({ ...now, language: next }))}
              options={languages}
              empty={t('languageNone')}
            />
          )}
        </Field>
      </div>
      <Suspense fallback={<div className="h-[62px]" />}>
        <IntentField intent={intent} setIntent={setIntent} />
      </Suspense>
      <Categories chosen={own.category} edit={edit} row={row} />
    </Card>
  )
})

/** A name as Meta takes it, while it is typed: an underscore at the end is not taken away yet. */
function typing(typed: string): string {
  const normal = normalName(typed)
  return /[^a-z0-9]$/i.test(typed) && normal !== '' ? `${normal}_` : normal
}

type CategoryProps = { chosen: Template['category'] } & Pick<Writing, 'edit' | 'row'>

function Categories({ chosen, edit, row }: CategoryProps) {
  const t = useTemplateWords()
  const isFixed = row?.metaId != null && isSendable(row.status)
  return (
    <fieldset disabled={isFixed}>
      <legend className="mb-1.5 font-medium text-sm">{t('category')}</legend>
      <div className="grid gap-2 sm:grid-cols-3">
        {TEMPLATE_CATEGORIES.toSorted((one) => (one === 'UTILITY' ? -1 : 0)).map((category) => {
          const Icon = ICONS[category]
          const isChosen = chosen === category
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
                onChange={() => edit((now) => withCategory(now, category))}
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
