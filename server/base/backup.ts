import * as fs from 'node:fs'
import { join, resolve } from 'node:path'
import { Client } from 'pg'
import { unprivilegedAccount } from '#server/base/cluster.ts'
import { embeddedConnection } from '#server/base/embedded.ts'
import { codeOf } from '#server/base/process.ts'
import { StartError } from '#server/base/start-error.ts'

/** Folders of a cluster whose content a copy must not bring along: what belongs to a running server, and its log of changes, which comes last. */
const EMPTIED =
  /^(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\/./
const SKIPPED = /(^|\/)(postmaster\.(pid|opts)|pgsql_tmp[^/]*|pg_internal\.init[^/]*)$|(^|\/)t\d+_\d/
/** Written last: a backup without it was cut off. */
const MARK = 'backup.json'

/**
 * A copy of the embedded database and the stored files of a running program, without stopping it: PostgreSQL's own base backup, by hand
 * (its manual, 25.3.3). The files come after the database, so that none that it names is missing. The master key stays out.
 * Throws `StartError` with what to do.
 */
export async function backUp({ dataDir, to }: { dataDir: string; to: string }): Promise<void> {
  const connection = embeddedConnection(dataDir)
  if (!connection)
    throw new StartError(
      `Di ${resolve(dataDir)} tidak ada Wetalk yang sedang berjalan. Jalankan dulu, atau salin folder itu seluruhnya selagi berhenti.`,
      `No Wetalk is running on ${resolve(dataDir)}. Start it first, or copy the whole folder while it stands still.`,
    )
  if (fs.existsSync(to)) throw taken(to)
  const cluster = fs.realpathSync(join(dataDir, 'postgres'))
  const copy = join(to, 'postgres')
  const client = new Client({ ...connection, user: 'postgres', database: 'postgres' })
  await client.connect()
  try {
    // the slot goes with this connection; until then no change that the copy needs is thrown away
    await client.query("select pg_create_physical_replication_slot('wetalk_backup', true, true)")
    await client.query("select pg_backup_start('wetalk', true)")
    fs.mkdirSync(to, { recursive: true, mode: 0o700 })
    copyTree(cluster, copy, (path) => EMPTIED.test(path) || SKIPPED.test(path))
    const { rows } = await client.query<{ label: string; last: string }>(
      'select labelfile as label, pg_walfile_name(lsn) as last from pg_backup_stop(false)',
    )
    const [{ label, last } = { label: '', last: '' }] = rows
    const first = /\(file ([0-9A-F]{24})\)/.exec(label)?.[1] ?? ''
    fs.writeFileSync(join(copy, 'backup_label'), label, { mode: 0o600 })
    copyTree(join(cluster, 'pg_wal'), join(copy, 'pg_wal'), (name) => name < first || name > last)
  } finally {
    await client.end()
  }
  if (fs.existsSync(join(dataDir, 'files'))) copyTree(join(dataDir, 'files'), join(to, 'files'), () => false)
  fs.writeFileSync(join(to, MARK), `${JSON.stringify({ at: new Date().toISOString() })}\n`, { mode: 0o600 })
}

/** Puts a backup into a data folder that has no database yet. Throws `StartError` with what to do. */
export function putBack({ from, dataDir }: { from: string; dataDir: string }): void {
  if (!fs.existsSync(join(from, MARK)))
    throw new StartError(
      `${from} bukan cadangan yang utuh: ${MARK} tidak ada di sana. Pakai cadangan lain.`,
      `${from} is no whole backup: ${MARK} is not there. Use another one.`,
    )
  const place = join(dataDir, 'postgres')
  if (fs.lstatSync(place, { throwIfNoEntry: false })) throw taken(place)
  const { uid, gid } = unprivilegedAccount()
  fs.mkdirSync(dataDir, { recursive: true, mode: uid === undefined ? 0o700 : 0o711 })
  const draft = join(dataDir, 'postgres.new')
  fs.rmSync(draft, { recursive: true, force: true })
  copyTree(join(from, 'postgres'), draft, () => false)
  if (uid !== undefined && gid !== undefined) {
    fs.chownSync(draft, uid, gid)
    for (const name of fs.readdirSync(draft, { recursive: true, encoding: 'utf8' }))
      fs.chownSync(join(draft, name), uid, gid)
  }
  if (fs.existsSync(join(from, 'files'))) copyTree(join(from, 'files'), join(dataDir, 'files'), () => false)
  fs.renameSync(draft, place)
}

function taken(place: string): StartError {
  return new StartError(
    `${place} sudah ada, dan tidak akan ditimpa. Pindahkan dulu, atau pilih tempat lain.`,
    `${place} is there already and is not overwritten. Move it away first, or choose another place.`,
  )
}

/** Copies what `skip` leaves, by its path below `from`; a file that vanishes meanwhile was none that is needed. */
function copyTree(from: string, to: string, skip: (path: string) => boolean): void {
  fs.mkdirSync(to, { recursive: true, mode: 0o700 })
  for (const entry of fs.readdirSync(from, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(from.length + 1)
    if (skip(path)) continue
    if (entry.isDirectory()) fs.mkdirSync(join(to, path), { recursive: true, mode: 0o700 })
    else copyFile(join(from, path), join(to, path))
  }
}

function copyFile(from: string, to: string): void {
  try {
    fs.mkdirSync(join(to, '..'), { recursive: true, mode: 0o700 })
    fs.copyFileSync(from, to)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}
