import assert from 'node:assert/strict'
import { test } from 'node:test'
import { WORLDS_MAX } from '#simulator/sim.ts'
import { mailboxUrl } from './mailbox.ts'
import { type Loose, openRig, type Rig, until } from './rig.ts'
import { openClient, readRows } from './rows.ts'

const SHOP = {
  name: 'Rina',
  email: 'rina@contoh.id',
  password: 'pagi-cerah-di-bogor',
  business: 'Toko Rina',
  start: 'simulator',
}
const COUNTS = `
  select (select count(*) from auth."user") as people, (select count(*) from auth.session) as sessions,
         (select count(*) from workspace) as workspaces, (select count(*) from channel) as channels`
/** Calls to the simulator at once. */
const TOGETHER = 20

test('a trial or an account that cannot be furnished leaves nothing, and can be pressed again', async (t) => {
  await using rig = await openRig({ DEMO: '1', LOG_LEVEL: 'fatal' })
  const control = controlOf(rig)
  await using closing = new AsyncDisposableStack()
  const db = closing.adopt(await openClient(rig.database), (client) => client.end())
  const counts = async () => Object.values((await db.query(COUNTS)).rows[0]).map(Number)
  const [first = ''] = await control.make(WORLDS_MAX - 1)

  await t.test(
    'what fails behind the simulated account takes it, the workspace and the person away',
    async () => {
      await db.query(`
      create function broken() returns trigger language plpgsql as 'begin raise exception ''broken''; end';
      create trigger broken before insert on flow for each row execute function broken()`)
      for (const path of ['/api/demo', '/api/sign-up', '/api/demo']) {
        const { status } = await rig.visitor().call('POST', path, path === '/api/demo' ? {} : SHOP)
        assert.equal(status, 500, path)
        assert.deepEqual(await counts(), [0, 0, 0, 0], path)
      }
      await db.query('drop function broken cascade')
    },
  )

  const owner = rig.visitor()
  await t.test('the room and the e-mail are free again', async () => {
    const made = await owner.call('POST', '/api/sign-up', SHOP)
    assert.equal(made.status, 200, JSON.stringify(made.body))
    assert.deepEqual(await counts(), [1, 1, 1, 1])
  })

  await t.test('a full simulator is a refusal that says what to do, in both languages', async () => {
    const guest = await rig.visitor().call('POST', '/api/demo', {}, { 'accept-language': 'id' })
    assert.deepEqual([guest.status, guest.body.code], [503, 'simulator-full'])
    assert.match(guest.body.detail, /penuh.*besok/)
    const other = { ...SHOP, email: 'sari@contoh.id' }
    const signUp = await rig.visitor().call('POST', '/api/sign-up', other, { 'accept-language': 'en' })
    assert.deepEqual([signUp.status, signUp.body.code], [503, 'simulator-full'])
    assert.match(signUp.body.detail, /full.*tomorrow/)
    const second = await owner.call('POST', '/api/workspaces', { name: 'Cabang', start: 'simulator' })
    assert.deepEqual([second.status, second.body.code], [503, 'simulator-full'])
    assert.deepEqual(await counts(), [1, 1, 1, 1])
    const empty = await rig.visitor().call('POST', '/api/sign-up', { ...other, start: 'empty' })
    assert.equal(empty.status, 200, JSON.stringify(empty.body))
  })

  await t.test('where one more fits, the same press works', async () => {
    assert.equal(await control.end(first), 200)
    const guest = await rig.visitor().call('POST', '/api/demo', {})
    assert.equal(guest.status, 200, JSON.stringify(guest.body))
  })
})

test('a simulated account ends with its channel, and connecting again makes a new one', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  assert.equal((await owner.call('POST', '/api/sign-up', SHOP)).status, 200)
  const worldNow = async () => (await owner.call('GET', '/api/simulator')).body.world
  const before = await worldNow()
  const isThere = async ({ id, key }: Loose) =>
    (await fetch(`${rig.url}/sim/worlds/${id}`, { headers: { 'x-world-key': key } })).status === 200
  assert.ok(await isThere(before))
  const refused = await owner.call('POST', '/api/channel/disconnect', { confirm: 'ya' })
  assert.equal(refused.status, 422)
  assert.equal((await owner.call('POST', '/api/channel/disconnect', { confirm: 'PUTUSKAN' })).status, 200)
  const again = await owner.call('POST', '/api/channel/simulator', {})
  assert.equal(again.status, 200, JSON.stringify(again.body))
  const since = await worldNow()
  assert.notEqual(since.id, before.id)
  const held = await owner.call('POST', '/api/channel/simulator', {})
  assert.deepEqual([held.status, held.body.code], [409, 'channel-exists'])
  // the calls that were under way have their time; the test has not
  const [due] = await readRows<{ many: number }>(
    rig.database,
    `with due as (update jobs.job set start_after = now() where name = 'whatsapp.world-end' and data ->> 'worldId' = '${before.id}' returning 1)
     select count(*)::int as many from due`,
  )
  assert.equal(due?.many, 1)
  await until('the former one is gone', async () => !(await isThere(before)))
  assert.ok(await isThere(since), 'the present one stays')
})

/** The simulator's owner. */
function controlOf(rig: Rig) {
  const headers = { 'x-admin-key': new URL(mailboxUrl(rig)).searchParams.get('key') ?? '' }
  const makeOne = async () => {
    const answer = await fetch(`${rig.url}/sim/worlds`, { method: 'POST', headers, body: '{}' })
    assert.equal(answer.status, 200)
    return String(JSON.parse(await answer.text()).id)
  }
  return {
    async make(many: number): Promise<string[]> {
      const ids: string[] = []
      while (ids.length < many)
        ids.push(
          ...(await Promise.all(Array.from({ length: Math.min(TOGETHER, many - ids.length) }, makeOne))),
        )
      return ids
    },
    async end(id: string): Promise<number> {
      return (await fetch(`${rig.url}/sim/worlds/${id}`, { method: 'DELETE', headers })).status
    },
  }
}
