import type { Line } from '#core/base/refusal-gate.ts'

/** What broadcasts say no to, or stand still for; a part of `REFUSALS`. */
export const BROADCAST_REFUSALS = {
  'broadcast-state': {
    status: 409,
    id: 'Itu tidak bisa dilakukan selagi siaran berstatus {state}. Muat ulang untuk melihat keadaannya.',
    en: 'That cannot be done while the broadcast is {state}. Reload to see how it stands.',
  },
  'broadcast-changed': {
    status: 409,
    id: 'Siaran ini sudah diubah di tempat lain. Muat ulang untuk melihatnya.',
    en: 'This broadcast was changed elsewhere. Reload to see it.',
  },
  'broadcast-lacks': {
    status: 422,
    id: 'Siaran ini belum lengkap: {what}.',
    en: 'This broadcast is not complete: {what}.',
  },
  'broadcast-recipients': {
    status: 409,
    id: 'Jumlah penerima kini {count}, bukan {confirmed}. Periksa perkiraannya lagi, lalu kirim.',
    en: 'There are {count} recipients now, not {confirmed}. Look at the estimate again, then send.',
  },
  'broadcast-many': {
    status: 422,
    id: 'Penerimanya lebih dari {max}. Persempit syaratnya, atau bagi menjadi beberapa siaran.',
    en: 'It has more than {max} recipients. Narrow the conditions, or split it into several broadcasts.',
  },
  'broadcast-nobody': {
    status: 422,
    id: 'Belum ada penerima yang cocok. Longgarkan syaratnya.',
    en: 'Nobody fits yet. Loosen the conditions.',
  },
  'broadcast-past': {
    status: 422,
    id: 'Waktu {at} sudah lewat. Pilih waktu yang akan datang.',
    en: 'The time {at} is past. Choose a time to come.',
  },
  'broadcast-busy': {
    status: 429,
    id: 'Sudah {max} siaran yang sedang dikirim. Tunggu salah satunya selesai.',
    en: '{max} broadcasts are being sent already. Wait until one of them is done.',
  },
  'broadcast-template': {
    status: 409,
    id: 'Isi template {name} berubah sejak dipilih. Buka siaran baru dengan template yang sekarang.',
    en: 'The content of the template {name} changed since it was chosen. Make a new broadcast with the present one.',
  },
  'broadcast-hours': {
    status: 409,
    id: 'Siaran ini hanya dikirim pukul {from}–{to}.',
    en: 'This broadcast is sent between {from} and {to} only.',
  },
} as const satisfies Record<string, Line>
