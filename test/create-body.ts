import { type Finding, isRefused } from '#core/whatsapp/finding.ts'
import { decodeTemplate } from '#core/whatsapp/template/decode.ts'
import { checkTemplate } from '#core/whatsapp/template/rule/check.ts'
import type { Regime } from '#core/whatsapp/template/rule/check-button.ts'

/** What the product says of a body of `POST message_templates` that somebody else made: its form, then its content. */
export function checkCreateBody(raw: unknown, regime: Regime = 'today'): Finding[] {
  const { template, findings } = decodeTemplate(raw)
  // What could not be read would be missed again by the rules of content.
  const isUnreadable = findings.some(({ rule }) => rule === 'components_shape')
  return isUnreadable && isRefused(findings)
    ? [...findings]
    : [...findings, ...checkTemplate(template, regime)]
}
