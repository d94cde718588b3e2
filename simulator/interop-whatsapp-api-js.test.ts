import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as library from 'whatsapp-api-js/messages'
import { DAY } from '#core/base/time.ts'
import { arrives, type Interop, openInterop } from '#simulator/interop.ts'

let world: Interop
before(async () => {
  world = await openInterop()
})
after(() => world.rig.close())

/** The library, which notes what of it is used. */
const used = new Set<string>()
const wa = new Proxy(library, {
  get(target, name) {
    used.add(String(name))
    return Reflect.get(target, name)
  },
})
/** What the library exports for others to build on; it is no message and no part of one. */
const BASES = ['ButtonComponent', 'Media', 'isProductSections']

type Message = Parameters<ReturnType<Interop['wajs']>['sendMessage']>[2]
const SENDS: Record<string, () => Message> = {
  text: () => new wa.Text('halo', true),
  image: () => new wa.Image(world.media.image, true, 'foto'),
  audio: () => new wa.Audio(world.media.audio, true, true),
  video: () => new wa.Video(world.media.video, true, 'video'),
  document: () => new wa.Document(world.media.document, true, 'berkas', 'a.pdf'),
  sticker: () => new wa.Sticker(world.media.sticker, true),
  location: () => new wa.Location(107.6, -6.9, 'Toko', 'Bandung'),
  contacts: () =>
    new wa.Contacts([
      new wa.Name('Budi Santoso', 'Budi'),
      new wa.Phone('+628110000002', 'CELL'),
      new wa.Address('Indonesia', 'ID', 'Jawa Barat', 'Bandung', 'Jalan Braga 1', '40111', 'HOME'),
      new wa.Birthday('1990', '05', '17'),
      new wa.Email('budi@toko.example', 'WORK'),
      new wa.Organization('Kopi Senja', 'Dapur', 'Barista'),
      new wa.Url('https://toko.example', 'WORK'),
    ]),
  reaction: () => new wa.Reaction(world.heard, '☕'),
  buttons: () =>
    new wa.Interactive(
      new wa.ActionButtons(new wa.Button('a', 'Ya'), new wa.Button('b', 'Tidak')),
      new wa.Body('Jadi?'),
      new wa.Header('Pesanan'),
      new wa.Footer('Kopi Senja'),
    ),
  list: () =>
    new wa.Interactive(
      new wa.ActionList('Lihat', new wa.ListSection('Kopi', new wa.Row('k', 'Kopi susu', 'Rp18.000'))),
      new wa.Body('Menu'),
    ),
  'cta url': () =>
    new wa.Interactive(new wa.ActionCTA('Bayar', 'https://toko.example'), new wa.Body('Bayar')),
  catalog: () => new wa.Interactive(new wa.ActionCatalog(new wa.Product('SKU-1')), new wa.Body('Katalog')),
  product: () => new wa.Interactive(new wa.ActionProduct(new wa.CatalogProduct('SKU-1', '9'))),
  'product list': () =>
    new wa.Interactive(
      new wa.ActionProductList('9', new wa.ProductSection('Kopi', new wa.Product('SKU-1'))),
      new wa.Body('Menu'),
      new wa.Header('Kopi'),
    ),
  'flow that opens a screen': () =>
    new wa.Interactive(
      new wa.ActionNavigateFlow('t', '1', 'Isi', 'AWAL', { nama: 'Dewi' }),
      new wa.Body('Isi'),
    ),
  'flow that asks the business': () =>
    new wa.Interactive(new wa.ActionDataExchangeFlow('t', '1', 'Isi'), new wa.Body('Isi')),
  'flow by its name': () =>
    new wa.Interactive(
      new wa.ActionFlow({
        mode: 'draft',
        flow_message_version: '3',
        flow_token: 't',
        flow_name: 'survei',
        flow_cta: 'Isi',
        flow_action: 'data_exchange',
      }),
      new wa.Body('Isi'),
    ),
  'location request': () => new wa.Interactive(new wa.ActionLocation(), new wa.Body('Di mana?')),
  'call permission request': () =>
    new wa.Interactive(new wa.ActionCallPermission(), new wa.Body('Boleh telepon?')),
  'contact request': () => new wa.Interactive(new wa.ActionContactRequest(), new wa.Body('Nomor Anda?')),
}

