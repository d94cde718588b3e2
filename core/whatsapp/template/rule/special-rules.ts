import type { Rule } from '#core/whatsapp/finding.ts'

/** Meta's rules of authentication templates, limited-time offers and carousels. */
export const SPECIAL_RULES = {
  auth_parts: {
    severity: 'error',
    reason: {
      id: 'Template autentikasi tidak punya header, karusel, penawaran, atau footer buatan sendiri.',
      en: 'An authentication template has no header, carousel, offer or footer text of your own.',
    },
    remedy: {
      id: 'Hapus bagian itu, atau ganti kategorinya.',
      en: 'Remove that part, or change the category.',
    },
    codes: [100],
  },
  auth_body: {
    severity: 'warning',
    reason: {
      id: 'Isi template autentikasi ditulis oleh Meta; isi Anda tidak dipakai.',
      en: 'The body of an authentication template is written by Meta; yours is not used.',
    },
    remedy: { id: 'Kosongkan isinya.', en: 'Leave the body empty.' },
    codes: [100],
  },
  auth_button: {
    severity: 'error',
    reason: {
      id: 'Template autentikasi butuh tepat satu tombol kode OTP dan tidak boleh punya tombol lain.',
      en: 'An authentication template needs exactly one OTP button and may have no other.',
    },
    remedy: { id: 'Sisakan satu tombol salin kode.', en: 'Keep one copy-code button.' },
    codes: [100],
  },
  auth_only: {
    severity: 'error',
    reason: {
      id: 'Tombol OTP, masa berlaku kode, dan saran keamanan hanya untuk kategori autentikasi.',
      en: 'OTP buttons, code expiry and the security advice belong to the category authentication only.',
    },
    remedy: { id: 'Ganti kategori, atau hapus bagian itu.', en: 'Change the category, or remove that part.' },
    codes: [100],
  },
  otp_apps: {
    severity: 'error',
    reason: {
      id: 'Isi otomatis butuh 1 sampai 5 aplikasi Android dengan nama paket dan 11 karakter sidik tanda tangan.',
      en: 'Autofill needs 1 to 5 Android apps with package name and a signature hash of 11 characters.',
    },
    remedy: {
      id: 'Lengkapi aplikasinya, atau pakai salin kode.',
      en: 'Complete the apps, or use copy code.',
    },
    codes: [100],
  },
  otp_terms: {
    severity: 'error',
    reason: {
      id: 'OTP tanpa ketukan butuh persetujuan atas ketentuan Meta.',
      en: 'Zero-tap OTP needs your consent to the terms of Meta.',
    },
    remedy: { id: 'Centang persetujuannya.', en: 'Tick the consent.' },
    codes: [100],
  },
  expiry_range: {
    severity: 'error',
    reason: { id: 'Masa berlaku kode 1 sampai 90 menit.', en: 'A code holds for 1 to 90 minutes.' },
    remedy: { id: 'Tulis bilangan bulat dalam batas itu.', en: 'Write a whole number within these bounds.' },
    codes: [100],
  },
  offer_text: {
    severity: 'error',
    reason: {
      id: 'Teks penawaran harus 1 sampai 16 karakter.',
      en: 'The offer text must have 1 to 16 characters.',
    },
    remedy: { id: 'Tulis misalnya “Segera habis!”.', en: 'Write for example “Ends soon!”.' },
    codes: [100],
  },
  offer_parts: {
    severity: 'error',
    reason: {
      id: 'Penawaran berbatas waktu hanya untuk Marketing, tanpa footer, dengan header gambar atau video bila ada header.',
      en: 'A limited-time offer is for Marketing only, without footer, and its header, if any, is an image or a video.',
    },
    remedy: { id: 'Sesuaikan kategori, footer, dan header.', en: 'Adjust category, footer and header.' },
    codes: [100],
  },
  cards_count: {
    severity: 'error',
    reason: { id: 'Karusel punya 2 sampai 10 kartu.', en: 'A carousel has 2 to 10 cards.' },
    remedy: { id: 'Tambah atau hapus kartu.', en: 'Add or remove cards.' },
    codes: [100],
  },
  cards_alone: {
    severity: 'error',
    reason: {
      id: 'Template karusel hanya punya isi dan kartu, tanpa header, footer, dan tombol sendiri.',
      en: 'A carousel template has only a body and cards, no header, footer or buttons of its own.',
    },
    remedy: { id: 'Pindahkan bagian itu ke kartu.', en: 'Move that part into the cards.' },
    codes: [100],
  },
  cards_alike: {
    severity: 'error',
    reason: {
      id: 'Semua kartu harus punya susunan yang sama: jenis header, ada tidaknya isi, dan urutan tombol.',
      en: 'All cards must be built alike: kind of header, body or none, and order of buttons.',
    },
    remedy: { id: 'Samakan dengan kartu pertama.', en: 'Make it like the first card.' },
    codes: [100],
  },
  card_header: {
    severity: 'error',
    reason: {
      id: 'Kartu butuh header gambar, video, atau produk.',
      en: 'A card needs an image, video or product header.',
    },
    remedy: { id: 'Tambahkan header pada kartu.', en: 'Add a header to the card.' },
    codes: [100],
  },
  card_buttons: {
    severity: 'error',
    reason: { id: 'Kartu punya 1 atau 2 tombol.', en: 'A card has 1 or 2 buttons.' },
    remedy: { id: 'Tambah atau hapus tombol kartu.', en: 'Add or remove buttons of the card.' },
    codes: [100],
  },
  header_place: {
    severity: 'error',
    reason: {
      id: 'Header produk dan GIF hanya untuk kategori Marketing.',
      en: 'Product and GIF headers are for the category Marketing only.',
    },
    remedy: {
      id: 'Pilih header lain, atau ganti kategori.',
      en: 'Choose another header, or change the category.',
    },
    codes: [100],
  },
} as const satisfies Record<string, Rule>
