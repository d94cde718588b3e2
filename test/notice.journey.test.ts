import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DAY } from '#core/base/time.ts'
import { openDb } from '#server/base/db.ts'
import { openJobs } from '#server/base/jobs.ts'
import { createLog } from '#server/base/log.ts'
import { hmacSha256Hex, masterKeyOf } from '#server/base/secret.ts'
import { type Loose, openRig, type Phone, phoneOf, type Rig, until, type Visitor } from './rig.ts'
import { readRows } from './rows.ts'
import { PASSWORD, take } from './stage.ts'
import { stillAfter } from './team.ts'

/** The doctor tells people by itself. Time is the simulated account's own: its clock is turned. */
let rig: Rig
let owner: Visitor
let phone: Phone

before(async () => {
  rig = await openRig()
  owner = await join('rina', 'Kopi Senja')
  for (const role of ['admin', 'agent']) {
    const { id } = await take(owner, 'POST', '/api/invitations', { email: mailOf(role), role })
    await take(await join(role), 'POST', `/api/invitations/${id}/accept`, {})
  }
  phone = await phoneOf(rig, owner)
})
after(async () => await rig?.[Symbol.asyncDispose]())

test('owner and admins hear 14, 7, 3 and 1 days before the token ends and when it is over, once each, in their language', async () => {
  const { clock } = await phone.control('GET', '')
  const endsAt = Math.floor((clock.now + 20 * DAY) / 1000)
  await phone.control('PATCH', '', { token: { expiresAt: endsAt } })
  await look()
  assert.deepEqual(await told(), [], 'the end is far')
  for (const [days, stage, words] of [
    [6.5, 14, /token WhatsApp habis dalam 14 hari/],
    [7, 7, /token WhatsApp habis dalam 7 hari/],
    [4, 3, /token WhatsApp habis dalam 3 hari/],
    [2, 1, /the WhatsApp token ends within 1 day/],
    [1, 0, /the WhatsApp token has expired/],
  ] as const) {
    if (stage === 1) await take(owner, 'PATCH', '/api/workspace', { language: 'en' })
    await turn(days * DAY)
    await look()
    await look()
    const [notice, ...others] = await told()
    assert.deepEqual([notice?.stage, notice?.at, others], [stage, endsAt * 1000, []])
    for (const name of ['rina', 'admin']) {
      const mails = await until(`${name} has a mail`, async () => {
        const found = (await mailsTo(name)).filter(({ subject }) => words.test(subject))
        return found.length > 0 && found
      })
      assert.equal(mails.length, 1, 'once per stage')
      assert.match(mails[0]?.text ?? '', /\/channels$/)
    }
  }
  await stillAfter(500, async () => {
    assert.equal((await mailsTo('rina')).length, 5)
    const [invitation, ...others] = await mailsTo('agent')
    assert.match(invitation?.subject ?? '', /^Undangan/)
    assert.deepEqual(others, [], 'an agent could do nothing about it')
  })
  assert.equal((await agentCall()).status, 403)
  await phone.control('PATCH', '', { token: { expiresAt: 0 } })
  await look()
  assert.deepEqual(await told(), [], 'handled')
  await take(owner, 'PATCH', '/api/workspace', { language: 'id' })
})

test('a link that breaks is told once it is sure, by the round in the background too, and is gone when it is mended', async () => {
  const { channel } = await take(owner, 'GET', '/api/channel')
  const { wabaId } = await phone.control('GET', '')
  await look()
  const before = (await mailsTo('rina')).length
  await phone.control('PATCH', `/numbers/${phone.numberId}`, { status: 'RESTRICTED' })
  await round(channel.id)
  assert.deepEqual(await told(), [], `one look proves nothing (${wabaId})`)
  await set("since = since - interval '11 minutes'")
  await round(channel.id)
  const [notice] = await told()
  assert.equal(notice?.link, 'number')
  assert.match(notice?.evidence.id, /Tidak bisa mengirim: dibatasi Meta/)
  const mail = await until('the mail', async () => (await mailsTo('rina'))[before])
  assert.match(mail.subject, /Kopi Senja: sambungan WhatsApp bermasalah/)
  assert.match(mail.text, /Cara memperbaiki/)
  await round(channel.id)
  assert.equal((await told()).length, 1)

  await phone.control('PATCH', `/numbers/${phone.numberId}`, { status: 'CONNECTED' })
  await look()
  assert.deepEqual(await told(), [])
  await stillAfter(500, async () => assert.equal((await mailsTo('rina')).length, before + 1))
})

const mailOf = (name: string) => `${name}@kabar.example`
const visitors = new Map<string, Visitor>()

async function join(name: string, business?: string): Promise<Visitor> {
  const visitor = rig.visitor()
  visitors.set(name, visitor)
  const place = business ? { business, start: 'simulator' } : { business: name, start: 'empty' }
  await take(visitor, 'POST', '/api/sign-up', { name, email: mailOf(name), password: PASSWORD, ...place })
  return visitor
}

async function agentCall(): Promise<Loose> {
  return await visitors.get('agent')?.call('GET', '/api/channel/notices')
}

const told = (): Promise<Loose[]> => take(owner, 'GET', '/api/channel/notices')
const look = () => take(owner, 'POST', '/api/channel/doctor', {})

/** The account's clock goes on, and we have heard of it. */
async function turn(ms: number): Promise<void> {
  const { clock } = await phone.control('POST', '/clock', { advance: ms })
  await until('the clock is known', async () => {
    const { channel } = await take(owner, 'GET', '/api/channel')
    return Math.abs(channel.clockOffset - clock.offset) < 5000
  })
}

/** The job that otherwise comes every quarter of an hour. */
async function round(channelId: string): Promise<void> {
  const { connection } = rig.database
  const at = async () =>
    (
      await readRows<{ at: Date }>(
        rig.database,
        `select checked_at as at from channel_check where channel_id = '${channelId}'`,
      )
    )[0]?.at
  const last = await at()
  await using jobs = await openJobs(
    connection,
    createLog({ level: 'error', pretty: false, sink: process.stderr }),
  )
  await using db = openDb({ connection, max: 1, sees: 'all', name: 'test', patience: 3000 })
  await jobs.enqueue(db, { name: 'whatsapp.doctor', parse: () => ({}) }, {})
  await until('the round was made', async () => Number(await at()) > Number(last), 30_000)
}

async function set(change: string): Promise<void> {
  await readRows(rig.database, `update channel_notice set ${change} where settled_at is null`)
}

type Mail = { readonly to: string; readonly subject: string; readonly text: string }

/** Oldest first. */
async function mailsTo(name: string): Promise<Mail[]> {
  const key = hmacSha256Hex(masterKeyOf(null, rig.dataDir).reveal().toString('base64'), 'simulator')
  const response = await fetch(`${rig.url}/sim/mailbox?key=${key}`)
  const { mails } = (await response.json()) as { mails: Mail[] }
  return mails.filter(({ to }) => to === mailOf(name)).toReversed()
}
