import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { patiently } from '#web/ui/patient.ts'

/** More seconds than all tries take. */
const SECONDS = 20

/** What becomes of a part that is not reached so many times, on a page that has a connection and began with program `a`. */
async function outcome(t: TestContext, misses: number, server: () => Promise<Response>): Promise<string> {
  const page = {
    navigator: { onLine: true },
    document: { head: { innerHTML: programOf('a') } },
    fetch: server,
  }
  const own = Object.entries(page).map(([name, value]) => {
    const before = Object.getOwnPropertyDescriptor(globalThis, name)
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
    return () =>
      before ? Object.defineProperty(globalThis, name, before) : Reflect.deleteProperty(globalThis, name)
  })
  t.mock.timers.enable({ apis: ['setTimeout'] })
  let [tries, said] = [0, 'waits']
  const load = async () => {
    tries++
    if (tries <= misses) throw new TypeError('Failed to fetch dynamically imported module')
  }
  patiently(load)().then(
    () => (said = 'comes'),
    () => (said = 'fails'),
  )
  for (let second = 0; second < SECONDS; second++) {
    await new Promise(setImmediate)
    t.mock.timers.tick(1000)
  }
  t.mock.timers.reset()
  for (const giveBack of own) giveBack()
  return said
}

const programOf = (name: string) => `<script src="/assets/index-${name}.js">`
const says = (html: string) => async () => new Response(html)
const isAway = () => Promise.reject(new TypeError('Failed to fetch'))

test('a part that was missed is tried again, also on a page that knows of a newer program', async (t) => {
  assert.equal(await outcome(t, 1, says(programOf('b'))), 'comes')
  assert.equal(await outcome(t, 4, says(programOf('b'))), 'comes')
})

test('a part that no try reached is waited for only where the server says that it has another program', async (t) => {
  assert.equal(await outcome(t, 9, says(programOf('b'))), 'waits')
  assert.equal(await outcome(t, 9, isAway), 'fails')
  assert.equal(await outcome(t, 9, says('Bad gateway')), 'fails')
  assert.equal(await outcome(t, 9, says(programOf('a'))), 'fails')
})
