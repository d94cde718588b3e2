const KOPI = { catalogId: '900800700600500', sku: 'SKU-KOPI-250' }
const link = (path: string) => ({ link: `https://toko.example.test/${path}` })

/** Recorded bodies of template messages, and the drafts that must become exactly them. */
export const TEMPLATE_DRAFTS: readonly [file: string, draft: object][] = [
  ['049-template-no-params', { kind: 'template', name: 'hello_world', language: 'en_US' }],
  [
    '050-template-positional',
    {
      kind: 'template',
      name: 'konfirmasi_pesanan',
      language: 'id',
      body: [{ text: 'Sari' }, { text: '1001' }],
    },
  ],
  [
    '051-template-named',
    {
      kind: 'template',
      name: 'konfirmasi_pesanan_nama',
      language: 'id',
      body: [
        { name: 'nama', text: 'Sari' },
        { name: 'nomor', text: '1001' },
      ],
    },
  ],
  [
    '053-template-header-text',
    {
      kind: 'template',
      name: 'promo_judul',
      language: 'id',
      header: { kind: 'text', text: 'Lebaran' },
      body: [{ text: '30%' }],
    },
  ],
  [
    '054-template-header-image-link',
    {
      kind: 'template',
      name: 'promo_gambar',
      language: 'id',
      header: { kind: 'image', source: link('img/promo.jpg') },
      body: [{ text: '30%' }],
    },
  ],
  [
    '055-template-header-video-id',
    {
      kind: 'template',
      name: 'promo_video',
      language: 'id',
      header: { kind: 'video', source: { mediaId: '1013859600285446' } },
    },
  ],
  [
    '058-template-quick-replies',
    {
      kind: 'template',
      name: 'pengingat_janji',
      language: 'id',
      body: [{ text: 'Senin' }],
      buttons: [
        { index: 0, kind: 'reply', value: 'appt:ok:9' },
        { index: 1, kind: 'reply', value: 'appt:cancel:9' },
      ],
    },
  ],
  [
    '059-template-url-button',
    {
      kind: 'template',
      name: 'bayar_pesanan',
      language: 'id',
      body: [{ text: '1001' }],
      buttons: [{ index: 0, kind: 'url', value: 'pay/1001?t=abc' }],
    },
  ],
  [
    '061-template-auth-otp',
    {
      kind: 'template',
      name: 'kode_verifikasi',
      language: 'id',
      body: [{ text: '739201' }],
      buttons: [{ index: 0, kind: 'url', value: '739201' }],
    },
  ],
  [
    '057-template-header-location',
    {
      kind: 'template',
      name: 'lokasi_toko',
      language: 'id',
      place: { latitude: -6.175392, longitude: 106.827153, name: 'Toko Contoh', address: 'Jakarta' },
    },
  ],
  [
    '062-template-catalog',
    {
      kind: 'template',
      name: 'katalog_promo',
      language: 'id',
      body: [{ text: '100' }],
      buttons: [{ index: 0, kind: 'catalog', value: KOPI.sku }],
    },
  ],
  [
    '063-template-mpm',
    {
      kind: 'template',
      name: 'keranjang_tertinggal',
      language: 'id',
      header: { kind: 'text', text: 'Sari' },
      body: [{ text: 'HEMAT10' }],
      buttons: [{ index: 0, kind: 'mpm', value: KOPI.sku, sections: [{ title: 'Kopi', skus: [KOPI.sku] }] }],
    },
  ],
  [
    '065-template-flow-button',
    {
      kind: 'template',
      name: 'survei',
      language: 'id',
      buttons: [{ index: 0, kind: 'flow', value: 'ft-0002', data: { nama: 'Sari' } }],
    },
  ],
  [
    '066-template-carousel-media',
    {
      kind: 'template',
      name: 'karusel_produk',
      language: 'id',
      body: [{ text: 'Sari' }],
      cards: [0, 1].map((at) => ({
        header: { kind: 'image', source: { mediaId: `101385960028545${at}` } },
        body: [{ text: '10%' }],
        buttons: [
          { index: 0, kind: 'reply', value: `lebih-${at}` },
          { index: 1, kind: 'url', value: `produk-${at}` },
        ],
      })),
    },
  ],
  [
    '067-template-carousel-product',
    {
      kind: 'template',
      name: 'karusel_katalog',
      language: 'id',
      body: [{ text: 'Sari' }],
      cards: [KOPI, { ...KOPI, sku: 'SKU-TEH-100' }].map((product) => ({ product })),
    },
  ],
  [
    '069-template-button-index-int',
    {
      kind: 'template',
      name: 'bayar_pesanan',
      language: 'id',
      body: [{ text: '1001' }],
      buttons: [{ index: 0, kind: 'url', value: 'pay/1001' }],
    },
  ],
  ['070-template-language-policy', { kind: 'template', name: 'hello_world', language: 'en_US' }],
]
