import type { Millis } from '#core/base/time.ts'
import type { View } from '#core/flow/kind.ts'
import type { TemplateNode } from '#core/flow/nodes/template-shape.ts'
import { fieldOf } from '#core/flow/person.ts'
import { mergeFieldsOf, renderText } from '#core/flow/text/merge.ts'
import { millisOf } from '#core/flow/time/duration.ts'
import { wireId } from '#core/flow/wire.ts'
import { isWebUrl } from '#core/whatsapp/check-field.ts'
import type { Header, Source } from '#core/whatsapp/draft-part.ts'
import { type Filled, fillTemplate } from '#core/whatsapp/template/fill/fill.ts'
import type { CardValues, TemplateValues } from '#core/whatsapp/template/fill/values.ts'
import type { Template } from '#core/whatsapp/template/template.ts'

/** How the texts of a step become values: for a person who is there, or for the checker. */
export type Voice = {
  readonly now: Millis
  readonly say: (text: string) => string
  /** For the end of a link and for codes: what a field brings must not be able to lead elsewhere. */
  readonly sayToken: (text: string) => string
  /** The link that a field holds; undefined when it holds none. */
  readonly linkIn: (field: string) => string | undefined
}

/** The step's template with its values, ready to be sent; null when no template was chosen. */
export function fillNode(node: TemplateNode, id: string, voice: Voice): Filled | null {
  return node.template ? fillWith(node.template, node, id, voice) : null
}

/** Any template with the values of a step; quick replies carry the step's name, so that a tap finds its way back. */
export function fillWith(template: Template, node: TemplateNode, id: string, voice: Voice): Filled {
  const { header, place, offerEnds } = node
  const top = levelOf(node, template.buttons, voice)
  const values: TemplateValues = {
    ...top,
    ...(header && {
      header: { kind: 'text', text: voice.say(header.text), ...fallbackOf(header, voice.say) },
    }),
    ...(place && { place }),
    ...(offerEnds && { offerEndsAt: voice.now + millisOf(offerEnds) }),
    buttons: [...top.buttons, ...payloads(template.buttons, id, '')],
    cards: node.cards.map((card, at) => {
      const own = template.cards[at]?.buttons ?? []
      const values = levelOf(card, own, voice)
      return { ...values, buttons: [...values.buttons, ...payloads(own, id, `c${at}-`)] }
    }),
  }
  return fillTemplate(template, values, 'path')
}

type Level = Pick<TemplateNode, 'media' | 'product' | 'body' | 'buttons'>

function levelOf({ media, product, body, buttons }: Level, own: Template['buttons'], voice: Voice) {
  const header = media && headerOf(media, voice)
  const shown = product && productOf(product, voice)
  return {
    ...(header && { header }),
    ...(shown && { product: shown }),
    body: body.map(({ name, ...value }) => ({
      name,
      text: voice.say(value.text),
      ...fallbackOf(value, voice.say),
    })),
    buttons: buttons.map((value): ButtonValue => {
      const said = voice.sayToken(value.text)
      const spare = fallbackOf(value, voice.sayToken)
      const products = own[value.index]?.kind === 'mpm' ? productsIn(said || (spare.fallback ?? '')) : {}
      return { index: value.index, value: said, ...spare, ...products }
    }),
  }
}

/** The product of a header; undefined while its SKU comes out empty or no catalog is named. */
function productOf({ sku, catalogId }: NonNullable<Level['product']>, voice: Voice) {
  const said = voice.say(sku.text).trim() || (fallbackOf(sku, voice.say).fallback ?? '').trim()
  return said === '' || catalogId.trim() === '' ? undefined : { sku: said, catalogId: catalogId.trim() }
}

/** The products behind a button, written with commas between them; Meta shows the title where there are several sections. */
function productsIn(said: string): Pick<ButtonValue, 'value' | 'sections'> {
  const skus = said.split(/[\s,;]+/).filter((sku) => sku !== '')
  return skus.length === 0 ? {} : { value: skus[0], sections: [{ title: PRODUCTS, skus }] }
}
const PRODUCTS = 'Produk'

type ButtonValue = NonNullable<CardValues['buttons']>[number]

/** What stands in for an empty value may hold merge fields too. */
function fallbackOf(
  { fallback }: { readonly fallback?: string | undefined },
  say: (text: string) => string,
): { fallback?: string } {
  return fallback === undefined || fallback === '' ? {} : { fallback: say(fallback) }
}

/** What buttons carry that nobody writes. */
function payloads(own: Template['buttons'], id: string, prefix: string): ButtonValue[] {
  return own.flatMap(({ kind }, index): ButtonValue[] => {
    if (kind === 'reply') return [{ index, kind, value: wireId(id, `${prefix}${index}`) }]
    // Meta wants a form to be sent with a token, even with one that means nothing
    return kind === 'flow' ? [{ index, kind }] : []
  })
}

function headerOf(
  { media, source, filename }: NonNullable<Level['media']>,
  voice: Voice,
): Exclude<Header, { kind: 'text' }> | undefined {
  const found = 'field' in source ? linked(voice.linkIn(source.field)) : source
  const name = filename ? voice.say(filename) : ''
  return found && { kind: media, source: found, ...(name && media === 'document' ? { filename: name } : {}) }
}

function linked(link: string | undefined): Source | undefined {
  return link === undefined ? undefined : { link }
}

/** The values as this person gets them. */
export function liveVoice(view: View): Voice {
  return {
    now: view.now,
    say: (text) => renderText(text, view),
    sayToken: (text) => (isSafe(text, view) ? renderText(text, view) : ''),
    linkIn: (field) => {
      const link = fieldOf(view, field)?.trim() ?? ''
      return isWebUrl(link) ? link : undefined
    },
  }
}

/** Whether every field that the text reads is a plain token; else its fallback is used. */
function isSafe(text: string, view: View): boolean {
  return mergeFieldsOf(text).names.every((name) => /^[\w-]+$/.test(renderText(`{{${name}}}`, view)))
}

/** The values as the author wrote them; nothing is known of a person. */
export function writtenVoice(say: (text: string) => string): Voice {
  return { now: 0, say, sayToken: say, linkIn: () => ANY_LINK }
}
const ANY_LINK = 'https://example.org/file'
