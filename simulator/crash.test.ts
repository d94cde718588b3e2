import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { ADMIN_KEY, eventually, openReceiver, updatesIn } from '#simulator/rig.ts'
import { objectOf, textOf } from '#simulator/wire.ts'

const MAIN = join(import.meta.dirname, 'main.ts')

type Child = { readonly process: ChildProcess; readonly lines: () => string }

const envOf = (dir: string) => ({
  ...process.env,
  SIM_PORT: '0',
  SIM_DIR: dir,
  SIM_ADMIN_KEY: ADMIN_KEY,
})

async function start(dir: string): Promise<Child> {
  const child = spawn(process.execPath, [MAIN], { env: envOf(dir), stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  await eventually(() => (out.includes('verify token') ? true : undefined), 'the start')
  return { process: child, lines: () => out }
}

function lineOf(child: Child, name: string): string {
  return new RegExp(`^${name}\\s+(\\S+)$`, 'm').exec(child.lines())?.[1] ?? ''
}

async function kill({ process: child }: Child): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

test('kill -9 loses neither the conversation nor a webhook that was not taken, and the next start opens the same world', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'simulator-'))
  const first = await start(dir)
  const receiver = await openReceiver(lineOf(first, 'verify token'))
  const base = lineOf(first, 'Simulator')
  const [worldId, key, token] = [lineOf(first, 'world'), lineOf(first, 'world key'), lineOf(first, 'token')]
  const headers = { 'x-world-key': key, authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const call = async (origin: string, method: string, path: string, body?: object) => {
    const answer = await fetch(`${origin}${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return objectOf(await answer.json())
  }
  const waba = lineOf(first, 'WABA')
  await call(base, 'POST', `/graph/v25.0/${waba}/subscribed_apps`, {
    override_callback_uri: receiver.url,
    verify_token: lineOf(first, 'verify token'),
  })
  const world = await call(base, 'GET', `/worlds/${worldId}`)
  const [, number] = world.numbers as { id: string }[]
  const [customer] = world.customers as { id: string }[]
  const path = `/worlds/${worldId}/threads/${number?.id}/${customer?.id}`
  receiver.status = 500
  const wamids: string[] = []
  for (let at = 0; at < 20; at++) {
    wamids.push(
      textOf((await call(base, 'POST', `${path}/say`, { kind: 'text', text: `pesan ${at}` })).wamid),
    )
  }
  await kill(first)
  receiver.posts.length = 0
  receiver.status = 200
  const second = await start(dir)
  for (const name of ['world', 'world key', 'WABA', 'app', 'token']) {
    assert.equal(lineOf(second, name), lineOf(first, name), `${name} is printed as before`)
  }
  const thread = await call(lineOf(second, 'Simulator'), 'GET', path)
  assert.deepEqual(
    (thread.bubbles as { wamid: string }[]).map(({ wamid }) => wamid),
    wamids,
  )
  await eventually(() => {
    const seen = new Set(receiver.posts.flatMap((post) => updatesIn(post, 'messages')).map(({ id }) => id))
    return wamids.every((wamid) => seen.has(wamid)) ? true : undefined
  }, 'all webhooks')
  const third = spawnSync(process.execPath, [MAIN], { env: envOf(dir), encoding: 'utf8' })
  assert.equal(third.status, 1)
  assert.match(third.stderr, /Another process has the simulator in .+ open\. .*SIM_DIR/)
  assert.doesNotMatch(third.stderr, /\n {4}at /, 'no stack trace')
  await kill(second)
  const taken = new URL(receiver.url).port
  const fourth = spawnSync(process.execPath, [MAIN], {
    env: { ...envOf(dir), SIM_PORT: taken },
    encoding: 'utf8',
  })
  assert.equal(fourth.status, 1)
  assert.match(fourth.stderr, /Port \d+ is already in use .*SIM_PORT/)
  await receiver.close()
  await rm(dir, { recursive: true, force: true })
})
