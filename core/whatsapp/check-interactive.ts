import { never } from '#core/base/assert.ts'
import {
  checkHeader,
  checkSource,
  checkText,
  checkUnique,
  type DraftFault,
  faultOf,
  isWebUrl,
} from '#core/whatsapp/check-field.ts'
import type { CarouselCard, InteractiveDraft } from '#core/whatsapp/draft-interactive.ts'
import { orderSums } from '#core/whatsapp/encode-interactive.ts'

/** Meta's bounds of interactive messages, in UTF-16 units unless they count things (Cloud API reference, 2026). */
export const INTERACTIVE_LIMITS = {
  body: 1024,
  header: 60,
  footer: 60,
  buttons: 3,
  buttonTitle: 20,
  buttonId: 256,
  linkLabel: 20,
  sectionTitle: 24,
  products: 30,
  productSections: 10,
  catalogId: 100,
  sku: 100,
  formLabel: 30,
  carouselMin: 2,
  carouselMax: 10,
  cardText: 160,
  cardLines: 3,
  orderReference: 60,
  orderItem: 60,
  orderNote: 120,
} as const

const L = INTERACTIVE_LIMITS
type Of<K extends InteractiveDraft['kind']> = Extract<InteractiveDraft, { kind: K }>

/** Every reason why Meta would refuse it, see `checkDraft`. */
export function checkInteractive(draft: InteractiveDraft): DraftFault[] {
  const wordless = draft.kind === 'product'
  const frame = [
    ...('header' in draft && typeof draft.header === 'object' ? checkHeader(draft.header, L.header) : []),
    ...checkText('text', draft.text ?? '', L.body, { optional: wordless }),
    ...('footer' in draft ? checkText('footer', draft.footer ?? '', L.footer, { optional: true }) : []),
  ]
  return [...frame, ...checkAction(draft)]
}

function checkAction(draft: InteractiveDraft): DraftFault[] {
  switch (draft.kind) {
    case 'product':
      return checkProduct('', draft)
    case 'productList':
      return checkProductList(draft)
    case 'catalog':
      return checkText('sku', draft.sku ?? '', L.sku, { optional: true })
    case 'form':
      return checkForm(draft)
    case 'carousel':
      return checkCarousel(draft)
    case 'orderDetails':
      return checkOrder(draft)
    case 'orderStatus':
      return [
        ...checkText('reference', draft.reference, L.orderReference),
        ...checkText('description', draft.description ?? '', L.orderNote, { optional: true }),
      ]
    case 'contactRequest':
    case 'callRequest':
      return []
    default:
      return never(draft)
  }
}

function checkProduct(prefix: string, product: { catalogId: string; sku: string }): DraftFault[] {
  return [
    ...checkText(`${prefix}catalogId`, product.catalogId, L.catalogId),
    ...checkText(`${prefix}sku`, product.sku, L.sku),
  ]
}

function checkProductList({ header, catalogId, sections }: Of<'productList'>): DraftFault[] {
  const faults = [...checkText('header', header, L.header), ...checkText('catalogId', catalogId, L.catalogId)]
  const skus = sections.flatMap((section) => section.skus)
  if (skus.length === 0) faults.push(faultOf('sections', 'missing'))
  if (skus.length > L.products) faults.push(faultOf('sections', 'tooMany', L.products))
  if (sections.length > L.productSections) faults.push(faultOf('sections', 'tooMany', L.productSections))
  const hasSiblings = sections.length > 1
  for (const [at, { title, skus }] of sections.entries()) {
    const place = `sections.${at}`
    faults.push(...checkText(`${place}.title`, title ?? '', L.sectionTitle, { optional: !hasSiblings }))
    if (hasSiblings && skus.length === 0) faults.push(faultOf(`${place}.skus`, 'missing'))
    faults.push(...skus.flatMap((sku, row) => checkText(`${place}.skus.${row}`, sku, L.sku)))
  }
  return faults
}

