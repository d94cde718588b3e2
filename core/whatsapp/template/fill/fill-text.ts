import type { TemplateDraft } from '#core/whatsapp/draft.ts'
import type { Finding } from '#core/whatsapp/finding.ts'
import { amiss } from '#core/whatsapp/template/fill/fill-rules.ts'
import { settleText } from '#core/whatsapp/template/fill/settle.ts'
import type { TextValue } from '#core/whatsapp/template/fill/values.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import { replaceVariables, variablesIn } from '#core/whatsapp/template/variable.ts'

type FilledTexts = { readonly texts: TemplateDraft['body']; readonly findings: readonly Finding[] }

type Place = {
  readonly field: string
  readonly format: Template['format']
  /** UTF-16 units that the text may have once it is filled in. */
  readonly max: number | undefined
}

/** One text for each variable of `text`, in the order of the variables; named ones carry their name. */
export function fillTexts(text: string, values: readonly TextValue[], place: Place): FilledTexts {
  const { field, format, max } = place
  const variables = variablesIn(text)
  const findings: Finding[] = []
  const given = variables.map((name, at) => valueFor(name, at, values))
  const strangers = values.filter((value) => !given.includes(value))
  for (const stranger of strangers)
    findings.push(amiss('param_extra', `${field}.${values.indexOf(stranger)}`))
  const texts = variables.map((name, at) => {
    const value = given[at]
    const where = `${field}.${at}`
    if (!value) {
      findings.push(amiss('param_missing', where, { value: `{{${name}}}` }))
      return { name, text: '' }
    }
    const settled = settleText(value, where, `{{${name}}}`)
    findings.push(...settled.findings)
    return { name, text: settled.text }
  })
  const shown = replaceVariables(text, (name) => texts.find((one) => one.name === name)?.text)
  if (max !== undefined && shown.length > max) {
    findings.push(amiss('text_too_long', field, { max, found: shown.length }))
  }
  return { texts: texts.map((one) => (format === 'NAMED' ? one : { text: one.text })), findings }
}

/** By name where values are named, else by place. */
function valueFor(name: string, at: number, values: readonly TextValue[]): TextValue | undefined {
  const isNamed = values.some((value) => value.name !== undefined)
  return isNamed ? values.find((value) => value.name === name) : values[at]
}
