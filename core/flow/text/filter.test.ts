import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogueOf, textField } from '#core/contact/field/catalogue.ts'
import type { FieldType } from '#core/contact/field/value.ts'
import type { Known } from '#core/flow/person.ts'
import { FILTERS } from '#core/flow/text/filter.ts'
import { mergeFieldsOf, renameInText, renderText, unknownFilters } from '#core/flow/text/merge.ts'

function known(fields: Record<string, string>, types: Record<string, FieldType> = {}): Known {
  return {
    now: 1_760_000_000_000, // 9 October 2025, 15:53 in Jakarta
    person: { name: 'Sari Dewi', phone: '628123', fields, tags: ['vip'], lastInboundAt: 1_760_000_000_000 },
    workspace: { name: 'Kopi Senja', zone: 'Asia/Jakarta', language: 'id' },
    catalogue: catalogueOf(Object.entries(types).map(([id, type]) => ({ ...textField(id), type }))),
    here: { lastMessage: 'halo', number: '+62 811', numberName: 'Kopi', flow: 'Menu' },
  }
}

test('every format makes of its example what it says', () => {
  for (const [name, { example, does }] of Object.entries(FILTERS)) {
    const [field, value, made] = example
    const [read = ''] = mergeFieldsOf(field).names
    assert.equal(renderText(field, known({ [read]: value })), made, name)
    assert(does.id !== '' && does.en !== '')
  }
})

test('formats follow the language and the zone of the customer, and leave alone what they cannot read', () => {
  const english = known({ total: '1234567.5', janji: '2026-10-05T20:30:00Z', teks: 'abc' })
  const away: Known = { ...english, person: { ...english.person, language: 'en', zone: 'Asia/Jayapura' } }
  const cases: [string, string, string][] = [
    ['{{ total | number }}', '1.234.567,5', '1,234,567.5'],
    ['{{ total | rupiah }}', 'Rp1.234.567,50', 'Rp1.234.567,50'],
    ['{{ janji | date }}', '6 Oktober 2026', '6 October 2026'],
    ['{{ janji | time }}', '03.30', '05:30'],
    [
      '{{ teks | number }}{{ teks | date }}{{ teks | time }}{{ teks | rupiah }}',
      'abcabcabcabc',
      'abcabcabcabc',
    ],
  ]
  for (const [template, here, there] of cases) {
    assert.equal(renderText(template, english), here, template)
    assert.equal(renderText(template, away), there, template)
  }
})

test('system fields are there in every text; lists and yes-or-no read as words', () => {
  const person = known({ belanja: '["kopi","roti"]', vip: 'true' }, { belanja: 'list', vip: 'boolean' })
  const cases: [string, string][] = [
    [
      '{{ first_name }} {{ phone }} {{ flow }} {{ last_message }} {{ number }}',
      'Sari 628123 Menu halo +62 811',
    ],
    ['{{ today | date }} {{ now | time }} {{ window_open }}', '9 Oktober 2025 15.53 Ya'],
    ['{{ tags }} {{ language }} {{ zone }}', 'vip id Asia/Jakarta'],
    ['{{ belanja }} {{ belanja | size }} {{ vip }}', 'kopi, roti 2 Ya'],
  ]
  for (const [template, expected] of cases) assert.equal(renderText(template, person), expected)
})

test('a renamed field goes on meaning itself by its old name, and is renamed only where it is read', () => {
  const field = { ...textField('qty'), key: 'jumlah', former: ['banyak'] }
  const person = { ...known({ qty: '4' }), catalogue: catalogueOf([field]) }
  assert.equal(renderText('{{ jumlah }} {{ qty }} {{ banyak }}', person), '4 4 4')
  const text = 'jumlah {{ jumlah | default: jumlah }} {{ x | default: "jumlah" }} {{ jumlah'
  assert.equal(
    renameInText(text, (name) => name === 'jumlah', 'total'),
    'jumlah {{ total | default: total }} {{ x | default: "jumlah" }} {{ jumlah',
  )
})

test('a format that does not exist is found by its name', () => {
  assert.deepEqual(unknownFilters('{{ name | upcase | rupia: "a | b" }}'), ['rupia'])
  assert.deepEqual(mergeFieldsOf('{{ name | rupia }}').invalid, ['{{ name | rupia }}'])
})
