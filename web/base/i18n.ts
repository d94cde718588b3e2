import { use, useSyncExternalStore } from 'react'
import type { Language } from '#core/base/language.ts'
import { keep, kept } from '#web/base/keep.ts'

/**
 * The sentences of one noun in one language, in i18next's JSON format: `{{name}}` is filled in, `_one` and `_other` are plural
 * forms, and `count` is written as the language groups its digits.
 */
type Catalogue = Readonly<Record<string, string>>
/** A key of a catalogue without its plural ending: `rows_one` and `rows_other` are both asked for as `rows`. */
type KeyOf<T> = keyof T extends infer K ? (K extends `${infer Stem}_${'one' | 'other'}` ? Stem : K) : never
type Values = Readonly<Record<string, string | number>>
export type Words<T> = (key: KeyOf<T> & string, values?: Values) => string
type Say = (key: string, values?: Values) => string
type Loader = () => Promise<{ readonly default: Catalogue }>

/** What fetches the English words of each noun that stands in the page. */
const english = new Set<() => Promise<Say>>()
const listeners = new Set<() => void>()
let current: Language = firstLanguage()

/**
 * The words of one noun: Indonesian comes with the page, English is fetched when it is spoken; where it cannot be had,
 * Indonesian stands in. Give it the noun's `id.json` and a loader of its `en.json`; the hook it returns knows the keys,
 * and the function that the hook gives stays the same until the language changes.
 */
export function wordsOf<T extends Catalogue>(noun: T, load: Loader) {
  const indonesian = sayerOf('id', noun)
  let loading: Promise<Say> | undefined
  const fetched = () => {
    loading ??= readable(
      load().then(
        (file) => sayerOf('en', file.default),
        () => indonesian,
      ),
    )
    return loading
  }
  english.add(fetched)
  if (current === 'en') void fetched()
  return function useWords(): Words<T> {
    // asked in every drawing, also when the words are there: React counts the promises of a component by their order
    return useLanguage() === 'id' ? indonesian : use(fetched())
  }
}

/** A promise whose value React's `use` takes at once when it is there, without drawing anything in between. */
function readable<T>(promise: Promise<T>): Promise<T> {
  void promise.then((value) => Object.assign(promise, { status: 'fulfilled', value }))
  return promise
}

function sayerOf(language: Language, catalogue: Catalogue): Say {
  const plural = new Intl.PluralRules(language)
  const digits = new Intl.NumberFormat(language)
  const shown = (name: string, value: string | number = '') =>
    name === 'count' && typeof value === 'number' ? digits.format(value) : String(value)
  return (key, values) => {
    const { count } = values ?? {}
    const form = typeof count === 'number' ? catalogue[`${key}_${plural.select(count)}`] : undefined
    const sentence = form ?? catalogue[key] ?? key
    return values ? sentence.replace(/\{\{(\w+)\}\}/g, (_, name) => shown(name, values[name])) : sentence
  }
}

/** The language on screen. */
export function language(): Language {
  return current
}

/** The language on screen, for components that format by it. */
export function useLanguage(): Language {
  return useSyncExternalStore(listen, language)
}

function listen(onChange: () => void): () => void {
  listeners.add(onChange)
  return () => listeners.delete(onChange)
}

/** Changes every word on screen without a reload, and remembers the choice on this device. */
export async function setLanguage(next: Language): Promise<void> {
  keep('language', next)
  if (next === 'en') await Promise.all([...english].map((fetched) => fetched()))
  current = next
  document.documentElement.lang = next
  for (const tell of listeners) tell()
}

function firstLanguage(): Language {
  const choice = kept('language')
  if (choice === 'id' || choice === 'en') return choice
  return document.documentElement.lang === 'en' ? 'en' : 'id'
}
