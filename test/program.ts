import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CreatedWorld } from '#core/whatsapp/sim-api.ts'
import { freePort, until } from './rig.ts'

/** A program of ours as a process of its own: what a person starts, and what `kill -9` ends. */
export type Program = {
  readonly pid: number
  /** Everything it wrote to both of its outputs so far. */
  readonly output: () => string
  /** Exit code, or the name of the signal that ended it. */
  readonly ended: Promise<number | string>
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | string>
}

const READY_MS = 40_000
const OUTPUT_CHARS_MAX = 100_000
const ROOT = join(import.meta.dirname, '..')

export function startProgram(args: readonly string[], env: Readonly<Record<string, string>>): Program {
  const { PATH = '', HOME = '', TMPDIR = tmpdir(), NODE_COMPILE_CACHE = '' } = process.env
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => {
      output = `${output}${text}`.slice(-OUTPUT_CHARS_MAX)
    })
  }
  const ended = endOf(child)
  return {
    pid: child.pid ?? 0,
    output: () => output,
    ended,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal)
      return await ended
    },
  }
}

/** The product on its own port, ready to serve. Throws with what it wrote when it ends instead. */
export async function startProduct(
  env: Readonly<Record<string, string>>,
): Promise<Program & { readonly url: string }> {
  const program = startProgram(['server/main.ts'], { LOG_LEVEL: 'warn', ...env })
  const url = `http://127.0.0.1:${env.PORT}`
  let ended: number | string | undefined
  void program.ended.then((code) => {
    ended = code
  })
  await until(
    'the product is ready',
    async () => {
      if (ended !== undefined) throw new Error(`the product ended with ${ended}: ${program.output()}`)
      return await isReady(url)
    },
    READY_MS,
  )
  return { ...program, url }
}

/** Meta in a box as somebody else's process, with a world and an app secret that the product knows nothing of. */
export async function startSimulator(): Promise<
  Program & {
    readonly hostPort: string
    readonly world: CreatedWorld
    readonly newWorld: (body: Readonly<Record<string, unknown>>) => Promise<CreatedWorld>
    readonly [Symbol.asyncDispose]: () => Promise<void>
  }
> {
  const dir = await mkdtemp(join(tmpdir(), 'wetalk-sim-'))
  const port = await freePort()
  const adminKey = randomBytes(16).toString('hex')
  const env = { SIM_PORT: String(port), SIM_DIR: dir, SIM_ADMIN_KEY: adminKey }
  const program = startProgram(['simulator/main.ts'], env)
  await until('the simulator is ready', async () => program.output().includes('verify token'), READY_MS)
  const newWorld = async (body: Readonly<Record<string, unknown>>) => {
    const answer = await fetch(`http://127.0.0.1:${port}/sim/worlds`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-admin-key': adminKey },
      body: JSON.stringify(body),
    })
    return (await answer.json()) as CreatedWorld
  }
  const world = await newWorld({ name: 'Warung Lain' })
  return {
    ...program,
    hostPort: `127.0.0.1:${port}`,
    world,
    newWorld,
    async [Symbol.asyncDispose]() {
      await program.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

/** A folder of a test's own that is gone afterwards. */
export async function ownFolder(
  name: string,
): Promise<{ readonly path: string; readonly [Symbol.asyncDispose]: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), `wetalk-${name}-`))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

function endOf(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'))
    child.once('error', (error) => resolve(error.message))
  })
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/health/ready`)
    return answer.status === 200
  } catch {
    await sleep(50)
    return false // nobody listens yet
  }
}
