import type { Language } from '#core/base/language.ts'
import { LEGACY_CATEGORIES } from '#core/whatsapp/template/intent/category.ts'
import type { Intent, IntentWords } from '#core/whatsapp/template/intent/intent.ts'
import { INTENTS_EN } from '#core/whatsapp/template/intent/words-en.ts'
import { INTENTS_ID } from '#core/whatsapp/template/intent/words-id.ts'
import type { Template } from '#core/whatsapp/template/template.ts'

/** Name, explanation, situations and starter of every intent. */
export const INTENT_WORDS: Readonly<Record<Language, IntentWords>> = { id: INTENTS_ID, en: INTENTS_EN }

/** A template to begin with, in the category of today that the intent belongs to; it passes every rule as it stands. */
export function starterTemplate(intent: Intent, language: Language): Template {
  const category = LEGACY_CATEGORIES[intent]
  const { name, text, examples } = INTENT_WORDS[language][intent].starter
  const template: Template = {
    name,
    language,
    category,
    format: 'POSITIONAL',
    body: { text, examples: examples.map((value, at) => ({ name: String(at + 1), value })) },
    buttons: [],
    cards: [],
  }
  if (category !== 'AUTHENTICATION') return template
  return {
    ...template,
    body: { ...template.body, security: true },
    footer: { text: '', minutes: 5 },
    buttons: [{ kind: 'otp', otp: 'COPY_CODE', apps: [] }],
  }
}
