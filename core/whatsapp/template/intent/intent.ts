import type { LegacyCategory } from '#core/whatsapp/template/intent/category.ts'

/** What a template is for, as the guide sorts it: Meta's categories of 2022, kept as intents to start from. */
export type Intent = LegacyCategory

/** A text to start from; its examples fill `{{1}}`, `{{2}}` …; empty for one-time passwords, which Meta writes itself. */
type Starter = { readonly name: string; readonly text: string; readonly examples: readonly string[] }

export type IntentWords = Readonly<
  Record<
    Intent,
    {
      readonly name: string
      readonly about: string
      /** Situations in which it is sent. */
      readonly situations: readonly string[]
      readonly starter: Starter
    }
  >
>
