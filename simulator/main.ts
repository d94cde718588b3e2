import { randomBytes } from 'node:crypto'
import { openSimulator } from '#simulator/app.ts'

const PORT = 4002

/** `npm run simulator`: Meta in a box for other programs' tests. */
const port = Number(process.env.SIM_PORT ?? PORT)
const adminKey = process.env.SIM_ADMIN_KEY ?? randomBytes(16).toString('hex')
const simulator = await openSimulator({
  dir: process.env.SIM_DIR ?? './data/simulator',
  host: process.env.SIM_HOST ?? '127.0.0.1',
  port,
  adminKey,
  privateLinks: true,
  now: Date.now,
  random: (length) => randomBytes(length),
  log: (message, details) => process.stderr.write(`${message} ${JSON.stringify(details)}\n`),
})
const world = simulator.createWorld()
const numbers = world.numbers.map(
  ({ id, display, test }) => `  ${test ? 'test' : 'real'} number  ${id}  ${display}`,
)
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
]
process.stdout.write(`${lines.join('\n')}\n`)

const stop = () => void simulator.close().then(() => process.exit(0))
process.once('SIGINT', stop)
process.once('SIGTERM', stop)
