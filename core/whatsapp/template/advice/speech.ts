/** What single words of a template tell: promotion, one-time passwords, polls, spelling, language. */

/** Words that the guide and Meta's guidelines read as promotion. */
const PROMOTION = [
  'diskon',
  'promo',
  'promosi',
  'gratis',
  'cashback',
  'voucher',
  'hadiah',
  'undian',
  'obral',
  'flash sale',
  'sale',
  'potongan harga',
  'penawaran',
  'harga spesial',
  'harga khusus',
  'cuci gudang',
  'beli 1',
  'beli satu',
  'beli sekarang',
  'belanja sekarang',
  'pesan sekarang juga',
  'buruan',
  'jangan lewatkan',
  'stok terbatas',
  'waktu terbatas',
  'ajak teman',
  'discount',
  'special offer',
  'limited offer',
  'limited time',
  'free gift',
  'for free',
  'buy now',
  'shop now',
  'do not miss',
  "don't miss",
  'best deal',
  'best price',
  'coupon',
  'giveaway',
  'upgrade now',
  '% off',
]
const CODES = [
  'kode otp',
  'kode verifikasi',
  'kode masuk',
  'kata sandi sekali pakai',
  'otp',
  'verification code',
  'one-time password',
  'one time password',
  'login code',
  'passcode',
]
const POLLS = [
  'polling',
  'jajak pendapat',
  'survei',
  'kuesioner',
  'angket',
  'poll',
  'survey',
  'questionnaire',
]
const STOPS = ['stop', 'berhenti', 'unsubscribe', 'opt out', 'opt-out', 'henti langganan']
/** Words that tie a message to something the customer did before. */
const CONTEXTS = [
  'pesanan',
  'pesan',
  'order',
  'percakapan',
  'pertanyaan',
  'bertanya',
  'kemarin',
  'tadi',
  'sebelumnya',
  'janji',
  'reservasi',
  'pembayaran',
  'tagihan',
  'tiket',
  'keluhan',
  'akun',
  'pengiriman',
  'nomor',
  'langganan',
  'ordered',
  'conversation',
  'question',
  'asked',
  'yesterday',
  'earlier',
  'appointment',
  'reservation',
  'booking',
  'payment',
  'bill',
  'ticket',
  'complaint',
  'account',
  'delivery',
  'number',
  'subscription',
]

export const firstPromotion = finderOf(PROMOTION)
export const firstCode = finderOf(CODES)
export const firstPoll = finderOf(POLLS)
export const firstStop = finderOf(STOPS)
export const firstContext = finderOf(CONTEXTS)
const SHORTENERS =
  /(?<![\p{L}\p{N}.])(bit\.ly|tinyurl\.com|goo\.gl|t\.co|s\.id|cutt\.ly|is\.gd|rb\.gy|rebrand\.ly|shorturl\.at|ow\.ly)\/\S+/iu

/** The first shortened link of a text. */
export function firstShortLink(text: string): string | undefined {
  return text.match(SHORTENERS)?.[0]
}

/** Finds the first of the words in a text, whole words only, in any case. */
function finderOf(words: readonly string[]): (text: string) => string | undefined {
  const choices = words.map((word) => {
    const plain = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    // A sign such as % stands right behind its number.
    return /^[\p{L}\p{N}]/u.test(word) ? `(?<![\\p{L}\\p{N}])${plain}` : plain
  })
  const pattern = new RegExp(`(?:${choices.join('|')})(?![\\p{L}\\p{N}])`, 'iu')
  return (text) => text.match(pattern)?.[0]
}

/** Frequent slips of Indonesian business messages and their spelling. */
const SPELLINGS: Readonly<Record<string, string>> = {
  silahkan: 'silakan',
  trimakasih: 'terima kasih',
  terimakasih: 'terima kasih',
  ijin: 'izin',
  jadual: 'jadwal',
  resiko: 'risiko',
  aktifitas: 'aktivitas',
  apotik: 'apotek',
  kwitansi: 'kuitansi',
  nomer: 'nomor',
  pebruari: 'Februari',
  nopember: 'November',
  transfered: 'transferred',
  recieve: 'receive',
  recieved: 'received',
  adress: 'address',
}

/** The first misspelt word of a text, and how it is spelt. */
export function firstMisspelling(
  text: string,
): { readonly word: string; readonly better: string } | undefined {
  for (const word of text.match(/[\p{L}_]+/gu) ?? []) {
    const key = word.toLowerCase()
    const better = Object.hasOwn(SPELLINGS, key) ? SPELLINGS[key] : undefined
    if (better) return { word, better }
  }
  return undefined
}

const INDONESIAN: ReadonlySet<string> = new Set(
  'dan yang di ke dari untuk dengan anda kami ini itu sudah akan telah tidak bila pada halo terima kasih pesanan'.split(
    ' ',
  ),
)
const ENGLISH: ReadonlySet<string> = new Set(
  'the and you your our is are was to of for with this that has have will not if on hello thank order'.split(
    ' ',
  ),
)

/** The language that a text of some length plainly reads as; undefined where it is not plain. */
export function plainLanguageOf(text: string): 'id' | 'en' | undefined {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? []
  const indonesian = words.filter((word) => INDONESIAN.has(word)).length
  const english = words.filter((word) => ENGLISH.has(word)).length
  if (indonesian >= 3 && english === 0) return 'id'
  return english >= 3 && indonesian === 0 ? 'en' : undefined
}
