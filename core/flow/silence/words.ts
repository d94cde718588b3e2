import type { Words } from '#core/base/language.ts'

/** Every reason for which a bot says nothing, in words. `{until}` and `{at}` are moments that the screen formats. */
export const SILENCES = {
  unlinked: {
    id: 'Nomor ini belum tertaut ke bot mana pun.',
    en: 'This number is not linked to any bot.',
  },
  'nothing-heard': {
    id: 'Pelanggan belum menulis apa pun.',
    en: 'The customer has not written anything yet.',
  },
  'set-aside': {
    id: 'Pesannya tidak bisa diolah dan disisihkan sesudah tiga kali dicoba.',
    en: 'The message could not be digested and was set aside after three attempts.',
  },
  pending: {
    id: 'Pesannya baru masuk dan sedang menunggu giliran.',
    en: 'The message has just come in and waits for its turn.',
  },
  paused: {
    id: 'Bot dijeda di percakapan ini sampai ada yang mengaktifkannya.',
    en: 'The bot is paused in this chat until somebody wakes it.',
  },
  'paused-until': {
    id: 'Bot dijeda di percakapan ini sampai {until}.',
    en: 'The bot is paused in this chat until {until}.',
  },
  refused: {
    id: 'Bot sudah menjawab, tetapi pesannya tidak boleh dikirim: {reason}',
    en: 'The bot answered, but its message may not be sent: {reason}',
  },
  failed: {
    id: 'Bot sudah menjawab, tetapi Meta menolak pesannya: {title} ({code}).',
    en: 'The bot answered, but Meta refused its message: {title} ({code}).',
  },
  held: {
    id: 'Pengiriman dari nomor ini dihentikan karena Meta menjawab dengan kode {code}.',
    en: 'Sending from this number is stopped because Meta answered with code {code}.',
  },
  sending: {
    id: 'Bot sudah menjawab; pesannya sedang dikirim.',
    en: 'The bot has answered; its message is on its way.',
  },
  answered: {
    id: 'Bot tidak diam: ia menjawab pada {at}.',
    en: 'The bot is not silent: it answered at {at}.',
  },
  'run-failed': {
    id: 'Flow “{flow}” berhenti di langkah “{node}” karena kesalahan.',
    en: 'The flow “{flow}” stopped at the step “{node}” because of a mistake.',
  },
  'run-ended': {
    id: 'Flow “{flow}” menerima pesannya dan selesai di langkah “{node}” tanpa menjawab.',
    en: 'The flow “{flow}” took the message and ended at the step “{node}” without an answer.',
  },
  stale: {
    id: 'Pesannya baru sampai {minutes} menit sesudah ditulis; bot tidak menjawab pesan yang lebih lama dari satu jam.',
    en: 'The message arrived {minutes} minutes after it was written; a bot does not answer what is older than an hour.',
  },
  'no-words': {
    id: 'Yang terakhir datang hanya reaksi atau pemberitahuan; itu tidak dijawab bot.',
    en: 'What came last is a reaction or a notice; a bot does not answer these.',
  },
  'past-round': {
    id: 'Pelanggan mengetuk tombol dari putaran yang sudah lewat; flow “{flow}” menunggu di langkah “{node}”.',
    en: 'The customer tapped a button of a round that is over; the flow “{flow}” waits at the step “{node}”.',
  },
  'waits-answer': {
    id: 'Flow “{flow}” menunggu jawaban di langkah “{node}”.',
    en: 'The flow “{flow}” waits for an answer at the step “{node}”.',
  },
  'waits-tap': {
    id: 'Flow “{flow}” menunggu pelanggan mengetuk tombol di langkah “{node}”; kata lain tidak punya jalan.',
    en: 'The flow “{flow}” waits for a tap at the step “{node}”; other words have no way on.',
  },
  'waits-time': {
    id: 'Flow “{flow}” sedang menunggu waktu di langkah “{node}” sampai {until}; hanya kata kunci yang menyelanya.',
    en: 'The flow “{flow}” waits at the step “{node}” until {until}; only a keyword interrupts it.',
  },
  'no-flow': {
    id: 'Bot ini belum punya flow yang tayang.',
    en: 'This bot has no flow that is live.',
  },
  'near-trigger': {
    id: 'Tidak ada kata kunci yang cocok dengan “{said}”. Yang paling dekat: “{keyword}” dari flow “{flow}”.',
    en: 'No keyword fits “{said}”. The nearest is “{keyword}” of the flow “{flow}”.',
  },
  'no-trigger': {
    id: 'Tidak ada kata kunci yang cocok dengan “{said}”, dan tidak ada flow dengan balasan bawaan.',
    en: 'No keyword fits “{said}”, and no flow has the default reply.',
  },
} as const satisfies Record<string, Words>

export type SilenceCode = keyof typeof SILENCES
