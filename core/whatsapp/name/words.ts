/** Word lists that the checker of display names looks into. Lower case; a phrase counts as its words in a row. */

const listOf = (text: string): ReadonlySet<string> => new Set(text.split(',').map((word) => word.trim()))

/** Words of trade that name no business by themselves. */
export const GENERIC = listOf(
  `toko, toko online, warung, kedai, kafe, cafe, restoran, restaurant, resto, rumah makan, catering, katering, fashion,
  baju, pakaian, sepatu, tas, aksesoris, kosmetik, kecantikan, beauty, salon, barbershop, klinik, clinic, apotek, apotik,
  pharmacy, bengkel, laundry, hotel, travel, tour, wisata, properti, property, rumah, mobil, motor, elektronik, electronics,
  gadget, hp, pulsa, komputer, laptop, mainan, toys, buku, books, bunga, florist, kue, roti, bakery, kopi, coffee, teh, makanan,
  minuman, food, drink, sayur, buah, fruit, fruits, daging, ikan, sembako, grosir, supermarket, minimarket, market, pasar,
  shop, store, online shop, olshop, butik, boutique, jasa, service, services, layanan, konsultan, consultant, consulting,
  pendidikan, education, kursus, sekolah, school, kampus, kesehatan, health, olahraga, sport, sports, gym, musik, music, film,
  foto, photo, studio, percetakan, printing, asuransi, insurance, bank, koperasi, pinjaman, loan, investasi, investment,
  logistik, logistics, kurir, ekspedisi, transportasi, taksi, taxi, bisnis, business, perusahaan, company, official, admin,
  customer service, layanan pelanggan, cs, info, promo, marketing, sales, support, help, bantuan, test, tes, demo`,
)

/** Places that name no business by themselves. */
export const PLACES = listOf(
  `indonesia, jakarta, jakarta pusat, jakarta selatan, jakarta barat, jakarta timur, jakarta utara, bandung, surabaya, medan,
  semarang, makassar, palembang, yogyakarta, jogja, jogjakarta, solo, surakarta, malang, bogor, depok, bekasi, tangerang,
  tangerang selatan, denpasar, bali, lombok, mataram, padang, pekanbaru, batam, lampung, bandar lampung, balikpapan, samarinda,
  banjarmasin, pontianak, manado, ambon, kupang, jayapura, papua, aceh, banda aceh, cirebon, tasikmalaya, sukabumi, serang,
  kediri, jember, banyuwangi, sidoarjo, gresik, jawa, jawa barat, jawa tengah, jawa timur, banten, sumatra, sumatera,
  sumatera utara, sumatera barat, kalimantan, sulawesi, nusa tenggara, maluku, ubud, kuta, canggu, new york, london, paris,
  tokyo, singapore, singapura, kuala lumpur, malaysia, bangkok, thailand, sydney, australia, dubai, india, mumbai, delhi,
  los angeles, california, san francisco, chicago, hong kong, china, japan, jepang, korea, seoul, berlin, amsterdam, madrid,
  rome, asia, europe, eropa, america, amerika, united states, usa, uk`,
)

