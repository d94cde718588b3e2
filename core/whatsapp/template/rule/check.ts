import type { Finding } from '#core/whatsapp/finding.ts'
import { isTemplateLanguage } from '#core/whatsapp/template/language.ts'
import { checkButtons, type Regime } from '#core/whatsapp/template/rule/check-button.ts'
import { checkCards } from '#core/whatsapp/template/rule/check-card.ts'
import {
  checkAuthentication,
  checkLifetime,
  checkNoAuthentication,
  checkOffer,
} from '#core/whatsapp/template/rule/check-special.ts'
import { checkBody, checkFooter, checkHeader } from '#core/whatsapp/template/rule/check-text.ts'
import { TEMPLATE_BOUNDS } from '#core/whatsapp/template/rule/limits.ts'
import { broken, type TemplateRule } from '#core/whatsapp/template/rule/rules.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import { isNumber, variablesIn } from '#core/whatsapp/template/variable.ts'

/**
 * Every reason why Meta would refuse this template, with the field to mend; what may only be refused is a warning.
 * Advice about approval is another matter: `adviseTemplate`.
 */
export function checkTemplate(template: Template, regime: Regime = 'today'): Finding[] {
  const findings = [...checkIdentity(template), ...checkLifetime(template)]
  if (template.category === 'AUTHENTICATION') findings.push(...checkAuthentication(template))
  else findings.push(...checkParts(template), ...checkCards(template))
  findings.push(...checkButtons('buttons', template.buttons, template.format, regime))
  return findings
}

/** The same when it is handed in: a sample that Meta shows for reading only is taken by no submission. */
export function checkSubmission(template: Template, regime: Regime = 'today'): Finding[] {
  return checkTemplate(template, regime).map((finding) =>
    finding.rule === ('header_example_old' satisfies TemplateRule)
      ? { ...finding, severity: 'error' as const }
      : finding,
  )
}

/** Names that every JavaScript object carries: whoever keeps templates by name would meet them. */
const RESERVED_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

function checkIdentity({ name, language }: Template): Finding[] {
  const findings: Finding[] = []
  if (!/^[a-z0-9_]+$/.test(name) || name.length > TEMPLATE_BOUNDS.name)
    findings.push(broken('name_format', 'name'))
  else if (RESERVED_NAMES.has(name)) findings.push(broken('name_reserved', 'name'))
  if (!/^[a-z]{2,3}(_[A-Z]{2,3})?$/.test(language)) findings.push(broken('language_format', 'language'))
  else if (!isTemplateLanguage(language)) {
    findings.push(broken('language_unknown', 'language', { value: language }))
  }
  return findings
}

function checkParts(template: Template): Finding[] {
  const { header, body, footer, category, buttons, offer } = template
  const findings = [...checkNoAuthentication(template), ...checkOffer(template)]
  if (header) findings.push(...checkHeader('header', header, category))
  const isSingleProduct = buttons.some(({ kind }) => kind === 'spm')
  if (isSingleProduct && header?.kind !== 'product') findings.push(broken('product_header', 'header'))
  const max = offer
    ? TEMPLATE_BOUNDS.offerBody
    : isSingleProduct
      ? TEMPLATE_BOUNDS.cardBody
      : TEMPLATE_BOUNDS.body
  findings.push(...checkBody('body.text', body, { max }))
  if (footer && footer.minutes === undefined) findings.push(...checkFooter('footer.text', footer.text))
  if (isMixed(template)) findings.push(broken('variable_mixed', 'format'))
  return findings
}

/** Whether one part numbers its variables and another names them, or a part does it otherwise than the template says. */
function isMixed({ header, body, cards, format }: Template): boolean {
  const texts = [header, body, ...cards.flatMap((card) => [card.header, card.body])].flatMap((part) =>
    part && 'text' in part ? [part.text] : [],
  )
  return texts.some((text) => {
    const variables = variablesIn(text)
    const isNumbered = variables.length > 0 && variables.every(isNumber)
    const isNamed = variables.length > 0 && !variables.some(isNumber)
    return format === 'NAMED' ? isNumbered : isNamed
  })
}
