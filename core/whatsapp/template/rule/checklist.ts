import type { Words } from '#core/base/language.ts'
import type { Finding } from '#core/whatsapp/finding.ts'
import type { TemplateRule } from '#core/whatsapp/template/rule/rules.ts'

type ChecklistLine = { readonly words: Words; readonly rules: readonly TemplateRule[] }

/** Meta's rules as an editor shows them while one types: each rule stands in exactly one line. */
export const CHECKLIST: readonly ChecklistLine[] = [
  {
    words: {
      id: 'Nama hanya huruf kecil, angka, garis bawah',
      en: 'Name: only lower-case letters, digits, underscores',
    },
    rules: ['name_format', 'name_reserved'],
  },
  {
    words: { id: 'Bahasa dan kategori dikenal Meta', en: 'Language and category are known to Meta' },
    rules: ['language_format', 'language_unknown', 'category', 'category_legacy', 'lifetime_range'],
  },
  {
    words: {
      id: 'Header ≤ 60 karakter polos, atau media dengan contoh',
      en: 'Header ≤ 60 plain characters, or media with a sample',
    },
    rules: [
      'header_length',
      'header_format',
      'header_variables',
      'header_example_missing',
      'header_example_old',
      'header_place',
      'product_header',
    ],
  },
  {
    words: { id: 'Isi 1–1.024 karakter, tanpa tab dan HTML', en: 'Body 1–1,024 characters, no tabs or HTML' },
    rules: ['body_missing', 'body_length', 'body_words', 'body_format', 'body_markup', 'text_broken'],
  },
  {
    words: {
      id: 'Isi tidak diawali atau diakhiri variabel',
      en: 'Body neither begins nor ends with a variable',
    },
    rules: ['variable_edge', 'variable_adjacent'],
  },
  {
    words: {
      id: 'Variabel berurutan dari {{1}}, atau semua bernama',
      en: 'Variables run from {{1}} on, or all have names',
    },
    rules: ['variable_sequence', 'variable_mixed', 'variable_name', 'variable_braces', 'single_brace'],
  },
  {
    words: { id: 'Teks cukup panjang untuk jumlah variabel', en: 'Text is long enough for its variables' },
    rules: ['variable_ratio'],
  },
  {
    words: { id: 'Semua variabel punya contoh nilai', en: 'Every variable has an example' },
    rules: ['example_missing'],
  },
  {
    words: {
      id: 'Footer ≤ 60 karakter, tanpa variabel dan emoji',
      en: 'Footer ≤ 60 characters, no variables or emoji',
    },
    rules: ['footer_length', 'footer_format', 'footer_variables'],
  },
  {
    words: {
      id: 'Tombol: ≤ 10, tautan ≤ 2, telepon ≤ 1, teks ≤ 25',
      en: 'Buttons: ≤ 10, URL ≤ 2, phone ≤ 1, text ≤ 25',
    },
    rules: ['buttons_count', 'buttons_order', 'buttons_mixed', 'button_kind', 'button_text'],
  },
  {
    words: {
      id: 'Tautan, nomor, dan kode tombol benar',
      en: 'Links, numbers and codes of buttons are right',
    },
    rules: ['url_format', 'url_variable', 'url_whatsapp', 'phone_format', 'code_format', 'flow_target'],
  },
  {
    words: {
      id: 'Autentikasi: kalimat Meta dan satu tombol OTP',
      en: 'Authentication: the sentence of Meta and one OTP button',
    },
    rules: ['auth_parts', 'auth_body', 'auth_button', 'auth_only', 'otp_apps', 'otp_terms', 'expiry_range'],
  },
  {
    words: { id: 'Penawaran dan karusel lengkap', en: 'Offer and carousel are complete' },
    rules: [
      'offer_text',
      'offer_parts',
      'cards_count',
      'cards_alone',
      'cards_alike',
      'card_header',
      'card_buttons',
    ],
  },
  {
    words: { id: 'Bagian template terbaca', en: 'The parts of the template can be read' },
    rules: ['components_shape', 'component_unknown', 'component_repeated'],
  },
]

export type LineState = {
  readonly words: Words
  readonly state: 'ok' | 'warning' | 'error'
  readonly findings: Finding[]
}

/** Each line of the checklist with what was found against it; tips are no breach. */
export function checklistOf(findings: readonly Finding[]): LineState[] {
  return CHECKLIST.map(({ words, rules }) => {
    const names: readonly string[] = rules
    const own = findings.filter(({ rule, severity }) => severity !== 'tip' && names.includes(rule))
    const hasError = own.some(({ severity }) => severity === 'error')
    return { words, state: hasError ? 'error' : own.length > 0 ? 'warning' : 'ok', findings: own }
  })
}
