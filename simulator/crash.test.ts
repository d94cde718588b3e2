import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { ADMIN_KEY, eventually, openReceiver, updatesIn } from '#simulator/rig.ts'
import { objectOf, textOf } from '#simulator/wire.ts'

const MAIN = join(import.meta.dirname, 'main.ts')

type Child = { readonly process: ChildProcess; readonly lines: () => string }

async function start(dir: string): Promise<Child> {
  const env = { ...process.env, SIM_PORT: '0', SIM_DIR: dir, SIM_ADMIN_KEY: ADMIN_KEY }
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] })
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

test('kill -9 loses neither the conversation nor a webhook that was not taken', async () => {
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
  const thread = await call(lineOf(second, 'Simulator'), 'GET', path)
  assert.deepEqual(
    (thread.bubbles as { wamid: string }[]).map(({ wamid }) => wamid),
    wamids,
  )
  await eventually(() => {
    const seen = new Set(receiver.posts.flatMap((post) => updatesIn(post, 'messages')).map(({ id }) => id))
    return wamids.every((wamid) => seen.has(wamid)) ? true : undefined
  }, 'all webhooks')
  await kill(second)
  await receiver.close()
  await rm(dir, { recursive: true, force: true })
})
