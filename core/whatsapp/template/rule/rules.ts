import { type Finding, findingOf, type Values } from '#core/whatsapp/finding.ts'
import { BUTTON_RULES } from '#core/whatsapp/template/rule/button-rules.ts'
import { SPECIAL_RULES } from '#core/whatsapp/template/rule/special-rules.ts'
import { TEXT_RULES } from '#core/whatsapp/template/rule/text-rules.ts'
import { VARIABLE_RULES } from '#core/whatsapp/template/rule/variable-rules.ts'

/** Every rule by which a template is judged before Meta sees it. */
export const TEMPLATE_RULES = { ...TEXT_RULES, ...VARIABLE_RULES, ...BUTTON_RULES, ...SPECIAL_RULES } as const
export type TemplateRule = keyof typeof TEMPLATE_RULES

/** The rule that is broken at `field`; `values` fill the blanks of its words. */
export function broken(rule: TemplateRule, field: string, values: Values = {}): Finding {
  return findingOf(TEMPLATE_RULES, rule, field, values)
}