/** Given and family names that are common in Indonesia and abroad. */
export const PEOPLE = listOf(
  `budi, andi, agus, ahmad, achmad, muhammad, mohammad, muhamad, abdul, adi, aditya, agung, ali, amir, anton, ari, arif, arief,
  bambang, bayu, cahya, dani, david, dedi, deni, dian, dimas, dodi, doni, dwi, edi, eko, fajar, farid, fauzi, feri, galih, gilang,
  hadi, hari, hendra, hendri, heru, ibrahim, iman, imam, indra, irfan, irwan, iwan, joko, johan, kevin, kurnia, lukman, nanang,
  nugraha, nur, purnomo, putra, rahmat, ramadhan, reza, rian, ridwan, rizal, rizki, rizky, robi, rudi, rudy, samsul, slamet, sugeng,
  suharto, sukarno, susanto, sutrisno, syahrul, taufik, teguh, tono, toni, tri, wahyu, wawan, wayan, made, nyoman, ketut, yanto,
  yoga, yudi, yusuf, zainal, ani, anisa, annisa, astuti, ayu, citra, dewi, dina, eka, endang, fatimah, fitri, indah, intan, kartika,
  lestari, lina, lisa, maria, mega, melati, nina, novi, nurul, putri, ratna, ratih, rina, rini, sari, siti, sri, sulastri, susi, tika,
  tuti, wati, widya, wulan, yanti, yuli, yuliana, yunita, santoso, wijaya, saputra, setiawan, hidayat, gunawan, kusuma, pratama,
  nugroho, siregar, nasution, simanjuntak, sitompul, hutapea, situmorang, halim, tanoto, wibowo, suryadi, suryanto, hartono,
  sutanto, rahman, hakim, firmansyah, maulana, permana, ramadhani, anggraini, safitri, utami, rahayu, handayani, wulandari,
  susanti, pertiwi, puspita, john, james, robert, michael, william, richard, thomas, charles, daniel, matthew, mary, patricia,
  jennifer, linda, elizabeth, susan, jessica, sarah, karen, smith, johnson, williams, brown, jones, miller, davis, wilson, tan, lim, lee`,
)

/** Goods that WhatsApp's Commerce Policy forbids, as they appear in names. */
export const FORBIDDEN = listOf(
  `anggur, wine, bir, beer, vodka, whisky, whiskey, arak, tuak, alkohol, alcohol, liquor, miras, rokok, cigarette, cigarettes,
  tobacco, tembakau, cerutu, vape, vapor, liquid vape, senjata, gun, guns, weapon, weapons, pistol, senapan, amunisi, ammo, judi,
  casino, kasino, togel, slot, poker, betting, taruhan, lotre, ganja, cannabis, cbd, narkoba, narkotika, obat kuat, viagra, dewasa,
  adult, sex, seks, escort, dating, pinjol, mlm`,
)
/** Beside such a word, goods are named that the policy lets pass. */
export const NEUTRAL = listOf(
  `gelas, botol, rak, glass, glasses, bottle, bottles, rack, jus, sari, kebun, buah, selai, cuka, juice, fruit, vinegar, jam, garden,
  museum, kursus, seminar, rehabilitasi, korek, asbak, mainan, toy, toys, kaos, poster`,
)

/** Words that name a body of the state. */
export const GOVERNMENT = listOf(
  `dinas, kementerian, kementrian, pemerintah, pemerintahan, pemkot, pemkab, pemprov, pemda, kelurahan, kecamatan, kabupaten,
  kepolisian, polri, polda, polres, polsek, tni, kejaksaan, pengadilan, imigrasi, bpjs, kpu, kpk, bkn, bpom, bmkg, dprd, dpr, mpr,
  puskesmas, samsat, disdukcapil, ministry, government, embassy, kedutaan, municipality, police`,
)

/** What may stand beside a brand: a department, a branch, a test, and the words that tie a name to its company. */
export const COMPANIONS = listOf(
  `tes, test, uji, coba, demo, percobaan, trial, layanan, pelanggan, customer, service, care, cs, support, bantuan, help, admin, sales,
  penjualan, marketing, official, resmi, toko, store, shop, outlet, cabang, branch, online, reservasi, reservation, booking, billing,
  keuangan, finance, hrd, karier, career, pengiriman, delivery, catering, gudang, pusat, center, centre, indonesia, id, dari, oleh, by,
  from, of, di, dan, and, &`,
)
export const LINKS = listOf('dari, oleh, by, from, of')
export const COMPANY_FORMS = listOf(
  'pt, cv, ud, tbk, persero, koperasi, yayasan, firma, pd, ltd, llc, inc, corp, co, limited, gmbh, bv, pte, sdn, bhd',
)
