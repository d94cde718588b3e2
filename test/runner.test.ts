import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { promisify } from 'node:util'

const root = mkdtempSync(join(tmpdir(), 'wetalk-runner-'))
after(() => rmSync(root, { recursive: true, force: true }))

const FILES = {
  good: "test('good', () => {})",
  fails: "test('fails', () => { throw new Error('no') })",
  once: "test('once', () => { if (isShared) throw new Error('no') })",
  killed: "test('killed', () => process.kill(process.pid, 'SIGKILL'))",
  exits: "test('first', () => {}); test('exits', () => process.exit(0)); test('last', () => {})",
  leaves: 'process.exit(0)',
  late: "test('late', () => void setTimeout(() => void Promise.reject(new Error('too late')), 20))",
  waits:
    "test('waits', () => { setInterval(() => {}, 100); return new Promise(() => {}) }); test('next', () => {})",
  loops: "test('loops', () => { for (;;); })",
  holds: "test('holds', () => void spawn('sleep', ['8'], { stdio: 'inherit', detached: true }).unref())",
  broken: 'this is no program',
  loopsShared: "test('loops in company', () => { while (isShared); })",
  killedShared: "test('killed in company', () => { if (isShared) process.kill(process.pid, 'SIGKILL') })",
  stuck: 'await new Promise(() => {})',
} as const
type Name = keyof typeof FILES
const HEAD = `import { test } from 'node:test'
import { spawn } from 'node:child_process'
const isShared = process.argv.length > 2
`
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(root, `${name}.mjs`), `${HEAD}${text}\n`)

/** What waits for the watch; all others have time enough on a busy machine. */
const SLOW: readonly Name[] = ['waits', 'loops', 'holds', 'loopsShared']
const AT_ONCE = 8

/** Node begins no run within a test: it has a process of its own. */
const RUN = `
import { runLoads } from '${join(import.meta.dirname, '../scripts/loads.mjs')}'
const [root, silence, ...load] = process.argv.slice(2)
const [report, secondTries] = [{ write: () => true }, load.length > 1]
const how = { root, testMs: 500, silenceMs: Number(silence), report, secondTries }
const { tallies, unsteady } = await runLoads([load], how)
const titlesOf = (list) => list.map(({ title }) => title.replaceAll('.mjs', ''))
const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0)
const failed = titlesOf(tallies.flatMap(({ failures }) => failures))
process.stdout.write(JSON.stringify([passed, failed, titlesOf(unsteady)]))`
writeFileSync(join(root, 'run.mjs'), RUN)

async function ran(load: readonly Name[]): Promise<unknown> {
  const silence = load.some((name) => SLOW.includes(name)) ? '3500' : '30000'
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const args = [join(root, 'run.mjs'), root, silence, ...load.map((name) => `${name}.mjs`)]
  return JSON.parse((await promisify(execFile)(process.execPath, args, { env })).stdout)
}

/** `isVoid`: what the files said in one process did not count, each was run again alone. */
type Case = { passed: number; failed?: readonly string[]; unsteady?: readonly string[]; isVoid?: true }
const CASES: readonly [load: readonly Name[], Case][] = [
  [['waits', 'good'], { passed: 2, failed: ['waits: waits', 'waits'], isVoid: true }],
  [['loops', 'good'], { passed: 1, failed: ['loops'], isVoid: true }],
  [['good', 'loopsShared'], { passed: 2, isVoid: true }],
  [['holds'], { passed: 1, failed: ['holds'] }],
  [['good', 'fails'], { passed: 1, failed: ['fails: fails'] }],
  [['once', 'good'], { passed: 2, unsteady: ['once: once'] }],
  [['broken', 'good'], { passed: 1, failed: ['broken'] }],
  [['fails', 'killed', 'good'], { passed: 1, failed: ['fails: fails', 'killed'], isVoid: true }],
  [['once', 'exits', 'good'], { passed: 2, failed: ['exits'], isVoid: true }],
  [['good', 'leaves'], { passed: 1, failed: ['leaves'], isVoid: true }],
  [['fails', 'late', 'good'], { passed: 2, failed: ['fails: fails', 'late'], isVoid: true }],
  [['good', 'killedShared'], { passed: 2, isVoid: true }],
  [['stuck'], { passed: 0, failed: ['stuck'] }],
  [['exits'], { passed: 0, failed: ['exits'] }],
]

describe('a run of tests without failures has run every file to its end', { concurrency: AT_ONCE }, () => {
  for (const [load, { passed, failed = [], unsteady = [], isVoid }] of CASES)
    test(load.join(' with '), async () => {
      const named = isVoid ? [`in one process: ${load.join(', ')}`] : unsteady
      assert.deepEqual(await ran(load), [passed, failed, named])
    })
})
