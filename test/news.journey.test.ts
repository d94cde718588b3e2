import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTestDatabase } from './database.ts'
import { ownFolder, startProduct } from './program.ts'
import { freePort, type Loose, signed, until, visitorOf } from './rig.ts'
import { readRows } from './rows.ts'
import { openStage, PASSWORD, take } from './stage.ts'

const BAN = { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } }
const BACK = { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } }

test('a ban of the account outlives the process that took it: killed after the 200, the next one applies it', async () => {
  await using stage = await openStage()
  await using database = await createTestDatabase()
  await using folder = await ownFolder('news')
  const port = await freePort()
  const env = {
    PORT: String(port),
    DATA_DIR: folder.path,
    DATABASE_URL: database.url,
    SIMULATOR: 'off',
    OUTBOUND_ALLOW: stage.graph.host,
  }
  // it stores what comes in and applies nothing, as one that dies in between
  let product = await startProduct({ ...env, ROLES: 'web' })
  try {
    const owner = visitorOf(product.url)
    const account = { name: 'Rina', email: 'rina@kabar.example', password: PASSWORD, business: 'Kopi Senja' }
    await take(owner, 'POST', '/api/sign-up', account)
    const access = { wabaId: '20010030041', phoneNumberId: '30020010041', token: 'EAAkabar' }
    const secrets = { appSecret: 'rahasia-kabar', verifyToken: 'verifikasi-kabar' }
    const { channel } = await take(owner, 'POST', '/api/channel', {
      ...{ graphUrl: stage.graph.url, ...access, ...secrets },
    })
    await tellAccount(channel.webhookUrl, { ...access, ...secrets }, BAN)
    assert.equal(await product.stop('SIGKILL'), 'SIGKILL')
    const [stored] = await readRows<Loose>(
      database,
      `select e.xmin::text = a.xmin::text as together, c.account from account_inbox a
       join webhook_event e on e.id = a.event_id join channel c on c.id = a.channel_id`,
    )
    assert.deepEqual(stored, { together: true, account: null }, 'in one transaction, and not applied yet')
    product = await startProduct(env)
    await until('the ban is applied', async () => {
      const [row] = await readRows<Loose>(database, 'select account from channel')
      return row?.account?.disabled === true
    })
    assert.deepEqual(await readRows(database, 'select 1 from account_inbox'), [])
  } finally {
    await product.stop()
  }
})

test('news that cannot be digested are set aside after three tries, and what came after them is applied', async () => {
  await using stage = await openStage()
  const shop = await stage.shop('Toko Kabar')
  const { channel } = await take(shop.owner, 'GET', '/api/channel')
  const accountIs = (disabled: boolean) =>
    until(`disabled is ${disabled}`, async () => {
      const [row] = await stage.rows<Loose>('select account from channel where id = $1', [channel.id])
      return (row?.account?.disabled ?? false) === disabled
    })
  await stage.rows(
    `insert into account_inbox (workspace_id, channel_id, updates)
     values ($1, $2, '[{"of":"number","news":{"kind":"from another age"}}]')`,
    [shop.workspaceId, channel.id],
  )
  await tellAccount(channel.webhookUrl, shop, BAN)
  await accountIs(true)
  const { items } = await take(shop.owner, 'GET', '/api/quarantine')
  assert.match(items[0].reason, /a piece of news has a known kind/)
  assert.match(items[0].excerpt, /from another age/)

  await stage.rows(
    `update quarantine set payload = '[{"of":"number","news":{"kind":"disabled","disabled":false}}]' where id = $1`,
    [items[0].id],
  )
  await take(shop.owner, 'POST', `/api/quarantine/${items[0].id}/replay`)
  await accountIs(false)
  assert.equal((await shop.owner.call('POST', `/api/quarantine/${items[0].id}/replay`)).status, 404)
})

test('a ban and its end in one webhook are heard in their order', async () => {
  await using stage = await openStage()
  const shop = await stage.shop('Toko Urut')
  const { channel } = await take(shop.owner, 'GET', '/api/channel')
  await tellAccount(channel.webhookUrl, shop, BAN, BACK, BAN)
  await until('the last word holds', async () => {
    const [row] = await stage.rows<Loose>('select account from channel where id = $1', [channel.id])
    return row?.account?.disabled === true
  })
})

type Account = { readonly wabaId: string; readonly appSecret: string }

/** A webhook about the account, signed as Meta signs it. */
async function tellAccount(url: string, { wabaId, appSecret }: Account, ...said: object[]): Promise<void> {
  const changes = said.map((value) => ({ field: 'account_update', value }))
  const entry = [{ id: wabaId, time: Math.floor(Date.now() / 1000), changes }]
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry })
  const answer = await fetch(url, { method: 'POST', body, headers: signed(body, appSecret) })
  assert.equal(answer.status, 200)
}
