import { z } from 'zod'
import type { Language, Words } from '#core/base/language.ts'
import type { Refusal, RefusalCode } from '#core/base/refusal.ts'
import { placeWords } from '#core/whatsapp/place.ts'

/** One thing said in both languages of the house. */

/** `error`: Meta would refuse it · `warning`: Meta may refuse or change it · `tip`: it would be better otherwise. */
const SEVERITIES = ['error', 'warning', 'tip'] as const
type Severity = (typeof SEVERITIES)[number]

/** A rule as a table holds it. `codes` are Meta's own error codes and subcodes for a breach, where they are known. */
export type Rule = {
  readonly severity: Severity
  readonly reason: Words
  readonly remedy: Words
  readonly codes?: readonly number[]
}

export const Said = z.object({ id: z.string(), en: z.string() })

/** A breach of one rule: where it is (`field` is a path such as `buttons.0.text`), why, and what to do. */
export const Finding = z.object({
  rule: z.string(),
  field: z.string(),
  severity: z.enum(SEVERITIES),
  reason: Said,
  remedy: Said,
  codes: z.array(z.number()).optional(),
})
export type Finding = z.infer<typeof Finding>

export type Values = Readonly<Record<string, string | number>>

/**
 * The breach of a rule of `table`; `{name}` in its words stands for a value of `values`.
 * A value that reads differently in each language is given twice, as `name_id` and `name_en`.
 */
export function findingOf<T extends Readonly<Record<string, Rule>>>(
  table: T,
  rule: keyof T & string,
  field: string,
  values: Values = {},
): Finding {
  const { severity, reason, remedy, codes } = table[rule] as Rule
  const said = (words: Words) => saidWith(words, values)
  return {
    rule,
    field,
    severity,
    reason: said(reason),
    remedy: said(remedy),
    ...(codes && { codes: [...codes] }),
  }
}

/** The words with `{name}` filled in; a value that reads differently in each language is given as `name_id`, `name_en`. */
export function saidWith({ id, en }: Words, values: Values): Words {
  return { id: fill(id, 'id', values), en: fill(en, 'en', values) }
}

/** Whether Meta would refuse: at least one breach is an error. */
export function isRefused(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error')
}

/** The first error as a refusal, whose sentence tells its reason; undefined when nothing forbids it. */
export function refusalOf(
  code: Extract<RefusalCode, 'template-invalid' | 'template-unsendable'>,
  findings: readonly Finding[],
): Refusal | undefined {
  const first = findings.find(({ severity }) => severity === 'error')
  if (!first) return undefined
  const { field, rule, reason } = first
  const bare = (sentence: string) => sentence.replace(/\.$/, '')
  const place = placeWords(field)
  const where = { field, field_id: place.id, field_en: place.en }
  const details = { ...where, rule, reason_id: bare(reason.id), reason_en: bare(reason.en) }
  return { kind: 'refusal', code, details } // written out, so that no page carries the table of all refusals for it
}

/** The `{{1}}` and `{{nama}}` of a template are no blanks: they stay as they are. */
function fill(text: string, language: Language, values: Values): string {
  return text.replace(/(?<!\{)\{(\w+)\}(?!\})/g, (whole, name: string) =>
    String(values[`${name}_${language}`] ?? values[name] ?? whole),
  )
}
