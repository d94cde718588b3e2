import type { Rule } from '#core/whatsapp/finding.ts'

/** Meta's rules of variables and their examples, and of the parts that a body of the Graph API is made of. */
export const VARIABLE_RULES = {
  variable_braces: {
    severity: 'error',
    reason: {
      id: 'Kurung variabel tidak lengkap atau berisi spasi.',
      en: 'The braces of a variable do not match or hold spaces.',
    },
    remedy: { id: 'Tulis persis {{1}} atau {{nama}}.', en: 'Write exactly {{1}} or {{name}}.' },
    codes: [2388072],
  },
  single_brace: {
    severity: 'warning',
    reason: {
      id: 'Kurung tunggal akan terlihat apa adanya oleh pelanggan.',
      en: 'Single braces will be seen by the customer as they are.',
    },
    remedy: {
      id: 'Untuk variabel pakai kurung ganda: {{1}}.',
      en: 'For a variable use double braces: {{1}}.',
    },
  },
  variable_name: {
    severity: 'error',
    reason: {
      id: 'Nama variabel {value} tidak sah: hanya huruf kecil, angka, dan garis bawah.',
      en: 'The variable name {value} is not valid: lower-case letters, digits and underscores only.',
    },
    remedy: { id: 'Tulis misalnya {{nomor_pesanan}}.', en: 'Write for example {{order_number}}.' },
    codes: [2388072],
  },
  variable_mixed: {
    severity: 'error',
    reason: {
      id: 'Variabel bernomor dan bernama tidak boleh dicampur dalam satu template.',
      en: 'Numbered and named variables may not be mixed in one template.',
    },
    remedy: { id: 'Pilih salah satu untuk semua bagian.', en: 'Choose one of them for all parts.' },
    codes: [2388072],
  },
  variable_sequence: {
    severity: 'error',
    reason: {
      id: 'Variabel harus berurutan mulai dari {{1}} tanpa ada yang terlewat.',
      en: 'Variables must run from {{1}} on without a gap.',
    },
    remedy: { id: 'Beri nomor ulang: {{1}}, {{2}}, …', en: 'Number them again: {{1}}, {{2}}, …' },
    codes: [2388072],
  },
  variable_edge: {
    severity: 'error',
    reason: {
      id: 'Isi tidak boleh diawali atau diakhiri variabel.',
      en: 'The body may not begin or end with a variable.',
    },
    remedy: {
      id: 'Tambahkan kata, misalnya “Halo {{1}},” atau titik di akhir.',
      en: 'Add words, for example “Hello {{1}},” or a full stop at the end.',
    },
    codes: [2388299],
  },
  variable_adjacent: {
    severity: 'error',
    reason: {
      id: 'Dua variabel berdampingan tanpa teks di antaranya.',
      en: 'Two variables stand side by side without text between them.',
    },
    remedy: { id: 'Beri kata di antara keduanya.', en: 'Put words between them.' },
    codes: [2388072],
  },
  variable_ratio: {
    severity: 'warning',
    reason: {
      id: 'Terlalu banyak variabel untuk teks sependek ini; Meta bisa menolaknya.',
      en: 'There are too many variables for so short a text; Meta may refuse it.',
    },
    remedy: {
      id: 'Tambah kata, atau kurangi variabel: paling sedikit {min} kata.',
      en: 'Add words, or use fewer variables: at least {min} words.',
    },
    codes: [2388293],
  },
  example_missing: {
    severity: 'error',
    reason: {
      id: 'Variabel {value} belum punya contoh nilai.',
      en: 'The variable {value} has no example value.',
    },
    remedy: {
      id: 'Isi contoh yang wajar; peninjau Meta membacanya.',
      en: 'Fill in a realistic example; the reviewer of Meta reads it.',
    },
    codes: [2388043],
  },
  components_shape: {
    severity: 'error',
    reason: { id: 'Bagian template tidak terbaca.', en: 'The parts of the template cannot be read.' },
    remedy: {
      id: 'Kirim components sebagai daftar objek, masing-masing dengan type.',
      en: 'Send components as a list of objects, each with a type.',
    },
    codes: [100],
  },
  component_unknown: {
    severity: 'error',
    reason: { id: 'Bagian {value} tidak dikenal.', en: 'The part {value} is not known.' },
    remedy: {
      id: 'Pakai HEADER, BODY, FOOTER, BUTTONS, LIMITED_TIME_OFFER, atau CAROUSEL.',
      en: 'Use HEADER, BODY, FOOTER, BUTTONS, LIMITED_TIME_OFFER or CAROUSEL.',
    },
    codes: [100],
  },
  component_repeated: {
    severity: 'error',
    reason: { id: 'Bagian {value} ada lebih dari sekali.', en: 'The part {value} is there more than once.' },
    remedy: { id: 'Sisakan satu saja.', en: 'Keep only one.' },
    codes: [100],
  },
} as const satisfies Record<string, Rule>
