export type Line = { readonly severity: 'error' | 'warning'; readonly id: string; readonly en: string }

/** What can be wrong with what a run itself holds: inputs and outputs of a flow, loops over lists. */
export const LOCAL_PROBLEMS = {
  'loops-many': {
    severity: 'error',
    id: 'Flow ini punya {count} pengulangan; paling banyak {max}. Pecah menjadi sub-flow.',
    en: 'This flow has {count} loops; at most {max} are allowed. Split it into sub-flows.',
  },
  'loop-name-twice': {
    severity: 'error',
    id: 'Pengulangan di dalam pengulangan lain memakai nama {name} yang sama.',
    en: 'A loop inside another has the same name {name}.',
  },
  'local-twice': {
    severity: 'error',
    id: 'Nama {name} dipakai dua kali di masukan atau keluaran flow ini.',
    en: 'The name {name} is used twice among the inputs or outputs of this flow.',
  },
  'local-fixed': {
    severity: 'error',
    id: '{field} hanya bisa dibaca, tidak bisa diisi.',
    en: '{field} can only be read, not filled.',
  },
  'input-default': {
    severity: 'error',
    id: 'Nilai bawaan masukan {input} bukan {type}.',
    en: 'The default of the input {input} is not {type}.',
  },
  'input-missing': {
    severity: 'error',
    id: 'Masukan {input} wajib diisi untuk flow itu.',
    en: 'That flow needs the input {input}.',
  },
  'input-lost': {
    severity: 'warning',
    id: 'Flow itu meminta masukan {input}, yang tidak diberikan saat pindah. Pakai Sub-flow, atau beri nilai bawaan di flow itu.',
    en: 'That flow asks for the input {input}, which a jump does not give. Call it as a sub-flow, or give it a default there.',
  },
  'input-unknown': {
    severity: 'error',
    id: 'Flow itu tidak punya masukan {input}.',
    en: 'That flow has no input {input}.',
  },
  'input-type': {
    severity: 'error',
    id: 'Isi masukan {input} harus {type}.',
    en: 'The input {input} must be {type}.',
  },
  'output-unknown': {
    severity: 'error',
    id: 'Flow itu tidak punya keluaran {output}.',
    en: 'That flow has no output {output}.',
  },
  'output-type': {
    severity: 'error',
    id: 'Keluaran {output} tidak cocok disimpan di {field}, yang berisi {type}.',
    en: 'The output {output} does not fit the field {field}, which holds {type}.',
  },
  'loop-short': {
    severity: 'warning',
    id: 'Langkah-langkah ini berulang sendiri dengan jeda singkat: {steps}.',
    en: 'These steps repeat by themselves after a short wait: {steps}.',
  },
  'local-hides': {
    severity: 'warning',
    id: 'Di flow ini, {field} berarti nilai dari flow, bukan field yang bernama sama.',
    en: 'In this flow {field} means the value of the flow, not the field of that name.',
  },
  'output-unfilled': {
    severity: 'warning',
    id: 'Keluaran {output} tidak diisi oleh langkah mana pun.',
    en: 'No step fills the output {output}.',
  },
} as const satisfies Record<string, Line>
