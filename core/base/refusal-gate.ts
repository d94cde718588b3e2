/** A refusal's HTTP status and its sentence in each language. */
export type Line = { readonly status: number; readonly id: string; readonly en: string }

/** The ways in which the gate says no to a message that wants to leave; a part of `REFUSALS`. */
export const GATE_REFUSALS = {
  'window-closed': {
    status: 422,
    id: 'Jendela 24 jam sudah tertutup: pesan terakhir pelanggan lebih dari 24 jam lalu. Kirim template yang disetujui.',
    en: 'The 24-hour window is closed: the customer last wrote more than 24 hours ago. Send an approved template.',
  },
  'window-never-opened': {
    status: 422,
    id: 'Pelanggan belum pernah menulis ke nomor ini. Mulai dengan template yang disetujui.',
    en: 'The customer has never written to this number. Start with an approved template.',
  },
  'window-closing': {
    status: 422,
    id: 'Jendela 24 jam tertutup dalam {seconds} detik, terlalu dekat untuk pesan otomatis. Kirim template yang disetujui.',
    en: 'The 24-hour window closes in {seconds} seconds, too soon for an automatic message. Send an approved template.',
  },
  'recipient-not-listed': {
    status: 422,
    id: 'Nomor uji hanya bisa menulis ke penerima terdaftar (paling banyak 5). Tambahkan nomor ini di dasbor Meta.',
    en: 'A test number writes only to listed recipients (at most 5). Add this number in the Meta dashboard.',
  },
  'recipient-is-sender': {
    status: 422,
    id: 'Penerimanya nomor pengirim itu sendiri. Pilih pelanggan lain.',
    en: 'The recipient is the sending number itself. Choose another customer.',
  },
  'recipient-unnumbered': {
    status: 422,
    id: 'Kode sekali pakai hanya bisa dikirim ke nomor telepon, dan nomor pelanggan ini belum diketahui. Minta nomornya dulu.',
    en: 'A one-time password goes to a phone number only, and this customer’s is not known. Ask for the number first.',
  },
  'marketing-off': {
    status: 422,
    id: 'Pesan promosi dimatikan untuk Cloud API di akun ini. Nyalakan di WhatsApp Manager, lalu sinkronkan nomor.',
    en: 'Marketing messages are switched off for the Cloud API in this account. Switch them on in WhatsApp Manager, then sync the numbers.',
  },
  'opted-out': {
    status: 422,
    id: 'Pelanggan ini berhenti menerima pesan promosi. Hanya jawaban dan pesan layanan yang boleh dikirim.',
    en: 'This customer stopped marketing messages. Only answers and service messages may be sent.',
  },
  'sending-paused': {
    status: 422,
    id: 'Pengiriman sedang dihentikan karena Meta menolak dengan kode {code}. Periksa halaman Kanal.',
    en: 'Sending stands still because Meta refuses with code {code}. Look at the Channels page.',
  },
  'bot-too-often': {
    status: 422,
    id: 'Bot sudah terlalu banyak menulis ke pelanggan ini dalam satu jam, jadi ia diam dulu.',
    en: 'The bot has written too much to this customer within the hour, so it stays silent for now.',
  },
  'behind-refused': {
    status: 422,
    id: 'Pesan sebelum ini tidak boleh dikirim, jadi pesan ini ikut ditahan agar urutannya tidak terbalik.',
    en: 'The message before it may not be sent, so this one is held back too and nothing overtakes.',
  },
  'behind-waiting': {
    status: 429,
    id: 'Pesan sebelum ini masih menunggu, jadi pesan ini ikut menunggu agar urutannya tidak terbalik.',
    en: 'The message before it still waits, so this one waits too and nothing overtakes.',
  },
  'bot-not-linked': {
    status: 422,
    id: 'Bot ini tidak tertaut ke nomor ini. LINK dulu di halaman Kanal.',
    en: 'This bot is not linked to this number. LINK it first on the Channels page.',
  },
  'account-disabled': {
    status: 422,
    id: 'Meta menonaktifkan akun WhatsApp Business ini. Ajukan peninjauan di Business Support Home.',
    en: 'Meta has disabled this WhatsApp Business Account. Ask for a review in Business Support Home.',
  },
  'account-restricted': {
    status: 422,
    id: 'Meta membatasi akun WhatsApp Business ini, jadi pesan ini tidak boleh dikirim. Ajukan peninjauan di Business Support Home.',
    en: 'Meta has restricted this WhatsApp Business Account, so this message may not go. Ask for a review in Business Support Home.',
  },
  'account-restricted-until': {
    status: 429,
    id: 'Meta membatasi akun WhatsApp Business ini selama {minutes} lagi. Pesan ini menunggu.',
    en: 'Meta restricts this WhatsApp Business Account for {minutes} more. This message waits.',
  },
  'template-missing': {
    status: 422,
    id: 'Template {name} dalam bahasa {language} tidak ada di Meta. Sinkronkan template, atau ajukan dulu.',
    en: 'Meta has no template {name} in language {language}. Sync the templates, or submit it first.',
  },
  'template-not-approved': {
    status: 422,
    id: 'Template {name} belum disetujui Meta (status {status}). Tunggu persetujuannya atau pakai template lain.',
    en: 'Meta has not approved the template {name} (status {status}). Wait for the approval or use another one.',
  },
  'template-paused': {
    status: 422,
    id: 'Meta menjeda template {name} karena kualitasnya. Tunggu, perbaiki, atau pakai template lain.',
    en: 'Meta has paused the template {name} for its quality. Wait, improve it, or use another one.',
  },
  'template-disabled': {
    status: 422,
    id: 'Meta menonaktifkan template {name}. Pakai template lain.',
    en: 'Meta has disabled the template {name}. Use another one.',
  },
  'template-values': {
    status: 422,
    id: 'Template {name} butuh {required} nilai, yang diberikan {given}. Isi setiap variabel.',
    en: 'The template {name} takes {required} values, {given} were given. Fill every variable.',
  },
  'marketing-capped': {
    status: 429,
    id: 'Meta menahan pesan promosi untuk pelanggan ini. Coba lagi dalam {minutes}.',
    en: 'Meta holds marketing messages to this customer back. Try again in {minutes}.',
  },
  'limit-reached': {
    status: 429,
    id: 'Batas pengiriman tercapai: {used} dari {max} pelanggan baru dalam 24 jam. Lanjut dalam {minutes}.',
    en: 'The messaging limit is reached: {used} of {max} new customers in 24 hours. It goes on in {minutes}.',
  },
  'budget-held': {
    status: 422,
    id: 'Anggaran pesan bulan ini akan terlampaui ({percent}%). Naikkan anggarannya, atau tunggu bulan berikutnya.',
    en: 'This month’s message budget would be exceeded ({percent}%). Raise the budget, or wait for the next month.',
  },
  'budget-unpriced': {
    status: 422,
    id: 'Ada anggaran bulanan, tetapi harga pesan ini dalam {currency} tidak diketahui. Impor kartu tarifnya atau ganti mata uang di halaman Biaya, atau kosongkan anggarannya.',
    en: 'There is a monthly budget, but the price of this message in {currency} is not known. Import its rate card or change the currency on the Costs page, or clear the budget.',
  },
  'recipient-invalid': {
    status: 422,
    id: 'Nomor {to} bukan nomor telepon yang lengkap. Tulis seperti 081234567890 atau 6281234567890.',
    en: 'The number {to} is no complete phone number. Write it like 081234567890 or 6281234567890.',
  },
} as const satisfies Record<string, Line>
