import type { Line } from '#core/base/refusal-gate.ts'

/** The ways in which Meta, or the road to it, says no; a part of `REFUSALS`. */
export const GRAPH_REFUSALS = {
  'app-secret-wrong': {
    status: 422,
    id: 'ID aplikasi dan app secret tidak cocok menurut Meta. Salin keduanya dari Setelan aplikasi › Dasar.',
    en: 'App id and app secret do not belong together, says Meta. Copy both from App settings › Basic.',
  },
  'key-invalid': {
    status: 422,
    id: 'Kunci API ini tidak diakui 360dialog: {reason}. Buat kunci baru di 360dialog Hub › nomor Anda › API Key.',
    en: 'This API key is not accepted by 360dialog: {reason}. Make a new one in the 360dialog Hub › your number › API Key.',
  },
  'provider-lacks': {
    status: 422,
    id: 'Hal ini tidak bisa diatur lewat API 360dialog. Lakukan di 360dialog Hub, lalu sinkronkan di sini.',
    en: 'This cannot be done by the API of 360dialog. Do it in the 360dialog Hub, then synchronise here.',
  },
  'graph-refused': {
    status: 422,
    id: 'Graph API menolak: {reason} (kode {code}).',
    en: 'The Graph API refused: {reason} (code {code}).',
  },
  'graph-unreachable': {
    status: 502,
    id: 'Graph API di {url} tidak menjawab. Periksa alamatnya lalu coba lagi.',
    en: 'The Graph API at {url} did not answer. Check the address and try again.',
  },
  'url-forbidden': {
    status: 422,
    id: 'Alamat itu tidak boleh dituju: {reason}.',
    en: 'That address may not be visited: {reason}.',
  },
  'graph-busy': {
    status: 503,
    id: 'Meta sedang terganggu atau minta ditunggu: {reason} (kode {code}). Tidak ada yang berubah; coba lagi beberapa menit lagi.',
    en: 'Meta has a trouble of its own or asks to wait: {reason} (code {code}). Nothing has changed; try again in a few minutes.',
  },
  'graph-odd': {
    status: 502,
    id: 'Jawaban Graph API tidak lengkap: {reason}. Coba lagi; bila terulang, periksa di WhatsApp Manager.',
    en: 'The answer of the Graph API is not whole: {reason}. Try again; if it repeats, look into WhatsApp Manager.',
  },
  'graph-plain': {
    status: 422,
    id: 'Alamat {url} memakai http biasa: token dan isi pesan bisa dibaca siapa pun di perjalanan. Tulis alamatnya dengan https.',
    en: 'The address {url} uses plain http: anyone on the way could read the token and the messages. Write it with https.',
  },
} as const satisfies Record<string, Line>
