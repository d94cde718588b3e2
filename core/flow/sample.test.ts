import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Language } from '#core/base/language.ts'
import { HOUR } from '#core/base/time.ts'
import { advance } from '#core/flow/advance.ts'
import { checkFlow } from '#core/flow/check.ts'
import { readFlowFile } from '#core/flow/file.ts'
import { CARD_WIDTH, COLUMN } from '#core/flow/layout.ts'
import { recipesOf } from '#core/flow/recipes.ts'
import type { Facts, Run } from '#core/flow/run.ts'
import { sampleFlow } from '#core/flow/sample.ts'
import { fieldsOf } from '#core/flow/uses.ts'
import type { Content } from '#core/whatsapp/heard.ts'

const LANGUAGES = ['id', 'en'] as const
/** A Wednesday, 10.00 in Jakarta. */
const WEDNESDAY = 1_761_706_800_000

function facts(language: Language, now: number, fields: Record<string, string> = {}): Facts {
  const { definition } = sampleFlow(language)
  return {
    now,
    random: () => 0,
    person: { name: 'Sari Dewi', phone: '62812', fields, tags: [], lastInboundAt: now },
    workspace: { name: 'Kopi Senja', zone: 'Asia/Jakarta', language },
    definitionOf: () => definition,
    publishedOf: () => undefined,
  }
}
const tap = (id: string): Content => ({ kind: 'tap', from: 'button', id, title: '' })
const text = (said: string): Content => ({ kind: 'text', text: said })

function talk(said: readonly Content[], now = WEDNESDAY) {
  const world = facts('id', now)
  let result = advance(null, { kind: 'start', version: 'v' }, world)
  for (const content of said) result = advance(result.run, { kind: 'message', content }, world)
  return result
}

test('the sample and the recipes are flow files without a single problem, in both languages', () => {
  for (const language of LANGUAGES) {
    const files = [
      sampleFlow(language),
      ...recipesOf(language).flatMap(({ key, file }) => (key === 'blank' ? [] : [file])),
    ]
    for (const file of files) {
      assert.deepEqual(readFlowFile(JSON.parse(JSON.stringify(file))), file)
      assert.deepEqual(checkFlow(file.definition, { fields: [], flows: [] }), [], file.name)
    }
  }
})

test('an empty recipe has nothing wrong but its open end', () => {
  const blank = recipesOf('id').find(({ key }) => key === 'blank')
  assert(blank)
  const problems = checkFlow(blank.file.definition, { fields: [], flows: [] })
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['way-missing'],
  )
})

test('the sample fills its fields and leaves room between its cards', () => {
  const { definition, layout } = sampleFlow('id')
  assert.deepEqual(fieldsOf(definition), {
    fills: [
      { key: 'customer_name', type: 'text' },
      { key: 'order_no', type: 'text' },
    ],
    reads: ['customer_name', 'order_no'],
    tags: ['suka kopi', 'sapa lagi', 'cek pesanan'],
  })
  assert.deepEqual(Object.keys(layout.at).sort(), Object.keys(definition.nodes).sort())
  const places = Object.values(layout.at)
  for (const [at, one] of places.entries()) {
    for (const other of places.slice(at + 1)) {
      const apart = Math.abs(one.x - other.x) >= CARD_WIDTH || Math.abs(one.y - other.y) >= 240
      assert(apart, JSON.stringify([one, other]))
    }
  }
  assert(COLUMN > CARD_WIDTH)
})

test('a customer says halo, gives an order number, and is handed over', () => {
  const asked = talk([tap('greet:order')])
  assert.equal(asked.outcome, 'waiting')
  const wrong = talk([tap('greet:order'), text('1234')])
  assert.equal((wrong.run as Run).waiting?.tries, 1)
  const done = talk([tap('greet:order'), text('ks-1234')])
  assert.equal(done.outcome, 'handed-over')
  assert.deepEqual(done.effects, [
    { kind: 'setField', field: 'order_no', value: 'ks-1234' },
    { kind: 'addTag', tag: 'cek pesanan' },
    {
      kind: 'say',
      node: 'team_now',
      draft: { kind: 'text', text: 'Terima kasih! Tim kami segera membalas di chat ini. 🙏' },
    },
    { kind: 'handOver', note: 'Sari Dewi menunggu dibantu. Pesanan: KS-1234' },
    { kind: 'clearAlarm' },
  ])
})

test('outside working hours the hand-over says so', () => {
  const says = (now: number) => talk([tap('greet:person')], now).trace.at(-1)?.node
  assert.equal(says(WEDNESDAY), 'team_now')
  assert.equal(says(WEDNESDAY - 3 * HOUR), 'team_later')
  assert.equal(says(WEDNESDAY + 10 * HOUR), 'team_later')
  assert.equal(says(WEDNESDAY + 4 * 24 * HOUR), 'team_later')
})

test('a coffee lover is tagged, named, and greeted again three hours later', () => {
  const slept = talk([tap('greet:menu'), tap('menu:kopi_susu'), text('Dewi')])
  assert.equal(slept.run?.waiting?.for, 'time')
  const world = facts('id', WEDNESDAY + 3 * HOUR, { customer_name: 'Dewi' })
  const woken = advance(slept.run, { kind: 'alarm', token: slept.run?.waiting?.token ?? '' }, world)
  assert.deepEqual(
    woken.trace.map(({ node }) => node),
    ['linger', 'still_open', 'follow_up'],
  )
})
