import type { Millis } from '#core/base/time.ts'
import type { TemplateFacts } from '#core/policy/template.ts'
import type { Verdict } from '#core/whatsapp/verdict.ts'

/** What a person can be asked for, so that a message may go after all. */
export const ASKS = {
  'customer-writes': {
    id: 'Minta pelanggan menulis lagi: setiap pesannya membuka 24 jam baru.',
    en: 'Ask the customer to write again: each message of theirs opens 24 new hours.',
  },
  'customer-resumes': {
    id: 'Hanya pelanggan sendiri yang bisa mengizinkan pesan promosi lagi.',
    en: 'Only the customer can allow marketing messages again.',
  },
  'builder-submits-template': {
    id: 'Ajukan template ini ke Meta dan tunggu persetujuannya.',
    en: 'Submit this template to Meta and wait for its approval.',
  },
  'builder-fills-values': {
    id: 'Isi setiap variabel template, atau beri nilai cadangan.',
    en: 'Fill every variable of the template, or give it a fallback.',
  },
  'builder-mends-message': {
    id: 'Perbaiki isian yang disebut, lalu kirim lagi.',
    en: 'Mend the field that is named and send again.',
  },
  'admin-links-bot': {
    id: 'Tautkan (LINK) bot ke nomor ini di halaman Kanal.',
    en: 'Link (LINK) the bot to this number on the Channels page.',
  },
  'admin-connects': {
    id: 'Hubungkan ulang kanal atau nomor ini di halaman Kanal.',
    en: 'Connect this channel or number anew on the Channels page.',
  },
  'admin-lists-recipient': {
    id: 'Daftarkan nomor penerima di dasbor Meta, lalu catat di halaman Kanal; nomor uji menerima paling banyak lima.',
    en: 'List the recipient in the Meta dashboard and write it down on the Channels page; a test number takes five at most.',
  },
  'builder-mends-recipient': {
    id: 'Pilih penerima lain; nomor tidak bisa menulis ke dirinya sendiri.',
    en: 'Choose another recipient; a number cannot write to itself.',
  },
  'customer-shares-number': {
    id: 'Minta nomor teleponnya dulu, misalnya dengan permintaan kontak.',
    en: 'Ask for the phone number first, for example with a contact request.',
  },
  'owner-allows-marketing': {
    id: 'Nyalakan pesan promosi Cloud API di WhatsApp Manager, lalu sinkronkan nomor.',
    en: 'Switch marketing messages on for the Cloud API in WhatsApp Manager, then sync the numbers.',
  },
  'owner-appeals': {
    id: 'Ajukan peninjauan di Business Support Home Meta.',
    en: 'Ask for a review in Meta’s Business Support Home.',
  },
  'owner-verifies': {
    id: 'Verifikasi bisnis di Meta menaikkan batas pengiriman.',
    en: 'Verifying the business with Meta raises the messaging limit.',
  },
  'owner-raises-budget': {
    id: 'Naikkan anggaran bulan ini, atau tunggu bulan berikutnya.',
    en: 'Raise this month’s budget, or wait for the next month.',
  },
  'owner-imports-card': {
    id: 'Impor kartu tarif atau ganti mata uang di halaman Biaya, atau kosongkan anggarannya.',
    en: 'Import a rate card or change the currency on the Costs page, or clear the budget.',
  },
} as const
export type Ask = keyof typeof ASKS

/** What to do instead: which template, until when to wait, whom to ask for what. */
export type Remedy = {
  readonly kind: Verdict['remedy']
  readonly template?: Pick<TemplateFacts, 'name' | 'language'>
  readonly until?: Millis
  readonly ask?: Ask
}

export const NO_REMEDY: Remedy = { kind: 'none' }
