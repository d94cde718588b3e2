import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { openBus } from '#server/base/bus.ts'
import {
  CONFIG_EXIT_CODE,
  type Config,
  ConfigError,
  configWarnings,
  readConfig,
} from '#server/base/config.ts'
import { type Connection, isAboveRowSecurity, openDb } from '#server/base/db.ts'
import { startEmbedded } from '#server/base/embedded.ts'
import { createDoor } from '#server/base/fetch.ts'
import { openHttp, serveApi } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import { openJobs, reasonOf } from '#server/base/jobs.ts'
import { openLive } from '#server/base/live.ts'
import { createLog, type Log, outliveLog } from '#server/base/log.ts'
import { createMailer } from '#server/base/mail.ts'
import { databaseRevived, poolWaited, roundTrip, watchProcess } from '#server/base/metrics.ts'
import { migrate } from '#server/base/migrate.ts'
import { codeOf, releaseMemory } from '#server/base/process.ts'
import { hmacSha256Hex, masterKeyOf, sealer } from '#server/base/secret.ts'
import { databaseTrouble, folderTrouble, placeTrouble, StartError } from '#server/base/start-error.ts'
import { createStorage } from '#server/base/storage.ts'
import { serveHooks } from '#server/flow/hook/door.ts'
import { askForLetter } from '#server/flow/letter.ts'
import { connectSimulator, furnish, rehome, versionOfProgram } from '#server/furnish.ts'
import { type Draining, serveHealth, watchDisk, watchFiles } from '#server/health.ts'
import { servePages } from '#server/pages.ts'
import { openBooks } from '#server/policy/books.ts'
import { foreseeWith } from '#server/policy/foresee.ts'
import { allRoutes, serveFiles, serveOpenApi } from '#server/routes.ts'
import { serveLive } from '#server/stream.ts'
import { openIngest } from '#server/whatsapp/ingest.ts'
import { openCallback, openKeys, takeKeys } from '#server/whatsapp/keys.ts'
import { openLines } from '#server/whatsapp/lines.ts'
import { askForReadMark, askForTyping } from '#server/whatsapp/read-mark.ts'
import { serveWebhook } from '#server/whatsapp/webhook.ts'
import { openWorkers } from '#server/worker.ts'
import { openAuth } from '#server/workspace/auth.ts'
import { resetLetter } from '#server/workspace/letters.ts'
import { identifyBy } from '#server/workspace/session.ts'
import { askToEndWorld, type SimulatorDoor } from '#server/world.ts'
import { openSimulator } from '#simulator/app.ts'
import { StateTaken } from '#simulator/store.ts'

export type House = { readonly url: string; readonly close: () => Promise<void> }

/** Opens the house. The only file that knows every room. Closing it goes the same way back. */
export async function open(config: Config, log: Log): Promise<House> {
  const opened = new AsyncDisposableStack()
  const draining = { now: false }
  try {
    const ground = await openGround(config, log, opened)
    const app = await openPublic(ground, draining, opened)
    opened.use(await openWorkers(ground))
    await listen(app, config)
    await rehome(ground)
    tellMailbox(ground)
  } catch (error) {
    await opened.disposeAsync().catch(() => undefined) // the first error is the one to tell
    throw folderTrouble(error, config.dataDir) ?? error
  }
  return {
    url: config.publicUrl,
    close: async () => {
      draining.now = true
      await opened.disposeAsync()
    },
  }
}

