import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { openBus } from '#server/base/bus.ts'
import {
  CONFIG_EXIT_CODE,
  type Config,
  ConfigError,
  configWarnings,
  readConfig,
} from '#server/base/config.ts'
import { type Connection, openDb } from '#server/base/db.ts'
import { startEmbedded } from '#server/base/embedded.ts'
import { createDoor } from '#server/base/fetch.ts'
import { openHttp, serveApi } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import { openJobs } from '#server/base/jobs.ts'
import { openLive } from '#server/base/live.ts'
import { createLog, type Log } from '#server/base/log.ts'
import { roundTrip, watchProcess } from '#server/base/metrics.ts'
import { migrate } from '#server/base/migrate.ts'
import { masterKeyOf, randomToken, sealer } from '#server/base/secret.ts'
import { StartError } from '#server/base/start-error.ts'
import { createStorage } from '#server/base/storage.ts'
import { connectSimulator, furnish, rehome, versionOfProgram } from '#server/furnish.ts'
import { serveHealth } from '#server/health.ts'
import { servePages } from '#server/pages.ts'
import { allRoutes, serveFiles, serveOpenApi } from '#server/routes.ts'
import { serveLive } from '#server/stream.ts'
import { openIngest } from '#server/whatsapp/ingest.ts'
import { openCallback, openKeys } from '#server/whatsapp/keys.ts'
import { openLines } from '#server/whatsapp/lines.ts'
import { serveWebhook } from '#server/whatsapp/webhook.ts'
import { openWorkers } from '#server/worker.ts'
import { openAuth } from '#server/workspace/auth.ts'
import { identifyBy } from '#server/workspace/session.ts'
import { openSimulator } from '#simulator/app.ts'

export type House = { readonly url: string; readonly close: () => Promise<void> }

/** Opens the house. The only file that knows every room. Closing it goes the same way back. */
export async function open(config: Config, log: Log): Promise<House> {
  const opened = new AsyncDisposableStack()
  const own = <T extends AsyncDisposable>(room: T): T => opened.use(room)
  try {
    const connection = await openDatabase(config, log, opened)
    const master = masterKeyOf(config.secretKey, config.dataDir)
    await migrate(connection)
    const processId = newId()
    const inside = `http://127.0.0.1:${config.port}`
    const door = own(
      createDoor({ allow: [...config.outboundAllow, `127.0.0.1:${config.port}`], userAgent: 'Wetalk' }),
    )
    const pool = { connection, onRoundTrip: (label: string) => roundTrip(label), patience: 3000 }
    const db = own(openDb({ ...pool, max: config.dbPool, sees: 'all', name: 'work' }))
    const ingestDb = own(openDb({ ...pool, max: 4, sees: 'all', name: 'door', patience: 1000 }))
    const http = own(openDb({ ...pool, max: 8, sees: 'one', name: 'http' }))
    const bus = own(await openBus(connection, processId, log))
    const jobs = own(await openJobs(connection, log))
    const storage = own(await createStorage(config))
    const keys = openKeys(sealer(master))
    const callback = openCallback(master)
    const adminKey = randomToken()
    const simulator = config.simulator ? { url: `${inside}/sim`, adminKey } : null
    const auth = own(openAuth({ connection, publicUrl: config.publicUrl, master, sendReset: async (to, link) => log.warn({ to, link }, 'reset') }))
    await auth.migrate()
    const lines = openLines({ db, bus, keys, door, storage })
    const furnishing = { db, bus, door, keys, publicUrl: config.publicUrl, simulator }
    const version = versionOfProgram()
    const draining = { now: false }
    const app = openHttp(log, config.trustProxy)
    opened.defer(() => app.close())
    const identify = identifyBy(auth, db)
    const live = own(openLive(db, bus))
    serveHealth(app, config, ingestDb, version, draining)
    if (config.roles.includes('web')) {
      serveWebhook(app, { db: ingestDb, bus, ingest: openIngest(ingestDb, bus), keys, log })
      await serveOpenApi(app, version)
      serveFiles(app, { http, storage, identify })
      const parts = {
        config,
        version,
        db,
        http,
        bus,
        auth,
        keys,
        door,
        storage,
        sealer: sealer(master),
        publicUrl: config.publicUrl,
      }
      const routes = allRoutes({
        ...parts,
        simulatorUrl: simulator ? '/sim' : null,
        connectSimulator: (workspaceId) => connectSimulator(furnishing, workspaceId),
        furnish: (workspaceId, language, userId) => furnish(furnishing, workspaceId, language, userId),
      })
      serveApi(app, routes, identify, log)
      serveLive(app, live, auth, db)
      await servePages(app)
    }
    if (simulator) {
      const world = await openSimulator({
        dir: join(config.dataDir, 'simulator'),
        adminKey,
        now: Date.now,
        random: (length) => randomBytes(length),
        publicUrl: simulator.url,
      })
      opened.defer(world.close)
      await app.register(world.routes, { prefix: '/sim' })
    }
    own(
      await openWorkers({
        config,
        db,
        bus,
        log,
        lines,
        callback,
        jobs,
        door,
        storage,
        processId,
        host: hostname(),
      }),
    )
    await app.listen({ host: config.host, port: config.port })
    await rehome(furnishing)
    return {
      url: config.publicUrl,
      close: async () => {
        draining.now = true
        await opened.disposeAsync()
      },
    }
  } catch (error) {
    await opened.disposeAsync().catch(() => undefined) // the first error is the one to tell
    throw error
  }
}

async function openDatabase(config: Config, log: Log, opened: AsyncDisposableStack): Promise<Connection> {
  if (config.databaseUrl) return config.databaseUrl.reveal()
  const embedded = await startEmbedded({ dir: config.dataDir, log: (line) => log.info(line) })
  opened.defer(() => embedded.stop())
  return embedded.connection
}

const STOP_MS = 20_000

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog({ level: config.logLevel })
  for (const warning of configWarnings(config)) log.warn(warning)
  watchProcess()
  const house = await open(config, log)
  log.info(`Wetalk siap di / is ready at ${house.url}`)
  let stopping = false
  const stop = () => {
    if (stopping) process.exit(1)
    stopping = true
    setTimeout(() => process.exit(1), STOP_MS).unref()
    house.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping went wrong')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    if (error instanceof ConfigError) {
      for (const { id, en } of error.problems) process.stderr.write(`${id}\n${en}\n`)
      process.exit(CONFIG_EXIT_CODE)
    }
    if (error instanceof StartError) process.stderr.write(`${error.message}\n`)
    else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    process.exit(1)
  })
}
