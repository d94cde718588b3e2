import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isId } from '#core/base/id.ts'
import { backUp, putBack } from '#server/base/backup.ts'
import { readConfig } from '#server/base/config.ts'
import { type Connection, type Db, openDb } from '#server/base/db.ts'
import { deadJobsOf, retryDead } from '#server/base/dead.ts'
import { embeddedConnection, startEmbedded } from '#server/base/embedded.ts'
import { migrate } from '#server/base/migrate.ts'
import { masterKeyOf, sealer } from '#server/base/secret.ts'
import { databaseTrouble, folderTrouble, StartError } from '#server/base/start-error.ts'
import { holdThePast } from '#server/broadcast/hold.ts'
import { startOverWithoutKey } from '#server/flow/lost-key.ts'
import { bodyOfUnclaimed, listUnclaimed } from '#server/whatsapp/door/unclaimed.ts'
import { takeKeys } from '#server/whatsapp/keys.ts'
import { SAYS } from './wetalk-words.ts'

type Language = 'id' | 'en'
type Place = {
  readonly dataDir: string
  readonly databaseUrl: string | undefined
  readonly language: Language
}

/** Copies the embedded database of a running program, and its files, into a new folder; gives the exit code. */
export function saveBackup(to: string, place: Place): Promise<number> {
  return told(place, async (say) => {
    await backUp({ dataDir: resolve(place.dataDir), to: resolve(to) })
    console.log(say.backedUp(to))
  })
}

/** Puts such a copy into an empty data folder, and sees to it that nothing of the past goes out again. */
export function restoreBackup(from: string, place: Place): Promise<number> {
  return told(place, async (say) => {
    const dataDir = resolve(place.dataDir)
    putBack({ from: resolve(from), dataDir })
    console.log(say.restored(place.dataDir))
    await holdAt({ ...place, databaseUrl: undefined })
  })
}

/** The same for a database that was restored by other means: an external one, or a folder that was copied back. */
export function holdPast(place: Place): Promise<number> {
  return told(place, () => holdAt(place))
}

async function holdAt(place: Place): Promise<void> {
  await withDatabase(place, async (db) => {
    const { messages, broadcasts } = await holdThePast(db)
    console.log(SAYS[place.language].held(messages, broadcasts))
  })
}

/** Begins anew under the present master key where the former one is lost; refuses where it is not. */
export function replaceLostKey(place: Place): Promise<number> {
  return told(place, (say) =>
    withDatabase(place, async (db) => {
      const config = readConfig(process.env)
      const seal = sealer(masterKeyOf(config.secretKey, config.dataDir))
      const fits = await takeKeys(db, seal, false).then(
        () => true,
        () => false,
      )
      console.log(fits ? say.fits : say.anew(await startOverWithoutKey(db, seal)))
    }),
  )
}

/** Prints the jobs that were given up on: what, when, and what the last try said. */
export function listDead(place: Place): Promise<number> {
  return told(place, async (say) => {
    const dead = await deadJobsOf(runningDatabase(place))
    for (const { id, name, at, tries, reason } of dead)
      console.log(`${id}  ${new Date(at).toISOString().slice(0, 16)}Z  ${name}  ×${tries}  ${reason}`)
    console.log(say.dead(dead.length))
  })
}

/** Has them tried again from the beginning: one by its id, all of a kind by its name, or `all`. */
export function retryGivenUp(which: string, place: Place): Promise<number> {
  return told(place, async (say) => console.log(say.retried(await retryDead(runningDatabase(place), which))))
}

/** Prints what the operator's app was sent and no account took: which, when, how large, and of which accounts. */
export function printUnclaimed(place: Place): Promise<number> {
  return told(place, async (say) => {
    const kept = await ofRunning(place, listUnclaimed)
    for (const { id, at, bytes, accounts } of kept)
      console.log(
        `${id}  ${new Date(at).toISOString().slice(0, 16)}Z  ${bytes} B  ${accounts.join(' ') || '–'}`,
      )
    console.log(say.unclaimed(kept.length))
  })
}

/** Writes the body of one of them into a file, byte for byte; only its owner may read it, since customers' words may stand in it. */
export function saveUnclaimed(id: string, place: Place, path = `${id}.json`): Promise<number> {
  return told(place, async (say) => {
    const body = isId(id) ? await ofRunning(place, (db) => bodyOfUnclaimed(db, id)) : undefined
    if (!body) throw new StartError(SAYS.id.notUnclaimed(id), SAYS.en.notUnclaimed(id))
    writeFileSync(path, body, { mode: 0o600 })
    console.log(say.saved(path))
  })
}

async function ofRunning<T>(place: Place, ask: (db: Db) => Promise<T>): Promise<T> {
  const connection = runningDatabase(place)
  await using db = openDb({ connection, max: 1, sees: 'all', name: 'operate', patience: 5000 })
  return await ask(db)
}

/** Of a program that runs: the jobs are done by it. */
function runningDatabase({ dataDir, databaseUrl }: Place): Connection {
  const connection = databaseUrl ?? embeddedConnection(resolve(dataDir))
  if (connection) return connection
  throw new StartError(
    `Di ${resolve(dataDir)} tidak ada Wetalk yang sedang berjalan. Jalankan dulu, atau isi DATA_DIR atau DATABASE_URL.`,
    `No Wetalk is running on ${resolve(dataDir)}. Start it first, or set DATA_DIR or DATABASE_URL.`,
  )
}

async function withDatabase({ dataDir, databaseUrl }: Place, work: (db: Db) => Promise<void>): Promise<void> {
  const server = databaseUrl ? null : await startEmbedded({ dir: resolve(dataDir) })
  const connection: Connection = server?.connection ?? databaseUrl ?? ''
  try {
    await migrate(connection)
    await using db = openDb({ connection, max: 1, sees: 'all', name: 'operate', patience: 5000 })
    await work(db)
  } finally {
    await server?.stop()
  }
}

type Says = (typeof SAYS)[Language]

async function told({ dataDir, language }: Place, work: (say: Says) => Promise<void>): Promise<number> {
  try {
    await work(SAYS[language])
    return 0
  } catch (error) {
    const trouble =
      error instanceof StartError ? error : (databaseTrouble(error) ?? folderTrouble(error, resolve(dataDir)))
    console.error(trouble ? trouble[language] : error)
    return 1
  }
}
