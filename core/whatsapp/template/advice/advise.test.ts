import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AdviceFacts, adviseTemplate } from '#core/whatsapp/template/advice/advise.ts'
import { TIP_RULES, type TipRule } from '#core/whatsapp/template/advice/tip-rules.ts'
import { normalName } from '#core/whatsapp/template/normal-name.ts'
import { Template } from '#core/whatsapp/template/template.ts'

const TEXT = 'Halo {{1}}, pesanan {{2}} sudah kami kirim hari ini.'
const good = { name: 'pesanan_dikirim', language: 'id', category: 'UTILITY', body: { text: TEXT } }
const body = (text: string, more: object = {}) => ({ ...good, body: { text }, ...more })
const reply = (text: string) => ({ kind: 'reply', text })
const link = (url: string) => ({ kind: 'url', text: 'Buka', url })
const promo = (more: object = {}) =>
  body('Halo {{1}}, diskon 20% untuk semua kopi minggu ini.', { category: 'MARKETING', ...more })

const cases: readonly [string, object, TipRule[], AdviceFacts?][] = [
  ['a clear message', good, []],
  ['a promotion in UTILITY', promo({ category: 'UTILITY' }), ['promo_in_utility']],
  ['a free delivery in UTILITY', body('Halo {{1}}, pesanan {{2}} dikirim gratis.'), ['promo_in_utility']],
  [
    'a share off the price in English',
    { ...body('Hello {{1}}, your order now has 20% off.'), language: 'en' },
    ['promo_in_utility'],
  ],
  ['a word that only begins like one', body('Halo {{1}}, pesanan diskoneksi {{2}} sudah selesai.'), []],
  ['a promotion in MARKETING without a way out', promo(), ['optout_missing']],
  ['a promotion that can be stopped', promo({ footer: { text: 'Balas STOP untuk berhenti' } }), []],
  ['a promotion that a button stops', promo({ buttons: [reply('Berhenti promo')] }), []],
  [
    'a code outside AUTHENTICATION',
    body('Halo {{1}}, kode verifikasi Anda {{2}} untuk pesanan ini.'),
    ['otp_elsewhere'],
  ],
  ['a poll', body('Halo {{1}}, isi survei tentang pesanan {{2}} ya.'), ['poll_in_utility']],
  ['a shortened link', body('Halo {{1}}, lacak pesanan di bit.ly/abc1 hari ini.'), ['link_shortened']],
  ['a shortened link in a button', { ...good, buttons: [link('https://s.id/toko')] }, ['link_shortened']],
  ['a name that says nothing', { ...good, name: 'template_014' }, ['name_vague']],
  ['a name of one letter', { ...good, name: 'aaaa' }, ['name_vague']],
  ['a name that speaks', { ...good, name: 'tiket_bus_sby' }, []],
  ['a greeting and no more', body('Halo {{1}} ya.'), ['body_vague']],
  [
    'a message that refers to nothing',
    body('Halo, ada kabar baik untuk Anda di toko kami.'),
    ['context_missing'],
  ],
  [
    'an automatic reply without context',
    body('Halo {{1}}, ada kabar baru untuk Anda.'),
    ['context_missing'],
    { intent: 'AUTO_REPLY' },
  ],
  ['a business that is not named', good, ['business_unnamed'], { business: 'Kopi Senja' }],
  ['a business in the footer', { ...good, footer: { text: 'kopi senja' } }, [], { business: 'Kopi Senja' }],
  [
    'an intent of another category',
    promo({ footer: { text: 'Balas STOP' } }),
    ['category_unlike_intent'],
    { intent: 'SHIPPING_UPDATE' },
  ],
  ['shouting', body('HALO {{1}}, PESANAN {{2}} SUDAH KAMI KIRIM hari ini.'), ['shouting']],
  ['three exclamation marks', body('Halo {{1}}, pesanan {{2}} sudah kami kirim!!!'), ['punctuation']],
  ['a space before the comma', body('Halo Dewi , pesanan {{1}} sudah kami kirim.'), ['punctuation']],
  ['amounts and times are no sloppy commas', body('Halo {{1}}, pesanan Rp45.000,00 siap pukul 10.00.'), []],
  ['bold that never ends', body('Halo *{{1}}, pesanan {{2}} sudah kami kirim.'), ['format_unclosed']],
  ['a slip of the pen', body('Halo {{1}}, silahkan ambil pesanan {{2}} hari ini.'), ['spelling']],
  ['four pictures', body('Halo {{1}} 🎉🎉🎉🎉, pesanan {{2}} sudah kami kirim.'), ['emoji_many']],
  [
    'English under an Indonesian flag',
    body('Hello {{1}}, your order {{2}} is on the way to you and will arrive.'),
    ['language_unlike'],
  ],
  ['four buttons', { ...good, buttons: ['a', 'b', 'c', 'd'].map(reply) }, ['buttons_hidden']],
  ['replies beside a link', { ...good, buttons: [reply('Ya'), link('https://toko.id')] }, ['buttons_hidden']],
]

for (const [title, template, rules, facts] of cases) {
  test(`${title}: ${rules.join(', ') || 'no advice'}`, () => {
    assert.deepEqual(
      adviseTemplate(Template.parse(template), facts).map(({ rule }) => rule),
      rules,
    )
  })
}

test('every tip is tried, and none forbids the submission', () => {
  const tried = new Set(cases.flatMap(([, , rules]) => rules))
  assert.deepEqual(
    Object.keys(TIP_RULES).filter((rule) => !tried.has(rule as TipRule)),
    [],
  )
  assert.ok(Object.values(TIP_RULES).every(({ severity }) => severity === 'warning' || severity === 'tip'))
})

test('a typed name becomes one that Meta takes', () => {
  assert.equal(normalName(' Tiket Bus – Sby '), 'tiket_bus_sby')
  assert.equal(normalName('Café Señor #2!'), 'cafe_senor_2')
  assert.equal(normalName('🎉'), '')
  assert.equal(normalName('a'.repeat(600)).length, 512)
})

test('an intent is named in the language of the sentence', () => {
  const [found] = adviseTemplate(Template.parse({ ...good, name: 'kode_masuk_akun' }), { intent: 'OTP' })
  assert.match(found?.reason.id ?? '', /“Kata sandi sekali pakai” .* Autentikasi/)
  assert.match(found?.reason.en ?? '', /“One-time password” .* Authentication/)
})
