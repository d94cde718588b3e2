import { flowFile } from './team.ts'

/** Flows, and parts of them, that several journeys draw. */

const LATE = {
  soon: { kind: 'message', text: 'Kami kabari besok.', next: { next: 'sleep' } },
  sleep: {
    kind: 'wait',
    wait: { kind: 'for', length: { amount: 25, unit: 'hour' } },
    next: { next: 'tell' },
  },
  tell: { kind: 'message', text: 'Ini kabar yang dijanjikan.' },
}

/** Speaks when the window has ended. */
export const TOO_LATE = flowFile('Kabar besok', { keywords: ['besok'] }, LATE)

/** The simulated account has `pengingat_pesanan` with these very texts. */
export const REMINDER = {
  name: 'pengingat_pesanan',
  language: 'id',
  category: 'UTILITY',
  body: { text: 'Halo {{1}}, pesanan nomor {{2}} sudah siap diambil. Kami tunggu di toko, ya.' },
  buttons: [
    { kind: 'reply', text: 'Saya ke sana' },
    { kind: 'reply', text: 'Antar saja' },
  ],
}

/** The same, with a template behind the words that come too late. */
export const TOO_LATE_AND_TEMPLATE = flowFile(
  'Kabar dan template',
  { keywords: ['besok'] },
  {
    ...LATE,
    tell: { ...LATE.tell, next: { next: 'remind' } },
    remind: {
      kind: 'template',
      template: REMINDER,
      body: [
        { name: '1', text: '{{ first_name }}' },
        { name: '2', text: 'KS-77' },
      ],
    },
  },
)
