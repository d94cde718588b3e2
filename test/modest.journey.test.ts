import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BOT_SAYS_PER_HOUR_MAX } from '#core/policy/rule/bot.ts'
import { createTestDatabase } from './database.ts'
import { ownFolder, startProduct } from './program.ts'
import { freePort, type Loose, phoneOf, until, visitorOf } from './rig.ts'
import { flowFile, onlyChat, publishFlow, traceOf } from './team.ts'

const MINUTE = 60_000
/** What one turn of the ring says: the hour's limit is met within a turn. */
const LINES = 25
const LEFT = BOT_SAYS_PER_HOUR_MAX - 2 * LINES
const NAMES = Array.from({ length: LINES }, (_, at) => `line_${at}`)
const RING = flowFile(
  'Lingkaran',
  { keywords: ['lingkar'] },
  {
    ...Object.fromEntries(
      NAMES.map((name, at) => [
        name,
        { kind: 'message', text: `Baris ${at + 1}`, next: { next: NAMES[at + 1] ?? 'rest' } },
      ]),
    ),
    rest: {
      kind: 'wait',
      wait: { kind: 'for', length: { amount: 5, unit: 'minute' } },
      next: { next: NAMES[0] },
    },
  },
)

test('a bot that talks in a ring falls silent at its hourly limit, also when its process dies, and speaks again after the hour', async () => {
  await using database = await createTestDatabase()
  await using folder = await ownFolder('modest')
  const env = { PORT: String(await freePort()), DATA_DIR: folder.path, DATABASE_URL: database.url }
  let product = await startProduct(env)
  try {
    const owner = visitorOf(product.url)
    assert.equal((await owner.call('POST', '/api/demo', {})).status, 200)
    await publishFlow(owner, RING)
    const phone = await phoneOf(product, owner)
    await phone.text('lingkar')
    await phone.hears('Baris 1')
    const chat = await onlyChat(owner)
    /** What became of the lines of this turn of the ring. */
    const turn = (number: number) =>
      until(`turn ${number}`, async () => {
        const turns = await traceOf(owner, chat.id)
        return turns.length >= number && fatesOf(turns[0])
      })
    const nextAfter = async (number: number, minutes: number) => {
      await phone.control('POST', '/clock', { advance: minutes * MINUTE })
      return await turn(number)
    }

    assert.deepEqual(await turn(1), said(LINES))
    assert.deepEqual(await nextAfter(2, 6), said(LINES))
    assert.equal(await product.stop('SIGKILL'), 'SIGKILL')
    product = await startProduct(env)
    assert.deepEqual(await nextAfter(3, 6), said(LEFT), 'the count outlived its process')
    assert.deepEqual(await nextAfter(4, 40), said(0), 'the hour is not over after 52 minutes')
    assert.deepEqual(await nextAfter(5, 9), said(LINES), 'and is over after 61')
    assert.deepEqual(await nextAfter(6, 6), said(LINES))
    assert.deepEqual(await nextAfter(7, 6), said(LEFT), 'the next hour has its own count')
  } finally {
    await product.stop()
  }
})

function fatesOf({ steps }: Loose): (string | null)[] {
  return steps.flatMap(({ sent }: Loose) =>
    sent.map(({ state, verdict }: Loose) => (state === 'refused' ? verdict.refusal : null)),
  )
}

/** The lines of a turn of which so many were let through, and the rest met the limit. */
function said(count: number): (string | null)[] {
  return NAMES.map((_, at) => (at < count ? null : 'bot-too-often'))
}
