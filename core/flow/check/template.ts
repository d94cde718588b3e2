import { bare, brokenIn } from '#core/flow/check/slots.ts'
import type { Check } from '#core/flow/check/world.ts'
import type { ProblemCode } from '#core/flow/problem.ts'
import type { Finding } from '#core/whatsapp/finding.ts'
import { checkUse } from '#core/whatsapp/template/fill/use.ts'
import type { Template } from '#core/whatsapp/template/template.ts'

/**
 * The steps' templates as the account has them now: there, approved, not paused, and the same as the snapshot that
 * the step holds. Where the account's templates are not known, nothing is said.
 */
export function checkTemplates({ graph, world, say }: Check): void {
  if (!world.templates) return
  for (const [id, node] of Object.entries(graph.definition.nodes)) {
    if (node.kind !== 'template' || !node.template) continue
    const { name, language } = node.template
    const found = world.templates.find(
      ({ template }) => template.name === name && template.language === language,
    )
    const [unusable] = checkUse(found, { numbered: true })
    if (unusable) say(id, codeOf(unusable), { template: name, reason: bare(unusable) })
    if (!found || isSame(node.template, found.template)) continue
    const breaks = brokenIn(found.template, node).length > 0
    say(id, breaks ? 'template-outgrown' : 'template-changed', { template: name })
  }
}

/** A pause ends by itself, so it does not forbid publishing; everything else would fail on every sending. */
function codeOf({ rule }: Finding): ProblemCode {
  if (rule === 'template_missing') return 'template-missing'
  return rule === 'template_paused' ? 'template-paused' : 'template-unusable'
}

/** Whether a customer would see the same and a tap would mean the same; examples, quality and category aside. */
function isSame(one: Template, other: Template): boolean {
  return JSON.stringify(shownOf(one)) === JSON.stringify(shownOf(other))
}

function shownOf({ header, body, footer, buttons, cards, offer, format }: Template): unknown {
  return {
    format,
    offer,
    footer: footer?.text ?? '',
    minutes: footer?.minutes,
    ...partsOf({ header, body, buttons }),
    cards: cards.map(partsOf),
  }
}

function partsOf({ header, body, buttons }: Template['cards'][number]): object {
  const top = header?.kind === 'text' ? { kind: header.kind, text: header.text } : { kind: header?.kind }
  return { header: top, body: body?.text ?? '', security: body?.security, buttons: buttons.map(keyOf) }
}

function keyOf(button: Template['buttons'][number]): unknown {
  const { kind, text } = button
  return [kind, text, kind === 'url' ? button.url : kind === 'phone' ? button.phone : '']
}
