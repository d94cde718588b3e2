import i18next, { type ResourceKey } from 'i18next'
import { useCallback } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { Language } from '#core/base/language.ts'
import { keep, kept } from '#web/base/keep.ts'

/** A key of a catalogue without its plural ending: `rows_one` and `rows_other` are both asked for as `rows`. */
type KeyOf<T> = keyof T extends infer K ? (K extends `${infer Stem}_${'one' | 'other'}` ? Stem : K) : never
type Values = Readonly<Record<string, string | number>>
export type Words<T> = (key: KeyOf<T> & string, values?: Values) => string
type Loader = () => Promise<{ default: ResourceKey }>

const english = new Map<string, Loader>()

void i18next
  .use({
    type: 'backend' as const,
    init() {},
    read(_language: string, noun: string, done: (error: unknown, words: ResourceKey | null) => void) {
      const load = english.get(noun)
      if (!load) return done(null, {})
      load().then(
        (file) => done(null, file.default),
        (error: unknown) => done(error, null),
      )
    },
  })
  .use(initReactI18next)
  .init({
    lng: firstLanguage(),
    fallbackLng: 'id',
    supportedLngs: ['id', 'en'],
    ns: [],
    resources: {},
    partialBundledLanguages: true,
    keySeparator: false,
    nsSeparator: false,
    returnNull: false,
    interpolation: { escapeValue: false },
  })

/**
 * The words of one noun: Indonesian comes with the page, English is fetched when it is spoken.
 * Give it the noun's `id.json` and a loader of its `en.json`; the hook it returns knows the keys.
 */
export function wordsOf<T extends ResourceKey>(noun: string, id: T, en: Loader) {
  i18next.addResourceBundle('id', noun, id)
  english.set(noun, en)
  return function useWords(): Words<T> {
    const { t } = useTranslation(noun)
    const say: (key: string, values: Values) => string = t
    return useCallback((key, values) => say(key, values ?? {}), [say])
  }
}

/** The language on screen. */
export function language(): Language {
  return i18next.resolvedLanguage === 'en' || i18next.language === 'en' ? 'en' : 'id'
}

/** The language on screen, for components that format by it. */
export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? 'en' : 'id'
}

/** Changes every word on screen without a reload, and remembers the choice on this device. */
export async function setLanguage(next: Language): Promise<void> {
  keep('language', next)
  await i18next.changeLanguage(next)
  document.documentElement.lang = next
}

function firstLanguage(): Language {
  const choice = kept('language')
  if (choice === 'id' || choice === 'en') return choice
  return document.documentElement.lang === 'en' ? 'en' : 'id'
}
