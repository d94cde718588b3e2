import type { Json } from '#core/base/json.ts'
import type { Language } from '#core/base/language.ts'
import { BROADCAST_REFUSALS } from '#core/base/refusal-broadcast.ts'
import { FLOW_REFUSALS } from '#core/base/refusal-flow.ts'
import { GATE_REFUSALS, type Line } from '#core/base/refusal-gate.ts'
import { GRAPH_REFUSALS } from '#core/base/refusal-graph.ts'

/**
 * Every way in which the house says no: HTTP status and one sentence in each language that says what to do.
 * `{name}` stands for a value of the refusal's details.
 */
export const REFUSALS = {
  'bad-input': {
    status: 422,
    id: 'Isian {field} belum benar: {reason}. Perbaiki lalu kirim lagi.',
    en: 'The value of {field} is not valid: {reason}. Correct it and send again.',
  },
  'not-signed-in': {
    status: 401,
    id: 'Anda belum masuk. Masuk dulu, lalu ulangi.',
    en: 'You are not signed in. Sign in and try again.',
  },
  'not-allowed': {
    status: 403,
    id: 'Peran Anda tidak boleh melakukan ini. Minta bantuan pemilik atau admin.',
    en: 'Your role may not do this. Ask an owner or an admin.',
  },
  'not-found': {
    status: 404,
    id: 'Data itu tidak ada, atau bukan milik ruang kerja ini.',
    en: 'There is no such thing here, or it belongs to another workspace.',
  },
  'wrong-origin': {
    status: 403,
    id: 'Permintaan datang dari alamat lain. Buka Wetalk lewat alamat resminya.',
    en: 'The request came from another address. Open Wetalk by its own address.',
  },
  'field-taken': {
    status: 409,
    id: 'Nama {key} sudah dipakai field lain atau dipakai sistem. Pilih nama lain.',
    en: 'The name {key} belongs to another field or to the system. Choose another one.',
  },
  'field-used': {
    status: 409,
    id: 'Field ini masih dipakai di {count} langkah: flow {flow}. Lepaskan dulu dari sana, lalu terbitkan ulang yang sudah terbit.',
    en: 'This field is still used in {count} steps: flow {flow}. Take it out there first, then publish again what is published.',
  },
  'field-value': {
    status: 422,
    id: 'Nilai itu tidak cocok dengan jenis field {field}. Periksa lagi isinya.',
    en: 'That value does not fit the type of the field {field}. Check what you typed.',
  },
  'too-many': {
    status: 429,
    id: 'Terlalu banyak percobaan. Tunggu {seconds} detik, lalu coba lagi.',
    en: 'Too many attempts. Wait {seconds} seconds and try again.',
  },
  'sign-in-paused': {
    status: 429,
    id: 'Terlalu banyak kata sandi salah untuk email ini. Tunggu {seconds} detik, atau atur ulang lewat “Lupa kata sandi?”.',
    en: 'Too many wrong passwords for this e-mail. Wait {seconds} seconds, or reset it by “Forgot your password?”.',
  },
  'too-large': {
    status: 413,
    id: 'Terlalu besar: paling banyak {max}.',
    en: 'Too large: at most {max}.',
  },
  'wrong-password': {
    status: 401,
    id: 'Email atau kata sandi tidak cocok.',
    en: 'The e-mail or the password does not match.',
  },
  'email-taken': {
    status: 409,
    id: 'Email itu sudah dipakai. Masuk, atau atur ulang kata sandinya.',
    en: 'That e-mail is already in use. Sign in, or reset its password.',
  },
  'weak-password': {
    status: 422,
    id: 'Kata sandi terlalu mudah ditebak. Pakai minimal {min} karakter yang tidak lazim.',
    en: 'The password is too easy to guess. Use at least {min} uncommon characters.',
  },
  'sign-up-closed': {
    status: 403,
    id: 'Pendaftaran di server ini hanya lewat undangan. Minta undangan kepada pemilik ruang kerja.',
    en: 'This installation takes new people by invitation only. Ask the owner of a workspace to invite you.',
  },
  'letter-unsent': {
    status: 503,
    id: 'Email ke {email} tidak bisa dikirim. Coba lagi nanti, atau beri tahu pengelola server.',
    en: 'The letter to {email} could not be sent. Try again later, or tell whoever runs the server.',
  },
  'password-mismatch': {
    status: 422,
    id: 'Kata sandi yang sekarang tidak cocok. Periksa lagi, atau atur ulang lewat “Lupa kata sandi?”.',
    en: 'That is not your present password. Check it, or reset it by “Forgot your password?”.',
  },
  'last-owner': {
    status: 403,
    id: 'Ruang kerja harus punya pemilik. Jadikan anggota lain pemilik dulu.',
    en: 'A workspace needs an owner. Make another member an owner first.',
  },
  'already-member': {
    status: 409,
    id: '{email} sudah menjadi anggota ruang kerja ini.',
    en: '{email} is a member of this workspace already.',
  },
  'workspaces-full': {
    status: 422,
    id: 'Anda sudah memiliki {max} ruang kerja, itu batasnya. Pakai salah satunya.',
    en: 'You own {max} workspaces, and more are not possible. Use one of them.',
  },
  'bad-token': {
    status: 400,
    id: 'Tautan ini salah, sudah dipakai, atau kedaluwarsa. Minta tautan baru.',
    en: 'This link is wrong, used, or expired. Ask for a new one.',
  },
  'demo-closed': {
    status: 403,
    id: 'Coba-coba tanpa akun hanya ada selama server ini belum punya pemilik. Masuk atau buat akun.',
    en: 'Trying without an account is only open while this installation has no owner. Sign in or sign up.',
  },
  'simulator-full': {
    status: 503,
    id: 'Simulator di server ini sedang penuh. Coba lagi besok, atau mulai tanpa simulator, dengan akun WhatsApp Business Anda. Tempat kosong lagi bila sebuah ruang kerja memutuskan simulatornya.',
    en: 'The simulator of this installation is full. Try again tomorrow, or begin without it, with your WhatsApp Business account. There is room again where a workspace disconnects its simulator.',
  },
  ...GATE_REFUSALS,
  ...BROADCAST_REFUSALS,
  ...GRAPH_REFUSALS,
  ...FLOW_REFUSALS,
  'card-invalid': {
    status: 422,
    id: 'Kartu tarif tidak bisa dibaca (baris {row}): {reason}.',
    en: 'The rate card cannot be read (row {row}): {reason}.',
  },
  'draft-invalid': {
    status: 422,
    id: 'WhatsApp akan menolak pesan ini: {reason} ({field}).',
    en: 'WhatsApp would refuse this message: {reason} ({field}).',
  },
  'number-not-connected': {
    status: 422,
    id: 'Nomor ini tidak terhubung (status {state}). Periksa halaman Kanal.',
    en: 'This number is not connected (state {state}). Look at the Channels page.',
  },
  'channel-missing': {
    status: 422,
    id: 'Ruang kerja ini belum punya kanal WhatsApp. Hubungkan dulu di halaman Kanal.',
    en: 'This workspace has no WhatsApp channel yet. Connect one on the Channels page.',
  },
  'channel-exists': {
    status: 409,
    id: 'Ruang kerja ini sudah terhubung ke satu akun WhatsApp Business. Putuskan dulu, lalu hubungkan yang baru.',
    en: 'This workspace is already connected to a WhatsApp Business Account. Disconnect it first, then connect the new one.',
  },
  'waba-taken': {
    status: 409,
    id: 'Akun WhatsApp Business itu sudah terhubung ke ruang kerja lain, dan satu akun hanya boleh dipakai satu ruang kerja. Putuskan dulu di halaman Kanal ruang kerja itu, atau pilih akun lain.',
    en: 'That WhatsApp Business Account is connected to another workspace, and one account serves one workspace only. Disconnect it on the Channels page of that workspace first, or choose another account.',
  },
  'token-invalid': {
    status: 422,
    id: 'Meta tidak mengakui token akses ini: {reason}. Buat token baru di Pengaturan bisnis › Pengguna sistem.',
    en: 'Meta does not accept this access token: {reason}. Make a new one in Business settings › System users.',
  },
  'token-scope-missing': {
    status: 422,
    id: 'Token akses ini tidak punya izin {scopes}. Buat token baru dan centang izin itu.',
    en: 'This access token lacks the permission {scopes}. Make a new one and tick it.',
  },
  'token-other-app': {
    status: 422,
    id: 'Token akses ini dibuat untuk aplikasi {app}. Pilih aplikasi yang sama saat membuat token.',
    en: 'This access token was made for the app {app}. Choose the same app when you make the token.',
  },
  'waba-unreachable': {
    status: 422,
    id: 'Token ini tidak bisa membuka akun WhatsApp Business {wabaId}: {reason}. Periksa ID-nya, dan beri pengguna sistem akses ke akun itu.',
    en: 'This token cannot open the WhatsApp Business Account {wabaId}: {reason}. Check the id, and give the system user access to the account.',
  },
  'oauth-off': {
    status: 422,
    id: 'Masuk lewat Facebook belum disiapkan di server ini. Minta pengelolanya mengisi {missing}.',
    en: 'Signing in with Facebook is not set up on this installation. Ask its operator to set {missing}.',
  },
  'oauth-state-wrong': {
    status: 422,
    id: 'Masuk ke Facebook ini tidak dimulai dari peramban ini, atau sudah lewat 10 menit. Mulai lagi dari halaman Kanal.',
    en: 'This sign-in with Facebook was not begun in this browser, or longer than 10 minutes ago. Begin again on the Channels page.',
  },
  'oauth-code-refused': {
    status: 422,
    id: 'Meta tidak menerima kode masuk ini: {reason}. Kodenya hanya berlaku sebentar dan sekali pakai. Masuk lagi lewat Facebook.',
    en: 'Meta did not take this sign-in code: {reason}. A code lives briefly and works once. Sign in with Facebook again.',
  },
  'oauth-app-wrong': {
    status: 422,
    id: 'Meta menolak aplikasi server ini: {reason}. Pengelola server perlu memeriksa META_APP_ID, META_APP_SECRET, dan alamat OAuth redirect {redirectUri} di Meta.',
    en: 'Meta refuses the app of this installation: {reason}. Its operator should check META_APP_ID, META_APP_SECRET and the OAuth redirect address {redirectUri} at Meta.',
  },
  'oauth-scope-missing': {
    status: 422,
    id: 'Izin {scopes} tidak diberikan di Facebook. Masuk lagi dan biarkan semua izin tercentang.',
    en: 'The permission {scopes} was not granted at Facebook. Sign in again and leave every permission ticked.',
  },
  'oauth-grant-missing': {
    status: 422,
    id: 'Izin dari Facebook belum ada atau sudah lewat satu jam. Masuk lagi lewat Facebook.',
    en: 'There is no approval from Facebook, or it is older than an hour. Sign in with Facebook again.',
  },
  'confirm-mismatch': {
    status: 422,
    id: 'Ketik {word} persis seperti itu untuk melanjutkan.',
    en: 'Type {word} exactly like that to go on.',
  },
  'number-linked': {
    status: 409,
    id: 'Nomor ini sudah tertaut ke bot lain. Lepas dulu dari bot itu.',
    en: 'This number is already linked to another bot. Unlink it from that one first.',
  },
  'number-in-use': {
    status: 409,
    id: 'Bot masih tertaut ke nomor {number}. Tekan “Lepas” dulu, lalu berhenti memakai nomornya.',
    en: 'A bot is still linked to the number {number}. Press “Unlink” first, then stop using the number.',
  },
  'code-wrong': {
    status: 422,
    id: 'Kode itu tidak cocok. Periksa SMS atau panggilan terakhir, atau minta kode baru.',
    en: 'That code does not match. Look at the last SMS or call, or ask for a new code.',
  },
  'code-too-often': {
    status: 429,
    id: 'Meta meminta menunggu: terlalu banyak percobaan untuk nomor ini. Coba lagi nanti.',
    en: 'Meta asks to wait: too many attempts for this number. Try again later.',
  },
  'pin-wrong': {
    status: 422,
    id: 'PIN dua langkah itu bukan PIN nomor ini. Pakai PIN yang lama, atau setel ulang di WhatsApp Manager.',
    en: 'That two-step PIN is not this number’s. Use the former PIN, or reset it in WhatsApp Manager.',
  },
  'number-gone': {
    status: 409,
    id: 'Meta tidak lagi mencantumkan nomor {number} di akun ini. Sinkronkan nomor, lalu pilih yang lain.',
    en: 'Meta no longer lists the number {number} in this account. Sync the numbers and choose another one.',
  },
  'file-refused': {
    status: 415,
    id: 'Berkas “{name}” tidak diterima karena isinya {reason}. Kirim dalam bentuk lain, misalnya PDF, JPEG, atau MP4.',
    en: 'The file “{name}” is not accepted, because it is {reason}. Send it in another form, such as PDF, JPEG or MP4.',
  },
  'file-misnamed': {
    status: 415,
    id: 'Isi berkas “{name}” ternyata {reason}, bukan {kind} seperti namanya. Simpan ulang sebagai {kind} dari aplikasi asalnya, lalu pilih lagi.',
    en: 'The file “{name}” is {reason}, not {kind} as its name says. Save it as {kind} in the app it came from, and choose it again.',
  },
  'file-unreadable': {
    status: 415,
    id: 'Isi berkas “{name}” tidak bisa dibaca: mungkin rusak, atau bukan seperti namanya. Coba buka di perangkat Anda, simpan ulang, lalu pilih lagi.',
    en: 'What is in the file “{name}” cannot be read: it is damaged, or not what its name says. Open it on your device, save it anew, and choose it again.',
  },
  'picture-huge': {
    status: 415,
    id: 'Gambar “{name}” terlalu besar: paling banyak {max} megapiksel. Perkecil dulu, lalu pilih lagi.',
    en: 'The picture “{name}” is too large: {max} megapixels at most. Make it smaller and choose it again.',
  },
  'file-shorter': {
    status: 416,
    id: 'Berkas ini berakhir sebelum bagian yang diminta. Minta bagian sebelumnya, atau seluruhnya.',
    en: 'This file ends before the part that was asked for. Ask for an earlier part, or for all of it.',
  },
  'sample-refused': {
    status: 415,
    id: 'Berkas “{name}” tidak bisa menjadi contoh: Meta hanya menerima JPEG, PNG, MP4, atau PDF. Pilih contoh lain.',
    en: 'The file “{name}” cannot be a sample: Meta takes JPEG, PNG, MP4 or PDF alone. Choose another one.',
  },
  'marketing-theirs': {
    status: 409,
    id: 'Pelanggan sendiri yang berhenti menerima promosi, jadi hanya ia yang bisa mengizinkannya lagi.',
    en: 'The customer stopped marketing messages, so only they can allow them again.',
  },
  'not-cancellable': {
    status: 409,
    id: 'Pesan ini sudah diserahkan ke WhatsApp, jadi tidak bisa ditarik lagi.',
    en: 'This message was handed to WhatsApp already, so it cannot be called back.',
  },
  'not-retryable': {
    status: 409,
    id: 'Pesan ini tidak bisa dikirim ulang dari keadaannya sekarang ({state}).',
    en: 'This message cannot be sent again from its present state ({state}).',
  },
  'template-invalid': {
    status: 422,
    id: 'Meta akan menolak template ini: {reason} ({field}).',
    en: 'Meta would refuse this template: {reason} ({field}).',
  },
  'template-unsendable': {
    status: 422,
    id: 'Template ini tidak bisa dikirim: {reason} ({field}).',
    en: 'This template cannot be sent: {reason} ({field}).',
  },
  'template-exists': {
    status: 409,
    id: 'Sudah ada template {name} dalam bahasa {language}. Pakai nama lain, atau ubah yang itu.',
    en: 'There is a template {name} in language {language} already. Take another name, or change that one.',
  },
  'template-changed': {
    status: 409,
    id: 'Template ini sudah diubah orang lain atau oleh Meta. Muat ulang untuk melihatnya.',
    en: 'Someone else or Meta has changed this template. Reload to see it.',
  },
  'template-locked': {
    status: 409,
    id: 'Template dengan status {status} tidak bisa diubah di Meta. Tunggu statusnya berganti.',
    en: 'A template with the status {status} cannot be changed at Meta. Wait until its status changes.',
  },
  'template-unanswered': {
    status: 409,
    id: 'Jawaban Meta untuk template {name} belum sampai. Kami sedang mengecek ke Meta apakah sudah diterima; tidak perlu dikirim ulang.',
    en: 'The answer of Meta about the template {name} has not arrived. We are asking Meta whether it was taken; there is no need to submit again.',
  },
  'template-edit-day': {
    status: 422,
    id: 'Template yang disetujui hanya boleh diubah sekali dalam 24 jam. Coba lagi dalam {hours} jam.',
    en: 'An approved template may be changed once in 24 hours. Try again in {hours} hours.',
  },
  'template-edit-month': {
    status: 422,
    id: 'Template yang disetujui hanya boleh diubah 10 kali dalam 30 hari. Coba lagi dalam {hours} jam.',
    en: 'An approved template may be changed 10 times in 30 days. Try again in {hours} hours.',
  },
  'app-missing': {
    status: 422,
    id: 'Contoh media diunggah lewat aplikasi Meta, tetapi App ID-nya belum diisi. Hubungkan ulang kanal dengan App ID.',
    en: 'Samples go up through the Meta app, but its App ID is missing. Connect the channel anew with the App ID.',
  },
  'files-unavailable': {
    status: 503,
    id: 'Penyimpanan berkas sedang tidak bisa dipakai. Tidak ada yang hilang; coba lagi beberapa menit lagi, dan beri tahu pengelola server bila tetap begini.',
    en: 'The file storage cannot be used right now. Nothing is lost; try again in a few minutes, and tell whoever runs the server if it stays so.',
  },
  'file-gone': {
    status: 404,
    id: 'Berkas itu sudah tidak ada di penyimpanan. Pilih atau unggah berkas lain.',
    en: 'That file is no longer in the storage. Choose or upload another one.',
  },
  unavailable: {
    status: 503,
    id: 'Basis data sedang tidak bisa dipakai. Tidak ada yang hilang; coba lagi sebentar.',
    en: 'The database cannot be used right now. Nothing is lost; try again in a moment.',
  },
} as const satisfies Record<string, Line>

