import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { DAY } from '#core/base/time.ts'
import {
  checkDisplayName,
  type DisplayNameFacts,
  nameChangeFrom,
  suggestDisplayNames,
  verdictOfName,
} from '#core/whatsapp/display-name.ts'
import { NAME_RULES } from '#core/whatsapp/name/rules.ts'

type Vector = {
  readonly id: string
  readonly name: string
  readonly context: {
    readonly now: string
    readonly company: string
    readonly brands: string[]
    readonly website: { readonly ok: boolean; readonly mentions: string[] }
    readonly registered: boolean
    readonly represents?: string
    readonly partner_website?: { readonly mentions: string[] }
    readonly current?: string
    readonly last_change_at?: string
  }
  readonly expect: { readonly verdict: string; readonly codes: string[] }
  readonly why: string
}

const { vectors }: { vectors: Vector[] } = JSON.parse(
  readFileSync(new URL('../../test/data/vectors/display-name.json', import.meta.url), 'utf8'),
)

function factsOf({ partner_website, last_change_at, now: _, ...rest }: Vector['context']): DisplayNameFacts {
  return {
    ...rest,
    ...(partner_website && { partnerMentions: partner_website.mentions }),
    ...(last_change_at && { lastChangeAt: Date.parse(last_change_at) }),
  }
}

for (const { id, name, context, expect, why } of vectors) {
  test(`${id} “${name}”: ${why}`, () => {
    const findings = checkDisplayName(name, factsOf(context), Date.parse(context.now))
    assert.deepEqual(findings.map(({ rule }) => rule).sort(), [...expect.codes].sort())
    assert.equal(verdictOfName(findings), expect.verdict)
  })
}

const NOW = Date.parse('2026-11-10T00:00:00Z')
const segar = {
  company: 'PT Produk Segar Nusantara',
  brands: ['Produk Segar'],
  website: { ok: true, mentions: ['Produk Segar'] },
  registered: false,
}
const unknown = { company: '', brands: [], registered: false }
const juice = {
  ...segar,
  brands: ['Fresh Produce Cold Pressed Juices'],
  website: { ok: true, mentions: ['Fresh Produce Cold Pressed Juices'] },
}
const snack = { ...segar, brands: ['Cemilan Buah'] }
const air = {
  ...segar,
  company: 'Global Voyager',
  brands: ['Commercial Air'],
  website: { ok: true, mentions: ['Commercial Air'] },
  represents: 'Commercial Air',
}

/** A name, what is known of the business, and the rules that speak against it. */
const cases: readonly [string, DisplayNameFacts, string[]][] = [
  ['ABC', { ...segar, brands: ['ABC'], website: { ok: true, mentions: ['ABC'] } }, []],
  ['Fashion', unknown, ['generic_term']],
  ['Toko Online', unknown, ['generic_term']],
  ['New York', unknown, ['generic_location']],
  ['BUDI SANTOSO', unknown, ['capitalisation', 'personal_name']],
  [
    'Budi Santoso',
    { ...segar, brands: [], website: { ok: true, mentions: [] } },
    ['personal_name', 'relation_unclear'],
  ],
  ['Toko!!', unknown, ['symbol', 'generic_term']],
  ['Produk Segar!', segar, ['symbol']],
  ['produk segar', segar, ['capitalisation']],
  ['ProdukSegar', segar, ['spacing']],
  ['produk segar Bandung', segar, ['capitalisation']],
  ['Produk Segar Bandung', segar, []],
  ['Demo Produk Segar', segar, []],
  ['Produk Segar Jaya Abadi', segar, ['brand_changed']],
  ['FP Cold Pressed Juices', juice, ['brand_changed']],
  ['Cemilan Buah dari Produk Segar', snack, []],
  ['Cemilan Buah oleh Produk Segar Nusantara', snack, []],
  [
    'Gelas Anggur ABC',
    { ...segar, brands: ['Gelas Anggur ABC'], website: { ok: true, mentions: ['Gelas Anggur ABC'] } },
    [],
  ],
  ['Produk Segar', { ...segar, website: { ok: false, mentions: [] } }, ['no_website']],
  ['Commercial Air', { ...air, partnerMentions: ['Global Voyager'] }, []],
  [
    'Produk Segar',
    { ...segar, registered: true, current: 'Lama', lastChangeAt: NOW - 29 * DAY },
    ['change_too_soon'],
  ],
  ['Produk Segar', { ...segar, registered: true, current: 'Produk Segar' }, ['unchanged']],
]

for (const [name, facts, rules] of cases) {
  test(`“${name}”: ${rules.join(', ') || 'nothing against it'}`, () => {
    assert.deepEqual(
      checkDisplayName(name, facts, NOW).map(({ rule }) => rule),
      rules,
    )
  })
}

test('a name may be changed again exactly thirty days after the last request', () => {
  const facts = { ...segar, registered: true, current: 'Lama', lastChangeAt: NOW }
  assert.equal(nameChangeFrom(facts), NOW + 30 * DAY)
  assert.equal(nameChangeFrom({ ...facts, registered: false }), null)
  const [finding] = checkDisplayName('Produk Segar', facts, NOW + DAY)
  assert.equal(finding?.reason.id, 'Perubahan terakhir belum 30 hari; tunggu 29 hari lagi.')
})

test('a better name is offered, spelt as the brand or tied to the company', () => {
  assert.deepEqual(suggestDisplayNames('PRODUK  SEGAR!!', segar, NOW).slice(0, 1), ['Produk Segar'])
  assert.deepEqual(suggestDisplayNames('Cemilan Buah', snack, NOW), [
    'Cemilan Buah dari Produk Segar Nusantara',
  ])
  assert.deepEqual(suggestDisplayNames('Produk Segar', segar, NOW), [])
})

test('every rule says in both languages why and what to do', () => {
  for (const [rule, { reason, remedy }] of Object.entries(NAME_RULES)) {
    for (const said of [reason.id, reason.en, remedy.id, remedy.en])
      assert.match(said, /^[A-Z].{8,}\.$/, rule)
  }
})
