import type { Words } from '#core/base/language.ts'
import { HOUR, MINUTE, type Millis, SECOND } from '#core/base/time.ts'

/**
 * What the sender does about an answer:
 * `ok` accepted · `retry` the same again later, counted · `pace` later, not counted · `uncertain` never again by itself,
 * proof is awaited · `fix` a person must mend the message, the template or the channel · `stop-recipient`,
 * `stop-number`, `stop-waba` nothing more to this person, from this number, from this account ·
 * `window` only a template passes · `drop` Meta did not want it, nothing is wrong.
 */
export type AnswerClass =
  | 'ok'
  | 'retry'
  | 'pace'
  | 'uncertain'
  | 'fix'
  | 'stop-recipient'
  | 'stop-number'
  | 'stop-waba'
  | 'window'
  | 'drop'

export type CodeRule = {
  readonly class: Exclude<AnswerClass, 'ok'>
  readonly reason: Words
  /** How long to wait, where Meta's own rule says so and no `Retry-After` came. */
  readonly wait?: Millis
  /** Fewer tries than usual. */
  readonly tries?: number
}

/** Faults of our own, that Meta never heard of: below zero, where Meta has no codes, so that none is taken for one of Meta's. */
export const OWN_FAULT = { noForm: -901, noFile: -902, anew: -903 } as const

type Row = readonly [code: number, id: string, en: string, wait?: Millis]

