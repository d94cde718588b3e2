import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, HOUR, MINUTE, type Millis } from '#core/base/time.ts'
import { type Link, type LinkKind, linkOf } from '#core/whatsapp/doctor/link.ts'
import {
  BROKEN_FOR,
  MAILED_AGAIN,
  type Notice,
  nameOf,
  planNotices,
  stageOf,
} from '#core/whatsapp/doctor/notice.ts'

const START = 1_790_000_000_000
const WELL: readonly Link[] = [linkOf('graph', 'graph.answers'), linkOf('url', 'url.ours')]
const CUT: readonly Link[] = [linkOf('graph', 'graph.answers'), linkOf('url', 'url.none', { reason: 'x' })]
const expiry = (at: Millis | null, now: Millis): Link =>
  at === null
    ? linkOf('expiry', 'expiry.never')
    : { ...linkOf('expiry', at <= now ? 'expiry.over' : 'expiry.soon', { days: 0 }), at }

/** A workspace through time: what is told and mailed at each look of the doctor. */
function life() {
  let notices: (Notice & { mailedAt: Millis | null; settled: boolean })[] = []
  let whole: readonly string[] = []
  let number = 0
  return {
    look(links: readonly Link[], now: Millis) {
      const open = notices.filter(({ settled }) => !settled)
      const mails = notices.filter(({ mailedAt, stage }) => mailedAt !== null && stage === null)
      const mailedAt = Object.fromEntries(mails.map((one) => [nameOf(one), one.mailedAt ?? 0]))
      const plan = planNotices(links, { open, mailedAt, whole }, { now, metaNow: now })
      whole = plan.whole
      const mailed = plan.tell.filter(({ mail }) => mail).map(({ id }) => id)
      notices = notices.map((one) => ({
        ...one,
        settled: one.settled || plan.settle.includes(one.id),
        toldAt: plan.tell.some(({ id }) => id === one.id) ? now : one.toldAt,
        mailedAt: mailed.includes(one.id) ? now : one.mailedAt,
      }))
      for (const { link, stage, isTold } of plan.start) {
        const id = `n${++number}`
        const told = isTold ? now : null
        notices.push({
          ...{ id, link: link.kind, subject: link.subject ?? '', stage, at: link.at, since: now },
          ...{ toldAt: told, mailedAt: told, settled: false },
        })
        if (isTold) mailed.push(id)
      }
      const one = (id: string) => notices.find((notice) => notice.id === id)
      return mailed.map((id) => `${one(id)?.link}${one(id)?.stage === null ? '' : ` ${one(id)?.stage}`}`)
    },
    shown: () => notices.filter(({ settled, toldAt }) => !settled && toldAt !== null).map(({ link }) => link),
  }
}

test('a token’s end is told at 14, 7, 3 and 1 days and when it is over, once each, however often one looks', () => {
  const ends = START + 20 * DAY
  const shop = life()
  const told: [string, number][] = []
  for (let now = START; now <= ends + 2 * DAY; now += 15 * MINUTE)
    for (const one of shop.look([...WELL, expiry(ends, now)], now)) told.push([one, (ends - now) / DAY])
  assert.deepEqual(told, [
    ['expiry 14', 14],
    ['expiry 7', 7],
    ['expiry 3', 3],
    ['expiry 1', 1],
    ['expiry 0', 0],
  ])
  assert.deepEqual(shop.shown(), ['expiry'], 'it stands until it is handled')
  assert.deepEqual(shop.look([...WELL, expiry(null, ends)], ends + 3 * DAY), [])
  assert.deepEqual(shop.shown(), [], 'a new token that never ends settles it')
})

test('who looks late is told the present stage only, and a new token begins anew', () => {
  const shop = life()
  assert.deepEqual(shop.look([expiry(START + 5 * DAY, START)], START), ['expiry 7'])
  assert.deepEqual(shop.look([linkOf('expiry', 'unasked')], START + HOUR), [], 'silence changes nothing')
  assert.deepEqual(shop.shown(), ['expiry'])
  assert.deepEqual(shop.look([expiry(START + 6 * DAY, START)], START + HOUR), ['expiry 7'], 'another token')
  assert.deepEqual(shop.shown(), ['expiry'])
})

