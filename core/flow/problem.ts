import { isObject } from '#core/base/json.ts'
import type { Language } from '#core/base/language.ts'
import type { Details } from '#core/base/refusal.ts'
import { type Line, LOCAL_PROBLEMS } from '#core/flow/problem-local.ts'

/**
 * Everything that can be wrong with a drawing. An error forbids publishing, a warning does not.
 * `{name}` stands for a value of the problem's details.
 */
export const PROBLEMS = {
  'start-missing': {
    severity: 'error',
    id: 'Flow belum punya langkah awal.',
    en: 'The flow has no starting step.',
  },
  'start-twice': {
    severity: 'error',
    id: 'Hanya boleh ada satu langkah awal.',
    en: 'There may be only one starting step.',
  },
  'way-dangling': {
    severity: 'error',
    id: 'Jalur {outlet} menuju langkah yang sudah tidak ada.',
    en: 'The exit {outlet} leads to a step that no longer exists.',
  },
  'way-unknown': {
    severity: 'error',
    id: 'Langkah ini tidak punya jalur {outlet}.',
    en: 'This step has no exit {outlet}.',
  },
  'way-missing': {
    severity: 'error',
    id: 'Jalur {outlet} belum disambungkan ke langkah mana pun.',
    en: 'The exit {outlet} is not connected to any step.',
  },
  'loop-endless': {
    severity: 'error',
    id: 'Langkah-langkah ini berputar tanpa menunggu: {steps}.',
    en: 'These steps go round without waiting: {steps}.',
  },
  'steps-many': {
    severity: 'error',
    id: 'Sekali jalan, flow ini bisa melewati {count} langkah tanpa menunggu; paling banyak {max}.',
    en: 'This flow may take {count} steps in one go without waiting; at most {max} are taken.',
  },
  'messages-many': {
    severity: 'error',
    id: 'Sekali jalan, flow ini bisa mengirim {count} pesan tanpa menunggu; paling banyak {max}.',
    en: 'This flow may send {count} messages in one go without waiting; at most {max} are sent.',
  },
  'loop-between-flows': {
    severity: 'error',
    id: 'Flow ini dan flow lain saling memanggil tanpa menunggu.',
    en: 'This flow and another call each other without waiting.',
  },
  'flow-unchosen': { severity: 'error', id: 'Pilih flow tujuannya.', en: 'Choose the flow to go to.' },
  'flow-missing': {
    severity: 'error',
    id: 'Flow tujuannya sudah tidak ada.',
    en: 'The flow it goes to does not exist any more.',
  },
  'flow-unpublished': {
    severity: 'error',
    id: 'Flow tujuannya belum diterbitkan.',
    en: 'The flow it goes to is not published.',
  },
  'flow-recursive': {
    severity: 'error',
    id: 'Sub-flow ini pada akhirnya memanggil dirinya sendiri.',
    en: 'This sub-flow ends up calling itself.',
  },
  'list-unchosen': {
    severity: 'error',
    id: 'Pilih daftar yang isinya diulang.',
    en: 'Choose the list to go through.',
  },
  'list-wanted': {
    severity: 'error',
    id: 'Field {field} bukan daftar, jadi tidak bisa diulang.',
    en: 'The field {field} is not a list and cannot be gone through.',
  },
  'text-empty': { severity: 'error', id: 'Pesannya masih kosong.', en: 'The message is still empty.' },
  'title-twice': {
    severity: 'error',
    id: 'Tulisan “{title}” dipakai dua kali.',
    en: 'The words “{title}” are used twice.',
  },
  'choice-twice': {
    severity: 'error',
    id: 'Dua pilihan memakai tanda {choice} yang sama.',
    en: 'Two options have the same mark {choice}.',
  },
  'options-missing': {
    severity: 'error',
    id: 'Pertanyaan pilihan ini belum punya pilihan.',
    en: 'This choice has no options yet.',
  },
  'options-many': {
    severity: 'error',
    id: 'Pilihannya {count}, WhatsApp menampilkan paling banyak {max}.',
    en: 'There are {count} options; WhatsApp shows at most {max}.',
  },
  'mix-impossible': {
    severity: 'error',
    id: 'WhatsApp tidak bisa mengirim {one} bersama {other} dalam satu pesan.',
    en: 'WhatsApp cannot send {one} together with {other} in one message.',
  },
  'draft-refused': {
    severity: 'error',
    id: 'WhatsApp akan menolak pesan ini: {reason} ({place}).',
    en: 'WhatsApp would refuse this message: {reason} ({place}).',
  },
  'pattern-invalid': {
    severity: 'error',
    id: 'Pola jawabannya tidak bisa dibaca, atau terlalu rumit.',
    en: 'The answer pattern cannot be read, or is too complex.',
  },
  'field-unchosen': { severity: 'error', id: 'Pilih field yang diubah.', en: 'Choose the field to change.' },
  'tag-unchosen': { severity: 'error', id: 'Pilih tagnya.', en: 'Choose the tag.' },
  'event-unchosen': { severity: 'error', id: 'Beri nama peristiwanya.', en: 'Name the event.' },
  'sequence-unchosen': { severity: 'error', id: 'Pilih rangkaiannya.', en: 'Choose the sequence.' },
  'member-unchosen': { severity: 'error', id: 'Pilih anggota timnya.', en: 'Choose the member.' },
  'member-unknown': {
    severity: 'error',
    id: 'Anggota {name} sudah tidak ada di ruang kerja ini.',
    en: 'The member {name} is not in this workspace any more.',
  },
  'team-unchosen': { severity: 'error', id: 'Pilih timnya.', en: 'Choose the team.' },
  'team-unknown': {
    severity: 'error',
    id: 'Tim {name} sudah tidak ada.',
    en: 'The team {name} does not exist any more.',
  },
  'team-empty': {
    severity: 'warning',
    id: 'Tim {name} belum punya anggota.',
    en: 'The team {name} has no members yet.',
  },
  'segment-unchosen': { severity: 'error', id: 'Pilih segmennya.', en: 'Choose the segment.' },
  'segment-unknown': {
    severity: 'error',
    id: 'Segmen {name} sudah tidak ada.',
    en: 'The segment {name} does not exist any more.',
  },
  'number-unchosen': {
    severity: 'error',
    id: 'Pilih nomor WhatsApp-nya.',
    en: 'Choose the WhatsApp number.',
  },
  'number-unknown': {
    severity: 'error',
    id: 'Nomor {name} sudah tidak terhubung.',
    en: 'The number {name} is not connected any more.',
  },
  'hours-unset': {
    severity: 'error',
    id: 'Jam operasional belum diatur. Atur di Pengaturan › Ruang kerja.',
    en: 'The business hours are not set yet. Set them in Settings › Workspace.',
  },
  'schedule-empty': {
    severity: 'error',
    id: 'Jadwalnya belum punya hari.',
    en: 'The schedule has no day yet.',
  },
  'range-empty': {
    severity: 'error',
    id: 'Batas terkecil lebih besar daripada batas terbesar.',
    en: 'The least is more than the most.',
  },
  'zone-unknown': {
    severity: 'error',
    id: 'Zona waktu {zone} tidak dikenal.',
    en: 'The time zone {zone} is unknown.',
  },
  'formula-invalid': {
    severity: 'error',
    id: 'Rumus {formula} salah: {reason}.',
    en: 'The formula {formula} is wrong: {reason}.',
  },
  'amount-invalid': {
    severity: 'error',
    id: '“{value}” bukan angka yang bisa ditambahkan.',
    en: '“{value}” is not a number that can be added.',
  },
  'filter-unknown': {
    severity: 'error',
    id: 'Tidak ada format {filter} untuk variabel {field}.',
    en: 'There is no format {filter} for the merge field {field}.',
  },
  'merge-invalid': {
    severity: 'error',
    id: 'Variabel {field} tidak bisa dibaca.',
    en: 'The merge field {field} cannot be read.',
  },
  'split-empty': {
    severity: 'error',
    id: 'Sedikitnya satu cabang harus berbobot lebih dari nol.',
    en: 'At least one branch needs a weight above zero.',
  },
  'mail-address': {
    severity: 'error',
    id: 'Alamat email tujuannya belum benar.',
    en: 'The e-mail address is not right yet.',
  },
  'wait-unchosen': {
    severity: 'error',
    id: 'Pilih field tanggal yang ditunggu.',
    en: 'Choose the date field to wait for.',
  },
  'request-url': {
    severity: 'error',
    id: 'Alamat permintaannya belum benar: awali dengan https:// dan nama situs, tanpa variabel di namanya.',
    en: 'The address is not right yet: begin with https:// and a host name, without variables in it.',
  },
  'request-header': {
    severity: 'error',
    id: 'Header {name} tidak bisa dikirim.',
    en: 'The header {name} cannot be sent.',
  },
  'request-path': {
    severity: 'error',
    id: 'Jalur {path} tidak bisa diikuti. Contoh: data.items[0].harga.',
    en: 'The path {path} cannot be followed. For example: data.items[0].price.',
  },
  'secret-missing': {
    severity: 'error',
    id: 'Rahasia {secret} belum ada di Pengaturan.',
    en: 'The secret {secret} is not in the settings.',
  },
  'file-missing': {
    severity: 'error',
    id: 'Berkas medianya sudah tidak ada.',
    en: 'The media file does not exist any more.',
  },
  'too-large': {
    severity: 'error',
    id: 'Flow terlalu besar: paling banyak {max}. Pecah menjadi sub-flow.',
    en: 'The flow is too large: at most {max}. Split it into sub-flows.',
  },
  'template-unchosen': {
    severity: 'error',
    id: 'Pilih template yang dikirim.',
    en: 'Choose the template to send.',
  },
  'template-unfilled': {
    severity: 'error',
    id: 'Template belum lengkap: {reason}.',
    en: 'The template is not complete: {reason}.',
  },
  'template-values': {
    severity: 'error',
    id: 'Isian template tidak diterima WhatsApp: {reason}.',
    en: 'WhatsApp would not take these values: {reason}.',
  },
  'template-missing': {
    severity: 'error',
    id: 'Template {template} tidak ada di akun WhatsApp Anda.',
    en: 'The template {template} is not in your WhatsApp account.',
  },
  'template-unusable': {
    severity: 'error',
    id: 'Template {template} tidak bisa dikirim: {reason}.',
    en: 'The template {template} cannot be sent: {reason}.',
  },
  'template-outgrown': {
    severity: 'error',
    id: 'Template {template} berubah di Meta, dan isian langkah ini tidak cocok lagi.',
    en: 'The template {template} changed at Meta, and the values of this step do not fit it any more.',
  },
  'template-paused': {
    severity: 'warning',
    id: 'Template {template} sedang dijeda Meta, jadi langkah ini tidak terkirim sampai jedanya berakhir.',
    en: 'Meta has paused the template {template}; this step is not sent until the pause ends.',
  },
  'template-changed': {
    severity: 'warning',
    id: 'Template {template} berubah di Meta sejak dipilih di sini.',
    en: 'The template {template} changed at Meta since it was chosen here.',
  },
  'template-may-fail': {
    severity: 'warning',
    id: '{value} kosong bila pelanggan belum punya {field}, dan template tidak terkirim. Beri teks cadangan.',
    en: '{value} is empty for customers without {field}, and the template is not sent. Give it a fallback.',
  },
  unreachable: {
    severity: 'warning',
    id: 'Langkah ini tidak pernah tercapai.',
    en: 'This step is never reached.',
  },
  'question-endless': {
    severity: 'warning',
    id: 'Pertanyaan ini menunggu tanpa batas waktu.',
    en: 'This question waits for ever.',
  },
  'window-leak': {
    severity: 'warning',
    id: 'Pesan ini bisa keluar {hours} jam setelah pesan terakhir pelanggan. Periksa dulu jendela 24 jamnya.',
    en: 'This message may go out {hours} hours after the customer’s last message. Check the 24-hour window first.',
  },
  'window-leak-inside': {
    severity: 'warning',
    id: 'Dari sini, “{step}” di flow {flow} bisa keluar {hours} jam setelah pesan terakhir pelanggan.',
    en: 'From here, “{step}” of the flow {flow} may go out {hours} hours after the customer’s last message.',
  },
  'dead-end': {
    severity: 'warning',
    id: 'Lewat {outlet} pelanggan tidak dibalas apa-apa. Sambungkan ke langkah lain atau ke tim.',
    en: 'By {outlet} customers hear nothing more. Connect it to a step or to the team.',
  },
  'merge-unknown': {
    severity: 'warning',
    id: 'Variabel {field} tidak dikenal; isinya akan kosong.',
    en: 'The merge field {field} is unknown; it will be empty.',
  },
  'field-unknown': {
    severity: 'warning',
    id: 'Field {field} belum ada dan tidak diisi oleh flow ini.',
    en: 'The field {field} does not exist, and this flow does not fill it.',
  },
  'item-outside': {
    severity: 'warning',
    id: '{field} hanya berisi di dalam pengulangannya; di langkah ini kosong.',
    en: '{field} holds something only inside its loop; here it is empty.',
  },
  'title-may-grow': {
    severity: 'warning',
    id: '“{title}” berisi isian, jadi bisa lebih panjang dari {max} karakter dan terpotong.',
    en: '“{title}” holds a merge field, so it may exceed {max} characters and be cut.',
  },
  ...LOCAL_PROBLEMS,
} as const satisfies Record<string, Line>

export type ProblemCode = keyof typeof PROBLEMS

/** One thing wrong with one step. `node` is the step to look at; empty when it is the whole flow. */
export type Problem = {
  readonly severity: 'error' | 'warning'
  readonly node: string
  readonly code: ProblemCode
  readonly details: Details
  /** The steps that lead to it, or that form it, in their order: what the canvas marks. */
  readonly path?: readonly string[]
}
/** Says what is wrong with the step at hand. */
export type Report = (code: ProblemCode, details?: Details) => void

export function problemOf(
  node: string,
  code: ProblemCode,
  details: Details = {},
  path?: readonly string[],
): Problem {
  return { severity: PROBLEMS[code].severity, node, code, details, ...(path && { path }) }
}

/** The problem as a sentence for a person. A detail that is itself worded in both languages is said in this one. */
export function problemSentence(problem: Problem, language: Language): string {
  return PROBLEMS[problem.code][language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const detail = Object.hasOwn(problem.details, name) ? problem.details[name] : undefined
    return String((isObject(detail) ? detail[language] : detail) ?? '–')
  })
}
