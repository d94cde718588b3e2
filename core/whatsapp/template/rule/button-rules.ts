import type { Rule } from '#core/whatsapp/finding.ts'

/** Meta's rules of buttons. */
export const BUTTON_RULES = {
  buttons_count: {
    severity: 'error',
    reason: {
      id: 'Paling banyak {max} tombol{value}; sekarang {found}.',
      en: 'At most {max}{value} buttons; now there are {found}.',
    },
    remedy: { id: 'Hapus tombol yang lebih.', en: 'Remove the buttons that are too many.' },
    codes: [2388060],
  },
  buttons_order: {
    severity: 'error',
    reason: {
      id: 'Tombol balasan cepat harus berkumpul, begitu juga tombol lainnya.',
      en: 'Quick replies must stand together, and so must the other buttons.',
    },
    remedy: { id: 'Pindahkan sehingga jadi dua kelompok.', en: 'Move them so that there are two groups.' },
    codes: [2388060],
  },
  buttons_mixed: {
    severity: 'error',
    reason: {
      id: 'Menurut aturan 2022, balasan cepat dan tombol ajakan tidak boleh dicampur.',
      en: 'By the rules of 2022 quick replies and call-to-action buttons may not be mixed.',
    },
    remedy: { id: 'Pakai salah satu jenis saja.', en: 'Use only one of the two kinds.' },
  },
  button_kind: {
    severity: 'error',
    reason: {
      id: 'Jenis tombol {value} tidak bisa dibuat.',
      en: 'Buttons of the kind {value} cannot be made.',
    },
    remedy: { id: 'Pilih jenis tombol dari daftar.', en: 'Choose a kind of button from the list.' },
    codes: [100],
  },
  button_text: {
    severity: 'error',
    reason: {
      id: 'Teks tombol harus 1 sampai 25 karakter, berbeda satu sama lain, tanpa variabel, emoji, tanda format, dan baris baru.',
      en: 'A button text has 1 to 25 characters, differs from the others, and holds no variable, emoji, formatting mark or line break.',
    },
    remedy: {
      id: 'Tulis ajakan singkat, misalnya “Lacak pesanan”.',
      en: 'Write a short call, for example “Track order”.',
    },
    codes: [2388060],
  },
  url_format: {
    severity: 'error',
    reason: {
      id: 'Alamat tombol harus http:// atau https:// yang lengkap, paling banyak 2.000 karakter.',
      en: 'The address of a button must be a complete http:// or https:// one of at most 2,000 characters.',
    },
    remedy: {
      id: 'Tulis misalnya https://toko.id/lacak/{{1}}.',
      en: 'Write for example https://shop.com/track/{{1}}.',
    },
    codes: [100],
  },
  url_variable: {
    severity: 'error',
    reason: {
      id: 'Alamat tombol boleh punya satu variabel {{1}}, hanya di akhir, setelah domain dan garis miring.',
      en: 'The address of a button may have one variable {{1}}, only at its end, behind the domain and a slash.',
    },
    remedy: {
      id: 'Tulis misalnya https://toko.id/c/{{1}}.',
      en: 'Write for example https://shop.com/c/{{1}}.',
    },
    codes: [100],
  },
  url_whatsapp: {
    severity: 'error',
    reason: {
      id: 'Tautan langsung ke WhatsApp (wa.me) tidak diterima di tombol.',
      en: 'Direct links to WhatsApp (wa.me) are not accepted in buttons.',
    },
    remedy: {
      id: 'Pakai tombol balasan cepat; pelanggan sudah berada di WhatsApp.',
      en: 'Use a quick reply; the customer is in WhatsApp already.',
    },
  },
  phone_format: {
    severity: 'error',
    reason: {
      id: 'Nomor tombol harus 5 sampai 20 angka dengan kode negara.',
      en: 'The number of a button must have 5 to 20 digits with the country code.',
    },
    remedy: { id: 'Tulis misalnya +6281234567890.', en: 'Write for example +6281234567890.' },
    codes: [100],
  },
  code_format: {
    severity: 'error',
    reason: {
      id: 'Kode kupon 1 sampai 20 huruf dan angka.',
      en: 'A coupon code has 1 to 20 letters and digits.',
    },
    remedy: {
      id: 'Tulis misalnya HEMAT25, sebaiknya paling banyak 15.',
      en: 'Write for example SAVE25, better at most 15.',
    },
    codes: [100],
  },
  flow_target: {
    severity: 'error',
    reason: {
      id: 'Tombol formulir butuh tepat satu formulir: id, nama, atau JSON-nya.',
      en: 'A flow button needs exactly one WhatsApp Flow: its id, its name or its JSON.',
    },
    remedy: { id: 'Pilih satu formulir WhatsApp.', en: 'Choose one WhatsApp Flow.' },
    codes: [100],
  },
  product_header: {
    severity: 'error',
    reason: {
      id: 'Tombol produk tunggal butuh header produk.',
      en: 'A single-product button needs a product header.',
    },
    remedy: { id: 'Pilih header produk.', en: 'Choose the product header.' },
    codes: [100],
  },
} as const satisfies Record<string, Rule>
