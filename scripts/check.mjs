// The fast checks: types of the three wings, lint and format, the plan of the house, and that nothing lies unused. `npm run check`.
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const TSC = 'node_modules/typescript/bin/tsc'
/** Two checks run beside each other; within one each further thread checks the shared types once more. */
const types = (wing) => [TSC, '--singleThreaded', '-p', wing]
const CHECKS = [
  ['types of core', types('core')],
  ['types of server, simulator and tests', types('server')],
  ['types of web', types('web')],
  ['lint and format', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']],
  ['plan of the house', ['--test', '--test-reporter=dot', 'test/house.test.ts']],
  ['nothing unused', ['node_modules/knip/bin/knip.js', '--no-progress', '--include', 'files,exports,types']],
]

/** Runs every check and prints one line for each; what fails prints its findings. */
export async function check() {
  const results = []
  const start = async ([title, args]) => {
    const startedAt = performance.now()
    const { code, said } = await run(args)
    const took = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`
    process.stdout.write(code === 0 ? `✔ ${title} (${took})\n` : `✖ ${title} (${took})\n${said}\n`)
    results.push({ title, passed: code === 0 })
  }
  for (let at = 0; at < CHECKS.length; at += 2) await Promise.all(CHECKS.slice(at, at + 2).map(start))
  return results
}

function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data))
    child.once('close', (code) => resolve({ code, said: said.slice(0, 20_000) }))
  })
}

if (process.argv[1] === import.meta.filename) {
  const results = await check()
  process.exit(results.every(({ passed }) => passed) ? 0 : 1)
}
