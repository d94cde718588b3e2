/** What the command line says, in both languages. */
export const SAYS = {
  id: {
    usage: [
      'Cara pakai:',
      '  npm run wetalk -- test <berkas.json atau folder> …',
      '  npm run wetalk -- export <nama bot atau flow> [berkas.json] [--url alamat]',
      '  npm run wetalk -- import <berkas.json> [--bot nama] [--url alamat]',
      '  npm run wetalk -- backup <folder baru>      cadangan basis data bawaan yang sedang berjalan',
      '  npm run wetalk -- restore <folder cadangan> ke DATA_DIR yang belum berisi basis data',
      '  npm run wetalk -- hold                      setelah pemulihan lain: yang lama tidak dikirim lagi',
      '  npm run wetalk -- lost-key                  kunci utama hilang: mulai lagi dengan kunci baru',
      '  npm run wetalk -- jobs                      pekerjaan yang sudah menyerah, dengan sebabnya',
      '  npm run wetalk -- retry <id, nama, all>     coba lagi pekerjaan itu',
      '  npm run wetalk -- unclaimed                 webhook aplikasi Anda yang tidak diambil akun mana pun',
      '  npm run wetalk -- unclaimed <id> [berkas]   simpan isi webhook itu',
      'Untuk export dan import, isi WETALK_EMAIL dan WETALK_PASSWORD; untuk delapan yang terakhir, DATA_DIR atau DATABASE_URL. --lang en untuk bahasa Inggris.',
    ].join('\n'),
    none: 'Tidak ada tes di berkas ini.',
    total: (passed: number, all: number) => `${passed} dari ${all} tes lulus`,
    ways: (taken: number, all: number) => `jalur teruji ${taken} dari ${all}`,
    missed: 'tanpa tes',
    step: 'langkah tes',
    unknown: (name: string) => `Tidak ada bot atau flow bernama “${name}”.`,
    saved: (path: string) => `Tersimpan di ${path}`,
    came: (name: string, errors: number) =>
      errors > 0 ? `${name}: draf, ${errors} hal perlu dibetulkan` : `${name}: draf, siap diterbitkan`,
    fill: 'perlu diisi',
    backedUp: (to: string) =>
      `Cadangan tersimpan di ${to}. Simpan secret.key (atau SECRET_KEY) di tempat lain.`,
    restored: (dir: string) =>
      `Dipulihkan ke ${dir}. Taruh secret.key yang lama di sana (atau isi SECRET_KEY) sebelum menjalankan.`,
    fits: 'Kunci utama ini cocok dengan basis datanya: tidak ada yang diubah.',
    anew: (workspaces: number) =>
      `Kunci baru untuk ${workspaces} ruang kerja. Sambungkan lagi kanalnya dan isi lagi rahasia flow; pesan, kontak, dan bot tetap ada.`,
    dead: (count: number) =>
      count === 0
        ? 'Tidak ada pekerjaan yang menyerah.'
        : `${count} pekerjaan menyerah. Setelah sebabnya beres: retry`,
    retried: (count: number) => `Dicoba lagi: ${count} pekerjaan.`,
    unclaimed: (count: number) =>
      count === 0
        ? 'Tidak ada webhook yang tersisa: semuanya diambil akunnya.'
        : `${count} webhook disimpan, tidak diambil akun mana pun. Lihat docs/operations.md`,
    notUnclaimed: (id: string) =>
      `Tidak ada webhook tersisa dengan id ${id}. Lihat id-nya dengan: npm run wetalk -- unclaimed`,
    held: (messages: number, broadcasts: number) =>
      `Ditahan: ${messages} pesan (“mungkin terkirim”) dan ${broadcasts} broadcast.`,
  },
  en: {
    usage: [
      'Usage:',
      '  npm run wetalk -- test <file.json or folder> …',
      '  npm run wetalk -- export <name of a bot or flow> [file.json] [--url address]',
      '  npm run wetalk -- import <file.json> [--bot name] [--url address]',
      '  npm run wetalk -- backup <new folder>     of the built-in database, while it runs',
      '  npm run wetalk -- restore <backup folder> into a DATA_DIR without a database',
      '  npm run wetalk -- hold                    after another restore: nothing of the past is sent again',
      '  npm run wetalk -- lost-key                the master key is lost: begin again with a new one',
      '  npm run wetalk -- jobs                    jobs that were given up on, with the reason',
      '  npm run wetalk -- retry <id, name, all>   try them again',
      '  npm run wetalk -- unclaimed               webhooks of your app that no account took',
      '  npm run wetalk -- unclaimed <id> [file]   save the body of one of them',
      'For export and import set WETALK_EMAIL and WETALK_PASSWORD; for the last eight DATA_DIR or DATABASE_URL.',
    ].join('\n'),
    none: 'There is no test in this file.',
    total: (passed: number, all: number) => `${passed} of ${all} tests passed`,
    ways: (taken: number, all: number) => `ways tested ${taken} of ${all}`,
    missed: 'untested',
    step: 'step of the test',
    unknown: (name: string) => `There is no bot or flow called “${name}”.`,
    saved: (path: string) => `Saved as ${path}`,
    came: (name: string, errors: number) =>
      errors > 0 ? `${name}: a draft, errors: ${errors}` : `${name}: a draft, ready to publish`,
    fill: 'to fill in',
    backedUp: (to: string) => `Backup saved in ${to}. Keep secret.key (or SECRET_KEY) somewhere else.`,
    restored: (dir: string) =>
      `Restored into ${dir}. Put the former secret.key there (or set SECRET_KEY) before you start.`,
    fits: 'This master key fits the database: nothing was changed.',
    anew: (workspaces: number) =>
      `New keys, workspaces: ${workspaces}. Connect their channels again and enter the secrets of flows; messages, contacts and bots stay.`,
    dead: (count: number) =>
      count === 0 ? 'No job was given up on.' : `Given up on: ${count}. Once the cause is mended: retry`,
    retried: (count: number) => `Tried again: ${count}.`,
    unclaimed: (count: number) =>
      count === 0
        ? 'No webhook is left over: each account took its own.'
        : `Kept, and taken by no account: ${count}. See docs/operations.md`,
    notUnclaimed: (id: string) =>
      `No webhook with the id ${id} is left over. See the ids with: npm run wetalk -- unclaimed`,
    held: (messages: number, broadcasts: number) =>
      `Held: messages (“maybe sent”) ${messages}, broadcasts ${broadcasts}.`,
  },
} as const
