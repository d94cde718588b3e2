import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { createLog, Secret } from '#server/base/log.ts'

const CANARY = 'EAAG-canary-token'

function logTo(lines: string[], pretty = false) {
  return createLog({ level: 'debug', pretty, sink: { write: (line) => void lines.push(line) } })
}

test('a log line is one JSON object with time, level, words and the facts of its request', () => {
  const lines: string[] = []
  logTo(lines).child({ request_id: 'r1' }).info({ run_id: 'x' }, 'halo')
  const { ts, ...rest } = JSON.parse(lines[0] ?? '')
  assert.deepEqual(rest, { level: 'info', msg: 'halo', request_id: 'r1', run_id: 'x' })
  assert(Math.abs(Date.now() - Date.parse(ts)) < 5000)
})

test('a secret prints as dots wherever it is put', () => {
  const secret = new Secret(CANARY)
  const lines: string[] = []
  for (const pretty of [true, false]) {
    const log = logTo(lines, pretty).child({ secret })
    log.info({ secret, deep: { list: [secret] } }, `said ${secret}`)
    log.error({ err: new Error('with cause', { cause: secret }) })
  }
  const printed = [...lines, JSON.stringify({ secret }), inspect({ secret }), `${secret}`, String(secret)]
  for (const text of printed) assert.doesNotMatch(text, /canary/)
  assert.match(printed.join(), /•••/)
  assert.deepEqual(Object.keys(secret), [])
  assert.equal(secret.reveal(), CANARY)
})

test('an error of the database is told without the values of its row', () => {
  const lines: string[] = []
  const error = Object.assign(new Error('duplicate key value violates unique constraint "x"'), {
    code: '23505',
    detail: 'Key (phone)=(+628123456789) already exists.',
    where: 'COPY contact, line 1: "+628123456789"',
    parameters: ['+628123456789'],
  })
  logTo(lines).error({ err: error }, 'failed')
  assert.doesNotMatch(lines.join(), /628123456789/)
  assert.equal(JSON.parse(lines[0] ?? '').err.code, '23505')
  logTo(lines).warn({ err: { message: 'no connection', queue: 'mail' } }, 'what a library threw is no Error')
  assert.equal(JSON.parse(lines[1] ?? '').err.message, 'no connection')
})

test('no text makes a second line or steers a terminal', () => {
  const hostile = 'a\r\nb\u0085c\u2028d\u2029e\u001b[2Jf\u009b2Jg\u202eh'
  for (const pretty of [true, false]) {
    const lines: string[] = []
    logTo(lines, pretty).info({ value: hostile }, hostile)
    assert.equal(lines.length, 1)
    const text = (lines[0] ?? '').replace(/\n$/, '').replace(/\u001b\[\d+m/g, '')
    assert.doesNotMatch(text, /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/)
  }
})

test('a person at a terminal reads time, level, words and facts', () => {
  const lines: string[] = []
  logTo(lines, true).warn({ port: 4000, err: new Error('taken') }, 'trying again')
  const text = (lines[0] ?? '').replace(/\u001b\[\d+m/g, '')
  assert.match(text, /^\d\d:\d\d:\d\d\.\d{3} warn {2}trying again port=4000\n {4}taken\n/)
})

test('a program whose log cannot be written any more, because nobody reads it or its disk is full, goes on', async () => {
  const program = `
    import { createLog, outliveLog } from '#server/base/log.ts'
    outliveLog()
    const log = createLog({ level: 'info' })
    process.stdin.once('data', () => {
      for (let n = 0; n < 3; n++) log.info('nobody reads this')
      setImmediate(() => setImmediate(() => process.exit(7)))
    })
    log.info('ready')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  child.stdout.destroy()
  await once(child.stdout, 'close')
  const ended = once(child, 'exit')
  child.stdin.write('go')
  assert.deepEqual(await ended, [7, null])
})
