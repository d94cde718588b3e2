import type { Words } from '#core/base/language.ts'

/** What a business needs for Meta's verification, as the guide and Meta's help pages tell it. Data for a checklist. */

export type Document = { readonly key: string; readonly words: Words }

/** Documents of Indonesia that Meta accepts: they show the legal name, and the address or the phone number. */
export const DOCUMENTS_ACCEPTED: readonly Document[] = [
  { key: 'bank-statement', words: { id: 'Pernyataan bank bisnis', en: 'Business bank statement' } },
  {
    key: 'iumk',
    words: { id: 'Izin Usaha Mikro Kecil (IUMK)', en: 'Micro and small business licence (IUMK)' },
  },
  { key: 'nib', words: { id: 'Nomor Induk Berusaha (NIB)', en: 'Business identification number (NIB)' } },
  { key: 'siup', words: { id: 'Surat Izin Usaha Perdagangan (SIUP)', en: 'Trading licence (SIUP)' } },
  {
    key: 'sppkp',
    words: {
      id: 'Surat Pengukuhan Pengusaha Kena Pajak (SPPKP)',
      en: 'Confirmation of a taxable enterprise (SPPKP)',
    },
  },
  {
    key: 'tdp',
    words: { id: 'Tanda Daftar Perusahaan (TDP)', en: 'Company registration certificate (TDP)' },
  },
  { key: 'utility-bill', words: { id: 'Tagihan utilitas (listrik, air, telepon)', en: 'Utility bill' } },
]

/** Documents that Meta refuses everywhere. */
export const DOCUMENTS_REFUSED: readonly Document[] = [
  { key: 'invoice', words: { id: 'Faktur', en: 'Invoice' } },
  { key: 'purchase-order', words: { id: 'Order pembelian', en: 'Purchase order' } },
  {
    key: 'self-filled',
    words: { id: 'Formulir perusahaan yang diisi sendiri', en: 'Company form that you filled in yourself' },
  },
  {
    key: 'tax-return',
    words: {
      id: 'Laporan pajak yang diajukan oleh Anda atau perusahaan Anda',
      en: 'Tax return filed by you or your company',
    },
  },
  { key: 'website-print', words: { id: 'Cetakan situs web', en: 'Print of a website' } },
]

/** One thing to have ready or to do, in its order. `checks`: a rule of this file that can tell whether it is so. */
export type Step = {
  readonly key: string
  readonly words: Words
  readonly checks?: 'email-domain' | 'footer-name'
}

/** What to have in order before the request is sent; each point raises the chance. */
export const PREPARATION: readonly Step[] = [
  {
    key: 'website',
    words: {
      id: 'Situs web perusahaan aktif dan lengkap, memuat nama dan alamat perusahaan.',
      en: 'The company website is up and complete, with the name and address of the company.',
    },
  },
  {
    key: 'email',
    words: {
      id: 'Email akun memakai domain yang sama dengan situs web, bukan gmail.com.',
      en: 'The e-mail of the account is at the domain of the website, not at gmail.com.',
    },
    checks: 'email-domain',
  },
  {
    key: 'phone',
    words: {
      id: 'Telepon bisnis bisa menerima panggilan atau SMS; matikan mesin penjawab (IVR) untuk sementara.',
      en: 'The business phone can take calls or SMS; switch off its answering menu (IVR) for the time.',
    },
  },
  {
    key: 'name',
    words: {
      id: 'Nama dagang di dokumen sama dengan di situs web dan halaman Facebook.',
      en: 'The trade name in the documents is that of the website and the Facebook page.',
    },
  },
  {
    key: 'footer',
    words: {
      id: 'Bila namanya berbeda, bagian bawah situs menyebut hubungannya, misalnya “ABC didukung oleh PT CDE”.',
      en: 'Where the names differ, the footer of the site states the relation, for example “ABC powered by CDE”.',
    },
    checks: 'footer-name',
  },
  {
    key: 'legal-document',
    words: {
      id: 'Dokumen yang menunjukkan nama resmi perusahaan siap diunggah.',
      en: 'A document that shows the legal name of the company is ready for upload.',
    },
  },
  {
    key: 'address-document',
    words: {
      id: 'Dokumen dengan nama resmi dan alamat atau nomor telepon siap diunggah.',
      en: 'A document with the legal name and the address or phone number is ready for upload.',
    },
  },
]

/** The request itself, in Meta's Security Centre. */
export const REQUEST_STEPS: readonly Step[] = [
  {
    key: 'open',
    words: {
      id: 'Buka Pusat Keamanan di Pengelola Bisnis, lalu klik Mulai Verifikasi.',
      en: 'Open the Security Centre in Business Manager and click Start Verification.',
    },
  },
  {
    key: 'choose',
    words: {
      id: 'Pilih bisnis Anda dari daftar, atau “Tidak satu pun dari yang cocok”.',
      en: 'Choose your business from the list, or “None of these match”.',
    },
  },
  {
    key: 'details',
    words: {
      id: 'Periksa ejaan nama, alamat, dan telepon: setelah dikirim tidak bisa diubah.',
      en: 'Check the spelling of name, address and phone: after sending they cannot be changed.',
    },
  },
  {
    key: 'code',
    words: {
      id: 'Terima kode lewat SMS, telepon, atau email berdomain sama, atau pakai verifikasi domain.',
      en: 'Receive the code by SMS, call or e-mail at your domain, or use domain verification.',
    },
  },
  {
    key: 'upload',
    words: {
      id: 'Bila diminta, unggah dokumen nama resmi, lalu dokumen alamat atau telepon.',
      en: 'Where asked, upload the document of the legal name, then that of address or phone.',
    },
  },
  {
    key: 'wait',
    words: {
      id: 'Tunggu peninjauan beberapa hari; lihat statusnya di Pusat Keamanan.',
      en: 'Wait a few days for the review; see its state in the Security Centre.',
    },
  },
]

