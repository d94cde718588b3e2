import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { request } from 'undici'
import { conversationFlow } from './conversation.ts'
import { APP_SECRET, NUMBERS, VERIFY_TOKEN, WABA_ID } from './webhook.ts'

const ROOT = join(import.meta.dirname, '..')
/** `node <flags> server/main.ts`, as `npm start` calls it. */
const START = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: { start: string } })
  .scripts.start
const FLAGS = START.split(' ').filter((word) => word.startsWith('--'))
const READY_MS = 60_000
const STOP_MS = 25_000
const LOOK_MS = 20

export type Running = {
  readonly url: string
  readonly port: number
  readonly child: ChildProcess
  /** From the start of the process to the first 200 of /health/ready, in milliseconds. */
  readonly readyAfter: number
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('a port has a number')
  return address.port
}

export type ProgramOptions = {
  readonly env: Readonly<Record<string, string>>
  readonly logFile: string
  readonly port: number
  readonly nodeFlags?: readonly string[]
}

/** The product as its users run it, in a process of its own. */
export function spawnProduct({ env, logFile, port, nodeFlags = [] }: ProgramOptions): ChildProcess {
  const log = createWriteStream(logFile, { flags: 'a' })
  const child = spawn(process.execPath, [...FLAGS, ...nodeFlags, join(ROOT, 'server/main.ts')], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH ?? '',
      NODE_COMPILE_CACHE: join(ROOT, '.cache/compile'),
      PORT: String(port),
      SIMULATOR: 'off',
      LOG_LEVEL: 'warn',
      ...env,
    },
  })
  child.stdout?.pipe(log)
  child.stderr?.pipe(log)
  return child
}

/** Waits until the program says that it is ready; false when it ended, or the time is over, before. */
export async function untilReady(child: ChildProcess, url: string): Promise<boolean> {
  const until = performance.now() + READY_MS
  while (performance.now() < until) {
    if (child.exitCode !== null || child.signalCode !== null) return false
    if (await isReady(url)) return true
    await sleep(LOOK_MS)
  }
  return false
}

async function isReady(url: string): Promise<boolean> {
  try {
    const { statusCode, body } = await request(`${url}/health/ready`, { headersTimeout: 1000 })
    await body.dump()
    return statusCode === 200
  } catch {
    return false // not listening yet
  }
}

export async function startProduct(options: ProgramOptions): Promise<Running> {
  const { port, logFile } = options
  const url = `http://127.0.0.1:${port}`
  const startedAt = performance.now()
  const child = spawnProduct(options)
  if (!(await untilReady(child, url))) throw new Error(`the product did not get ready, see ${logFile}`)
  return { url, port, child, readyAfter: performance.now() - startedAt }
}

export async function stopProcess(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const over = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill(signal)
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await over
  clearTimeout(late)
}

type Caller = { readonly cookies: Map<string, string>; readonly url: string }

async function call<T>({ url, cookies }: Caller, method: 'GET' | 'POST', path: string, body?: object) {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await request(`${url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(cookie === '' ? {} : { cookie }) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await answer.body.text()
  if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`)
  for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    cookies.set(name, value)
  }
  return JSON.parse(text) as T
}

export type SetUp = { readonly webhookUrl: string; readonly workspaceId: string }

/** Over the public contracts only: an account, the fake Graph as channel, the conversation imported, published, linked. */
export async function setUp(url: string, graphPort: number): Promise<SetUp> {
  const caller: Caller = { url, cookies: new Map() }
  const me = await call<{ workspace: { id: string } }>(caller, 'POST', '/api/sign-up', {
    name: 'Uji Beban',
    email: `bench-${Date.now()}@example.com`,
    password: 'kopi-senja-tanpa-gula-27',
    business: 'Kopi Senja',
    start: 'empty',
  })
  const [phoneNumberId, ...otherPhoneNumberIds] = NUMBERS
  const { channel, numbers } = await call<{ channel: { webhookUrl: string }; numbers: { id: string }[] }>(
    caller,
    'POST',
    '/api/channel',
    {
      name: 'Graph uji',
      graphUrl: `http://127.0.0.1:${graphPort}`,
      wabaId: WABA_ID,
      phoneNumberId,
      otherPhoneNumberIds,
      token: 'the-token-of-the-benchmark',
      appSecret: APP_SECRET,
      verifyToken: VERIFY_TOKEN,
    },
  )
  const { flow } = await call<{ flow: { id: string; botId: string } }>(caller, 'POST', '/api/flows/import', {
    file: conversationFlow(),
  })
  await call(caller, 'POST', `/api/flows/${flow.id}/publish`, {})
  for (const { id } of numbers)
    await call(caller, 'POST', `/api/numbers/${id}/link`, { botId: flow.botId, confirm: 'LINK' })
  return { webhookUrl: channel.webhookUrl, workspaceId: me.workspace.id }
}

export async function metricsOf(url: string): Promise<string> {
  const { body } = await request(`${url}/metrics`)
  return await body.text()
}
