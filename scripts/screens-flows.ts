import { REMINDER } from '../test/flows.ts'
import { flowFile } from '../test/team.ts'

/** A flow with mistakes, for the list of problems. */
export const BROKEN = flowFile(
  'Promo akhir pekan',
  { keywords: ['promo'] },
  {
    offer: {
      kind: 'message',
      text: 'Akhir pekan ini diskon 20%. Mau pesan?',
      buttons: [
        { id: 'yes', title: 'Mau' },
        { id: 'no', title: 'Lain kali' },
      ],
      next: { 'button:yes': 'sleep' },
    },
    sleep: {
      kind: 'wait',
      wait: { kind: 'for', length: { amount: 25, unit: 'hour' } },
      next: { next: 'tell' },
    },
    tell: { kind: 'message', text: 'Masih kami simpan untuk kakak.' },
    lost: { kind: 'message', text: 'Terima kasih.' },
  },
)

/** A question, a formula, a condition on its result, and the result said as money. */
export const FORMULA_STEP = flowFile(
  'Hitung pesanan',
  { keywords: ['hitung'] },
  {
    ask: {
      kind: 'question',
      text: 'Berapa gelas?',
      answer: 'number',
      field: 'gelas',
      next: { answered: 'sum' },
    },
    sum: {
      kind: 'action',
      actions: [
        { do: 'formula', field: 'total', formula: 'gelas * 15000' },
        { do: 'addNumber', field: 'antrean', way: 'plus', by: '1' },
      ],
      next: { next: 'when' },
    },
    when: {
      kind: 'condition',
      when: {
        match: 'all',
        groups: [
          {
            match: 'all',
            rules: [
              { fact: 'field', field: 'total', is: 'more', value: '50000' },
              { fact: 'formula', formula: 'weekday(today) < 6' },
            ],
          },
        ],
      },
      next: { yes: 'much', no: 'little' },
    },
    much: { kind: 'message', text: 'Totalnya {{ total | rupiah }}, antrean nomor {{ antrean }}.' },
    little: { kind: 'message', text: 'Tambah lagi, Kak?' },
  },
)

/** Fields of a shop, before the flow that uses them. */
export const FIELDS = [
  {
    key: 'gelas',
    label: 'Jumlah gelas',
    type: 'number',
    folder: 'Pesanan',
    description: 'Diisi dari jawaban pelanggan',
  },
  { key: 'total', label: 'Total', type: 'number', folder: 'Pesanan' },
  { key: 'tanggal_acara', label: 'Tanggal acara', type: 'date' },
  { key: 'antrean', label: 'Nomor antrean', type: 'number', scope: 'bot', default: '100' },
] as const

/** A step that sends a template, with its values. */
export const TEMPLATE_STEP = flowFile(
  'Pengingat',
  { keywords: ['ingatkan'] },
  {
    remind: {
      kind: 'template',
      template: REMINDER,
      body: [
        { name: '1', text: '{{first_name}}' },
        { name: '2', text: '{{order_no}}', fallback: 'Anda' },
      ],
      next: { 'button:0': 'thanks' },
    },
    thanks: { kind: 'message', text: 'Kami tunggu, Kak.' },
  },
)
