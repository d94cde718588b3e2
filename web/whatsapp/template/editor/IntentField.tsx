import { INTENTS } from '#core/whatsapp/template/intent/category.ts'
import { INTENT_WORDS } from '#core/whatsapp/template/intent/starter.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

/** What the template is for, as its author says; advice goes by it. */
export function IntentField({ intent, setIntent }: Pick<Writing, 'intent' | 'setIntent'>) {
  const t = useTemplateWords()
  const language = useLanguage()
  return (
    <Field label={t('intent')}>
      <Select
        value={intent ?? 'none'}
        onChange={(next) => setIntent(next === 'none' ? null : next)}
        options={[
          { value: 'none', label: t('intentNone') },
          ...INTENTS.map((value) => ({ value, label: INTENT_WORDS[language][value].name })),
        ]}
      />
    </Field>
  )
}