test('the stages meet without a gap', () => {
  for (const [left, stage] of [
    [14 * DAY + 1, null],
    [14 * DAY, 14],
    [7 * DAY + 1, 14],
    [7 * DAY, 7],
    [DAY, 1],
    [1, 1],
    [0, 0],
    [-DAY, 0],
  ] as const)
    assert.equal(stageOf(START + left, START), stage, String(left))
})

test('a link that was whole and stays broken is told once; one failed look says nothing', () => {
  const shop = life()
  shop.look(WELL, START)
  assert.deepEqual(shop.look(CUT, START + MINUTE), [])
  assert.deepEqual(shop.look(WELL, START + 2 * MINUTE), [], 'it was nothing')
  assert.deepEqual(shop.look(CUT, START + HOUR), [])
  assert.deepEqual(shop.look(CUT, START + HOUR + BROKEN_FOR - 1), [])
  assert.deepEqual(shop.look(CUT, START + HOUR + BROKEN_FOR), ['url'])
  for (let n = 1; n < 200; n++) assert.deepEqual(shop.look(CUT, START + HOUR + n * 15 * MINUTE), [])
  assert.deepEqual(shop.shown(), ['url'])
  shop.look([linkOf('graph', 'graph.answers'), linkOf('url', 'unasked')], START + 60 * HOUR)
  assert.deepEqual(shop.shown(), ['url'], 'what could not be asked may still be broken')
  shop.look(WELL, START + 61 * HOUR)
  assert.deepEqual(shop.shown(), [])
})

test('a link that flaps is shown each time and mailed about once a day', () => {
  const shop = life()
  shop.look(WELL, START)
  const mails: Millis[] = []
  for (let now = START; now < START + 2 * MAILED_AGAIN; now += HOUR) {
    shop.look(CUT, now)
    if (shop.look(CUT, now + BROKEN_FOR).length > 0) mails.push(now)
    assert.deepEqual(shop.shown(), ['url'])
    shop.look(WELL, now + 30 * MINUTE)
  }
  assert.deepEqual(mails, [START, START + MAILED_AGAIN])
})

test('what was never whole is still being set up: nobody is told', () => {
  const shop = life()
  for (let n = 0; n < 10; n++) assert.deepEqual(shop.look(CUT, START + n * HOUR), [])
  assert.deepEqual(shop.shown(), [])
})

test('a number that is let go of takes its notice along', () => {
  const shop = life()
  const number = (find: 'number.good' | 'number.off') => ({ ...linkOf('number', find), subject: '+62 811' })
  shop.look([number('number.good')], START)
  shop.look([number('number.off')], START + HOUR)
  assert.deepEqual(shop.look([number('number.off')], START + 2 * HOUR), ['number'])
  shop.look(WELL, START + 3 * HOUR)
  assert.deepEqual(shop.shown(), [])
})

test('a payment that Meta misses is told as that alone', () => {
  const shop = life()
  shop.look([linkOf('payment', 'payment.named'), linkOf('sending', 'sending.free')], START)
  const unpaid = [linkOf('payment', 'payment.refused'), linkOf('sending', 'sending.partly')]
  shop.look(unpaid, START + HOUR)
  assert.deepEqual(shop.look(unpaid, START + 2 * HOUR), ['payment'])
  assert.deepEqual(shop.shown(), ['payment'])
})

test('a token that is over is told as that alone', () => {
  const shop = life()
  const kinds: LinkKind[] = ['token', 'templates']
  shop.look([linkOf('token', 'token.good'), linkOf('templates', 'templates.read')], START)
  const over = [
    linkOf('token', 'token.invalid'),
    linkOf('templates', 'templates.refused'),
    expiry(START, START),
  ]
  assert.deepEqual(shop.look(over, START + HOUR), ['expiry 0'])
  assert.deepEqual(shop.look(over, START + 2 * HOUR), [])
  assert.ok(kinds.every((kind) => !shop.shown().includes(kind)))
})