function checkForm({ form, label, action, screen, data }: Of<'form'>): DraftFault[] {
  const named = 'id' in form ? { field: 'form.id', value: form.id } : { field: 'form.name', value: form.name }
  const faults = [...checkText(named.field, named.value, L.body), ...checkText('label', label, L.formLabel)]
  if (action === 'data_exchange' && (screen || data)) faults.push(faultOf('screen', 'ownScreen'))
  if (data && !screen) faults.push(faultOf('screen', 'missing'))
  return faults
}

function checkCarousel({ cards }: Of<'carousel'>): DraftFault[] {
  if (cards.length < L.carouselMin) return [faultOf('cards', 'tooFew', L.carouselMin)]
  if (cards.length > L.carouselMax) return [faultOf('cards', 'tooMany', L.carouselMax)]
  const faults = cards.flatMap((card, at) => checkCard(`cards.${at}.`, card))
  if (new Set(cards.map(sortOf)).size > 1) faults.push(faultOf('cards', 'alike'))
  const catalogs = cards.flatMap((card) => ('product' in card ? [card.product.catalogId] : []))
  if (new Set(catalogs).size > 1) faults.push(faultOf('cards', 'oneCatalog'))
  return faults
}

/** Meta: all cards of a carousel bear the same buttons. */
function sortOf(card: CarouselCard): string {
  if ('product' in card) return 'product'
  return 'link' in card ? 'link' : `buttons ${card.buttons.length}`
}

function checkCard(prefix: string, card: CarouselCard): DraftFault[] {
  if ('product' in card) return checkProduct(`${prefix}product.`, card.product)
  const text = card.text ?? ''
  const faults = [
    ...checkSource(`${prefix}header.source`, card.header.source),
    ...checkText(`${prefix}text`, text, L.cardText, { optional: true }),
  ]
  if (text.split('\n').length > L.cardLines)
    faults.push(faultOf(`${prefix}text`, 'tooManyLines', L.cardLines))
  if ('link' in card) {
    faults.push(...checkText(`${prefix}link.label`, card.link.label, L.linkLabel))
    if (!isWebUrl(card.link.url)) faults.push(faultOf(`${prefix}link.url`, 'url'))
    return faults
  }
  const { buttons } = card
  if (buttons.length === 0) faults.push(faultOf(`${prefix}buttons`, 'missing'))
  if (buttons.length > L.buttons) faults.push(faultOf(`${prefix}buttons`, 'tooMany', L.buttons))
  for (const [at, { id, title }] of buttons.entries()) {
    faults.push(...checkText(`${prefix}buttons.${at}.title`, title, L.buttonTitle, { trimmed: true }))
    faults.push(...checkText(`${prefix}buttons.${at}.id`, id, L.buttonId))
  }
  return [...faults, ...checkUnique(buttons, (at) => `${prefix}buttons.${at}.id`, 'id')]
}

/** Meta: a bill inside WhatsApp exists in Brazil alone; elsewhere a link button to a checkout page does it. */
const ORDER_CURRENCY = 'BRL'

function checkOrder(draft: Of<'orderDetails'>): DraftFault[] {
  const { reference, currency, payUrl, items } = draft
  const faults = checkText('reference', reference, L.orderReference)
  if (currency !== ORDER_CURRENCY) faults.push(faultOf('currency', 'brazilOnly'))
  if (!isWebUrl(payUrl)) faults.push(faultOf('payUrl', 'url'))
  if (items.length === 0) faults.push(faultOf('items', 'missing'))
  for (const [at, { sku, name }] of items.entries()) {
    faults.push(...checkText(`items.${at}.sku`, sku, L.sku))
    faults.push(...checkText(`items.${at}.name`, name, L.orderItem))
  }
  if (orderSums(draft).total <= 0n) faults.push(faultOf('discount', 'nothingLeft'))
  return faults
}
