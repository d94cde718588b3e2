import type { TemplateNode } from '#core/flow/nodes/template-shape.ts'
import { variablesOf } from '#core/whatsapp/template/fill/sentence.ts'
import type { Template } from '#core/whatsapp/template/template.ts'

/** How long an offer holds until somebody says otherwise. */
const OFFER = { amount: 1, unit: 'day' } as const

/** What a step becomes with another template: values of variables that it has too stay, all others go. */
export function withTemplate(
  template: Template,
  node: TemplateNode,
): Omit<TemplateNode, 'kind' | 'name' | 'next' | 'timeout'> {
  const { body } = variablesOf(template)
  return {
    template,
    body: node.body.filter(({ name }) => body.includes(name)),
    buttons: [],
    cards: template.cards.map(() => ({ body: [], buttons: [] })),
    offerEnds: template.offer?.expires ? (node.offerEnds ?? OFFER) : undefined,
    media: undefined,
    product: undefined,
    header: undefined,
    place: undefined,
  }
}
