import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefused } from '#core/whatsapp/finding.ts'
import { starterTemplate } from '#core/whatsapp/template/intent/starter.ts'
import { checkTemplate } from '#core/whatsapp/template/rule/check.ts'
import { addButton, moveButton } from '#web/whatsapp/template/edit/button.ts'
import { EMPTY, withCategory } from '#web/whatsapp/template/edit/edit.ts'
import {
  nextVariable,
  withBody,
  withExample,
  withHeaderKind,
  withHeaderText,
  withSample,
} from '#web/whatsapp/template/edit/part.ts'

test('a variable that is taken out of the text takes its sample with it', () => {
  const one = withExample(withBody(EMPTY, 'Halo {{1}} dan {{2}}.'), 'body', { name: '1', value: 'Dewi' })
  assert.deepEqual(one.body.examples, [{ name: '1', value: 'Dewi' }])
  assert.deepEqual(withBody(one, 'Halo {{2}}.').body.examples, [])
})

test('names instead of numbers make it a template of named variables', () => {
  const named = withBody(EMPTY, 'Halo {{nama}}, apa kabar?')
  assert.equal(named.format, 'NAMED')
  assert.equal(nextVariable(named), 'nilai_2')
  const numbered = withBody(named, 'Halo {{1}}, apa kabar?')
  assert.equal(numbered.format, 'POSITIONAL')
  assert.equal(nextVariable(numbered), '2')
})

test('a one-time password has what Meta wants of it, and loses it with its category', () => {
  const code = withCategory(
    { ...starterTemplate('TICKET_UPDATE', 'id'), name: 'kode_masuk' },
    'AUTHENTICATION',
  )
  assert.equal(isRefused(checkTemplate(code)), false)
  const back = withCategory(code, 'UTILITY')
  assert.deepEqual([back.buttons, back.footer], [[], undefined])
})

test('a new button joins its kind, and moves within the list', () => {
  let template = addButton(addButton(EMPTY, 'reply'), 'url')
  template = addButton(template, 'reply')
  assert.deepEqual(
    template.buttons.map(({ kind }) => kind),
    ['reply', 'reply', 'url'],
  )
  assert.deepEqual(
    moveButton(template, 2, -1).buttons.map(({ kind }) => kind),
    ['reply', 'url', 'reply'],
  )
  assert.equal(moveButton(template, 0, -1), template)
})

test('a header has one kind at a time; a sample belongs to a medium', () => {
  const text = withHeaderText(withHeaderKind(EMPTY, 'text'), 'Menu {{1}}')
  assert.equal(withSample(text, 'f'), text)
  const image = withSample(withHeaderKind(text, 'image'), 'f')
  assert.deepEqual(image.header, { kind: 'image', sample: { file: 'f' } })
  assert.equal(withHeaderKind(image, 'none').header, undefined)
})
