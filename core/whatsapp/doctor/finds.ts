import type { Words } from '#core/base/language.ts'

/** `unknown`: nothing speaks for or against it yet. */
type LinkState = 'ok' | 'warning' | 'broken' | 'unknown'
/** What a press can do about it here; everything else is done at Meta. */
type LinkAct = 'subscribe' | 'secrets' | 'sync' | 'resume'

type Find = {
  readonly state: LinkState
  readonly evidence: Words
  readonly fix?: Words
  readonly act?: LinkAct
}

const ok = (id: string, en: string): Find => ({ state: 'ok', evidence: { id, en } })
const broken = (evidence: Words, fix: Words, act?: LinkAct): Find => ({
  ...{ state: 'broken', evidence, fix },
  ...(act ? { act } : {}),
})
const say = (id: string, en: string): Words => ({ id, en })

const RENEW = say(
  'Buat token baru di Pengaturan bisnis › Pengguna sistem, lalu ganti tokennya di sini.',
  'Make a new token in Business settings › System users, then replace it here.',
)
const SUBSCRIBE = say('Tekan Langganan lagi.', 'Press Subscribe again.')
const MANAGER = say(
  'Buka WhatsApp Manager untuk melihat alasannya.',
  'Open WhatsApp Manager to see the reason.',
)
const APPEAL = say(
  'Ajukan peninjauan di Business Support Home. Sudah dipulihkan? Tekan Coba kirim lagi.',
  'Ask for a review in Business Support Home. Is it restored? Press Try sending again.',
)
const PAY = say(
  'Buka WhatsApp Manager › Penagihan dan tambah metode pembayaran.',
  'Open WhatsApp Manager › Billing and add a payment method.',
)
const RETRY = say('Coba periksa lagi beberapa menit lagi.', 'Examine again in a few minutes.')

