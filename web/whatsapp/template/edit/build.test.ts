import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { decodeTemplate } from '#core/whatsapp/template/decode.ts'
import { encodeNewTemplate } from '#core/whatsapp/template/encode.ts'
import { checkTemplate } from '#core/whatsapp/template/rule/check.ts'
import type { Example, Template, TemplateButton } from '#core/whatsapp/template/template.ts'
import {
  addButton,
  BUTTON_KINDS,
  changeButton,
  moveButton,
  offeredButtons,
  removeButton,
} from '#web/whatsapp/template/edit/button.ts'
import {
  EMPTY,
  otpOf,
  withCategory,
  withFooter,
  withLifetime,
  withMinutes,
  withOtp,
  withOtpKind,
} from '#web/whatsapp/template/edit/edit.ts'
import {
  addCard,
  hasForeignParts,
  layoutOf,
  moveCard,
  removeCard,
  withCardTexts,
  withLayout,
  withOfferEnd,
  withOfferText,
} from '#web/whatsapp/template/edit/layout.ts'
import {
  type Place,
  partAt,
  withBody,
  withExample,
  withHeaderKind,
  withHeaderText,
  withSample,
} from '#web/whatsapp/template/edit/part.ts'

const FOLDER = new URL('../../../../test/data/template-create/', import.meta.url)
const FILES = readdirSync(FOLDER).filter((file) => file !== 'index.json')

/** Writes a template anew as a person does in the editor: change after change, from nothing. */
function typed(target: Template): Template {
  let made = withCategory(
    { ...EMPTY, name: target.name, language: target.language, category: 'UTILITY' },
    target.category,
  )
  if (target.category === 'AUTHENTICATION') return typedCode(made, target)
  made = withLayout(made, layoutOf(target))
  if (target.offer) made = withOfferEnd(withOfferText(made, target.offer.text), target.offer.expires)
  while (made.cards.length < target.cards.length) made = addCard(made)
  if (made.cards.length > 0) made = withCardTexts(made, target.cards[0]?.body !== undefined)
  const places: Place[] = ['top', ...target.cards.keys()]
  for (const place of places) made = typedPart(made, target, place)
  if (target.footer) made = withFooter(made, target.footer.text)
  return withLifetime(made, target.lifetime)
}

function typedPart(start: Template, target: Template, place: Place): Template {
  const { header, body, buttons } = partAt(target, place)
  let made = withHeaderKind(start, header?.kind ?? 'none', place)
  if (header?.kind === 'text') made = withHeaderText(made, header.text)
  if (header && 'sample' in header) made = withSample(made, 'sample', place)
  if (body) made = withBody(made, body.text, place)
  const put = (of: 'header' | 'body', examples: readonly Example[]) => {
    for (const example of examples) made = withExample(made, of, example, place)
  }
  put('body', body?.examples ?? [])
  if (header?.kind === 'text') put('header', header.examples)
  while (differs(partAt(made, place).buttons, buttons)) made = nearer(made, buttons, place)
  for (const [at, button] of buttons.entries()) made = changeButton(made, at, button, place)
  return made
}

const kindsOf = (buttons: readonly TemplateButton[]) => buttons.map(({ kind }) => kind)
const differs = (one: readonly TemplateButton[], other: readonly TemplateButton[]) =>
  kindsOf(one).join() !== kindsOf(other).join()

/** One button more, less, or elsewhere. */
function nearer(made: Template, wanted: readonly TemplateButton[], place: Place): Template {
  const now = kindsOf(partAt(made, place).buttons)
  const count = (kinds: readonly string[], kind: string) => kinds.filter((one) => one === kind).length
  const spare = now.findIndex((kind) => count(now, kind) > count(kindsOf(wanted), kind))
  if (spare !== -1) return removeButton(made, spare, place)
  const lacking = kindsOf(wanted).find((kind) => count(now, kind) < count(kindsOf(wanted), kind))
  if (!lacking) return moveButton(made, 0, 1, place)
  const offer = offeredButtons(made, place, 'today').find(({ kind }) => kind === lacking)
  assert.equal(offer?.isFull, false, `${lacking} is offered`)
  return addButton(made, BUTTON_KINDS.find((kind) => kind === lacking) ?? 'reply', place)
}

