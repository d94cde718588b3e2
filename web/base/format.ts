import { type Formats, formatsOf } from '#web/base/formats.ts'
import { useLanguage } from '#web/base/i18n.ts'

const made = new Map<string, Formats>()

/** The formats of the language on screen. */
export function useFormats(zone?: string): Formats {
  const language = useLanguage()
  const key = `${language} ${zone ?? ''}`
  let formats = made.get(key)
  if (!formats) {
    formats = formatsOf(language, zone)
    made.set(key, formats)
  }
  return formats
}
