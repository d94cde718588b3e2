import type { Language } from '#core/base/language.ts'

/** Meta's markets that are one country, by the name that the rate cards give them. */
const COUNTRIES: Readonly<Record<string, string>> = {
  ...{ Argentina: 'AR', Bangladesh: 'BD', Brazil: 'BR', Chile: 'CL', Colombia: 'CO', Egypt: 'EG' },
  ...{ France: 'FR', Germany: 'DE', 'Hong Kong': 'HK', Hungary: 'HU', India: 'IN', Indonesia: 'ID' },
  ...{ Iraq: 'IQ', Israel: 'IL', Italy: 'IT', Kazakhstan: 'KZ', Kuwait: 'KW', Malaysia: 'MY' },
  ...{ Mexico: 'MX', Morocco: 'MA', Nepal: 'NP', Netherlands: 'NL', Nigeria: 'NG', Oman: 'OM' },
  ...{ Pakistan: 'PK', Peru: 'PE', Poland: 'PL', Qatar: 'QA', Romania: 'RO', Russia: 'RU' },
  ...{ 'Saudi Arabia': 'SA', Singapore: 'SG', 'South Africa': 'ZA', Spain: 'ES', 'Sri Lanka': 'LK' },
  ...{ Turkey: 'TR', Ukraine: 'UA', 'United Arab Emirates': 'AE', 'United Kingdom': 'GB' },
}

/** Those that are many countries, in Indonesian; in English Meta's own word is said. */
const REGIONS: Readonly<Record<string, string>> = {
  'North America': 'Amerika Utara',
  'Rest of Africa': 'Afrika lainnya',
  'Rest of Asia Pacific': 'Asia Pasifik lainnya',
  'Rest of Central & Eastern Europe': 'Eropa Tengah & Timur lainnya',
  'Rest of Latin America': 'Amerika Latin lainnya',
  'Rest of Middle East': 'Timur Tengah lainnya',
  'Rest of Western Europe': 'Eropa Barat lainnya',
  Other: 'Lainnya',
}

/** A market of Meta's rate cards in the reader's language; one that nobody knows stays as its card has it. */
export function marketName(language: Language, market: string): string {
  const country = COUNTRIES[market]
  if (country)
    return new Intl.DisplayNames([language], { type: 'region', style: 'short' }).of(country) ?? market
  return language === 'id' ? (REGIONS[market] ?? market) : market
}
