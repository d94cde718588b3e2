import type { Words } from '#core/base/language.ts'

/** What a fix does, as its button says it. */
export const FIXES = {
  guardWindow: { id: 'Periksa jendela 24 jam dulu', en: 'Check the 24-hour window first' },
  cutWay: { id: 'Putuskan jalurnya', en: 'Disconnect it' },
  removeStep: { id: 'Hapus langkah ini', en: 'Remove this step' },
  handOver: { id: 'Sambungkan ke tim', en: 'Connect it to the team' },
  waitBetween: { id: 'Beri jeda 1 jam', en: 'Wait 1 hour in between' },
  limitTime: { id: 'Batasi 12 jam', en: 'Limit it to 12 hours' },
  makeList: { id: 'Jadikan daftar', en: 'Make it a list' },
  cutText: { id: 'Potong tulisannya', en: 'Cut the words' },
  dropPart: { id: 'Hapus bagian itu', en: 'Remove that part' },
  splitEvenly: { id: 'Bagi rata', en: 'Split evenly' },
  swapLimits: { id: 'Tukar batasnya', en: 'Swap the limits' },
  takeTemplate: { id: 'Pakai versi Meta', en: 'Take Meta’s version' },
  takeName: { id: 'Pakai field yang mirip', en: 'Use the field that is meant' },
  takeFilter: { id: 'Perbaiki formatnya', en: 'Correct the format' },
} as const satisfies Record<string, Words>
export type FixName = keyof typeof FIXES