/** What every room stands on: the database, keys, wake-up calls, jobs, files, the way out. */
async function openGround(config: Config, log: Log, opened: AsyncDisposableStack) {
  const connection = await openDatabase(config, log, opened)
  const master = masterKeyOf(config.secretKey, config.dataDir)
  await bringUpToDate(connection, config, log)
  const processId = newId()
  const inside = `127.0.0.1:${config.port}`
  const allow = config.simulator ? [...config.outboundAllow, inside] : config.outboundAllow
  const door = opened.use(createDoor({ allow, userAgent: 'Wetalk' }))
  const userDoor = opened.use(createDoor({ allow: config.outboundAllow, userAgent: 'Wetalk' }))
  const pool = {
    connection,
    onRoundTrip: (label: string) => roundTrip(label),
    onWait: poolWaited,
    patience: POOL_PATIENCE_MS,
  }
  const db = opened.use(openDb({ ...pool, max: config.dbPool, sees: 'all', name: 'work' }))
  const doorDb = opened.use(
    openDb({
      ...pool,
      max: DOOR_POOL,
      sees: 'all',
      name: 'door',
      patience: DOOR_PATIENCE_MS,
      answer: DOOR_ANSWER_MS,
    }),
  )
  const http = opened.use(openDb({ ...pool, max: HTTP_POOL, sees: 'one', name: 'http' }))
  if (await isAboveRowSecurity(http))
    log.warn('DATABASE_URL names a superuser: row-level security, the second lock between workspaces, is off')
  const seal = sealer(master, config.formerKey ? [config.formerKey] : [])
  const anew = await takeKeys(db, seal, config.formerKey !== null)
  if (config.formerKey) log.info(`kunci utama diganti / master key changed: ${anew}`)
  const bus = opened.use(await openBus(connection, processId, log))
  const jobs = opened.use(await openJobs(connection, log))
  const storage = opened.use(await createStorage(config))
  const keys = openKeys(seal)
  const simulator = config.simulator
    ? {
        url: `http://${inside}/sim`,
        callbackBase: `http://${inside}`,
        adminKey: hmacSha256Hex(master.reveal().toString('base64'), 'simulator'),
      }
    : null
  const mail = opened.use(
    createMailer({
      ...config,
      log,
      door,
      mailbox: simulator && { ...simulator, url: `${simulator.url}/mailbox` },
    }),
  )
  const sendReset = (to: string, link: string) =>
    void mail(resetLetter(to, link)).catch((error: unknown) =>
      log.error({ reason: reasonOf(error) }, 'a letter could not be sent'),
    )
  const auth = opened.use(openAuth({ connection, publicUrl: config.publicUrl, master, sendReset }))
  await auth.migrate()
  return {
    ...{
      config,
      log,
      version: versionOfProgram(),
      publicUrl: config.publicUrl,
      meta: config.meta,
      processId,
      host: hostname(),
    },
    callbackBaseOf: ({ world_id }: { readonly world_id: string | null }) =>
      world_id && simulator ? simulator.callbackBase : config.publicUrl,
    ...{ db, doorDb, http, bus, jobs, storage, door, userDoor, keys, simulator, auth, mail },
    sealer: seal,
    callback: openCallback(master),
    lines: openLines({ db, bus, keys, door, storage }),
    books: openBooks(),
  }
}
type Ground = Awaited<ReturnType<typeof openGround>>

/** The schema of this release; an external database that cannot be used is named as such. */
async function bringUpToDate(connection: Connection, config: Config, log: Log): Promise<void> {
  try {
    const { newer } = await migrate(connection, (step) =>
      log.warn({ step }, 'the database is brought up to date; large ones take minutes, let it finish'),
    )
    if (newer.length > 0)
      log.warn({ newer }, 'a newer release has used this database: go back to that one, or restore a backup')
  } catch (error) {
    throw (config.databaseUrl && databaseTrouble(error)) ?? error
  }
}

/** Without a mail server, mails lie in the simulator's mailbox; whoever reads this log may read them there. */
function tellMailbox({ config, log, publicUrl, simulator }: Ground): void {
  if (simulator && !config.smtpUrl)
    log.info(`Kotak surat / mailbox: ${publicUrl}/sim/mailbox?key=${simulator.adminKey}`)
}

/** What answers the network: health, the webhook, the contract, the live stream, the pages, and the simulator if it is on. */
async function openPublic(ground: Ground, draining: Draining, opened: AsyncDisposableStack) {
  const { config, log, version, db, doorDb, http, bus, auth, jobs, storage, keys, simulator } = ground
  const simulated = simulator && (await startSimulator(config, simulator, opened))
  const app = openHttp(log, config.trustProxy)
  opened.defer(() => shut(app))
  serveHealth(app, config, doorDb, version, { draining, storage })
  opened.use(watchDisk(config, log))
  opened.use(watchFiles(storage, log))
  if (simulated) await app.register(simulated.routes, { prefix: '/sim' })
  if (!config.roles.includes('web')) return app
  const identify = identifyBy(auth, db)
  const { meta } = config
  serveWebhook(app, { db: doorDb, bus, log, ingest: openIngest(doorDb, bus), keys, meta })
  serveHooks(app, { db: doorDb, bus })
  serveOpenApi(app, version)
  serveFiles(app, { http, storage, identify })
  const routes = allRoutes({
    ...ground,
    simulatorUrl: simulator ? '/sim' : null,
    foresee: foreseeWith(ground.books),
    showRead: askForReadMark(jobs),
    showTyping: askForTyping(jobs),
    sendMail: askForLetter(jobs),
    connectSimulator: (workspaceId) => connectSimulator(ground, workspaceId),
    endWorld: askToEndWorld(jobs),
    furnish: (workspaceId, language, userId) => furnish(ground, workspaceId, language, userId),
  })
  serveApi(app, routes, { identify, log, publicUrl: config.publicUrl })
  serveLive(app, { live: opened.use(openLive(db, bus, log)), auth, db, publicUrl: config.publicUrl })
  await servePages(app)
  return app
}