export type RefusalCode = keyof typeof REFUSALS
export type Details = Readonly<Record<string, Json>>
export type Refusal = {
  readonly kind: 'refusal'
  readonly code: RefusalCode
  readonly details?: Details
  /** The gate's whole answer, where it was the gate that said no. */
  readonly verdict?: unknown
}

export function refuse(code: RefusalCode, details?: Details): Refusal {
  return details ? { kind: 'refusal', code, details } : { kind: 'refusal', code }
}

export function isRefusalCode(word: string): word is RefusalCode {
  return Object.hasOwn(REFUSALS, word)
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'refusal'
}

/**
 * The refusal as a sentence for a person. A detail that reads differently in each language is given twice,
 * as `reason_id` and `reason_en` for `{reason}`; `{minutes}` is a span with its unit.
 */
export function sentenceOf(code: RefusalCode, language: Language, details: Details = {}): string {
  return REFUSALS[code][language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = details[`${name}_${language}`] ?? details[name] ?? '–'
    return name === 'minutes' && typeof value === 'number' ? spanOf(value, language) : String(value)
  })
}

const UNITS = [
  { minutes: 1440, id: 'hari', en: 'day' },
  { minutes: 60, id: 'jam', en: 'hour' },
  { minutes: 1, id: 'menit', en: 'minute' },
] as const

/** Minutes in the largest unit of which there are at least two, rounded up: `24 jam`, `3 days`. */
function spanOf(minutes: number, language: Language): string {
  const unit = UNITS.find((one) => minutes >= 2 * one.minutes) ?? UNITS[2]
  const count = Math.ceil(minutes / unit.minutes)
  return `${count} ${unit[language]}${language === 'en' && count !== 1 ? 's' : ''}`
}
