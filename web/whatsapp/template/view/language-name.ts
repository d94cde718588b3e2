import { useMemo } from 'react'
import { TEMPLATE_LANGUAGES } from '#core/whatsapp/template/language.ts'
import { useLanguage } from '#web/base/i18n.ts'

/** The name of a language of Meta's in the language on screen: `id` is Indonesia. */
export function useLanguageName(): (code: string) => string {
  const language = useLanguage()
  return useMemo(() => {
    const names = new Intl.DisplayNames([language], { type: 'language', fallback: 'none' })
    return (code) => {
      try {
        return names.of(code.replace('_', '-')) ?? code
      } catch {
        return code // a code of Meta's that is no language tag is shown as it is
      }
    }
  }, [language])
}

/** Every language that Meta takes, the two of the house first. */
export function useLanguageOptions() {
  const nameOf = useLanguageName()
  return useMemo(() => {
    const first = ['id', 'en', 'en_US']
    const rest = TEMPLATE_LANGUAGES.filter((code) => !first.includes(code))
    return [...first, ...rest].map((value) => ({ value, label: `${nameOf(value)} (${value})` }))
  }, [nameOf])
}
