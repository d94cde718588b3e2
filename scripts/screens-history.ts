import pg from 'pg'
import { lastDays } from '#core/base/day.ts'
import type { Rig, Visitor } from '../test/rig.ts'

const DAYS = 40
const ZONE = 'Asia/Jakarta'

/** Days of trade behind a demo that was born today: what home compares with, and draws. */
export async function history(rig: Rig, who: Visitor): Promise<void> {
  const { body: me } = await who.call('GET', '/api/me')
  const { body: channel } = await who.call('GET', '/api/channel')
  const { connection } = rig.database
  const client = new pg.Client({
    ...(typeof connection === 'string' ? { connectionString: connection } : connection),
    options: '-c app.workspace=*',
  })
  await client.connect()
  try {
    const days = lastDays(Date.now(), ZONE, DAYS).slice(0, -2)
    for (const [at, { day }] of days.entries()) {
      const busy = 60 + ((at * 37) % 41) + at * 2 + (at % 7 === 5 ? 70 : 0)
      await client.query(
        `insert into chat_day (workspace_id, zone, day, heard, sent, chats, answered, waited)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
        [
          me.workspace.id,
          ZONE,
          day,
          busy * 2,
          busy * 3,
          Math.round(busy / 2),
          12,
          12 * (240 - at * 3) * 1000,
        ],
      )
      for (const [category, share, micros] of SHARES)
        await client.query(
          `insert into spend (workspace_id, day, phone_number_id, bot, market, category, template, currency, messages, free, unpriced,
                              micros, told, differing, differing_micros)
           values ($1, $2, $3, '', 'Indonesia', $4, '', 'USD', $5, 0, 0, $6, 0, 0, 0)`,
          [me.workspace.id, day, channel.numbers[0].id, category, ...amounts(busy, share, micros)],
        )
    }
  } finally {
    await client.end()
  }
}

const SHARES: readonly (readonly [string, number, number])[] = [
  ['service', 1.6, 0],
  ['utility', 0.8, 25_000],
  ['marketing', 0.45, 41_100],
  ['authentication', 0.1, 25_000],
]

function amounts(busy: number, share: number, micros: number): [number, number] {
  const messages = Math.round(busy * share)
  return [messages, messages * micros]
}
