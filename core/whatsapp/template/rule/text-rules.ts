import type { Rule } from '#core/whatsapp/finding.ts'

/** Meta's rules of name, language, category and the written parts of a template (Cloud API reference, 2026). */
export const TEXT_RULES = {
  name_format: {
    severity: 'error',
    reason: {
      id: 'Nama template hanya boleh berisi huruf kecil, angka, dan garis bawah, 1 sampai 512 karakter.',
      en: 'A template name may hold only lower-case letters, digits and underscores, 1 to 512 characters.',
    },
    remedy: { id: 'Tulis misalnya tiket_bus_sby.', en: 'Write for example bus_ticket_sby.' },
    codes: [100],
  },
  name_reserved: {
    severity: 'error',
    reason: {
      id: 'Nama ini dipakai oleh sistem dan tidak bisa menjadi nama template.',
      en: 'This name is used by the system and cannot name a template.',
    },
    remedy: {
      id: 'Pilih nama yang menjelaskan isi pesan.',
      en: 'Choose a name that tells what the message says.',
    },
  },
  language_format: {
    severity: 'error',
    reason: {
      id: 'Kode bahasa salah bentuk: dua atau tiga huruf kecil, lalu boleh garis bawah dan wilayah.',
      en: 'The language code is malformed: two or three lower-case letters, then perhaps an underscore and a region.',
    },
    remedy: {
      id: 'Pakai id untuk Indonesia, en_US untuk Inggris Amerika.',
      en: 'Use id for Indonesian, en_US for American English.',
    },
    codes: [100],
  },
  language_unknown: {
    severity: 'error',
    reason: {
      id: 'Meta tidak menerima template dalam bahasa {value}.',
      en: 'Meta takes no templates in the language {value}.',
    },
    remedy: { id: 'Pilih bahasa dari daftar.', en: 'Choose a language from the list.' },
    codes: [100],
  },
  category: {
    severity: 'error',
    reason: {
      id: 'Kategori harus MARKETING, UTILITY, atau AUTHENTICATION.',
      en: 'The category must be MARKETING, UTILITY or AUTHENTICATION.',
    },
    remedy: {
      id: 'Pilih salah satu dari tiga kategori itu.',
      en: 'Choose one of these three categories.',
    },
    codes: [100],
  },
  category_legacy: {
    severity: 'tip',
    reason: {
      id: 'Kategori {value} sudah lama; sekarang termasuk {category}.',
      en: 'The category {value} is an old one; today it belongs to {category}.',
    },
    remedy: { id: 'Tidak perlu apa-apa.', en: 'Nothing needs to be done.' },
  },
  lifetime_range: {
    severity: 'error',
    reason: {
      id: 'Masa berlaku pengiriman kategori ini {min} sampai {max} detik.',
      en: 'The time to live of this category is {min} to {max} seconds.',
    },
    remedy: {
      id: 'Ubah angkanya, atau kosongkan agar Meta memakai bawaannya.',
      en: 'Change the number, or leave it empty for the default of Meta.',
    },
    codes: [100],
  },
  text_broken: {
    severity: 'error',
    reason: {
      id: 'Teks berisi karakter rusak atau karakter kendali yang tidak terlihat.',
      en: 'The text holds broken or invisible control characters.',
    },
    remedy: { id: 'Hapus lalu ketik ulang bagian itu.', en: 'Delete that part and type it again.' },
  },
  header_length: {
    severity: 'error',
    reason: {
      id: 'Teks header harus 1 sampai 60 karakter.',
      en: 'The header text must have 1 to 60 characters.',
    },
    remedy: {
      id: 'Ringkas, atau pindahkan sebagian ke isi.',
      en: 'Shorten it, or move a part into the body.',
    },
    codes: [2388047],
  },
  header_format: {
    severity: 'error',
    reason: {
      id: 'Header berupa teks tanpa emoji, tanda format, dan baris baru; atau gambar, video, dokumen, lokasi.',
      en: 'A header is text without emoji, formatting marks and line breaks; or an image, video, document, location.',
    },
    remedy: {
      id: 'Hapus emoji, tanda *, _, ~ dan baris baru, atau pilih jenis header lain.',
      en: 'Remove emoji, the marks *, _, ~ and line breaks, or choose another kind of header.',
    },
    codes: [2388047],
  },
  header_variables: {
    severity: 'error',
    reason: { id: 'Header paling banyak punya satu variabel.', en: 'A header has at most one variable.' },
    remedy: { id: 'Pindahkan variabel lainnya ke isi.', en: 'Move the other variables into the body.' },
    codes: [2388047],
  },
  header_example_missing: {
    severity: 'error',
    reason: {
      id: 'Header media butuh contoh berkas untuk ditinjau Meta.',
      en: 'A media header needs a sample file for the review of Meta.',
    },
    remedy: { id: 'Unggah satu contoh.', en: 'Upload one sample.' },
    codes: [2388047],
  },
  header_example_old: {
    severity: 'warning',
    reason: {
      id: 'Contoh header ini hanya alamat lama dari Meta; pengajuan baru butuh unggahan baru.',
      en: 'This header sample is only an old address of Meta; a new submission needs a new upload.',
    },
    remedy: { id: 'Unggah contohnya lagi.', en: 'Upload the sample again.' },
  },
  body_missing: {
    severity: 'error',
    reason: { id: 'Isi pesan belum ada.', en: 'The body is missing.' },
    remedy: { id: 'Tulis isi pesan.', en: 'Write the body.' },
    codes: [2388072],
  },
  body_length: {
    severity: 'error',
    reason: {
      id: 'Isi paling banyak {max} karakter; sekarang {found}.',
      en: 'The body has at most {max} characters; now it has {found}.',
    },
    remedy: { id: 'Ringkas isinya.', en: 'Shorten the body.' },
    codes: [2388040],
  },
  body_words: {
    severity: 'error',
    reason: { id: 'Isi tidak punya kata.', en: 'The body has no words.' },
    remedy: { id: 'Tulis kalimat yang bisa dibaca.', en: 'Write a sentence that can be read.' },
    codes: [2388072],
  },
  body_format: {
    severity: 'error',
    reason: {
      id: 'Isi tidak boleh berisi tab, lebih dari 4 spasi, atau lebih dari 2 baris baru berturut-turut.',
      en: 'The body may not hold tabs, more than 4 spaces, or more than 2 line breaks in a row.',
    },
    remedy: { id: 'Pakai satu spasi dan satu baris kosong.', en: 'Use one space and one empty line.' },
    codes: [2388072],
  },
  body_markup: {
    severity: 'error',
    reason: {
      id: 'WhatsApp tidak mengenal tag HTML; pelanggan akan melihat tandanya.',
      en: 'WhatsApp knows no HTML tags; the customer would see the marks.',
    },
    remedy: { id: 'Pakai *tebal*, _miring_, atau ~coret~.', en: 'Use *bold*, _italic_ or ~strike~.' },
  },
  footer_length: {
    severity: 'error',
    reason: {
      id: 'Teks footer harus 1 sampai 60 karakter.',
      en: 'The footer text must have 1 to 60 characters.',
    },
    remedy: { id: 'Ringkas, atau hapus footer-nya.', en: 'Shorten the footer, or remove it.' },
    codes: [2388073],
  },
  footer_format: {
    severity: 'error',
    reason: {
      id: 'Footer tidak boleh berisi emoji atau baris baru.',
      en: 'A footer may hold no emoji and no line break.',
    },
    remedy: { id: 'Tulis satu baris teks biasa.', en: 'Write one line of plain text.' },
    codes: [2388073],
  },
  footer_variables: {
    severity: 'error',
    reason: { id: 'Footer tidak boleh berisi variabel.', en: 'A footer may hold no variables.' },
    remedy: { id: 'Pindahkan variabelnya ke isi.', en: 'Move the variable into the body.' },
    codes: [2388073],
  },
} as const satisfies Record<string, Rule>
