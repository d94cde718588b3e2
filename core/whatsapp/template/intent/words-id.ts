import type { IntentWords } from '#core/whatsapp/template/intent/intent.ts'

/** The intents in Indonesian: names and situations as the guide tells them, and a text to start from. */
export const INTENTS_ID: IntentWords = {
  ACCOUNT_UPDATE: {
    name: 'Pembaruan akun',
    about: 'Beri tahu pelanggan tentang perubahan pada akun atau pengaturan akunnya.',
    situations: [
      'Preferensi diperbarui',
      'Pengaturan telah berubah',
      'Membership telah berakhir',
      'Profil telah berubah',
    ],
    starter: {
      name: 'akun_profil_berubah',
      text: 'Halo {{1}}, profil akun Anda di {{2}} telah diubah pada {{3}}. Bila bukan Anda yang mengubahnya, balas pesan ini.',
      examples: ['Dewi', 'Kopi Senja', '5 Oktober 2026'],
    },
  },
  ALERT_UPDATE: {
    name: 'Update peringatan',
    about: 'Kirim kabar atau berita penting kepada pelanggan.',
    situations: [
      'Layanan sedang terganggu',
      'Jam buka berubah',
      'Ada kabar penting tentang produk yang dibeli',
    ],
    starter: {
      name: 'info_gangguan_layanan',
      text: 'Halo {{1}}, layanan {{2}} sedang terganggu dan pesanan Anda mungkin terlambat. Kami kabari lagi sebelum pukul {{3}} hari ini.',
      examples: ['Dewi', 'pengantaran', '15.00'],
    },
  },
  APPOINTMENT_UPDATE: {
    name: 'Appointment update',
    about: 'Kirim konfirmasi, pengingat, atau kabar lain tentang janji temu.',
    situations: ['Perubahan appointment', 'Perubahan lokasi', 'Janji yang dibatalkan'],
    starter: {
      name: 'pengingat_janji_temu',
      text: 'Halo {{1}}, ini pengingat janji temu Anda pada {{2}} pukul {{3}}. Balas pesan ini bila ingin mengubah jadwal.',
      examples: ['Dewi', 'Senin, 5 Oktober', '10.00'],
    },
  },
  AUTO_REPLY: {
    name: 'Balasan otomatis',
    about: 'Kirim balasan otomatis kepada pelanggan kapan pun. Pilih ini bila tidak ada yang lebih cocok.',
    situations: [
      'Di luar jam kerja',
      'Melanjutkan percakapan yang lewat 24 jam',
      'Pertanyaan pelanggan sudah diterima',
    ],
    starter: {
      name: 'lanjut_pertanyaan_pelanggan',
      text: 'Halo {{1}}, kemarin Anda bertanya tentang {{2}} dan jawabannya sudah ada. Balas pesan ini agar kami bisa melanjutkan percakapan.',
      examples: ['Dewi', 'ongkos kirim ke Bandung'],
    },
  },
  ISSUE_RESOLUTION: {
    name: 'Penyelesaian masalah',
    about: 'Tanggapi pertanyaan, kekhawatiran, atau masukan pelanggan tentang bisnis Anda.',
    situations: [
      'Masalah teratasi',
      'Status masalah diperbarui',
      'Masalah memerlukan informasi tambahan',
      'Memberi tahu hal yang informatif seperti jam kerja',
    ],
    starter: {
      name: 'keluhan_selesai',
      text: 'Halo {{1}}, keluhan Anda nomor {{2}} sudah kami selesaikan. Balas pesan ini bila masih ada yang kurang.',
      examples: ['Dewi', 'K-1001'],
    },
  },
  OTP: {
    name: 'Kata sandi sekali pakai',
    about: 'Kirim kode verifikasi yang dibuat otomatis agar pelanggan masuk ke akunnya dengan aman.',
    situations: ['Masuk ke akun', 'Konfirmasi transaksi', 'Ganti kata sandi'],
    starter: { name: 'kode_verifikasi', text: '', examples: [] },
  },
  PAYMENT_UPDATE: {
    name: 'Update pembayaran',
    about: 'Kirim pesan tentang pembayaran pelanggan.',
    situations: [
      'Pemberitahuan kehabisan stok',
      'Lelang telah berakhir',
      'Status transaksi pembayaran telah berubah',
      'Kirim tanda terima',
    ],
    starter: {
      name: 'pembayaran_diterima',
      text: 'Halo {{1}}, pembayaran sebesar {{2}} untuk pesanan {{3}} sudah kami terima. Terima kasih, pesanan segera kami siapkan.',
      examples: ['Dewi', 'Rp45.000', 'KS-1001'],
    },
  },
  PERSONAL_FINANCE_UPDATE: {
    name: 'Update keuangan pribadi',
    about: 'Kirim pesan tentang keuangan pribadi pelanggan.',
    situations: [
      'Pengingat pembayaran tagihan',
      'Pengingat pembayaran yang sudah terjadwal',
      'Notifikasi tanda terima pembayaran',
      'Konfirmasi transfer dana atau kabarnya',
      'Kegiatan transaksi lain di jasa keuangan',
    ],
    starter: {
      name: 'pengingat_tagihan',
      text: 'Halo {{1}}, tagihan {{2}} Anda sebesar {{3}} jatuh tempo besok. Abaikan pesan ini bila sudah dibayar.',
      examples: ['Dewi', 'listrik Oktober', 'Rp250.000'],
    },
  },
  RESERVATION_UPDATE: {
    name: 'Update reservasi',
    about: 'Kirim konfirmasi, pengingat, atau kabar lain tentang reservasi.',
    situations: [
      'Perubahan lokasi',
      'Pembatalan dikonfirmasi',
      'Pemesanan hotel dibatalkan',
      'Perubahan waktu penjemputan rental mobil',
      'Upgrade kamar dikonfirmasi',
      'Perubahan rencana perjalanan',
    ],
    starter: {
      name: 'reservasi_dikonfirmasi',
      text: 'Halo {{1}}, reservasi Anda di {{2}} untuk tanggal {{3}} sudah kami konfirmasi. Tunjukkan pesan ini saat tiba.',
      examples: ['Dewi', 'Hotel Senja', '5 Oktober 2026'],
    },
  },
  SHIPPING_UPDATE: {
    name: 'Update pengiriman',
    about: 'Kirim kabar pengiriman tentang pesanan pelanggan.',
    situations: [
      'Produk dikirim',
      'Perubahan status menjadi transit',
      'Produk terkirim',
      'Pengiriman tertunda',
    ],
    starter: {
      name: 'pesanan_dikirim',
      text: 'Halo {{1}}, pesanan {{2}} sudah kami kirim dengan nomor resi {{3}}. Perkiraan tiba dua sampai tiga hari lagi.',
      examples: ['Dewi', 'KS-1001', 'JNE123456'],
    },
  },
  TICKET_UPDATE: {
    name: 'Update tiket',
    about: 'Kirim kabar tentang tiket acara pelanggan.',
    situations: [
      'Perubahan waktu mulai konser',
      'Perubahan lokasi acara',
      'Pertunjukan dibatalkan',
      'Pengembalian dana tersedia',
    ],
    starter: {
      name: 'tiket_konser_pindah_jam',
      text: 'Halo {{1}}, waktu mulai {{2}} berubah menjadi pukul {{3}}. Tiket Anda tetap berlaku.',
      examples: ['Dewi', 'Konser Senja', '19.30'],
    },
  },
  TRANSPORTATION_UPDATE: {
    name: 'Update transportasi',
    about: 'Kirim kabar tentang perjalanan pelanggan.',
    situations: ['Perubahan status penerbangan', 'Perjalanan dibatalkan', 'Perjalanan dimulai', 'Telah tiba'],
    starter: {
      name: 'tiket_bus_sby',
      text: 'Halo {{1}}, bus Anda ke {{2}} berangkat pukul {{3}} dari Terminal Bungurasih. Datanglah tiga puluh menit lebih awal.',
      examples: ['Dewi', 'Surabaya', '07.00'],
    },
  },
}