/** Everything the doctor can find, with its proof and its cure; `{name}` stands for a value. */
export const FINDS = {
  'graph.answers': ok('Graph API di {url} menjawab.', 'The Graph API at {url} answers.'),
  'graph.silent': broken(
    say(
      'Graph API di {url} tidak menjawab ({reason}).',
      'The Graph API at {url} does not answer ({reason}).',
    ),
    say(
      'Periksa jaringan keluar server ini, dan status Meta di metastatus.com.',
      'Check this server’s way out, and Meta’s state at metastatus.com.',
    ),
  ),
  'url.ours': ok('Alamat webhook dijawab oleh Wetalk.', 'The webhook’s address is answered by Wetalk.'),
  'url.proven': ok(
    'Server ini tidak bisa memanggil alamatnya sendiri, tetapi Meta bisa: webhook masuk.',
    'This server cannot call its own address, but Meta can: webhooks come in.',
  ),
  'url.plain': {
    state: 'warning',
    evidence: say('Alamat webhook memakai http.', 'The webhook’s address uses http.'),
    fix: say(
      'Meta hanya memanggil https dengan sertifikat yang sah. Pasang TLS dan ubah PUBLIC_URL.',
      'Meta only calls https with a valid certificate. Set up TLS and change PUBLIC_URL.',
    ),
  },
  'url.private': broken(
    say(
      'Alamat webhook hanya dikenal di jaringan ini: {url}',
      'The webhook’s address is only known inside this network: {url}',
    ),
    say(
      'Beri server ini alamat https yang terbuka, setel PUBLIC_URL, lalu tekan Langganan lagi.',
      'Give this server a public https address, set PUBLIC_URL, then press Subscribe again.',
    ),
    'subscribe',
  ),
  'url.other': broken(
    say(
      'Alamat webhook dijawab oleh server lain (HTTP {status}).',
      'The webhook’s address is answered by another server (HTTP {status}).',
    ),
    say(
      'Periksa PUBLIC_URL dan reverse proxy: /webhooks harus sampai ke Wetalk.',
      'Check PUBLIC_URL and the reverse proxy: /webhooks must arrive at Wetalk.',
    ),
  ),
  'url.none': broken(
    say('Alamat webhook tidak menjawab ({reason}).', 'The webhook’s address does not answer ({reason}).'),
    say(
      'Periksa DNS, sertifikat dan firewall dari PUBLIC_URL.',
      'Check DNS, certificate and firewall of PUBLIC_URL.',
    ),
  ),
  'handshake.seen': ok(
    'Meta memanggil webhook dan token verifikasi cocok.',
    'Meta called the webhook and the verify token matched.',
  ),
  'handshake.none': broken(
    say('Meta belum pernah memanggil webhook ini.', 'Meta has never called this webhook.'),
    say(
      'Tekan Langganan lagi, atau tempel URL dan token verifikasi di WhatsApp › Konfigurasi.',
      'Press Subscribe again, or paste URL and verify token at WhatsApp › Configuration.',
    ),
    'subscribe',
  ),
  'signature.good': ok('Webhook terakhir bertanda tangan benar.', 'The last webhook was signed rightly.'),
  'signature.none': {
    state: 'unknown',
    evidence: say('Belum ada yang bisa diperiksa.', 'There is nothing to check yet.'),
    fix: say('Kirim “halo” dari ponsel ke nomor ini.', 'Send “halo” from a phone to this number.'),
  },
  'signature.wrong': broken(
    say(
      'Webhook terakhir ditolak: tanda tangannya tidak cocok dengan app secret di sini.',
      'The last webhook was refused: its signature does not fit the app secret kept here.',
    ),
    say(
      'Salin App secret dari Setelan aplikasi › Dasar dan ganti di sini. Meta mengirim ulang yang ditolak.',
      'Copy the App secret from App settings › Basic and replace it here. Meta sends the refused ones again.',
    ),
    'secrets',
  ),
  'webhook.seen': ok('Webhook terakhir sudah masuk.', 'The last webhook has come in.'),
  'webhook.none': {
    state: 'unknown',
    evidence: say('Belum ada webhook yang masuk.', 'No webhook has come in yet.'),
    fix: say('Kirim “halo” dari ponsel ke nomor ini.', 'Send “halo” from a phone to this number.'),
  },
  'webhook.silent': broken(
    say(
      'Meta menerima pesan kita, tetapi sejak itu tidak ada webhook yang masuk: balasan pelanggan dan centang tidak sampai ke sini.',
      'Meta took our messages, but no webhook has come in since: neither replies nor ticks arrive here.',
    ),
    say(
      'Tekan Langganan lagi. Kalau tetap sunyi, pastikan PUBLIC_URL bisa dibuka dari internet.',
      'Press Subscribe again. If it stays silent, make sure that PUBLIC_URL can be opened from the internet.',
    ),
    'subscribe',
  ),
  'subscription.ours': ok(
    'Aplikasi berlangganan dan pesan dikirim ke alamat ini.',
    'The app is subscribed and messages are sent to this address.',
  ),
  'subscription.app': ok(
    'Aplikasi berlangganan; pesan mengikuti webhook aplikasi.',
    'The app is subscribed; messages follow the app’s webhook.',
  ),
  'subscription.none': broken(
    say(
      'Aplikasi tidak berlangganan ke akun WhatsApp Business ini: pesan tidak dikirim ke sini.',
      'The app is not subscribed to this WhatsApp Business Account: no message is sent here.',
    ),
    SUBSCRIBE,
    'subscribe',
  ),
  'subscription.elsewhere': broken(
    say('Pesan dikirim ke alamat lain: {url}', 'Messages are sent to another address: {url}'),
    SUBSCRIBE,
    'subscribe',
  ),
  'fields.all': ok(
    'Semua kolom webhook yang dibutuhkan aktif.',
    'All webhook fields that are needed are on.',
  ),
  'fields.some': {
    state: 'warning',
    evidence: say('Kolom webhook ini belum aktif: {fields}.', 'These webhook fields are off: {fields}.'),
    fix: SUBSCRIBE,
    act: 'subscribe',
  },
  'fields.none': broken(
    say('Kolom webhook messages tidak aktif.', 'The webhook field messages is off.'),
    SUBSCRIBE,
    'subscribe',
  ),
  'fields.unknown': {
    state: 'unknown',
    evidence: say(
      'Tanpa ID aplikasi, kolom webhook tidak bisa dibaca.',
      'Without an app id the webhook fields cannot be read.',
    ),
    fix: say(
      'Isi ID aplikasi lewat Ganti token atau rahasia.',
      'Fill in the app id by Replace token or secret.',
    ),
    act: 'secrets',
  },
  'fields.refused': broken(
    say(
      'Meta tidak mengakui ID aplikasi bersama app secret: {reason}',
      'Meta does not accept the app id with the app secret: {reason}',
    ),
    say('Salin keduanya lagi dari Setelan aplikasi › Dasar.', 'Copy both again from App settings › Basic.'),
    'secrets',
  ),
  'token.good': ok('Token berlaku dan punya semua izin.', 'The token is valid and has every permission.'),
  'token.invalid': broken(
    say('Meta tidak mengakui token ini: {reason}', 'Meta does not accept this token: {reason}'),
    RENEW,
    'secrets',
  ),
  'token.scopes': broken(
    say('Token tidak punya izin {scopes}.', 'The token lacks the permission {scopes}.'),
    RENEW,
    'secrets',
  ),
  'token.app': broken(
    say('Token dibuat untuk aplikasi lain ({app}).', 'The token was made for another app ({app}).'),
    RENEW,
    'secrets',
  ),
  'expiry.never': ok('Token tidak kedaluwarsa.', 'The token never expires.'),
  'expiry.later': ok('Token berlaku {days} hari lagi.', 'The token is valid for {days} more days.'),
  'expiry.soon': {
    state: 'warning',
    evidence: say('Token kedaluwarsa dalam {days} hari.', 'The token expires in {days} days.'),
    fix: RENEW,
    act: 'secrets',
  },
  'expiry.over': broken(say('Token sudah kedaluwarsa.', 'The token has expired.'), RENEW, 'secrets'),
  'account.good': ok('Tidak ada pembatasan dari Meta.', 'Meta has set no restriction.'),
  'account.disabled': broken(
    say(
      'Meta menonaktifkan akun WhatsApp Business ini.',
      'Meta has disabled this WhatsApp Business Account.',
    ),
    APPEAL,
    'resume',
  ),
  'account.restricted': broken(
    say('Meta membatasi akun ini: {types}.', 'Meta restricts this account: {types}.'),
    APPEAL,
    'resume',
  ),
  'account.rejected': broken(
    say('Meta menolak akun ini saat peninjauan.', 'Meta rejected this account in its review.'),
    say('Ajukan peninjauan di Business Support Home.', 'Ask for a review in Business Support Home.'),
  ),
  'account.violation': {
    state: 'warning',
    evidence: say('Meta mencatat pelanggaran: {violation}.', 'Meta has noted a violation: {violation}.'),
    fix: MANAGER,
  },
  'number.good': ok('Terhubung, kualitas {quality}.', 'Connected, quality {quality}.'),
  'number.low': {
    state: 'warning',
    evidence: say('Terhubung, tetapi kualitasnya rendah.', 'Connected, but its quality is low.'),
    fix: say(
      'Kurangi pesan promosi dan kirim hanya kepada yang setuju; kualitas dihitung dari 7 hari terakhir.',
      'Send fewer marketing messages, and only to those who agreed; the quality counts the last 7 days.',
    ),
  },
  'number.pending': {
    state: 'warning',
    evidence: say(
      'Belum terhubung, menunggu pendaftaran.',
      'Not connected yet, it waits for its registration.',
    ),
    fix: say(
      'Verifikasi nomor dengan kode, lalu daftarkan dengan PIN.',
      'Verify the number with a code, then register it with a PIN.',
    ),
  },
  'number.off': broken(
    say('Tidak bisa mengirim: {state}.', 'It cannot send: {state}.'),
    say(
      'Daftarkan lagi nomor ini dengan PIN, atau lihat alasannya di WhatsApp Manager.',
      'Register the number again with its PIN, or see the reason in WhatsApp Manager.',
    ),
    'sync',
  ),
  'number.none': broken(
    say('Belum ada nomor yang dipakai.', 'No number is used yet.'),
    say('Sinkronkan nomor lalu pilih satu, di atas.', 'Sync the numbers and choose one, above.'),
  ),
  'payment.named': ok('Meta punya metode pembayaran akun ini.', 'Meta has a payment method of this account.'),
  'payment.proven': ok(
    'Meta tidak menyebut metode pembayaran, tetapi pesan berbayar tetap sampai.',
    'Meta names no payment method, but messages that cost are delivered.',
  ),
  'payment.test': ok('Nomor uji tidak butuh metode pembayaran.', 'A test number needs no payment method.'),
  'payment.none': {
    state: 'warning',
    evidence: say(
      'Meta tidak menyebut metode pembayaran: template tidak akan sampai, balasan di jendela 24 jam tetap bisa.',
      'Meta names no payment method: templates will not arrive; replies within the 24-hour window still do.',
    ),
    fix: PAY,
  },
  'payment.refused': broken(
    say(
      'Meta menolak pesan berbayar karena pembayaran (kode 131042).',
      'Meta refused a message that costs, because of the payment (code 131042).',
    ),
    say(
      'Buka WhatsApp Manager › Penagihan, tambah atau perbaiki metode pembayaran, lalu kirim satu template sebagai percobaan.',
      'Open WhatsApp Manager › Billing, add or mend the payment method, then send one template as a trial.',
    ),
  ),
  'payment.unread': {
    state: 'unknown',
    evidence: say(
      'Meta tidak memberi tahu metode pembayaran: {reason}',
      'Meta does not tell the payment method: {reason}',
    ),
    fix: PAY,
  },
  'templates.read': ok('Template bisa dibaca.', 'Templates can be read.'),
  'templates.refused': broken(
    say('Meta tidak memberi akses ke template: {reason}', 'Meta gives no access to templates: {reason}'),
    say(
      'Beri token izin whatsapp_business_management, dan pengguna sistem akses penuh ke akun ini.',
      'Give the token the permission whatsapp_business_management, and the system user full control of this account.',
    ),
    'secrets',
  ),
  'clock.good': ok('Jam server cocok dengan jam Meta.', 'The server’s clock agrees with Meta’s.'),
  'clock.off': {
    state: 'warning',
    evidence: say(
      'Jam server berbeda {seconds} detik dari jam Meta.',
      'The server’s clock differs from Meta’s by {seconds} seconds.',
    ),
    fix: say('Nyalakan NTP di server ini.', 'Turn on NTP on this server.'),
  },
  'clock.wrong': broken(
    say(
      'Jam server berbeda {seconds} detik dari jam Meta: jendela 24 jam jadi salah.',
      'The server’s clock differs from Meta’s by {seconds} seconds: the 24-hour window is wrong.',
    ),
    say('Nyalakan NTP di server ini sekarang.', 'Turn on NTP on this server now.'),
  ),
  'sending.free': ok('Pengiriman berjalan.', 'Sending goes on.'),
  'sending.stopped': broken(
    say('Pengiriman berhenti: {reason} (kode {code}).', 'Sending stands still: {reason} (code {code}).'),
    say(
      'Perbaiki penyebabnya di Meta, lalu tekan Coba kirim lagi.',
      'Mend the cause at Meta, then press Try sending again.',
    ),
    'resume',
  ),
  'sending.partly': broken(
    say(
      '{part} berhenti: {reason} (kode {code}). Balasan di jendela 24 jam tetap terkirim.',
      '{part} stand still: {reason} (code {code}). Replies within the 24-hour window still go.',
    ),
    say(
      'Perbaiki penyebabnya di Meta, lalu tekan Coba kirim lagi.',
      'Mend the cause at Meta, then press Try sending again.',
    ),
    'resume',
  ),
  unasked: {
    state: 'unknown',
    evidence: say(
      'Belum bisa diperiksa: Meta tidak menjawab atau sedang terganggu.',
      'Cannot be examined: Meta did not answer, or has a trouble of its own.',
    ),
    fix: RETRY,
  },
} as const satisfies Record<string, Find>
export type FindKey = keyof typeof FINDS