const kopi = new library.Product('SKU-1')
const text = (value: string, name?: string) => new wa.BodyParameter(value, name)
const picture = () => new wa.Image(world.media.image, true)
const card = () =>
  new wa.CarouselCard(
    picture(),
    new wa.BodyComponent(text('10%')),
    new wa.PayloadComponent('lagi'),
    new wa.URLComponent('1'),
  )

type Parts = ConstructorParameters<typeof library.Template> extends [string, unknown, ...infer P] ? P : never
/** The account's templates with every header, parameter and button that the library fills. */
const TEMPLATES: Readonly<Record<string, () => Parts>> = {
  konfirmasi_pesanan: () => [
    new wa.BodyComponent(
      new wa.BodyParameter(new wa.Currency(18_000_000, 'IDR', 'Rp18.000')),
      new wa.BodyParameter(new wa.DateTime('28 November 2026')),
    ),
  ],
  konfirmasi_pesanan_nama: () => [new wa.BodyComponent(text('KS-1', 'nomor'), text('Dewi', 'nama'))],
  promo_judul: () => [
    new wa.HeaderComponent(new wa.HeaderParameter('Lebaran')),
    new wa.BodyComponent(text('30%')),
    new wa.SkipButtonComponent(),
    new wa.URLComponent('promo'),
  ],
  promo_akhir_pekan: () => [
    new wa.HeaderComponent(new wa.HeaderParameter(picture())),
    new wa.BodyComponent(text('Dewi'), text('20%')),
    new wa.PayloadComponent('pesan'),
  ],
  promo_video: () => [new wa.HeaderComponent(new wa.HeaderParameter(new wa.Video(world.media.video, true)))],
  promo_document: () => [
    new wa.HeaderComponent(new wa.HeaderParameter(new wa.Document(world.media.document, true))),
  ],
  tautan_pembayaran: () => [
    new wa.BodyComponent(text('Dewi'), text('Rp45.000')),
    new wa.URLComponent('KS-1001'),
    new wa.TapTargetComponent('Bayar', 'https://kopisenja.example'),
  ],
  lokasi_toko: () => [
    new wa.HeaderComponent(new wa.HeaderParameter(new wa.Location(107.6, -6.9, 'Toko', 'Bandung'))),
  ],
  kupon_25: () => [new wa.BodyComponent(text('25%')), new wa.CopyComponent('HEMAT25')],
  flash_sale: () => [
    new wa.HeaderComponent(new wa.HeaderParameter(picture())),
    new wa.LTOComponent(Date.now() + DAY),
    new wa.BodyComponent(text('Dewi'), text('HEMAT25')),
    new wa.CopyComponent('HEMAT25'),
    new wa.URLComponent('n3mtql'),
  ],
  katalog_promo: () => [new wa.BodyComponent(text('100')), new wa.CatalogComponent(kopi)],
  keranjang_tertinggal: () => [
    new wa.HeaderComponent(new wa.HeaderParameter('Dewi')),
    new wa.BodyComponent(text('HEMAT10')),
    new wa.MPMComponent(kopi, new wa.ProductSection('Kopi', kopi)),
  ],
  produk_unggulan: () => [
    new wa.HeaderComponent(new wa.HeaderParameter(new wa.CatalogProduct('SKU-1', '9'), 'produk')),
    new wa.BodyComponent(text('HEMAT10', 'kode')),
  ],
  karusel_produk: () => [new wa.BodyComponent(text('Dewi')), new wa.CarouselComponent(card(), card())],
  survei: () => [new wa.FlowComponent('survei-1', { nama: 'Dewi' })],
}
for (const [name, parts] of Object.entries(TEMPLATES)) {
  SENDS[`template ${name}`] = () => new wa.Template(name, new wa.Language('id'), ...parts())
}
SENDS['one-time password'] = () => wa.Template.OTP('kode_verifikasi', 'id', '123456')

for (const [name, make] of Object.entries(SENDS)) {
  test(`whatsapp-api-js sends a ${name}`, async () => {
    const { number, waId } = world
    await arrives(world, await world.wajs().sendMessage(number, waId, make(), undefined, `kunci ${name}`))
  })
}

test('no message of whatsapp-api-js and no part of one is left out', () => {
  for (const make of Object.values(SENDS)) make()
  assert.deepEqual(
    Object.keys(library)
      .filter((name) => !used.has(name))
      .toSorted(),
    BASES,
  )
})
