import type { Line } from '#core/base/refusal-gate.ts'

/** The ways in which drafts, tests and versions of flows are refused; a part of `REFUSALS`. */
export const FLOW_REFUSALS = {
  'flow-invalid': {
    status: 422,
    id: 'Flow belum bisa dipakai: {problem} (langkah {node}).',
    en: 'The flow cannot be used yet: {problem} (step {node}).',
  },
  'flow-too-large': {
    status: 413,
    id: 'Flow terlalu besar: paling banyak {max}. Pecah menjadi sub-alur.',
    en: 'The flow is too large: at most {max}. Split it into sub-flows.',
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
  'preview-needs-simulator': {
    status: 409,
    id: 'Draf hanya bisa dicoba pelanggan simulator. Sambungkan kanal ke simulator dulu.',
    en: 'Only a customer of the simulator can try a draft. Connect the channel to the simulator first.',
  },
  'name-taken': {
    status: 409,
    id: 'Nama “{name}” sudah dipakai.',
    en: 'The name “{name}” is taken already.',
  },
  'draft-conflict': {
    status: 409,
    id: 'Orang lain menyimpan flow ini lebih dulu. Muat ulang untuk melihat perubahannya.',
    en: 'Someone else saved this flow first. Reload to see the change.',
  },
} as const satisfies Record<string, Line>
