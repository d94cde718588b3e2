import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Language } from '#core/base/language.ts'
import { FieldKey } from '#core/flow/nodes/base.ts'
import type { Known } from '#core/flow/person.ts'
import { mergeFieldsOf, RENDERED_MAX, renderText } from '#core/flow/text/merge.ts'
import { isOfRequest, loadSuite } from '../../../test/hostile.ts'
import { cpuMs } from '../../../test/time.ts'

/** Milliseconds that one hostile template may take. */
const TEMPLATE_MILLIS_MAX = 5

function known(fields: Record<string, string> = {}, language: Language = 'id'): Known {
  return {
    now: 0,
    person: { name: 'Sari Dewi', phone: '628123456789', fields, tags: [], lastInboundAt: null },
    workspace: { name: 'Kopi Senja', zone: 'Asia/Jakarta', language },
  }
}

test('a merge field says what is known of the person', () => {
  const fields = {
    price: '45000',
    day: '2026-10-05',
    nick: 'dewi',
    empty: ' ',
    more: '1234567.5',
    bad: 'abc',
  }
  const cases: [string, string][] = [
    ['Halo {{ first_name }}!', 'Halo Sari!'],
    ['{{name}} {{ phone }} {{workspace_name}}', 'Sari Dewi 628123456789 Kopi Senja'],
    ['{{ nick | upcase }} {{ name | downcase }}', 'DEWI sari dewi'],
    ['{{ nothing | default: "Kak" }} {{ empty | default: name }}', 'Kak Sari Dewi'],
    ['{{ nothing }}.', '.'],
    ['{{ price | rupiah }} {{ more | rupiah }} {{ bad | rupiah }}', 'Rp45.000 Rp1.234.567,50 abc'],
    ['{{ day | date }} {{ day | date: "en" }} {{ bad | date }}', '5 Oktober 2026 5 October 2026 abc'],
    ['50% {{', '50% {{'],
    ['{{ (1..9) }}{{ name.size }}{{ name == name }}', '{{ (1..9) }}{{ name.size }}{{ name == name }}'],
    ['{% if name %}x{% endif %} {# x #}', '{% if name %}x{% endif %} {# x #}'],
    ['{{ name | upper }} {{ }} {{{ name }}}', '{{ name | upper }} {{ }} {{{ name }}}'],
  ]
  for (const [template, expected] of cases)
    assert.equal(renderText(template, known(fields)), expected, template)
  assert.equal(renderText('{{ day | date }}', known(fields, 'en')), '5 October 2026')
})

test('a field of the contact wins over the built-in name, unless it is empty', () => {
  assert.equal(renderText('{{ name }}', known({ name: 'Dewi' })), 'Dewi')
  assert.equal(renderText('{{ name }}', known({ name: '' })), 'Sari Dewi')
})

test('values are data: an answer that looks like a template is repeated as it is', () => {
  assert.equal(renderText('Halo {{ nama }}', known({ nama: '{{ phone }}' })), 'Halo {{ phone }}')
  assert.equal(renderText('{{ nama | upcase }}', known({ nama: '{{ phone }}' })), '{{ PHONE }}')
})

test('a text never grows without bound', () => {
  const big = 'x'.repeat(4000)
  const text = renderText('{{ big }}'.repeat(400), known({ big }))
  assert.equal(text.length, RENDERED_MAX)
  assert.equal(renderText('{{ (1..100000000) }}', known()).length < RENDERED_MAX, true)
})

test('the names in a template can be listed', () => {
  assert.deepEqual(mergeFieldsOf('{{ a }} {{ b | default: c }} {{ d }}').names, ['a', 'b', 'c', 'd'])
  assert.deepEqual(mergeFieldsOf('{{ a | upper }} x').invalid, ['{{ a | upper }}'])
})

test('hostile templates come out as text, empty, or the plain value, at once', () => {
  const before = JSON.stringify(Object.getOwnPropertyNames(Object.prototype))
  for (const one of loadSuite('expressions').cases) {
    const { id, template, variables } = one
    if (typeof template !== 'string' || isOfRequest(one)) continue
    const person = known(variables as Record<string, string> | undefined)
    renderText('{{ name | upcase }}', person)
    const began = cpuMs()
    const text = renderText(template, person)
    const took = cpuMs() - began
    assert(took <= TEMPLATE_MILLIS_MAX, `${id} took ${took} ms`)
    const value = Object.values(person.person.fields)[0] ?? 'Sari Dewi'
    const outside = template.replace(/\{\{[^{}]*\}\}/g, '')
    assert(
      [template, outside, template.replace(/\{\{[^{}]*\}\}/g, () => value)].includes(text),
      `${id}: ${text}`,
    )
  }
  assert.equal(JSON.stringify(Object.getOwnPropertyNames(Object.prototype)), before)
})

test('no path but a plain key is a field, so nothing can be set on an object that all objects share', () => {
  for (const { id, path } of loadSuite('expressions').cases) {
    if (typeof path !== 'string') continue
    const plain = /^[a-z]+$/.test(path)
    assert.equal(FieldKey.safeParse(path).success, plain, id)
  }
  for (const key of ['__proto__', 'constructor', 'prototype'])
    assert.equal(FieldKey.safeParse(key).success, false)
})
