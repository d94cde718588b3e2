import type { Rule } from '#core/whatsapp/finding.ts'

/** WhatsApp's guidelines for display names, as the guide tells them. An error is sure; a warning needs a person's look. */
export const NAME_RULES = {
  too_short: {
    severity: 'error',
    reason: { id: 'Nama kurang dari 3 karakter.', en: 'The name has fewer than 3 characters.' },
    remedy: { id: 'Pakai nama usaha Anda secara lengkap.', en: 'Use the full name of your business.' },
  },
  emoji: {
    severity: 'error',
    reason: { id: 'Nama berisi emoji.', en: 'The name holds an emoji.' },
    remedy: { id: 'Hapus emojinya.', en: 'Remove the emoji.' },
  },
  symbol: {
    severity: 'error',
    reason: {
      id: 'Tanda {value} bukan bagian dari merek Anda.',
      en: 'The mark {value} is not a part of your brand.',
    },
    remedy: { id: 'Hapus tanda baca dan simbol tambahan.', en: 'Remove additional punctuation and symbols.' },
  },
  spacing: {
    severity: 'error',
    reason: { id: 'Spasinya berbeda dari merek Anda.', en: 'The spaces differ from those of your brand.' },
    remedy: { id: 'Tulis persis seperti di situs web Anda.', en: 'Write it exactly as on your website.' },
  },
  capitalisation: {
    severity: 'error',
    reason: {
      id: 'Huruf besar dan kecilnya berbeda dari merek Anda.',
      en: 'Capital and small letters differ from those of your brand.',
    },
    remedy: {
      id: 'Tulis persis seperti di situs web Anda, tidak semuanya besar atau kecil.',
      en: 'Write it exactly as on your website, not all in capitals or small letters.',
    },
  },
  brand_changed: {
    severity: 'error',
    reason: {
      id: 'Kata merek {value} dikurangi, ditambah, atau disingkat.',
      en: 'Words of the brand {value} were left out, added or shortened.',
    },
    remedy: { id: 'Pakai mereknya secara utuh.', en: 'Use the whole brand.' },
  },
  generic_term: {
    severity: 'error',
    reason: {
      id: 'Ini istilah umum, bukan nama usaha.',
      en: 'This is a generic term, not the name of a business.',
    },
    remedy: { id: 'Tambahkan nama usaha Anda.', en: 'Add the name of your business.' },
  },
  generic_location: {
    severity: 'error',
    reason: { id: 'Ini hanya nama tempat.', en: 'This is only the name of a place.' },
    remedy: { id: 'Tambahkan nama usaha Anda.', en: 'Add the name of your business.' },
  },
  personal_name: {
    severity: 'warning',
    reason: {
      id: 'Ini tampak seperti nama lengkap seseorang.',
      en: 'This looks like the full name of a person.',
    },
    remedy: {
      id: 'Pakai nama usaha, kecuali nama itu memang merek Anda.',
      en: 'Use the name of the business, unless this name is your brand.',
    },
  },
  slogan: {
    severity: 'warning',
    reason: {
      id: 'Ini terbaca seperti slogan atau deskripsi panjang.',
      en: 'This reads like a slogan or a long description.',
    },
    remedy: { id: 'Cukup nama usaha atau layanannya.', en: 'The name of the business or service is enough.' },
  },
  policy_word: {
    severity: 'warning',
    reason: {
      id: 'Kata “{value}” bisa melanggar Kebijakan Perdagangan WhatsApp.',
      en: 'The word “{value}” may break the Commerce Policy of WhatsApp.',
    },
    remedy: {
      id: 'Sebut barang yang benar-benar dijual, misalnya “Gelas Anggur ABC”.',
      en: 'Name the goods that are really sold, for example “ABC Wine Glasses”.',
    },
  },
  government: {
    severity: 'warning',
    reason: {
      id: 'Organisasi pemerintah butuh persetujuan tim WhatsApp.',
      en: 'Organisations of a government need the approval of the WhatsApp team.',
    },
    remedy: {
      id: 'Siapkan surat penunjukan, lalu ajukan.',
      en: 'Have your letter of appointment ready, then apply.',
    },
  },
  no_website: {
    severity: 'error',
    reason: { id: 'Belum ada situs web yang berfungsi.', en: 'There is no working website.' },
    remedy: {
      id: 'Aktifkan situsnya dan verifikasi domainnya di Pengelola Bisnis.',
      en: 'Bring the site up and verify its domain in Business Manager.',
    },
  },
  relation_unclear: {
    severity: 'error',
    reason: {
      id: 'Hubungan nama ini dengan bisnis Anda tidak terlihat di situs web.',
      en: 'The website does not show how this name belongs to your business.',
    },
    remedy: {
      id: 'Sebutkan di situs web, atau tulis “{name} dari {company}”.',
      en: 'Mention it on the website, or write “{name} by {company}”.',
    },
  },
  partner_link: {
    severity: 'warning',
    reason: {
      id: 'Nama ini mewakili {value}; kedua situs web harus menyebut hubungannya.',
      en: 'This name stands for {value}; both websites must state the relation.',
    },
    remedy: { id: 'Siapkan tautan ke kedua situs.', en: 'Have the links to both sites ready.' },
  },
  unchanged: {
    severity: 'error',
    reason: { id: 'Nama ini sama dengan nama sekarang.', en: 'This is the present name.' },
    remedy: { id: 'Tidak ada yang perlu diajukan.', en: 'There is nothing to apply for.' },
  },
  change_too_soon: {
    severity: 'error',
    reason: {
      id: 'Perubahan terakhir belum 30 hari; tunggu {days} hari lagi.',
      en: 'The last change is not 30 days old; wait {days} more days.',
    },
    remedy: { id: 'Ajukan setelah itu.', en: 'Apply after that.' },
  },
} as const satisfies Record<string, Rule>