/** What to do where the button Start Verification is missing or cannot be clicked. */
export const BUTTON_MISSING: readonly Step[] = [
  {
    key: 'business-info',
    words: {
      id: 'Isi semua data di halaman Info Bisnis dalam pengaturan Pengelola Bisnis.',
      en: 'Fill in everything on the page Business Info in the settings of Business Manager.',
    },
  },
  {
    key: 'app',
    words: {
      id: 'Buat aplikasi di akun pengembang Facebook Anda dan hubungkan ke bisnis itu.',
      en: 'Create an app in your Facebook developer account and connect it to the business.',
    },
  },
]

/** What to do after a refusal. */
export const REQUEST_REFUSED: readonly Step[] = [
  {
    key: 'mail',
    words: {
      id: 'Baca email Meta: di sana disebut dokumen yang tidak lulus.',
      en: 'Read the e-mail from Meta: it names the document that did not pass.',
    },
  },
  {
    key: 'case',
    words: {
      id: 'Buka halaman kasusnya dan catat nomor tiketnya.',
      en: 'Open the page of the case and note its number.',
    },
  },
  {
    key: 'support',
    words: {
      id: 'Klik Baca Selengkapnya dan tanyakan ke Dukungan Facebook apa yang kurang.',
      en: 'Click Read More and ask Facebook Support what is missing.',
    },
  },
  {
    key: 'again',
    words: {
      id: 'Ganti dokumennya dengan salah satu yang diterima, lalu ajukan lagi.',
      en: 'Replace the document by one that is accepted, and apply again.',
    },
  },
]

export type Note = { readonly key: string; readonly words: Words }

/** What verification is and is not. Numbers of 2022 stand beside those of today. */
export const VERIFICATION_NOTES: readonly Note[] = [
  {
    key: 'optional',
    words: {
      id: 'Verifikasi tidak wajib untuk mulai membuat bot dan menjawab pelanggan.',
      en: 'Verification is not needed to start building a bot and to answer customers.',
    },
  },
  {
    key: 'limit',
    words: {
      id: 'Tanpa verifikasi: 250 penerima unik per 24 jam di luar jendela (dulu 50); sesudahnya 2.000 (dulu 1.000).',
      en: 'Without it: 250 unique recipients per 24 hours outside the window (formerly 50); with it 2,000 (formerly 1,000).',
    },
  },
  {
    key: 'green-tick',
    words: {
      id: 'Verifikasi bisnis bukan centang hijau; Akun Bisnis Resmi diajukan terpisah.',
      en: 'Business verification is not the green tick; an Official Business Account is applied for apart.',
    },
  },
]

export type Link = { readonly key: string; readonly url: string; readonly words: Words }

/** Meta's own pages. */
export const OFFICIAL_LINKS: readonly Link[] = [
  {
    key: 'about',
    url: 'https://www.facebook.com/business/help/2058515294227817?id=180505742745347',
    words: { id: 'Verifikasi bisnis di Pengelola Bisnis', en: 'Business verification in Business Manager' },
  },
  {
    key: 'about-verification',
    url: 'https://www.facebook.com/business/help/1095661473946872?id=180505742745347',
    words: { id: 'Tentang verifikasi bisnis', en: 'About business verification' },
  },
  {
    key: 'documents',
    url: 'https://www.facebook.com/business/help/159334372093366',
    words: { id: 'Dokumen untuk verifikasi bisnis', en: 'Documents for business verification' },
  },
  {
    key: 'security-centre',
    url: 'https://business.facebook.com/settings/security',
    words: { id: 'Pusat Keamanan', en: 'Security Centre' },
  },
  {
    key: 'limits',
    url: 'https://developers.facebook.com/docs/whatsapp/messaging-limits',
    words: { id: 'Batas pengiriman pesan', en: 'Messaging limits' },
  },
]

/**
 * Whether an e-mail address is at the domain of a website, as Meta demands for the code by e-mail:
 * `name@business.com` for `www.business.com`, never `name@gmail.com`.
 */
export function isMailOfSite(email: string, site: string): boolean {
  const [, mail = ''] =
    email
      .trim()
      .toLowerCase()
      .match(/^[^\s@]+@([a-z0-9.-]+)$/) ?? []
  const host = site
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .split(/[/?#:]/, 1)[0]
    ?.replace(/^www\./, '')
  if (!host?.includes('.') || !isOwned(mail)) return false
  return mail === host || host.endsWith(`.${mail}`) || mail.endsWith(`.${host}`)
}

/** Not `com` and not `co.id`, under which everybody has a name. */
function isOwned(domain: string): boolean {
  return domain.includes('.') && !/^(co|com|or|org|net|web|ac|sch|go|gov|my|biz|desa)\.[a-z]{2}$/.test(domain)
}

/** Whether the footer of a website names both the brand and the legal entity, as Meta advises where they differ. */
export function isNamedInFooter(footer: string, brand: string, legal: string): boolean {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  const [whole, first, second] = [plain(footer), plain(brand), plain(legal)]
  return first !== '' && second !== '' && whole.includes(first) && whole.includes(second)
}

/** The sentence that ties a brand to its legal entity in the footer of a website. */
export function footerSentence(brand: string, legal: string): Words {
  return { id: `${brand} didukung oleh ${legal}`, en: `${brand} powered by ${legal}` }
}
