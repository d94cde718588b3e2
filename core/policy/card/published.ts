import { assert } from '#core/base/assert.ts'
import { isRefusal } from '#core/base/refusal.ts'
import type { RateCard } from '#core/policy/card/card.ts'
import { cardOfCsv } from '#core/policy/card/card-csv.ts'
import type { Day } from '#core/policy/price/day.ts'
import type { Regime } from '#core/policy/price/regime.ts'

/** How far a card may be trusted: as Meta published it, worked out from a reseller's prices, or only a part of it. */
type Trust = 'published' | 'derived' | 'partial'

/** A rate card as text, in the form in which an operator imports one. */
export type Published = {
  readonly unit: Regime['unit']
  readonly currency: string
  readonly effective: Day
  readonly trust: Trust
  readonly source: string
  readonly csv: string
}

const BY_CATEGORY = 'Market,Marketing,Utility,Authentication,Authentication-International,Service'

const USD_2022_02 = `Market,User_initiated,Business_initiated
Argentina,0.0316,0.0526
Brazil,0.0300,0.0500
Chile,0.0454,0.0757
Colombia,0.0060,0.0100
Egypt,0.0644,0.1073
France,0.0859,0.1432
Germany,0.0819,0.1365
India,0.0040,0.0066
Indonesia,0.0190,0.0316
Israel,0.0180,0.0300
Italy,0.0386,0.0643
Malaysia,0.0220,0.0732
Mexico,0.0105,0.0349
Netherlands,0.0891,0.1485
Nigeria,0.0310,0.0516
Pakistan,0.0142,0.0473
Peru,0.0179,0.0598
Russia,0.0398,0.0663
Saudi Arabia,0.0195,0.0325
South Africa,0.0168,0.0280
Spain,0.0369,0.0615
Turkey,0.0030,0.0100
United Arab Emirates,0.0190,0.0316
United Kingdom,0.0388,0.0647
North America,0.0088,0.0147
Rest of Africa,0.0363,0.1208
Rest of Asia Pacific,0.0224,0.0745
Rest of Central & Eastern Europe,0.0250,0.0835
Rest of Latin America,0.0423,0.0706
`

const USD_2024_07 = `${BY_CATEGORY}
Indonesia,0.0411,0.0200,0.0300,0.1360,0.0190
India,0.0107,0.0014,0.0014,0.0280,0.0040
North America,0.0250,0.0040,0.0135,n/a,0.0088
Malaysia,0.0860,0.0200,0.0180,n/a,0.0220
`

const USD_2026_07 = `${BY_CATEGORY}
Argentina,0.0618,0.0260,0.0260,n/a,0.0000
Brazil,0.0625,0.0068,0.0068,n/a,0.0000
Chile,0.0889,0.0200,0.0200,n/a,0.0000
Colombia,0.0125,0.0008,0.0008,n/a,0.0000
Egypt,0.0644,0.0036,0.0036,0.0650,0.0000
France,0.0859,0.0300,0.0300,n/a,0.0000
Germany,0.1365,0.0550,0.0550,n/a,0.0000
Hong Kong,0.0732,0.0260,0.0260,n/a,0.0000
Hungary,0.0860,0.0350,0.0350,n/a,0.0000
India,0.0118,0.0014,0.0014,0.0304,0.0000
Indonesia,0.0411,0.0250,0.0250,0.1360,0.0000
Israel,0.0353,0.0053,0.0053,n/a,0.0000
Italy,0.0795,0.0300,0.0300,n/a,0.0000
Malaysia,0.0860,0.0140,0.0140,0.0418,0.0000
Mexico,0.0305,0.0085,0.0085,n/a,0.0000
Netherlands,0.1597,0.0500,0.0500,n/a,0.0000
Nigeria,0.0516,0.0067,0.0067,0.0750,0.0000
Pakistan,0.0473,0.0100,0.0100,0.0750,0.0000
Peru,0.0703,0.0200,0.0200,n/a,0.0000
Poland,0.0366,0.0122,0.0122,n/a,0.0000
Qatar,0.0341,0.0120,0.0120,n/a,0.0000
Romania,0.0860,0.0290,0.0290,n/a,0.0000
Russia,0.0802,0.0400,0.0400,n/a,0.0000
Saudi Arabia,0.0501,0.0107,0.0107,0.0598,0.0000
Singapore,0.0732,0.0160,0.0160,n/a,0.0000
South Africa,0.0379,0.0076,0.0076,0.0200,0.0000
Spain,0.0707,0.0200,0.0200,n/a,0.0000
Turkey,0.0109,0.0009,0.0009,n/a,0.0000
United Arab Emirates,0.0499,0.0157,0.0157,0.0510,0.0000
United Kingdom,0.0635,0.0220,0.0220,n/a,0.0000
North America,0.0250,0.0034,0.0034,n/a,0.0000
Rest of Africa,0.0225,0.0040,0.0040,n/a,0.0000
Rest of Asia Pacific,0.0732,0.0113,0.0113,n/a,0.0000
Rest of Central & Eastern Europe,0.0860,0.0212,0.0212,n/a,0.0000
Rest of Latin America,0.0740,0.0113,0.0113,n/a,0.0000
Rest of Middle East,0.0341,0.0091,0.0091,n/a,0.0000
Rest of Western Europe,0.0592,0.0171,0.0171,n/a,0.0000
Other,0.0604,0.0077,0.0077,n/a,0.0000
`

