import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR } from '#core/base/time.ts'
import { advance } from '#core/flow/advance.ts'
import { Definition } from '#core/flow/definition.ts'
import { StartNode } from '#core/flow/nodes/start.ts'
import { type Route, type RouteContext, route, type Trigger } from '#core/flow/route.ts'
import type { Facts, Run } from '#core/flow/run.ts'
import type { Content } from '#core/whatsapp/heard.ts'

const NOW = 1_760_000_000_000

function flow(nodes: Record<string, unknown>): Definition {
  return Definition.parse({
    format: 1,
    start: 's',
    nodes: { s: { kind: 'start', next: { next: 'a' } }, ...nodes },
  })
}
const BUTTONS = { kind: 'message', text: 'Pilih', buttons: [{ id: 'x', title: '☕ Menu kopi' }] }
const DEFINITIONS: Record<string, Definition> = {
  menu: flow({ a: { ...BUTTONS, next: { 'button:x': 'b' } }, b: { kind: 'message', text: 'kopi' } }),
  open: flow({
    a: { ...BUTTONS, next: { 'button:x': 'b', other: 'b' } },
    b: { kind: 'message', text: 'kopi' },
  }),
  number: flow({ a: { kind: 'question', text: 'Umur?', answer: 'number' } }),
  text: flow({ a: { kind: 'question', text: 'Nama?' } }),
  sleep: flow({ a: { kind: 'wait', wait: { kind: 'for', length: { amount: 1, unit: 'day' } } } }),
  old: flow({ promo: { kind: 'message', text: 'Promo', buttons: [{ id: 'buy', title: 'Beli' }] } }),
}
const FACTS: Facts = {
  now: NOW,
  random: () => 0,
  person: { name: 'Sari', phone: '', fields: {}, tags: [], lastInboundAt: NOW },
  workspace: { name: 'Kopi', zone: 'Asia/Jakarta', language: 'id' },
  definitionOf: (version) => DEFINITIONS[version],
  publishedOf: () => undefined,
}
const CONTEXT: RouteContext = { facts: FACTS, age: 0, firstMessage: false }

function trigger(flow: string, start: object): Trigger {
  return { flow, version: flow, start: StartNode.parse({ kind: 'start', ...start }) }
}
const TRIGGERS = [
  trigger('menu', { keywords: ['menu', 'halo'], welcome: true }),
  trigger('order', { keywords: ['pesan', 'cek pesanan'], match: 'contains' }),
  trigger('bye', { fallback: true }),
  trigger('old', {}),
]

function waitingIn(version: string): Run {
  const { run } = advance(null, { kind: 'start', version }, FACTS)
  assert(run)
  return run
}
const text = (said: string): Content => ({ kind: 'text', text: said })
const tap = (id: string, title: string): Content => ({ kind: 'tap', from: 'button', id, title })

function answer(found: Route): string {
  if (found.kind === 'start') return `${found.why} ${found.flow}`
  return found.kind === 'none' ? found.why : 'continue'
}

test('who answers a message follows from what waits, what was said, and what the bot knows', () => {
  const cases: [string, string | null, Content, string][] = [
    ['a keyword', null, text('Halo!'), 'keyword menu'],
    ['a keyword inside', null, text('saya mau cek pesanan kak'), 'keyword order'],
    ['a keyword is no part of a word', null, text('pesanan'), 'fallback bye'],
    ['nothing known', null, text('apa kabar'), 'fallback bye'],
    ['a photo', null, { kind: 'media', media: 'image', mediaId: '1', mime: 'image/png' }, 'fallback bye'],
    ['a reaction', null, { kind: 'reaction', wamid: 'w', emoji: '👍' }, 'silent'],
    ['a notice', null, { kind: 'system', type: 'x', text: 'halo' }, 'silent'],
    ['an unknown kind', null, { kind: 'unsupported', type: 'x' }, 'silent'],
    ['a tap on an old message', null, tap('promo:buy', 'Beli'), 'oldTap old'],
    ['a tap on nothing we know', null, tap('gone:buy', 'Halo'), 'keyword menu'],
    ['a valid answer', 'number', text('25'), 'continue'],
    ['a wrong answer', 'number', text('dua lima'), 'continue'],
    ['a whole keyword instead of a valid answer', 'number', text('menu'), 'keyword menu'],
    ['a keyword inside a wrong answer', 'number', text('mau cek pesanan'), 'continue'],
    ['any text is a valid answer to an open question', 'text', text('menu'), 'continue'],
    ['an old tap is no answer to an open question', 'text', tap('promo:buy', 'Beli'), 'oldTap old'],
    ['a tap', 'menu', tap('a:x', 'Menu kopi'), 'continue'],
    ['the words of a button', 'menu', text('menu kopi'), 'continue'],
    ['a keyword at a menu', 'menu', text('menu'), 'keyword menu'],
    ['other words at a menu', 'menu', text('entah'), 'fallback bye'],
    ['other words at a menu that takes them', 'open', text('entah'), 'continue'],
    ['a whole keyword at a menu that takes other words', 'open', text('halo'), 'keyword menu'],
    ['other words while it sleeps', 'sleep', text('entah'), 'unanswered'],
    ['a keyword while it sleeps', 'sleep', text('halo'), 'keyword menu'],
  ]
  for (const [name, at, content, expected] of cases) {
    const run = at === null ? null : waitingIn(at)
    assert.equal(answer(route(run, content, TRIGGERS, CONTEXT)), expected, name)
  }
})

