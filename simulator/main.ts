import { randomBytes } from 'node:crypto'
import { openSimulator, type Simulator } from '#simulator/app.ts'
import { StateTaken } from '#simulator/store.ts'

const PORT = 4002
/** Not the folder of the simulator inside the app, so that both can run on one machine. */
const DIR = './data/simulator-alone'

const dir = process.env.SIM_DIR ?? DIR
const port = Number(process.env.SIM_PORT ?? PORT)
const adminKey = process.env.SIM_ADMIN_KEY ?? randomBytes(16).toString('hex')

/** `npm run simulator`: Meta in a box for other programs' tests. */
async function start(): Promise<Simulator> {
  try {
    return await openSimulator({
      dir,
      host: process.env.SIM_HOST ?? '127.0.0.1',
      port,
      adminKey,
      privateLinks: true,
      now: Date.now,
      random: (length) => randomBytes(length),
      log: (message, details) => process.stderr.write(`${message} ${JSON.stringify(details)}\n`),
    })
  } catch (error) {
    const why = reasonOf(error)
    if (why === null) throw error
    process.stderr.write(`${why}\n`)
    process.exit(1)
  }
}

/** What whoever starts it can mend themselves, in one line; null: something else. */
function reasonOf(error: unknown): string | null {
  if (error instanceof StateTaken) return `${error.message} Stop that one first, or set SIM_DIR.`
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return `Port ${port} is already in use by another program. Stop that one first, or set SIM_PORT.`
  }
  return null
}

const simulator = await start()
// the first start makes a world, the next ones open it again
const world = simulator.firstWorld() ?? simulator.createWorld()
const numbers = world.numbers.map(
  ({ id, display, test }) => `  ${test ? 'test' : 'real'} number  ${id}  ${display}`,
)
const customers = world.customers.map(({ id, name, waId }) => `  customer     ${id}  +${waId}  ${name}`)
const lines = [
  `Simulator        ${simulator.url}`,
  `Graph API        ${world.graphUrl}/v25.0`,
  `admin key        ${adminKey}`,
  `world            ${world.id}`,
  `world key        ${world.key}`,
  `WABA             ${world.wabaId}`,
  `app              ${world.appId}`,
  `app secret       ${world.appSecret}`,
  `token            ${world.token}`,
  `verify token     ${world.verifyToken}`,
  `sign-in dialog   ${world.dialogUrl}  (META_DIALOG_URL)`,
  `360dialog        ${world.partnerUrl}`,
  `360dialog key    ${world.partnerKey}`,
  ...numbers,
  ...customers,
]
process.stdout.write(`${lines.join('\n')}\n`)

const stop = () => void simulator.close().then(() => process.exit(0))
process.once('SIGINT', stop)
process.once('SIGTERM', stop)
