import { Search } from 'lucide-react'
import { TEMPLATE_CATEGORIES } from '#core/whatsapp/template/kinds.ts'
import { TEMPLATE_STATUSES } from '#core/whatsapp/template/state.ts'
import { STATUS_WORDS } from '#core/whatsapp/template/status-words.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { Select } from '#web/ui/Select.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import type { useTemplateAsk } from '#web/whatsapp/template/list/template-list.ts'
import { useLanguageName } from '#web/whatsapp/template/view/language-name.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

type Props = { ask: ReturnType<typeof useTemplateAsk>; languages: readonly string[] }

/** States that a list is hardly ever asked for stand at the end, as Meta names them. */
const STATUSES = TEMPLATE_STATUSES.filter((status) => status !== 'UNKNOWN')

export function Filters({ ask, languages }: Props) {
  const t = useTemplateWords()
  const said = useLanguage()
  const nameOf = useLanguageName()
  const { search, status, category, language, set } = ask
  return (
    <div className="grid grid-cols-2 gap-2 md:flex md:flex-wrap md:items-center">
      <div className="col-span-2 md:w-64">
        <TextInput
          icon={<Search />}
          value={search}
          onChange={(next) => set({ search: next })}
          aria-label={t('search')}
          placeholder={t('search')}
          data-page-search=""
        />
      </div>
      <Select
        className="md:w-44"
        label={t('filterStatus')}
        value={status ?? 'all'}
        onChange={(next) => set({ status: next === 'all' ? null : next })}
        options={[
          { value: 'all', label: t('allStatus') },
          ...STATUSES.map((value) => ({ value, label: STATUS_WORDS[value][said] })),
        ]}
      />
      <Select
        className="md:w-44"
        label={t('filterCategory')}
        value={category ?? 'all'}
        onChange={(next) => set({ category: next === 'all' ? null : next })}
        options={[
          { value: 'all', label: t('allCategory') },
          ...TEMPLATE_CATEGORIES.map((value) => ({ value, label: t(`category.${value}`) })),
        ]}
      />
      <Select
        className="max-md:col-span-2 md:w-44"
        label={t('filterLanguage')}
        value={language ?? 'all'}
        onChange={(next) => set({ language: next === 'all' ? null : next })}
        options={[
          { value: 'all', label: t('allLanguage') },
          ...languages.map((value) => ({ value, label: `${nameOf(value)} (${value})` })),
        ]}
      />
    </div>
  )
}