test('a first message is welcomed unless a keyword says more', () => {
  const first = { ...CONTEXT, firstMessage: true }
  assert.equal(answer(route(null, text('permisi'), TRIGGERS, first)), 'welcome menu')
  assert.equal(answer(route(null, { kind: 'welcome' }, TRIGGERS, first)), 'welcome menu')
  assert.equal(answer(route(null, { kind: 'welcome' }, TRIGGERS, CONTEXT)), 'silent')
  assert.equal(answer(route(null, text('pesan'), TRIGGERS, first)), 'keyword order')
})

test('a message older than an hour is left to people', () => {
  assert.equal(answer(route(null, text('halo'), TRIGGERS, { ...CONTEXT, age: HOUR })), 'keyword menu')
  assert.equal(answer(route(null, text('halo'), TRIGGERS, { ...CONTEXT, age: HOUR + 1 })), 'stale')
})

test('the longer keyword wins over the shorter one, the whole message over a part', () => {
  const triggers = [
    trigger('a', { keywords: ['kopi'], match: 'contains' }),
    trigger('b', { keywords: ['kopi susu'], match: 'contains' }),
    trigger('c', { keywords: ['mau kopi susu'] }),
  ]
  assert.equal(answer(route(null, text('ada kopi susu?'), triggers, CONTEXT)), 'keyword b')
  assert.equal(answer(route(null, text('Mau kopi susu'), triggers, CONTEXT)), 'keyword c')
  assert.equal(answer(route(null, text('teh'), triggers, CONTEXT)), 'unanswered')
})

test('of two flows that take the same words the higher priority answers, whatever fits better', () => {
  const triggers = [
    trigger('a', { keywords: ['promo'] }),
    trigger('b', { keywords: ['promo'], match: 'contains', priority: 5 }),
    trigger('c', { keywords: ['promo'] }),
  ]
  assert.equal(answer(route(null, text('promo'), triggers, CONTEXT)), 'keyword b')
  assert.equal(
    answer(route(null, text('promo'), [triggers[0], triggers[2]] as Trigger[], CONTEXT)),
    'keyword a',
  )
})

test('a pattern takes the whole message, and one that cannot be read takes nothing', () => {
  const triggers = [trigger('code', { keywords: ['(?i)ks-\\d{3,5}', '(('], match: 'pattern' })]
  for (const [said, expected] of [
    ['KS-2041', 'keyword code'],
    [' ks-204 ', 'keyword code'],
    ['pesanan KS-2041', 'unanswered'],
    ['((', 'unanswered'],
  ] as const)
    assert.equal(answer(route(null, text(said), triggers, CONTEXT)), expected, said)
})

test('a default reply that is capped is said once in its hours', () => {
  const triggers = [trigger('bye', { fallback: true, fallbackEvery: 12 })]
  const at = (fallbackAt: number | null) =>
    answer(route(null, text('eh'), triggers, { ...CONTEXT, fallbackAt }))
  assert.equal(at(null), 'fallback bye')
  assert.equal(at(NOW - 12 * HOUR + 1), 'unanswered')
  assert.equal(at(NOW - 12 * HOUR), 'fallback bye')
})

test('a click on an ad begins the flow that names it, else the one that takes any', () => {
  const triggers = [
    trigger('any', { ads: [] }),
    trigger('one', { ads: ['120210', 'kopi susu'] }),
    trigger('menu', { keywords: ['halo'] }),
  ]
  const ad = { source: 'ad', id: '1', headline: 'Diskon' }
  const via = (referral: typeof ad | undefined, said = 'halo') =>
    answer(route(null, text(said), triggers, { ...CONTEXT, ...(referral && { referral }) }))
  assert.equal(via({ ...ad, id: '120210' }), 'ad one')
  assert.equal(via({ ...ad, headline: 'Kopi Susu, diskon!' }), 'ad one')
  assert.equal(via(ad, 'Mau kopi susu dong'), 'ad one')
  assert.equal(via(ad), 'ad any')
  assert.equal(via(undefined), 'keyword menu')
  assert.equal(
    answer(route(null, text('halo'), [triggers[2]] as Trigger[], { ...CONTEXT, referral: ad })),
    'keyword menu',
  )
})