/** Meta's error codes (Cloud API error reference, October 2026), by what the sender does about them. */
const ROWS: Readonly<Record<CodeRule['class'], readonly Row[]>> = {
  retry: [
    [
      OWN_FAULT.noFile,
      'Berkasnya tidak bisa disiapkan untuk dikirim.',
      'The file could not be made ready to be sent.',
    ],
    [1, 'Meta mengalami gangguan yang tidak dijelaskan.', 'Meta had a fault that it does not explain.'],
    [2, 'Layanan Meta sedang terganggu.', 'Meta’s service is down for a moment.'],
    [131016, 'Layanan Meta sedang tidak tersedia.', 'Meta’s service is unavailable for a moment.'],
    [131052, 'Meta belum bisa mengambil medianya.', 'Meta could not fetch the medium yet.'],
    [131055, 'Meta menolak metode ini untuk sementara.', 'Meta does not take this method for the moment.'],
    [131057, 'Nomor sedang dalam pemeliharaan di Meta.', 'The number is under maintenance at Meta.'],
    [133004, 'Server Meta sedang tidak tersedia.', 'Meta’s server is unavailable for a moment.'],
    [134101, 'Template masih disinkronkan oleh Meta.', 'Meta is still syncing the template.'],
  ],
  pace: [
    [4, 'Batas panggilan aplikasi tercapai; menunggu.', 'The app’s call budget is used up; waiting.', MINUTE],
    [613, 'Batas panggilan tercapai; menunggu.', 'The call budget is used up; waiting.', MINUTE],
    [
      80007,
      'Batas panggilan akun tercapai; menunggu.',
      'The account’s call budget is used up; waiting.',
      MINUTE,
    ],
    [
      130429,
      'Nomor ini mengirim terlalu cepat; diperlambat.',
      'This number sends too fast; slowing down.',
      5 * SECOND,
    ],
    [
      131056,
      'Terlalu banyak pesan ke pelanggan ini; menunggu.',
      'Too many messages to this customer; waiting.',
    ],
    [
      131064,
      'Batas pesan tercapai; menunggu 24 jam bergulir.',
      'The messaging limit is reached; waiting.',
      HOUR,
    ],
    [
      132069,
      'Formulir ini dibatasi 10 pesan per jam.',
      'This form is limited to 10 messages an hour.',
      6 * MINUTE,
    ],
    [
      2593107,
      'Batas sinkronisasi tercapai; menunggu.',
      'The synchronisation limit is reached; waiting.',
      HOUR,
    ],
  ],
  uncertain: [
    [
      131000,
      'Meta tidak bisa memastikan apakah pesan terkirim.',
      'Meta cannot say whether the message was sent.',
    ],
  ],
  window: [
    [
      131047,
      'Jendela 24 jam sudah tertutup. Kirim template.',
      'The 24-hour window is closed. Send a template.',
    ],
  ],
  drop: [
    [
      130472,
      'Pelanggan ini ikut percobaan Meta; pesan promosi ditahan.',
      'Meta holds marketing back from this customer for an experiment.',
    ],
    [131021, 'Penerima sama dengan nomor pengirim.', 'The recipient is the sending number itself.'],
    [
      131049,
      'Meta membatasi promosi ke pelanggan ini. Coba lagi setelah 24 jam.',
      'Meta limits marketing to this customer. Try again after 24 hours.',
      24 * HOUR,
    ],
  ],
  'stop-recipient': [
    [130403, 'Anda memblokir pelanggan ini.', 'You blocked this customer.'],
    [
      130497,
      'Bisnis ini tidak boleh menulis ke negara pelanggan.',
      'This business may not write to the customer’s country.',
    ],
    [
      131026,
      'Pesan tidak bisa diantar: bukan nomor WhatsApp, versi lama, atau diblokir.',
      'Undeliverable: no WhatsApp number, an old version, or blocked.',
    ],
    [131050, 'Pelanggan berhenti menerima promosi.', 'The customer stopped marketing messages.'],
  ],
  'stop-number': [
    [
      131048,
      'Nomor ini dibatasi karena banyak pesannya dianggap spam.',
      'This number is restricted because its messages were taken for spam.',
    ],
    [133016, 'Terlalu sering didaftarkan. Tunggu 72 jam.', 'Registered too often. Wait 72 hours.'],
  ],
  'stop-waba': [
    [
      0,
      'Token tidak berlaku lagi. Hubungkan ulang kanal.',
      'The token is no longer valid. Connect the channel again.',
    ],
    [
      190,
      'Token kedaluwarsa atau dicabut. Hubungkan ulang kanal.',
      'The token expired or was revoked. Connect the channel again.',
    ],
    [
      368,
      'Akun diblokir sementara karena pelanggaran kebijakan.',
      'The account is blocked for a policy violation.',
    ],
    [131031, 'Akun WhatsApp Business dikunci Meta.', 'Meta locked the WhatsApp Business Account.'],
    [131042, 'Ada masalah pembayaran pada akun ini.', 'The account has a payment problem.'],
  ],
  fix: [
    [
      OWN_FAULT.noForm,
      'Pesan ini tidak bisa disusun; tidak ada yang terkirim.',
      'The message could not be put into form; nothing was sent.',
    ],
    [OWN_FAULT.anew, 'Dikirim ulang sebagai pesan lain.', 'Sent anew as another message.'],
    [3, 'Aplikasi belum punya kemampuan ini.', 'The app lacks this capability.'],
    [10, 'Token tidak punya izin untuk ini.', 'The token lacks the permission for this.'],
    [33, 'Nomor ini tidak ada lagi di Meta.', 'This number no longer exists at Meta.'],
    [100, 'Isi pesan tidak diterima Meta.', 'Meta does not take the message as it is.'],
    [131005, 'Akses ditolak: izin dicabut.', 'Access denied: the permission was removed.'],
    [131008, 'Ada bagian pesan yang wajib tetapi kosong.', 'A required part of the message is missing.'],
    [131009, 'Ada isi pesan yang tidak sah.', 'A part of the message is not valid.'],
    [
      131030,
      'Nomor uji: tambahkan penerima ini di dasbor Meta.',
      'Test number: add this recipient in the Meta dashboard.',
    ],
    [131037, 'Nama tampilan nomor belum disetujui.', 'The number’s display name is not approved.'],
    [131045, 'Nomor harus didaftarkan ulang.', 'The number must be registered again.'],
    [131051, 'Jenis pesan ini tidak didukung.', 'This kind of message is not supported.'],
    [
      131053,
      'Media ditolak: periksa jenis, ukuran, atau tautannya.',
      'The medium was refused: look at its kind, size or link.',
    ],
    [131062, 'Pesan ini butuh nomor telepon pelanggan.', 'This message needs the customer’s phone number.'],
    [
      131063,
      'Template promosi dimatikan pada Cloud API.',
      'Marketing templates are switched off on Cloud API.',
    ],
    [132000, 'Jumlah isian template tidak cocok.', 'The number of template values does not match.'],
    [132001, 'Template tidak ada atau belum disetujui.', 'The template does not exist or is not approved.'],
    [132005, 'Teks template terlalu panjang setelah diisi.', 'The template’s text is too long once filled.'],
    [132007, 'Isi template melanggar kebijakan.', 'The template’s content breaks a policy.'],
    [132008, 'Isian template tidak sah.', 'A template value is not valid.'],
    [132012, 'Jenis isian template tidak cocok.', 'A template value is of the wrong kind.'],
    [132015, 'Template dijeda karena mutunya rendah.', 'The template is paused for low quality.'],
    [132016, 'Template dinonaktifkan Meta.', 'Meta disabled the template.'],
    [132018, 'Isian template tidak lolos pemeriksaan.', 'The template’s values did not pass the check.'],
    [132068, 'Formulir ini diblokir.', 'This form is blocked.'],
    [133010, 'Nomor belum terdaftar di Cloud API.', 'The number is not registered with Cloud API.'],
    [
      134011,
      'Ketentuan pembayaran WhatsApp belum disetujui.',
      'The WhatsApp Payments terms are not accepted.',
    ],
    [135000, 'Meta menolak permintaan ini tanpa penjelasan.', 'Meta refused the request without explaining.'],
    [
      137000,
      'Identitas pelanggan berubah; periksa dulu.',
      'The customer’s identity changed; check it first.',
    ],
  ],
}

/** Code 1 says nothing about its cause, so it is asked three times only. */
const FEW_TRIES: ReadonlyMap<number, number> = new Map([[1, 3]])

const RULES: ReadonlyMap<number, CodeRule> = new Map(
  (Object.keys(ROWS) as CodeRule['class'][]).flatMap((kind) =>
    ROWS[kind].map(([code, id, en, wait]): [number, CodeRule] => {
      const tries = FEW_TRIES.get(code)
      const rule = { class: kind, reason: { id, en } }
      return [code, { ...rule, ...(wait !== undefined && { wait }), ...(tries !== undefined && { tries }) }]
    }),
  ),
)

const PERMISSION: CodeRule = {
  class: 'fix',
  reason: {
    id: 'Token tidak punya izin untuk akun ini.',
    en: 'The token lacks the permission for this account.',
  },
}

/** The rule of a code; undefined for one that is not in the table. 200–299 are permissions, whatever their number. */
export function ruleOfCode(code: number): CodeRule | undefined {
  return RULES.get(code) ?? (code >= 200 && code <= 299 ? PERMISSION : undefined)
}
