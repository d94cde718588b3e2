/** What the command line says, in both languages. */
export const SAYS = {
  id: {
    usage: [
      'Cara pakai:',
      '  npm run wetalk -- test <berkas.json atau folder> …',
      '  npm run wetalk -- export <nama bot atau flow> [berkas.json] [--url alamat]',
      '  npm run wetalk -- import <berkas.json> [--bot nama] [--url alamat]',
      'Untuk export dan import, isi WETALK_EMAIL dan WETALK_PASSWORD. --lang en untuk bahasa Inggris.',
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
  },
  en: {
    usage: [
      'Usage:',
      '  npm run wetalk -- test <file.json or folder> …',
      '  npm run wetalk -- export <name of a bot or flow> [file.json] [--url address]',
      '  npm run wetalk -- import <file.json> [--bot name] [--url address]',
      'For export and import set WETALK_EMAIL and WETALK_PASSWORD.',
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
  },
} as const
