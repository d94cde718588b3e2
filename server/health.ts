import { statfs } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import type { Config } from '#server/base/config.ts'
import type { Db } from '#server/base/db.ts'
import { FileTrouble } from '#server/base/file-store.ts'
import type { Log } from '#server/base/log.ts'
import { diskFree, METRICS_CONTENT_TYPE, metricsText } from '#server/base/metrics.ts'
import { repeat, seldom } from '#server/base/repeat.ts'
import { equalText } from '#server/base/secret.ts'
import { sql } from '#server/base/sql.ts'
import type { Storage } from '#server/base/storage.ts'

const PROBE_MS = 1000
/** With less of the disk free than this share, nothing new should be sent here. */
const DISK_FREE_MIN = 0.05

export type Draining = { now: boolean }

/** For whoever keeps the program running: alive, ready, figures, version. */
export function serveHealth(
  app: FastifyInstance,
  config: Config,
  db: Db,
  version: string,
  { draining, storage }: { readonly draining: Draining; readonly storage: Pick<Storage, 'trouble'> },
): void {
  app.get('/health/live', (_request, reply) => reply.type('text/plain').send('alive'))
  app.get('/health/ready', async (_request, reply) => {
    const reason = draining.now ? 'stopping' : await troubles(db, config.dataDir)
    return reply
      .code(reason ? 503 : 200)
      .type('text/plain')
      .send(reason ?? ['ready', storage.trouble() ?? []].flat().join('; '))
  })
  app.get('/version', (_request, reply) => reply.send({ name: 'wetalk', version }))
  app.get('/metrics', async (request, reply) => {
    const token = config.metricsToken?.reveal()
    const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    const local = isLocal(request.ip) && !request.headers['x-forwarded-for'] && !request.headers.forwarded
    if (token ? !equalText(given, token) : !local) return reply.code(404).send()
    return reply.type(METRICS_CONTENT_TYPE).send(await metricsText())
  })
}

function isLocal(ip: string): boolean {
  return ip === '127.0.0.1' || ip === '::1' || ip === '::ffff:127.0.0.1'
}

/** Everything that is wrong, the cause before what it causes: a full disk lets nobody into the database. */
export async function troubles(db: Db, dataDir: string, look = statfs): Promise<string | undefined> {
  const found = [await diskTrouble(dataDir, look), await databaseTrouble(db)].filter(Boolean)
  return found.length > 0 ? found.join('; ') : undefined
}

async function databaseTrouble(db: Db): Promise<string | undefined> {
  const late = new Promise<string>((resolve) =>
    setTimeout(resolve, PROBE_MS, 'the database answers too slowly').unref(),
  )
  const probe = db.rows<{ standby: boolean }>(sql`select pg_is_in_recovery() as standby`).then(
    ([row]) => (row?.standby ? 'the database takes no writes' : undefined),
    () => 'the database does not answer',
  )
  return await Promise.race([probe, late])
}

const DISK_LOOK_MS = 30_000

/** Shows how much of the disk is free, and says in the log when it is almost full: nobody looks at `/health/ready` by night. */
export function watchDisk({ dataDir }: Config, log: Log): AsyncDisposable {
  const tell = seldom((trouble: string) => log.error({ dataDir }, trouble))
  return repeat('disk', DISK_LOOK_MS, log, async () => {
    const trouble = await diskTrouble(dataDir)
    if (trouble) tell(trouble)
  })
}

const FILES_LOOK_MS = 30_000

/** Asks a file store at the start, and one that fails until it does as asked; says in the log what to do. Messages go on without it. */
export function watchFiles(
  storage: Pick<Storage, 'trouble' | 'probe'>,
  log: Log,
  everyMs = FILES_LOOK_MS,
): AsyncDisposable {
  let isAsked = false
  return repeat('files', everyMs, log, async () => {
    if (isAsked && storage.trouble() === undefined) return
    isAsked = true
    await storage.probe().catch((error: unknown) => {
      if (!(error instanceof FileTrouble)) throw error
      log.error({ reason: error.message }, FILES_WORDS)
    })
  })
}
const FILES_WORDS =
  'the file store fails: check S3_URL, S3_KEY, S3_SECRET, S3_BUCKET, or the disk with DATA_DIR/files; files wait, messages go on'

async function diskTrouble(dir: string, look = statfs): Promise<string | undefined> {
  try {
    const { bavail, blocks } = await look(dir)
    diskFree(bavail / blocks)
    return bavail / blocks < DISK_FREE_MIN ? 'the disk is almost full' : undefined
  } catch {
    return undefined // without a data folder of our own the disk is not ours to judge
  }
}
