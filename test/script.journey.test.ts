import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { startProgram, startSimulator } from './program.ts'
import { openRig, phoneIn, until } from './rig.ts'
import { saidTo } from './team.ts'

const SCRIPT = 'docs/quickstart.mjs'
const LINES_MAX = 60

test('the script of the quick start goes from nothing to an answer on a foreign Graph endpoint', async (t) => {
  await using meta = await startSimulator()
  await using rig = await openRig({ SIMULATOR: 'off', OUTBOUND_ALLOW: meta.hostPort })
  const { world } = meta
  const phone = await phoneIn(world, 0, 1)
  await phone.text('opens the window at Meta, before anyone is connected')
  const { customer } = await phone.thread()
  const env = {
    WETALK_URL: rig.url,
    GRAPH_URL: world.graphUrl,
    GRAPH_TOKEN: world.token,
    APP_SECRET: world.appSecret,
    WABA_ID: world.wabaId,
    PHONE_NUMBER_ID: phone.numberId,
    CUSTOMER: customer.waId,
  }

  await t.test('it is at most 60 lines and needs nothing but Node', () => {
    const text = readFileSync(join(import.meta.dirname, '..', SCRIPT), 'utf8')
    assert.ok(text.trimEnd().split('\n').length <= LINES_MAX)
    const imports = [...text.matchAll(/from '([^']+)'/g)].map(([, name]) => name)
    assert.ok(imports.every((name) => name?.startsWith('node:')))
  })

  await t.test('with a wrong token it ends with the sentence that says so', async () => {
    const program = startProgram([SCRIPT], { ...env, GRAPH_TOKEN: 'EAAwrong' })
    assert.equal(await program.ended, 1)
    assert.match(program.output(), /graph-refused/)
  })

  await t.test('run as it stands, the customer’s phone shows the answer', async () => {
    const program = startProgram([SCRIPT], env)
    assert.equal(await program.ended, 0, program.output())
    assert.match(program.output(), /^(sent|delivered|read) Halo Dewi, kopi susu Rp22\.000\./m)
    const bubble = await phone.hears('kopi susu Rp22.000')
    assert.equal(bubble.content.text, 'Halo Dewi, kopi susu Rp22.000.')
  })

  await t.test(
    'with what the simulator prints, but a customer who never wrote, it tells Meta’s code',
    async () => {
      const printed = (name: string) => new RegExp(`^ *${name} +(\\S+)`, 'm').exec(meta.output())?.[1] ?? ''
      const program = startProgram([SCRIPT], {
        WETALK_URL: rig.url,
        GRAPH_URL: printed('Graph API').replace(/\/v[\d.]+$/, ''),
        GRAPH_TOKEN: printed('token'),
        APP_SECRET: printed('app secret'),
        WABA_ID: printed('WABA'),
        PHONE_NUMBER_ID: printed('real number'),
      })
      assert.equal(await program.ended, 1, program.output())
      assert.match(program.output(), /^failed .* 131047$/m)
    },
  )

  await t.test(
    'afterwards the line is open in both directions: what the phone says is answered too',
    async () => {
      const before = (await saidTo(phone)).length
      await phone.text('harga')
      await until('the second answer', async () => (await saidTo(phone)).length === before + 1)
    },
  )
})
