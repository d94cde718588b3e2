/** Which market pays for which calling codes; the longest prefix wins, and whatever is not listed is the rest. */
export type MarketTable = {
  /** The market of what no prefix names. */
  readonly rest: string
  /** Calling codes, with area codes where a country shares one, by market. */
  readonly codes: Readonly<Record<string, string>>
  /** Until that day the codes belonged to another market. */
  readonly before: readonly { readonly day: string; readonly codes: Readonly<Record<string, string>> }[]
}

/**
 * Meta's markets of October 2026 (pricing page, country calling codes). Six became markets of their own in July 2026 and nine
 * in October 2026. Not verified: that +7 6 and +7 7 are Kazakhstan, and its region before.
 */
export const MARKETS: MarketTable = {
  rest: 'Other',
  codes: {
    Argentina: '54',
    Bangladesh: '880',
    Brazil: '55',
    Chile: '56',
    Colombia: '57',
    Egypt: '20',
    France: '33',
    Germany: '49',
    'Hong Kong': '852',
    Hungary: '36',
    India: '91',
    Indonesia: '62',
    Iraq: '964',
    Israel: '972',
    Italy: '39',
    Kazakhstan: '76 77',
    Kuwait: '965',
    Malaysia: '60',
    Mexico: '52',
    Morocco: '212',
    Nepal: '977',
    Netherlands: '31',
    Nigeria: '234',
    Oman: '968',
    Pakistan: '92',
    Peru: '51',
    Poland: '48',
    Qatar: '974',
    Romania: '40',
    Russia: '7',
    'Saudi Arabia': '966',
    Singapore: '65',
    'South Africa': '27',
    Spain: '34',
    'Sri Lanka': '94',
    Turkey: '90',
    Ukraine: '380',
    'United Arab Emirates': '971',
    'United Kingdom': '44',
    'North America': '1',
    'Rest of Africa':
      '211 213 216 218 220 221 222 223 225 226 227 228 229 231 232 233 235 237 241 242 244 245 249 250 251 252 254 255 256 257 258 260 261 263 264 265 266 267 268 291',
    'Rest of Asia Pacific': '61 63 64 66 81 84 86 93 675 855 856 886 976 992 993 998',
    'Rest of Central & Eastern Europe': '30 355 359 370 371 373 374 375 381 385 386 389 420 421 994 995',
    'Rest of Latin America':
      '58 502 503 504 505 506 507 509 591 593 595 598 1658 1787 1809 1829 1849 1876 1939',
    'Rest of Middle East': '961 962 967 973',
    'Rest of Western Europe': '32 41 43 45 46 47 351 353 358',
  },
  before: [
    {
      day: '2026-07-01',
      codes: {
        'Rest of Central & Eastern Europe': '36 40 48',
        'Rest of Asia Pacific': '65 852',
        'Rest of Middle East': '974',
      },
    },
    {
      day: '2026-10-01',
      codes: {
        Russia: '76 77',
        'Rest of Asia Pacific': '94 880 977',
        'Rest of Africa': '212',
        'Rest of Central & Eastern Europe': '380',
        'Rest of Middle East': '964 965 968',
      },
    },
  ],
}
