import { type Finding, findingOf, type Rule, type Values } from '#core/whatsapp/finding.ts'

/** Meta's rules of a template that is sent, and our own about what may stand in its variables. */
export const FILL_RULES = {
  template_missing: {
    severity: 'error',
    reason: {
      id: 'Template dengan nama dan bahasa ini tidak ada di akun WhatsApp Anda.',
      en: 'There is no template of this name and language in your WhatsApp account.',
    },
    remedy: {
      id: 'Sinkronkan Template WhatsApp, lalu pilih lagi.',
      en: 'Sync the WhatsApp templates, then choose again.',
    },
    codes: [132001],
  },
  template_unapproved: {
    severity: 'error',
    reason: {
      id: 'Template ini belum disetujui Meta ({status}).',
      en: 'Meta has not approved this template ({status}).',
    },
    remedy: {
      id: 'Tunggu persetujuan, atau pilih template lain.',
      en: 'Wait for the approval, or choose another template.',
    },
    codes: [132001],
  },
  template_paused: {
    severity: 'error',
    reason: {
      id: 'Template ini dijeda Meta karena kualitasnya rendah.',
      en: 'Meta has paused this template because of low quality.',
    },
    remedy: {
      id: 'Tunggu jedanya berakhir (3 lalu 6 jam), atau perbaiki isinya.',
      en: 'Wait until the pause ends (3, then 6 hours), or improve the content.',
    },
    codes: [132015],
  },
  template_disabled: {
    severity: 'error',
    reason: {
      id: 'Template ini dinonaktifkan Meta untuk seterusnya.',
      en: 'Meta has disabled this template for good.',
    },
    remedy: {
      id: 'Duplikat, perbaiki, lalu ajukan dengan nama baru.',
      en: 'Duplicate it, mend it, and submit it under a new name.',
    },
    codes: [132016],
  },
  marketing_disabled: {
    severity: 'error',
    reason: {
      id: 'Template Marketing dimatikan untuk Cloud API di akun ini.',
      en: 'Marketing templates are switched off for the Cloud API in this account.',
    },
    remedy: {
      id: 'Nyalakan di pengaturan akun WhatsApp Business.',
      en: 'Switch them on in the settings of the WhatsApp Business Account.',
    },
    codes: [131063],
  },
  recipient_unnumbered: {
    severity: 'error',
    reason: {
      id: 'Kode sekali pakai tidak bisa dikirim ke pelanggan yang nomornya tidak diketahui.',
      en: 'A one-time password cannot be sent to a customer whose number is not known.',
    },
    remedy: { id: 'Minta nomor teleponnya dulu.', en: 'Ask for the phone number first.' },
    codes: [131062],
  },
  param_missing: {
    severity: 'error',
    reason: { id: 'Nilai untuk {value} belum ada.', en: 'There is no value for {value}.' },
    remedy: {
      id: 'Isi nilainya, atau pilih kolom kontak.',
      en: 'Fill it in, or choose a field of the contact.',
    },
    codes: [132000],
  },
  button_param_missing: {
    severity: 'error',
    reason: { id: 'Tombol “{value}” butuh nilai.', en: 'The button “{value}” needs a value.' },
    remedy: {
      id: 'Isi bagian akhir tautan, kode, atau produknya.',
      en: 'Fill in the end of the link, the code or the products.',
    },
    codes: [131008, 132000],
  },
  param_extra: {
    severity: 'error',
    reason: {
      id: 'Nilai ini tidak punya variabel di template.',
      en: 'This value has no variable in the template.',
    },
    remedy: { id: 'Hapus nilai yang lebih.', en: 'Remove the value that is too many.' },
    codes: [132000],
  },
  param_empty: {
    severity: 'error',
    reason: {
      id: 'Nilai untuk {value} kosong dan tidak punya cadangan.',
      en: 'The value for {value} is empty and has no fallback.',
    },
    remedy: {
      id: 'Isi teks cadangan, atau lewati kontak ini.',
      en: 'Fill in a fallback text, or leave this contact out.',
    },
    codes: [131008],
  },
  param_braces: {
    severity: 'error',
    reason: {
      id: 'Nilai untuk {value} berisi kurung variabel.',
      en: 'The value for {value} holds the braces of a variable.',
    },
    remedy: { id: 'Periksa data asalnya.', en: 'Look at the data it comes from.' },
  },
  param_fallback: {
    severity: 'tip',
    reason: {
      id: 'Nilai untuk {value} kosong; dipakai teks cadangannya.',
      en: 'The value for {value} is empty; its fallback is used.',
    },
    remedy: { id: 'Tidak perlu apa-apa.', en: 'Nothing needs to be done.' },
  },
  param_sanitised: {
    severity: 'warning',
    reason: {
      id: 'Baris baru, tab, atau spasi beruntun di {value} diganti satu spasi.',
      en: 'Line breaks, tabs or runs of spaces in {value} became one space.',
    },
    remedy: {
      id: 'Meta menolaknya apa adanya; tidak perlu apa-apa.',
      en: 'Meta would refuse them; nothing needs to be done.',
    },
    codes: [132018],
  },
  text_too_long: {
    severity: 'error',
    reason: {
      id: 'Setelah diisi, teksnya {found} karakter; paling banyak {max}.',
      en: 'Once filled in, the text has {found} characters; at most {max}.',
    },
    remedy: { id: 'Persingkat nilainya.', en: 'Shorten the values.' },
    codes: [132005],
  },
  header_mismatch: {
    severity: 'error',
    reason: { id: 'Header template {state}.', en: 'The header of the template {state}.' },
    remedy: { id: 'Pilih header yang sesuai.', en: 'Choose a fitting header.' },
    codes: [132012],
  },
  cards_mismatch: {
    severity: 'error',
    reason: {
      id: 'Template punya {max} kartu; diisi {found}.',
      en: 'The template has {max} cards; {found} were filled.',
    },
    remedy: { id: 'Isi semua kartu, tidak lebih.', en: 'Fill every card, and no more.' },
    codes: [132012],
  },
  button_unknown: {
    severity: 'error',
    reason: {
      id: 'Template tidak punya tombol ini, atau jenisnya lain.',
      en: 'The template has no such button, or it is of another kind.',
    },
    remedy: { id: 'Pilih tombol dari template.', en: 'Choose a button of the template.' },
    codes: [132018],
  },
  url_suffix_unsafe: {
    severity: 'error',
    reason: {
      id: 'Akhir tautan hanya boleh huruf, angka, tanda - dan _.',
      en: 'The end of a link may hold only letters, digits, - and _.',
    },
    remedy: {
      id: 'Pakai kode acak kita, bukan teks dari pelanggan.',
      en: 'Use an opaque token of ours, not text of a customer.',
    },
  },
  coupon_value: {
    severity: 'error',
    reason: {
      id: 'Kode kupon 1 sampai 20 huruf dan angka.',
      en: 'A coupon code has 1 to 20 letters and digits.',
    },
    remedy: { id: 'Tulis misalnya HEMAT25.', en: 'Write for example SAVE25.' },
    codes: [132018],
  },
  otp_value: {
    severity: 'error',
    reason: {
      id: 'Kode sekali pakai 1 sampai 15 karakter, tanpa spasi, tautan, dan emoji.',
      en: 'A one-time password has 1 to 15 characters, no spaces, links or emoji.',
    },
    remedy: { id: 'Pakai kode yang lebih pendek.', en: 'Use a shorter code.' },
    codes: [132018],
  },
  payload_length: {
    severity: 'error',
    reason: {
      id: 'Muatan tombol paling banyak {max} karakter.',
      en: 'The payload of a button has at most {max} characters.',
    },
    remedy: { id: 'Pakai kode pendek.', en: 'Use a short code.' },
    codes: [100],
  },
  products_wrong: {
    severity: 'error',
    reason: {
      id: 'Daftar produk butuh 1 sampai 30 produk dalam paling banyak 10 bagian; judul bagian paling banyak 24 karakter.',
      en: 'A product list needs 1 to 30 products in at most 10 sections; a section title has at most 24 characters.',
    },
    remedy: { id: 'Perbaiki daftar produknya.', en: 'Correct the list of products.' },
    codes: [131009],
  },
  offer_end_missing: {
    severity: 'error',
    reason: { id: 'Waktu berakhirnya penawaran belum ada.', en: 'The end of the offer is missing.' },
    remedy: { id: 'Isi waktu berakhirnya.', en: 'Say when it ends.' },
    codes: [131008],
  },
} as const satisfies Record<string, Rule>
export type FillRule = keyof typeof FILL_RULES

/** The rule that is broken at `field` of the values; `values` fill the blanks of its words. */
export function amiss(rule: FillRule, field: string, values: Values = {}): Finding {
  return findingOf(FILL_RULES, rule, field, values)
}