/**
 * The simulator shares our port, and is reached over it like anyone's; it stays open until the last call has been
 * answered. Throws `StartError` when another process simulates in the same data folder.
 */
async function startSimulator(config: Config, door: SimulatorDoor, opened: AsyncDisposableStack) {
  try {
    const simulator = await openSimulator({
      dir: join(config.dataDir, 'simulator'),
      adminKey: door.adminKey,
      now: Date.now,
      random: (length) => randomBytes(length),
      publicUrl: door.url,
    })
    opened.defer(simulator.close)
    return simulator
  } catch (error) {
    if (!(error instanceof StateTaken)) throw error
    throw new StartError(
      `Simulator di ${config.dataDir} sedang dipakai proses lain. Jalankan proses kedua dengan SIMULATOR=off dan OUTBOUND_ALLOW=127.0.0.1:<porta proses pertama>, atau beri DATA_DIR sendiri dengan SECRET_KEY yang sama.`,
      `The simulator in ${config.dataDir} is in use by another process. Run the second process with SIMULATOR=off and OUTBOUND_ALLOW=127.0.0.1:<port of the first>, or give it a DATA_DIR of its own with the same SECRET_KEY.`,
    )
  }
}

/**
 * Lets calls under way end, and hangs up once they have: who was answered a moment ago may keep the line for a minute. Whatever
 * never ends by itself, such as the simulator's stream, is cut off.
 */
async function shut(app: FastifyInstance): Promise<void> {
  const idle = setInterval(() => app.server.closeIdleConnections(), HANG_UP_MS)
  const cut = setTimeout(() => app.server.closeAllConnections(), LAST_CALLS_MS)
  await app.close().finally(() => {
    clearInterval(idle)
    clearTimeout(cut)
  })
}

/** Throws `StartError` when the address cannot be had. */
async function listen(app: FastifyInstance, { host, port }: Config): Promise<void> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    throw placeTrouble(String(codeOf(error)), { host, port }) ?? error
  }
}

/** So long may calls take that are under way when the house stops. */
const LAST_CALLS_MS = 3000
const HANG_UP_MS = 50
const POOL_PATIENCE_MS = 3000
/** The door rather says 503 than let Meta wait. */
const DOOR_PATIENCE_MS = 1000
/** A database that is frozen, or behind a line that was cut silently: nobody waits for it at the door. */
const DOOR_ANSWER_MS = 5000
const DOOR_POOL = 6
const HTTP_POOL = 8

async function openDatabase(config: Config, log: Log, opened: AsyncDisposableStack): Promise<Connection> {
  if (config.databaseUrl) return config.databaseUrl.reveal()
  const embedded = await startEmbedded({
    dir: config.dataDir,
    log: (line) => log.info(line),
    alarm: (line) => log.error(line),
    onRevival: databaseRevived,
  })
  opened.defer(() => embedded.stop())
  return embedded.connection
}

const STOP_MS = 20_000

async function main(): Promise<void> {
  const config = readConfig(process.env)
  outliveLog()
  const log = createLog({ level: config.logLevel })
  for (const warning of configWarnings(config)) log.warn(warning)
  watchProcess()
  const left = leaveOnSignal(log)
  const house = await open(config, log)
  releaseMemory()
  log.info(`Wetalk siap di / is ready at ${house.url}`)
  left(house)
}

/**
 * Hears SIGTERM and SIGINT from the first moment: who is told to stop while the house is being opened closes it once it stands, so that
 * the embedded database does not stay behind. The second signal ends at once.
 */
function leaveOnSignal(log: Log): (house: House) => void {
  const opened = Promise.withResolvers<House>()
  let stopping = false
  const stop = () => {
    if (stopping) process.exit(1)
    stopping = true
    setTimeout(() => process.exit(1), STOP_MS).unref()
    opened.promise
      .then((house) => house.close())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'stopping went wrong')
          process.exit(1)
        },
      )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  return opened.resolve
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    if (error instanceof ConfigError) {
      for (const { id, en } of error.problems) process.stderr.write(`${id}\n${en}\n`)
      process.exit(CONFIG_EXIT_CODE)
    }
    if (error instanceof StartError) process.stderr.write(`${error.id}\n${error.en}\n`)
    else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    process.exit(1)
  })
}
