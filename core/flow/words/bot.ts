import type { Language, Words } from '#core/base/language.ts'

/** What a bot says by itself when its maker wrote nothing. */
const WORDS = {
  choose: { id: 'Pilih', en: 'Choose' },
  retryText: {
    id: 'Maaf, jawaban itu belum bisa diterima. Coba tulis lagi, ya.',
    en: 'Sorry, that answer does not fit. Please try again.',
  },
  retryNumber: {
    id: 'Maaf, tulis jawabannya dengan angka, misalnya 25.',
    en: 'Sorry, please answer with a number, for example 25.',
  },
  retryEmail: {
    id: 'Maaf, alamat emailnya belum benar. Contoh: nama@contoh.com.',
    en: 'Sorry, that is not an e-mail address. For example: name@example.com.',
  },
  retryPhone: {
    id: 'Maaf, nomor teleponnya belum benar. Contoh: 0812 3456 7890.',
    en: 'Sorry, that is not a phone number. For example: +62 812 3456 7890.',
  },
  retryDate: {
    id: 'Maaf, tanggalnya belum benar. Contoh: 31/12/2026.',
    en: 'Sorry, that is not a date. For example: 31/12/2026.',
  },
  retryUrl: {
    id: 'Maaf, alamat situsnya belum benar. Contoh: https://contoh.com.',
    en: 'Sorry, that is not a web address. For example: https://example.com.',
  },
  retryDateTime: {
    id: 'Maaf, tanggal dan jamnya belum benar. Contoh: 31/12/2026 14.30.',
    en: 'Sorry, that is not a date and time. For example: 31/12/2026 14:30.',
  },
  retryRating: {
    id: 'Maaf, pilih atau tulis satu angka dari yang ada.',
    en: 'Sorry, please choose or write one of the marks.',
  },
  retryLocation: {
    id: 'Maaf, kirim lokasinya lewat tombol Kirim lokasi, ya.',
    en: 'Sorry, please send it with the button Send location.',
  },
  retryImage: { id: 'Maaf, kirim fotonya, ya.', en: 'Sorry, please send a photo.' },
  retryVideo: { id: 'Maaf, kirim videonya, ya.', en: 'Sorry, please send a video.' },
  retryAudio: { id: 'Maaf, kirim pesan suaranya, ya.', en: 'Sorry, please send a voice message.' },
  retryDocument: { id: 'Maaf, kirim berkasnya, ya.', en: 'Sorry, please send the file.' },
  retryChoice: {
    id: 'Maaf, silakan pilih salah satu.',
    en: 'Sorry, please choose one of these.',
  },
} as const satisfies Record<string, Words>

export type BotWord = keyof typeof WORDS

export function botWord(word: BotWord, language: Language): string {
  return WORDS[word][language]
}
