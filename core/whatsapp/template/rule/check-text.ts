import type { Finding } from '#core/whatsapp/finding.ts'
import { TEMPLATE_BOUNDS } from '#core/whatsapp/template/rule/limits.ts'
import { broken } from '#core/whatsapp/template/rule/rules.ts'
import type { Example, Template, TemplateHeader } from '#core/whatsapp/template/template.ts'
import {
  bracesIn,
  countWords,
  hasEmoji,
  isName,
  isNumber,
  tokensIn,
  variablesIn,
} from '#core/whatsapp/template/variable.ts'

/** A text header is plain, at most 60 characters, with at most one variable; a media header needs a sample. */
export function checkHeader(
  field: string,
  header: TemplateHeader,
  category: Template['category'],
): Finding[] {
  switch (header.kind) {
    case 'text':
      return checkTextHeader(`${field}.text`, header.text, header.examples)
    case 'location':
      return []
    case 'product':
      return category === 'MARKETING' ? [] : [broken('header_place', field)]
    default: {
      const findings =
        category !== 'MARKETING' && header.kind === 'gif' ? [broken('header_place', field)] : []
      const { sample } = header
      if (!sample) return [...findings, broken('header_example_missing', `${field}.sample`)]
      return 'link' in sample ? [...findings, broken('header_example_old', `${field}.sample`)] : findings
    }
  }
}

function checkTextHeader(field: string, text: string, examples: readonly Example[]): Finding[] {
  const findings = checkUnbroken(field, text)
  if (text.trim() === '' || text.length > TEMPLATE_BOUNDS.header)
    findings.push(broken('header_length', field))
  if (/[\n\r\t*_~`]/.test(withoutTokens(text)) || hasEmoji(text))
    findings.push(broken('header_format', field))
  if (variablesIn(text).length > 1) findings.push(broken('header_variables', field))
  return [...findings, ...checkVariables(field, text, examples)]
}

type BodyRule = { readonly max: number }

/** A body says something in 1 to `max` characters, without tabs, HTML and variables at its edges. */
export function checkBody(
  field: string,
  { text, examples }: { readonly text: string; readonly examples: readonly Example[] },
  { max }: BodyRule,
): Finding[] {
  if (text.trim() === '') return [broken('body_missing', field)]
  const findings = checkUnbroken(field, text)
  if (text.length > max) findings.push(broken('body_length', field, { max, found: text.length }))
  const tokens = tokensIn(text)
  if (tokens.length === 0 && !/[\p{L}\p{N}]/u.test(text)) findings.push(broken('body_words', field))
  if (/\t| {5}|(\r?\n){3}/.test(text)) findings.push(broken('body_format', field))
  if (/<\/?[a-z][^<>{}]*>/i.test(text)) findings.push(broken('body_markup', field))
  if (/^\s*\{\{[^{}]*\}\}|\{\{[^{}]*\}\}\s*$/.test(text)) findings.push(broken('variable_edge', field))
  const min = 2 * variablesIn(text).length + 1
  if (tokens.length > 0 && countWords(text) < min) findings.push(broken('variable_ratio', field, { min }))
  return [...findings, ...checkVariables(field, text, examples)]
}

/** A footer is one plain line of at most 60 characters without variables. */
export function checkFooter(field: string, text: string): Finding[] {
  const findings = checkUnbroken(field, text)
  if (text.trim() === '' || text.length > TEMPLATE_BOUNDS.footer)
    findings.push(broken('footer_length', field))
  if (/[\n\r\t]/.test(text) || hasEmoji(text)) findings.push(broken('footer_format', field))
  const { broken: torn } = bracesIn(text)
  if (tokensIn(text).length > 0 || torn) findings.push(broken('footer_variables', field))
  return findings
}

/** Variables are whole, well named, in sequence, apart from each other, and each has an example. */
function checkVariables(field: string, text: string, examples: readonly Example[]): Finding[] {
  const findings: Finding[] = []
  const braces = bracesIn(text)
  if (braces.broken) findings.push(broken('variable_braces', field))
  if (braces.single) findings.push(broken('single_brace', field))
  const tokens = tokensIn(text).map((token) => token.trim())
  const strange = tokens.find((token) => token !== '' && !isNumber(token) && !isName(token))
  if (strange !== undefined)
    findings.push(broken('variable_name', field, { value: `{{${strange.slice(0, 60)}}}` }))
  const variables = variablesIn(text)
  const isMixed = variables.some(isNumber) && !variables.every(isNumber)
  if (isMixed) findings.push(broken('variable_mixed', field))
  else if (variables.some((name, at) => isNumber(name) && name !== String(at + 1))) {
    findings.push(broken('variable_sequence', field))
  }
  if (/\}\}\s*\{\{/.test(text)) findings.push(broken('variable_adjacent', field))
  const place = field.replace(/text$/, 'examples')
  for (const name of isMixed ? [] : variables) {
    const example = examples.find((one) => one.name === name)
    if (!example || example.value.trim() === '') {
      findings.push(broken('example_missing', `${place}.${name}`, { value: `{{${name}}}` }))
    }
  }
  return findings
}

/** No half characters, no invisible controls, nothing that turns the direction of reading over. */
export function checkUnbroken(field: string, text: string): Finding[] {
  const isWhole =
    text.isWellFormed() && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202d\u202e\ufeff]/.test(text)
  return isWhole ? [] : [broken('text_broken', field)]
}

/** Underscores in the names of variables are no formatting marks. */
function withoutTokens(text: string): string {
  return text.replace(/\{\{[^{}]*\}\}/g, '')
}
