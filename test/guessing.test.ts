import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { readConfig } from '#server/base/config.ts'
import { createLog } from '#server/base/log.ts'
import { type House, open } from '#server/main.ts'
import { type People, peopleOf } from './people.ts'
import { freePort, type Loose, visitorOf } from './rig.ts'
import { openStage, PASSWORD, type Stage, take } from './stage.ts'

const WRONG = 'salah-sama-sekali'
const TRIES = 120
/** What the test's own minutes can let through: ten, and one at the end of each pause. */
const LOOKED_AT_MAX = 18

let stage: Stage
let people: People
let other: { readonly url: string; readonly house: House }

before(async () => {
  stage = await openStage({ TRUST_PROXY: '1' })
  people = peopleOf(stage, await stage.shop('Toko'))
  const port = await freePort()
  const config = readConfig({ ...stage.rig.env, PORT: String(port), SIMULATOR: 'off' })
  const house = await open(config, createLog({ level: 'error', pretty: false, sink: process.stderr }))
  other = { house, url: `http://127.0.0.1:${port}` }
})
after(async () => {
  await other.house.close()
  await stage[Symbol.asyncDispose]()
})

/** Wrong passwords for one account, each from another address, by turns through both processes, many at once. */
async function guess(email: string, tries: number, network: number): Promise<Loose[]> {
  const answers: Loose[] = []
  let next = 0
  const guesser = async () => {
    while (next < tries) {
      const nth = next++
      const address = `10.${network}.${nth >> 8}.${nth & 255}`
      const visitor = visitorOf(nth % 2 ? stage.rig.url : other.url, { 'x-forwarded-for': address })
      answers.push(await visitor.call('POST', '/api/sign-in', { email, password: WRONG }))
    }
  }
  await Promise.all(Array.from({ length: 25 }, guesser))
  return answers
}

/** Guessed at until the pause is the longest. */
async function besiege(email: string, network: number): Promise<void> {
  await guess(email, 15, network)
  await lengthen()
  assert.equal((await people.signIn(email, PASSWORD)).body.code, 'sign-in-paused', 'the right one waits too')
}

/** As if whoever has to wait had tried so often that the pause is the longest. */
const lengthen = () =>
  stage.rows(
    `update auth."rateLimit" set count = 18, "lastRequest" = extract(epoch from now()) * 1000
     where key like 'account:%' and count >= 10`,
  )

/** As if the longest pause had gone by since the last try. */
const wait = () => stage.rows(`update auth."rateLimit" set "lastRequest" = "lastRequest" - 256000`)

test('AU-023: a hundred wrong passwords, each from another address and through two processes, are hardly looked at, and the owner still comes in', async () => {
  const person = await people.newPerson()
  const { email } = person
  const answers = await guess(email.toUpperCase(), TRIES, 201)
  const looked = answers.filter(({ status }) => status === 401).length
  assert.ok(looked >= 10 && looked <= LOOKED_AT_MAX, `${looked} were looked at`)
  for (const { status, body } of answers.filter((answer) => answer.status !== 401)) {
    assert.deepEqual([status, body.code], [429, 'sign-in-paused'])
    assert.ok(body.details.seconds > 0 && body.details.seconds <= 256, body.detail)
  }
  await besiege(email, 209)
  await take(person, 'POST', '/api/sign-out', {})
  await take(person, 'POST', '/api/sign-in', { email, password: PASSWORD })
  await wait()
  assert.equal(
    (await people.signIn(email, PASSWORD)).status,
    200,
    'a browser that was never here, four minutes later',
  )
  assert.equal((await people.signIn(email, WRONG)).status, 401, 'and the count begins anew')
})

test('AU-023: a letter for a new password opens the door in the middle of it', async () => {
  const person = await people.newPerson()
  await besiege(person.email, 202)
  const token = await people.reset(person)
  const browser = people.fresh()
  const password = 'sandi-baru-tidak-lazim-3'
  await take(browser, 'POST', '/api/password/reset', { token, password })
  await besiege(person.email, 203)
  await take(browser, 'POST', '/api/sign-in', { email: person.email, password })
})

test('AU-025: an e-mail that nobody has is paused like one that somebody has', async () => {
  const known = await guess((await people.newPerson()).email, 15, 204)
  const unknown = await guess('tidak-ada@shop.example', 15, 205)
  const said = (answers: Loose[]) => new Set(answers.map(({ status, body }) => `${status} ${body.code}`))
  assert.deepEqual(said(unknown), said(known))
})

test('AU-023: a browser that was signed in counts for itself, and for that account alone', async () => {
  const person = await people.newPerson()
  const victim = await people.newPerson()
  await besiege(victim.email, 206)
  const foreign = await person.call('POST', '/api/sign-in', { email: victim.email, password: PASSWORD })
  assert.equal(foreign.body.code, 'sign-in-paused', 'another account’s browser is a stranger')
  const cookie = [...victim.cookies].filter(([name]) => name.endsWith('wetalk.browser'))
  assert.equal(cookie.length, 1)
  const taken = async (password: string, last = 1) =>
    await visitorOf(stage.rig.url, { 'x-forwarded-for': `10.207.0.${last}` }).call(
      'POST',
      '/api/sign-in',
      { email: victim.email, password },
      { cookie: cookie.map((pair) => pair.join('=')).join('; ') },
    )
  for (let nth = 0; nth < 11; nth++) await taken(WRONG, nth)
  await lengthen()
  assert.equal(
    (await taken(PASSWORD)).body.code,
    'sign-in-paused',
    'nor does a stolen cookie guess without end',
  )
})

test('AU-023: what is counted by accounts names nobody, and goes by itself', async () => {
  const { email } = await people.newPerson()
  await guess(email, 12, 208)
  const rows = await stage.rows<{ key: string }>(
    `select key from auth."rateLimit" where key like 'account:%'`,
  )
  assert.ok(rows.length > 0 && !JSON.stringify(rows).includes('@'))
  await stage.rows(`update auth."rateLimit" set "lastRequest" = "lastRequest" - 3600001`)
  assert.equal((await people.signIn(email, WRONG)).status, 401)
  const [one] = await stage.rows(
    `select max(count) as count from auth."rateLimit" where key like 'account:%' and "lastRequest" > (extract(epoch from now()) * 1000) - 60000`,
  )
  assert.equal(one.count, 1)
})
