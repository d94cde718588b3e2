import type { Wire } from '#simulator/wire.ts'

export type Template = {
  readonly id: string
  readonly name: string
  readonly language: string
  category: string
  status: string
  format: 'POSITIONAL' | 'NAMED'
  components: readonly Wire[]
  quality: string
  /** `message_send_ttl_seconds`; absent: Meta's own. */
  ttl?: number
  rejectedReason: string
  /** World time at which Meta decides; null = decided. */
  reviewAt: number | null
}

const approved = {
  status: 'APPROVED',
  format: 'POSITIONAL',
  quality: 'GREEN',
  rejectedReason: 'NONE',
  reviewAt: null,
} as const

/** What the account has from the start: Meta's `hello_world` and three Indonesian ones of a coffee shop. */
export const APPROVED_TEMPLATES: readonly Omit<Template, 'id'>[] = [
  {
    ...approved,
    name: 'hello_world',
    language: 'en_US',
    category: 'UTILITY',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Hello World' },
      {
        type: 'BODY',
        text: 'Welcome and congratulations!! This message demonstrates your ability to send a WhatsApp message notification from the Cloud API, hosted by Meta. Thank you for taking the time to test with us.',
      },
      { type: 'FOOTER', text: 'WhatsApp Business Platform sample message' },
    ],
  },
  {
    ...approved,
    name: 'pengingat_pesanan',
    language: 'id',
    category: 'UTILITY',
    components: [
      {
        type: 'BODY',
        text: 'Halo {{1}}, pesanan nomor {{2}} sudah siap diambil. Kami tunggu di toko, ya.',
        example: { body_text: [['Dewi', 'KS-1001']] },
      },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Saya ke sana' },
          { type: 'QUICK_REPLY', text: 'Antar saja' },
        ],
      },
    ],
  },
  {
    ...approved,
    name: 'tautan_pembayaran',
    language: 'id',
    category: 'UTILITY',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Pembayaran pesanan' },
      {
        type: 'BODY',
        text: 'Halo {{1}}, total pesanan Anda {{2}}. Silakan bayar lewat tombol di bawah sebelum hari berganti.',
        example: { body_text: [['Dewi', 'Rp45.000']] },
      },
      {
        type: 'BUTTONS',
        buttons: [
          {
            type: 'URL',
            text: 'Bayar',
            url: 'https://kopisenja.example/bayar/{{1}}',
            example: ['https://kopisenja.example/bayar/KS-1001'],
          },
        ],
      },
    ],
  },
  {
    ...approved,
    name: 'promo_akhir_pekan',
    language: 'id',
    category: 'MARKETING',
    components: [
      { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4::aW1hZ2U='] } },
      {
        type: 'BODY',
        text: 'Halo {{1}}, akhir pekan ini semua kopi susu diskon {{2}}. Balas pesan ini untuk memesan.',
        example: { body_text: [['Dewi', '20%']] },
      },
      { type: 'FOOTER', text: 'Balas STOP untuk berhenti' },
      { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Pesan sekarang' }] },
    ],
  },
]
