import type { SlotValue, TemplateNode } from '#core/flow/nodes/template-shape.ts'
import type { Report } from '#core/flow/problem.ts'
import { fillWith, writtenVoice } from '#core/flow/step/fill-template.ts'
import { mergeFieldsOf } from '#core/flow/text/merge.ts'
import { isSystemField } from '#core/flow/text/system.ts'
import type { Finding } from '#core/whatsapp/finding.ts'
import type { FillRule } from '#core/whatsapp/template/fill/fill-rules.ts'
import type { Template } from '#core/whatsapp/template/template.ts'

/** What a template step lacks by itself: a template, a value for each variable, values that Meta takes. */
export function checkTemplateNode(node: TemplateNode, report: Report): void {
  if (!node.template) {
    report('template-unchosen')
    return
  }
  for (const finding of brokenIn(node.template, node)) {
    const code = UNFILLED.has(finding.rule) ? 'template-unfilled' : 'template-values'
    report(code, { field: finding.field, reason: bare(finding) })
  }
  for (const [name, value] of emptiable(node)) report('template-may-fail', { value: name, field: value })
}

/** Breaches that hold for every person: merge fields count as one character each. */
export function brokenIn(template: Template, node: TemplateNode): Finding[] {
  const voice = writtenVoice((text) => text.replace(MERGE_FIELD, 'x'))
  const { findings } = fillWith(template, node, 'step', voice)
  return findings.filter(({ severity }) => severity === 'error')
}

const MERGE_FIELD = /\{\{[^{}]*\}\}/g

const UNFILLED: ReadonlySet<string> = new Set<FillRule>([
  'param_missing',
  'param_empty',
  'button_param_missing',
  'header_mismatch',
  'cards_mismatch',
  'offer_end_missing',
])

/** Values made of contact fields alone and without a fallback: a person who lacks the field gets nothing. */
function emptiable(node: TemplateNode): [string, string][] {
  const labelled = (level: TemplateNode | TemplateNode['cards'][number]): [string, SlotValue][] => [
    ...level.body.map((value): [string, SlotValue] => [`{{${value.name}}}`, value]),
    ...level.buttons.map((value): [string, SlotValue] => [
      node.template?.buttons[value.index]?.text ?? '',
      value,
    ]),
  ]
  const values = [node, ...node.cards].flatMap(labelled)
  if (node.header)
    values.unshift([node.template?.header?.kind === 'text' ? node.template.header.text : '', node.header])
  return values.flatMap(([name, { text, fallback }]): [string, string][] => {
    if (fallback || text.trim() === '' || text.replace(MERGE_FIELD, '').trim() !== '') return []
    const [field] = mergeFieldsOf(text).names.filter((each) => !isSystemField(each))
    return field === undefined ? [] : [[name, field]]
  })
}

/** The reason of a finding as a part of a sentence. */
export function bare({ reason }: Finding): { id: string; en: string } {
  return { id: reason.id.replace(/\.$/, ''), en: reason.en.replace(/\.$/, '') }
}
