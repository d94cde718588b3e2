import { type Finding, findingOf, type Rule, type Values } from '#core/whatsapp/finding.ts'

/** The guide's tips for getting a template approved: clarity, no promotion, spelling, name, context, category. */
export const TIP_RULES = {
  promo_in_utility: {
    severity: 'warning',
    reason: {
      id: 'Kata “{value}” terdengar seperti promosi; Meta bisa memindahkannya ke Marketing, yang lebih mahal.',
      en: 'The word “{value}” sounds like a promotion; Meta may move it to Marketing, which costs more.',
    },
    remedy: {
      id: 'Ubah kategori ke Marketing, atau hapus kata itu.',
      en: 'Change the category to Marketing, or remove the word.',
    },
  },
  otp_elsewhere: {
    severity: 'warning',
    reason: {
      id: 'Ini terbaca seperti kode verifikasi; Meta menolaknya di luar kategori Autentikasi.',
      en: 'This reads like a verification code; Meta refuses it outside the category Authentication.',
    },
    remedy: { id: 'Ubah kategori ke Autentikasi.', en: 'Change the category to Authentication.' },
  },
  link_shortened: {
    severity: 'warning',
    reason: {
      id: 'Tautan pendek {value} menyembunyikan tujuannya dan sering ditolak.',
      en: 'The shortened link {value} hides where it leads and is often refused.',
    },
    remedy: { id: 'Pakai alamat lengkap domain Anda sendiri.', en: 'Use a full address of your own domain.' },
  },
  poll_in_utility: {
    severity: 'tip',
    reason: {
      id: 'Ajakan mengisi polling atau survei bisa dianggap promosi.',
      en: 'A call to fill in a poll or survey may count as promotion.',
    },
    remedy: {
      id: 'Kaitkan dengan pesanan pelanggan, atau ubah kategori ke Marketing.',
      en: 'Tie it to an order of the customer, or change the category to Marketing.',
    },
  },
  category_unlike_intent: {
    severity: 'tip',
    reason: {
      id: 'Tujuan “{value}” biasanya termasuk kategori {category}.',
      en: 'The intent “{value}” usually belongs to {category}.',
    },
    remedy: { id: 'Periksa kategorinya.', en: 'Look at the category again.' },
  },
  name_vague: {
    severity: 'tip',
    reason: {
      id: 'Nama ini tidak menjelaskan isi pesan kepada peninjau.',
      en: 'This name tells the reviewer nothing about the message.',
    },
    remedy: {
      id: 'Bukan template_014, melainkan misalnya tiket_bus_sby.',
      en: 'Not template_014, but for example bus_ticket_sby.',
    },
  },
  body_vague: {
    severity: 'tip',
    reason: {
      id: 'Isi terlalu singkat untuk menjelaskan siapa Anda dan apa maksudnya.',
      en: 'The body is too short to tell who you are and what it is about.',
    },
    remedy: {
      id: 'Sebut usaha Anda dan alasan pesan ini dikirim.',
      en: 'Name your business and why this message is sent.',
    },
  },
  business_unnamed: {
    severity: 'tip',
    reason: { id: 'Nama usaha “{value}” tidak disebut.', en: 'The business “{value}” is not named.' },
    remedy: { id: 'Sebut nama usaha di isi atau footer.', en: 'Name it in the body or the footer.' },
  },
  context_missing: {
    severity: 'tip',
    reason: {
      id: 'Pesan tidak menyebut percakapan atau pesanan sebelumnya.',
      en: 'The message does not mention the earlier conversation or order.',
    },
    remedy: {
      id: 'Sebutkan lagi apa yang pelanggan tanyakan atau pesan.',
      en: 'Mention again what the customer asked or ordered.',
    },
  },
  optout_missing: {
    severity: 'tip',
    reason: {
      id: 'Pesan promosi ini tidak memberi cara berhenti.',
      en: 'This promotion offers no way to stop.',
    },
    remedy: {
      id: 'Tambahkan “Balas STOP untuk berhenti” di footer, atau di isi bila tidak ada footer.',
      en: 'Add “Reply STOP to stop” to the footer, or to the body where there is none.',
    },
  },
  shouting: {
    severity: 'tip',
    reason: { id: 'Terlalu banyak HURUF BESAR.', en: 'There are too many CAPITALS.' },
    remedy: { id: 'Tulis dengan huruf biasa.', en: 'Write in normal letters.' },
  },
  punctuation: {
    severity: 'tip',
    reason: {
      id: 'Tanda baca berulang atau spasinya salah.',
      en: 'Punctuation is repeated or wrongly spaced.',
    },
    remedy: { id: 'Satu tanda baca, lalu satu spasi.', en: 'One mark, then one space.' },
  },
  format_unclosed: {
    severity: 'tip',
    reason: {
      id: 'Tanda format {value} tidak berpasangan.',
      en: 'The formatting mark {value} has no partner.',
    },
    remedy: { id: 'Tutup tandanya, misalnya *tebal*.', en: 'Close it, for example *bold*.' },
  },
  spelling: {
    severity: 'tip',
    reason: { id: '“{value}” mungkin salah eja.', en: '“{value}” may be misspelt.' },
    remedy: { id: 'Tulis “{better}”.', en: 'Write “{better}”.' },
  },
  emoji_many: {
    severity: 'tip',
    reason: { id: 'Emoji lebih dari {max}.', en: 'There are more than {max} emoji.' },
    remedy: { id: 'Sisakan satu atau dua.', en: 'Keep one or two.' },
  },
  language_unlike: {
    severity: 'tip',
    reason: {
      id: 'Isi tidak terbaca seperti bahasa {value}.',
      en: 'The body does not read like the language {value}.',
    },
    remedy: {
      id: 'Samakan bahasa yang dipilih dengan isinya.',
      en: 'Make the chosen language that of the text.',
    },
  },
  buttons_hidden: {
    severity: 'tip',
    reason: {
      id: 'Template dengan 4 tombol lebih, atau balasan cepat bercampur tombol lain, tidak tampil di WhatsApp desktop.',
      en: 'Templates with 4 buttons or more, or quick replies mixed with others, are not shown on WhatsApp desktop.',
    },
    remedy: { id: 'Pakai paling banyak 3 tombol sejenis.', en: 'Use at most 3 buttons of one sort.' },
  },
} as const satisfies Record<string, Rule>
export type TipRule = keyof typeof TIP_RULES

/** The advice `rule` at `field`; `values` fill the blanks of its words. */
export function tip(rule: TipRule, field: string, values: Values = {}): Finding {
  return findingOf(TIP_RULES, rule, field, values)
}