function typedCode(start: Template, target: Template): Template {
  const { otp, text, autofill, apps, termsAccepted } = otpOf(target)
  let made = withMinutes(withOtpKind(start, otp), target.footer?.minutes)
  made = { ...made, body: { ...made.body, security: target.body.security ?? false } }
  made = withOtp(made, { text, autofill, apps, ...(termsAccepted && { termsAccepted }) })
  return withLifetime(made, target.lifetime)
}

for (const file of FILES) {
  test(`${file} is written by hand, and submitted exactly so`, () => {
    const body = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'))
    const { template } = decodeTemplate(body)
    assert.equal(hasForeignParts(template), false, 'every part of it can be edited')
    const made = typed(template)
    assert.deepEqual(
      encodeNewTemplate(made, () => '4::aW1hZ2U='),
      body,
    )
  })
}

test('what is changed in the build of one card is changed in all, what is said only in that one', () => {
  let made = withLayout({ ...EMPTY, name: 'kartu', category: 'MARKETING' }, 'carousel')
  made = withHeaderKind(made, 'video', 1)
  made = addButton(made, 'url', 0)
  made = changeButton(made, 0, { kind: 'reply', text: 'Pesan' }, 1)
  assert.deepEqual(
    made.cards.map(({ header, buttons }) => [header?.kind, kindsOf(buttons), buttons[0]?.text]),
    [
      ['video', ['reply', 'url'], ''],
      ['video', ['reply', 'url'], 'Pesan'],
    ],
  )
  assert.equal(
    checkTemplate(made).some(({ rule }) => rule === 'cards_alike'),
    false,
  )
  assert.equal(
    offeredButtons(made, 0, 'today').every(({ isFull }) => isFull),
    true,
    'a card has two buttons',
  )
})

test('a carousel has two to ten cards, and keeps their order when one moves', () => {
  let made = withLayout({ ...EMPTY, category: 'MARKETING' }, 'carousel')
  assert.equal(removeCard(made, 0), made)
  made = withBody(made, 'Kartu satu', 0)
  for (let n = 0; n < 12; n++) made = addCard(made)
  assert.equal(made.cards.length, 10)
  assert.equal(moveCard(made, 0, 1).cards[1]?.body?.text, 'Kartu satu')
  assert.equal(moveCard(made, 0, -1), made)
})

test('an offer has no footer, and leaves when the message is built otherwise', () => {
  const plain = withFooter(withHeaderKind({ ...EMPTY, category: 'MARKETING' }, 'image'), 'Balas STOP')
  const offer = withLayout(plain, 'offer')
  assert.deepEqual([offer.footer, offer.header?.kind, offer.offer?.expires], [undefined, 'image', true])
  assert.equal(withLayout(offer, 'plain').offer, undefined)
})

test('by the rules of 2022 there are three quick replies, or a link and a number, never both', () => {
  let made: Template = EMPTY
  for (let n = 0; n < 3; n++) made = addButton(made, 'reply')
  const offers = (regime: 'today' | '2022') =>
    offeredButtons(made, 'top', regime).flatMap(({ kind, isFull }) => (isFull ? [] : [kind]))
  assert.deepEqual(offers('2022'), [])
  assert.ok(offers('today').includes('reply') && offers('today').includes('flow'))
  made = addButton(EMPTY, 'url')
  assert.deepEqual(offers('2022'), ['phone'])
})

test('codes that fill in by themselves ask for their apps, and forget them again', () => {
  const copy = withCategory({ ...EMPTY, name: 'kode' }, 'AUTHENTICATION')
  const oneTap = withOtp(withOtpKind(copy, 'ONE_TAP'), { autofill: 'Isi otomatis' })
  assert.equal(otpOf(oneTap).apps.length, 1)
  assert.ok(checkTemplate(oneTap).some(({ rule }) => rule === 'otp_apps'))
  const zero = withOtp(withOtpKind(oneTap, 'ZERO_TAP'), {
    apps: [{ package: 'test.example.app', hash: 'K8a/AINcGX7' }],
  })
  assert.deepEqual(
    checkTemplate(zero).map(({ rule }) => rule),
    ['otp_terms'],
  )
  assert.deepEqual(otpOf(withOtpKind(zero, 'COPY_CODE')).apps, [])
})
