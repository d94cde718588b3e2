import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openBus } from '#server/base/bus.ts'
import { openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import type { Jobs } from '#server/base/jobs.ts'
import { createLog } from '#server/base/log.ts'
import { openAccountNews } from '#server/whatsapp/news.ts'
import { signed, until } from '../../../test/rig.ts'
import { openStage } from '../../../test/stage.ts'

const RESTRICTED = {
  event: 'ACCOUNT_RESTRICTION',
  restriction_info: [{ restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration: 1_893_456_000 }],
}
const banned = (waba_ban_state: string) => ({ event: 'DISABLED_UPDATE', ban_info: { waba_ban_state } })

test('news of the account is kept with its webhook, also where nobody works yet, and applied in its order', async () => {
  await using stage = await openStage({ ROLES: 'web' })
  const shop = await stage.shop('Toko Kabar')
  for (const value of [banned('DISABLE'), banned('REINSTATE'), RESTRICTED]) {
    const entry = [{ id: shop.wabaId, time: 1, changes: [{ field: 'account_update', value }] }]
    const body = JSON.stringify({ object: 'whatsapp_business_account', entry })
    const headers = signed(body, shop.appSecret)
    const { status } = await fetch(`${stage.rig.url}${shop.hookPath}`, { method: 'POST', headers, body })
    assert.equal(status, 200)
  }
  const log = createLog({ level: 'silent' })
  const { connection } = stage.rig.database
  await using db = openDb({ connection, max: 2, sees: 'all', name: 'test', patience: 2000 })
  await using bus = await openBus(connection, newId(), log)
  await using _worker = openAccountNews({ db, bus, log, jobs: {} as Jobs })
  const account = await until('the news is applied', async () => {
    const [row] = await stage.rows('select account from channel where workspace_id = $1 and connected', [
      shop.workspaceId,
    ])
    return row?.account
  })
  const until2030 = { type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', until: 1_893_456_000_000 }
  assert.deepEqual(account, { disabled: false, restrictions: [until2030], violation: null, review: null })
})
