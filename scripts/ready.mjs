// Runs before `npm start` and `npm test`, under whatever Node (20 or later) the machine has: installs the dependencies
// when they are missing or the lockfile changed, builds the web pages when a source changed, and says so in one line each.
// With the word `packages` it leaves the web pages alone.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const NODE_MAJOR_MIN = 20
const WAIT_MS = 10 * 60_000
const POLL_MS = 500
const SAID_CHARS = 4000

const [major = 0] = process.versions.node.split('.').map(Number)
if (major < NODE_MAJOR_MIN) {
  fail(
    `Node ${process.versions.node} terlalu lama: pasang Node ${NODE_MAJOR_MIN} atau lebih baru (https://nodejs.org).`,
    `Node ${process.versions.node} is too old: install Node ${NODE_MAJOR_MIN} or later (https://nodejs.org).`,
  )
}

const ROOT = join(import.meta.dirname, '..')
const MARK = join(ROOT, 'node_modules/.wetalk-ready')
const LOCK = join(ROOT, '.cache/ready.lock')

await alone(async () => {
  const hash = hashOfLockfile()
  if (!existsSync(MARK) || readFileSync(MARK, 'utf8') !== hash) await install(hash)
  const { buildWeb, isWebStale, nodeForTypeScript } = await import('./build.mjs')
  if (!nodeForTypeScript()) {
    fail(
      `Untuk ${process.platform}-${process.arch} tidak ada Node bawaan: pasang Node 24.12 atau lebih baru, lalu ulangi.`,
      `There is no bundled Node for ${process.platform}-${process.arch}: install Node 24.12 or later and try again.`,
    )
  }
  if (process.argv[2] === 'packages' || !isWebStale()) return
  await phase('Menyusun halaman web / building the web pages', async () => buildWeb())
})

async function install(hash) {
  const npm = process.env.npm_execpath
  const node = process.env.npm_node_execpath ?? process.execPath
  const words = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund']
  const [command, ...args] = npm?.endsWith('.js') ? [node, npm, ...words] : ['npm', ...words]
  await phase('Memasang paket / installing packages', () => run(command, args))
  writeFileSync(MARK, hash)
}

/** One visible line, finished with the time it took; `work` answers with what went wrong, if anything did. */
async function phase(title, work) {
  const startedAt = performance.now()
  process.stdout.write(`→ ${title} … `)
  await sleep(0)
  const problem = await work()
  if (problem !== undefined) {
    process.stdout.write('\n')
    process.stderr.write(`${problem.slice(0, SAID_CHARS)}\n`)
    fail(
      `Gagal: ${title.split(' / ')[0]}. Penyebabnya ada di atas.`,
      `Failed: ${title.split(' / ')[1]}. The cause is above.`,
    )
  }
  process.stdout.write(`${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`)
}

/** Runs a program quietly; answers with its output when it fails. */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        if (said.length < SAID_CHARS) said += data
      })
    }
    child.once('error', (error) => resolve(String(error)))
    child.once('close', (code) =>
      resolve(code === 0 ? undefined : said || `${command} ended with code ${code}`),
    )
  })
}

/** One preparation at a time; a lock whose process is gone is taken over. */
async function alone(work) {
  mkdirSync(join(ROOT, '.cache'), { recursive: true })
  for (let waited = 0; !takeLock(); waited += POLL_MS) {
    if (waited === 0) process.stdout.write('→ Menunggu persiapan lain / waiting for another preparation …\n')
    if (waited > WAIT_MS)
      fail(`Hapus ${LOCK} bila tidak ada lagi yang memakainya.`, `Remove ${LOCK} if nobody uses it.`)
    await sleep(POLL_MS)
  }
  process.once('exit', () => rmSync(LOCK, { force: true }))
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))
  await work()
}

function takeLock() {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  if (isHeld()) return false
  rmSync(LOCK, { force: true })
  return false
}

function isHeld() {
  try {
    process.kill(Number(readFileSync(LOCK, 'utf8')), 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function hashOfLockfile() {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`)
  return hash.update(readFileSync(join(ROOT, 'package-lock.json'))).digest('hex')
}

function fail(id, en) {
  process.stderr.write(`${id}\n${en}\n`)
  process.exit(1)
}
