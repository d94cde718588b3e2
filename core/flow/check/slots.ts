import type { Words } from '#core/base/language.ts'
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

type Level = Pick<TemplateNode, 'product' | 'body' | 'buttons'>
type Own = Pick<Template, 'header' | 'buttons'> | undefined

/** Values made of contact fields alone, with nothing to stand in for them: a person who lacks the field gets nothing. */
function emptiable({ template, header, cards, ...top }: TemplateNode): [string, string][] {
  const own = template?.header
  const title: [string, SlotValue][] = header && own?.kind === 'text' ? [[own.text, header]] : []
  const values = [
    ...title,
    ...labelled(top, template),
    ...cards.flatMap((card, at) => labelled(card, template?.cards[at])),
  ]
  return values.flatMap(([name, { text, fallback }]): [string, string][] => {
    const field = fieldAlone(text)
    const stands = fallback && fieldAlone(fallback) === undefined
    return field === undefined || stands ? [] : [[name, field]]
  })
}

/** Each value with what the author knows it by. */
function labelled({ product, body, buttons }: Level, own: Own): [string, SlotValue][] {
  return [
    ...(product && own?.header?.kind === 'product' ? [[product.sku.text, product.sku] as const] : []),
    ...body.map((value) => [`{{${value.name}}}`, value] as const),
    ...buttons.map((value) => [own?.buttons[value.index]?.text ?? value.text, value] as const),
  ].map(([name, value]) => [name, value])
}

/** The field without which a text says nothing at all. */
function fieldAlone(text: string): string | undefined {
  if (text.trim() === '' || text.replace(MERGE_FIELD, '').trim() !== '') return undefined
  if (/\|\s*default\b/.test(text)) return undefined
  return mergeFieldsOf(text).names.find((each) => !isSystemField(each))
}

/** The reason of a finding as a part of a sentence. */
export function bare({ reason }: Finding): Words {
  return { id: reason.id.replace(/\.$/, ''), en: reason.en.replace(/\.$/, '') }
}
