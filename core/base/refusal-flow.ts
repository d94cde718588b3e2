import type { Line } from '#core/base/refusal-gate.ts'

/** The ways in which drafts, tests and versions of flows are refused; a part of `REFUSALS`. */
export const FLOW_REFUSALS = {
  'flow-invalid': {
    status: 422,
    id: 'Flow belum bisa dipakai: {problem} (langkah {node}).',
    en: 'The flow cannot be used yet: {problem} (step {node}).',
  },
  'bot-linked': {
    status: 409,
    id: 'Bot ini masih menjawab di {numbers}. Lepas dulu dari nomor itu (UNLINK), lalu hapus botnya.',
    en: 'This bot still answers on {numbers}. UNLINK it there first, then delete it.',
  },
  'flow-too-large': {
    status: 413,
    id: 'Flow terlalu besar: paling banyak {max}. Pecah menjadi sub-flow.',
    en: 'The flow is too large: at most {max}. Split it into sub-flows.',
  },
  'bundle-wrong': {
    status: 422,
    id: 'Berkas ini belum bisa dibaca. Di {place}: {reason}.',
    en: 'This file cannot be read yet. At {place}: {reason}.',
  },
  'bundle-too-large': {
    status: 413,
    id: 'Berkas bot terlalu besar: paling banyak {max}. Pindahkan flow-nya satu per satu.',
    en: 'The file of the bot is too large: at most {max}. Move its flows one by one.',
  },
  'bundle-empty': {
    status: 422,
    id: 'Bot ini belum punya flow, jadi belum ada yang bisa diekspor.',
    en: 'This bot has no flow yet, so there is nothing to export.',
  },
  'import-unsettled': {
    status: 422,
    id: 'Impor belum bisa dijalankan. {place}: {reason}. Tidak ada yang diubah.',
    en: 'The import cannot be done yet. {place}: {reason}. Nothing was changed.',
  },
  'tests-failed': {
    status: 422,
    id: 'Tes “{test}” gagal: {problem} Betulkan draf atau tesnya.',
    en: 'The test “{test}” fails: {problem} Mend the draft or the test.',
  },
  'tests-many': {
    status: 422,
    id: 'Satu flow paling banyak punya 200 tes.',
    en: 'A flow has at most 200 tests.',
  },
  'nothing-recorded': {
    status: 404,
    id: 'Belum ada percakapan dengan flow ini yang bisa direkam.',
    en: 'There is no talk with this flow yet that could be recorded.',
  },
  'still-aside': {
    status: 409,
    id: 'Kabar ini masih belum bisa dipakai. Coba lagi setelah Wetalk diperbarui atau nomor disinkronkan.',
    en: 'This still cannot be used. Try again after Wetalk was upgraded or the numbers were synchronised.',
  },
  'preview-needs-simulator': {
    status: 409,
    id: 'Draf hanya bisa dicoba pelanggan simulator. Sambungkan kanal ke simulator dulu.',
    en: 'Only a customer of the simulator can try a draft. Connect the channel to the simulator first.',
  },
  'chat-taken': {
    status: 409,
    id: 'Percakapan ini baru saja berpindah: sekarang milik {name}.',
    en: 'This chat has just changed hands: it is {name}’s now.',
  },
  'name-taken': {
    status: 409,
    id: 'Nama “{name}” sudah dipakai.',
    en: 'The name “{name}” is taken already.',
  },
  'canary-first': {
    status: 409,
    id: 'Versi pertama selalu untuk semua kontak: belum ada versi lain untuk sisanya.',
    en: 'The first version is always for all contacts: there is no other version for the rest.',
  },
  'canary-over': {
    status: 409,
    id: 'Rilis bertahap ini sudah berakhir atau diganti. Muat ulang untuk melihat keadaannya sekarang.',
    en: 'This gradual release is over or was replaced. Reload to see how things stand now.',
  },
  'comments-many': {
    status: 422,
    id: 'Satu flow paling banyak punya {max} utas komentar. Hapus yang sudah selesai dulu.',
    en: 'A flow has at most {max} comment threads. Delete resolved ones first.',
  },
  'replies-many': {
    status: 422,
    id: 'Satu utas paling banyak berisi {max} komentar. Mulai utas baru.',
    en: 'A thread has at most {max} comments. Start a new one.',
  },
  'comment-not-yours': {
    status: 403,
    id: 'Komentar orang lain hanya bisa dihapus pemilik atau admin.',
    en: 'Only an owner or admin deletes what others commented.',
  },
  'merge-field-unknown': {
    status: 422,
    id: 'Field “{field}” tidak dikenal, jadi isinya akan kosong. Periksa ejaannya, atau buat field itu dulu di halaman Field.',
    en: 'There is no field “{field}”, so nothing would stand there. Check the spelling, or make the field first on the Fields page.',
  },
  'canned-many': {
    status: 422,
    id: 'Satu ruang kerja paling banyak punya {max} balasan cepat. Hapus yang tidak dipakai dulu.',
    en: 'A workspace has at most {max} quick replies. Delete those that nobody uses first.',
  },
  'draft-moved': {
    status: 409,
    id: 'Draf ini berubah setelah Anda melihatnya. Yang mengubah: {by}. Lihat dulu perubahannya, lalu terbitkan lagi.',
    en: 'This draft has changed since you looked at it. Changed by: {by}. Look at the change first, then publish again.',
  },
  'draft-conflict': {
    status: 409,
    id: 'Orang lain menyimpan flow ini lebih dulu. Muat ulang untuk melihat perubahannya.',
    en: 'Someone else saved this flow first. Reload to see the change.',
  },
} as const satisfies Record<string, Line>