const USD_2026_10 = `${BY_CATEGORY}
Argentina,0.0618,0.0260,0.0260,n/a,0.0260
Bangladesh,0.0732,0.0037,0.0037,0.0960,0.0037
Brazil,0.0625,0.0068,0.0068,n/a,0.0068
Chile,0.0889,0.0200,0.0200,n/a,0.0200
Colombia,0.0125,0.0008,0.0008,n/a,0.0008
Egypt,0.0644,0.0036,0.0036,0.0650,0.0036
France,0.0859,0.0300,0.0300,n/a,0.0300
Germany,0.1365,0.0550,0.0550,n/a,0.0550
Hong Kong,0.0732,0.0260,0.0260,n/a,0.0260
Hungary,0.0860,0.0350,0.0350,n/a,0.0350
India,0.0118,0.0014,0.0014,0.0304,0.0014
Indonesia,0.0411,0.0250,0.0250,0.1360,0.0250
Iraq,0.0341,0.0079,0.0079,0.1280,0.0079
Israel,0.0353,0.0053,0.0053,n/a,0.0053
Italy,0.0795,0.0300,0.0300,n/a,0.0300
Kazakhstan,0.0604,0.0180,0.0180,0.1600,0.0180
Kuwait,0.0792,0.0440,0.0440,0.1200,0.0440
Malaysia,0.0860,0.0140,0.0140,0.0418,0.0140
Mexico,0.0397,0.0085,0.0085,n/a,0.0085
Morocco,0.0414,0.0230,0.0230,0.0811,0.0230
Netherlands,0.1597,0.0500,0.0500,n/a,0.0500
Nepal,0.0732,0.0034,0.0034,0.1120,0.0034
Nigeria,0.0516,0.0067,0.0067,0.0750,0.0067
Oman,0.0341,0.0247,0.0247,0.0600,0.0247
Pakistan,0.0473,0.0150,0.0150,0.0750,0.0150
Peru,0.0703,0.0300,0.0300,n/a,0.0300
Poland,0.0366,0.0122,0.0122,n/a,0.0122
Qatar,0.0341,0.0120,0.0120,n/a,0.0120
Romania,0.0860,0.0290,0.0290,n/a,0.0290
Russia,0.0802,0.0400,0.0400,n/a,0.0400
Saudi Arabia,0.0576,0.0107,0.0107,0.0598,0.0107
Singapore,0.0732,0.0160,0.0160,n/a,0.0160
South Africa,0.0379,0.0095,0.0095,0.0200,0.0095
Spain,0.0707,0.0200,0.0200,n/a,0.0200
Sri Lanka,0.0732,0.0020,0.0020,0.1440,0.0020
Turkey,0.0109,0.0009,0.0009,n/a,0.0009
Ukraine,0.0860,0.0298,0.0298,0.0746,0.0298
United Arab Emirates,0.0576,0.0157,0.0157,0.0510,0.0157
United Kingdom,0.0635,0.0220,0.0220,n/a,0.0220
North America,0.0250,0.0034,0.0034,n/a,0.0034
Rest of Africa,0.0225,0.0040,0.0040,n/a,0.0040
Rest of Asia Pacific,0.0842,0.0113,0.0113,n/a,0.0113
Rest of Central & Eastern Europe,0.0860,0.0212,0.0212,n/a,0.0212
Rest of Latin America,0.0740,0.0113,0.0113,n/a,0.0113
Rest of Middle East,0.0392,0.0091,0.0091,n/a,0.0091
Rest of Western Europe,0.0592,0.0171,0.0171,n/a,0.0171
Other,0.0604,0.0077,0.0077,n/a,0.0077
`

/** The cards that come with the product, oldest first, in dollars. Cards in other currencies are imported by the operator. */
export const PUBLISHED: readonly Published[] = [
  {
    unit: 'conversation',
    currency: 'USD',
    effective: '2022-02-01',
    trust: 'derived',
    source:
      'A reseller’s table valid until May 2023, divided by its uniform mark-up of 1.2; North America and Brazil match what Meta published.',
    csv: USD_2022_02,
  },
  {
    unit: 'conversation',
    currency: 'USD',
    effective: '2024-07-01',
    trust: 'partial',
    source: 'Meta’s CSV as quoted in public code; four markets only.',
    csv: USD_2024_07,
  },
  {
    unit: 'message',
    currency: 'USD',
    effective: '2026-07-01',
    trust: 'published',
    source: 'Meta’s USD rate card of July 2026 (CSV).',
    csv: USD_2026_07,
  },
  {
    unit: 'message',
    currency: 'USD',
    effective: '2026-10-01',
    trust: 'published',
    source: 'Meta’s USD rate card of October 2026 (XLSX).',
    csv: USD_2026_10,
  },
]

/** The same, read: to be kept by whoever asks, for reading takes a while. */
export function publishedCards(): RateCard[] {
  return PUBLISHED.map(({ csv, unit, currency, effective }) => {
    const card = cardOfCsv(csv, { unit, currency, effective })
    assert(!isRefusal(card), `the card of ${effective} can be read`)
    return card
  })
}
