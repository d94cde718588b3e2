import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Language } from '#core/base/language.ts'
import { advance } from '#core/flow/advance.ts'
import { openingOf, talkOf } from '#core/flow/recipe-talk.ts'
import { type RecipeName, recipeOf, recipesOf } from '#core/flow/recipes.ts'
import type { Facts } from '#core/flow/run.ts'

/** A Wednesday, 10.00 in Jakarta; the same evening, 22.00. */
const MORNING = 1_761_706_800_000
const NIGHT = MORNING + 12 * 3_600_000

/** Says each text in turn, and gives how the talk ended and what the bot asked for. */
function talk(key: RecipeName, said: readonly string[], now = MORNING, language: Language = 'id') {
  const { definition } = recipeOf(key, language).file
  const facts = (lastInboundAt: number): Facts => ({
    now,
    random: () => 0,
    person: {
      name: 'Sari Dewi',
      phone: '62812',
      fields: { appointment: 'Sabtu 10.00' },
      tags: [],
      lastInboundAt,
    },
    workspace: { name: 'Kopi Senja', zone: 'Asia/Jakarta', language },
    definitionOf: () => definition,
    publishedOf: () => undefined,
  })
  const last = key === 'appointment' && said.length === 0 ? now - 24 * 3_600_000 : now
  let result = advance(null, { kind: 'start', version: 'v' }, facts(last))
  const effects = [...result.effects]
  for (const text of said) {
    const content = { kind: 'text', text } as const
    result = advance(result.run, { kind: 'message', content }, facts(now))
    effects.push(...result.effects)
  }
  return { outcome: result.outcome, told: JSON.stringify(effects) }
}

test('each ready bot leads a customer to its end', () => {
  const cases: [RecipeName, string[], number, string, RegExp][] = [
    ['hours', ['Lihat menu'], MORNING, 'ended', /sedang \*buka\*.*Kopi susu/],
    ['hours', ['Tanya tim kami'], MORNING, 'handed-over', /handOver/],
    [
      'hours',
      ['Titip pesan', 'Pesan 10 nasi box'],
      NIGHT,
      'handed-over',
      /sedang \*tutup\*.*Titip pesan saat tutup: Pesan 10/,
    ],
    ['appointment', ['Saya datang'], MORNING, 'ended', /Sabtu 10\.00.*"tag":"hadir".*kami tunggu/],
    [
      'appointment',
      ['Ganti jadwal', 'Minggu pukul 9'],
      MORNING,
      'handed-over',
      /minta ganti jadwal: Minggu pukul 9/,
    ],
    ['appointment', [], MORNING, 'handed-over', /jendela 24 jam tertutup/],
    [
      'order',
      ['KS 2041?', 'KS-2041'],
      MORNING,
      'handed-over',
      /misalnya KS-2041.*menanyakan pesanan KS-2041/,
    ],
    ['order', ['?', '?', '?'], MORNING, 'handed-over', /nomornya belum ada/],
    ['feedback', ['Puas 😊', 'lewati'], MORNING, 'ended', /masukan Anda/],
    [
      'feedback',
      ['Kurang puas', 'Kopinya dingin'],
      MORNING,
      'handed-over',
      /kurang puas.*Kurang puas: Kopinya dingin/,
    ],
  ]
  for (const [key, said, now, outcome, told] of cases) {
    const walked = talk(key, said, now)
    assert.equal(walked.outcome, outcome, `${key} ${said.join()} ${walked.told}`)
    assert.match(walked.told, told, key)
  }
})

test('a ready bot is seen at work before it is used: its opening talk is answered to the end, in both languages', () => {
  for (const language of ['id', 'en'] as const)
    for (const { key, file } of recipesOf(language)) {
      const world = { definition: file.definition, business: 'Kopi Senja', language }
      const opening = openingOf(key, language)
      const lines = talkOf(opening, world)
      const said = JSON.stringify(lines)
      const acts = opening.filter((step) => !('starts' in step)).length
      assert.equal(lines.filter(({ kind }) => kind === 'customer').length, acts, `${key} ${language} ${said}`)
      assert.equal(
        lines.some(({ kind }) => kind === 'bot'),
        key !== 'blank',
        `${key} ${language}`,
      )
      assert.doesNotMatch(said, /\{\{|undefined/, `${key} ${language}`)
      if (key === 'blank') continue
      // every step of the opening is answered: nothing is tapped that is not there
      const [last] = lines.slice(-1)
      assert.notEqual(last?.kind, 'customer', `${key} ${language} ${said}`)
    }
})
