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
  other: "test('other', () => {})",
  sleeps: "test('sleeps', () => new Promise((wakes) => setTimeout(wakes, 50).unref()))",
  fails: "test('fails', () => { throw new Error('no') })",
  once: "test('once', () => { if (!existsSync(seen)) { writeFileSync(seen, ''); throw new Error('no') } })",
  killed: "test('killed', () => process.kill(process.pid, 'SIGKILL'))",
  exits: "test('first', () => {}); test('exits', () => process.exit(0)); test('last', () => {})",
  leaves: 'process.exit(0)',
  late: "test('late', () => void setTimeout(() => void Promise.reject(new Error('too late')), 20))",
  waits:
    "test('waits', () => { setInterval(() => {}, 100); return new Promise(() => {}) }); test('next', () => {})",
  loops: "test('loops', () => { for (;;); })",
  holds: "test('holds', () => void spawn('sleep', ['8'], { stdio: 'inherit', detached: true }).unref())",
  broken: 'this is no program',
  stuck: 'await new Promise(() => {})',
} as const
const HEAD = `import { test } from 'node:test'
import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
const seen = import.meta.filename + '.seen'
`
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(root, `${name}.mjs`), `${HEAD}${text}\n`)

/** What waits for the watch; all others have time enough on a busy machine. */
const SLOW: readonly string[] = ['waits', 'loops', 'holds']
const AT_ONCE = 6

/** Node begins no run within a test: it has a process of its own. */
const RUN = `
import { runFiles } from '${join(import.meta.dirname, '../scripts/run-files.mjs')}'
const [root, silence, atOnce, ...files] = process.argv.slice(2)
const how = { root, testMs: 500, silenceMs: Number(silence), atOnce: Number(atOnce), report: { write: () => true }, hasSecondTry: () => true }
const parts = files.length === 1 ? { alone: files, shared: [] } : { alone: [], shared: files }
const { tallies, unsteady } = await runFiles(parts, how)
const titlesOf = (list) => list.map(({ title }) => title.replaceAll('.mjs', ''))
const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0)
const failed = titlesOf(tallies.flatMap(({ failures }) => failures))
process.stdout.write(JSON.stringify([passed, failed, titlesOf(unsteady)]))`
writeFileSync(join(root, 'run.mjs'), RUN)

async function ran(names: readonly string[], atOnce = 1): Promise<unknown> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const silence = names.some((name) => SLOW.includes(name)) ? '3500' : '30000'
  const args = [join(root, 'run.mjs'), root, silence, `${atOnce}`, ...names.map((name) => `${name}.mjs`)]
  return JSON.parse((await promisify(execFile)(process.execPath, args, { env })).stdout)
}

/** What passed, what failed, and what passed only at the second try. */
const CAME: Readonly<Record<keyof typeof FILES, [number, readonly string[], readonly string[]]>> = {
  good: [1, [], []],
  other: [1, [], []],
  sleeps: [1, [], []],
  fails: [0, ['fails: fails'], []],
  once: [1, [], ['once: once']],
  killed: [0, ['killed'], []],
  exits: [0, ['exits'], []],
  leaves: [0, ['leaves'], []],
  late: [1, ['late'], []],
  waits: [1, ['waits: waits', 'waits'], []],
  loops: [0, ['loops'], []],
  holds: [1, ['holds'], []],
  broken: [0, ['broken'], []],
  stuck: [0, ['stuck'], []],
}

/** The same of several in one process: one that ends it takes nothing from the others, which are run alone when they had begun. */
const TOGETHER: readonly [readonly (keyof typeof FILES)[], number, readonly string[], readonly string[]][] = [
  [['good', 'sleeps', 'other'], 3, [], []],
  [['good', 'fails', 'other'], 2, ['fails: fails'], []],
  [['good', 'killed', 'other'], 2, ['killed'], ['in one process: good, killed']],
  [['good', 'leaves', 'other'], 2, ['leaves'], ['in one process: good, leaves']],
  [['good', 'late', 'other'], 3, ['late'], ['in one process: good, late, other']],
  [['broken', 'good'], 1, ['broken'], []],
]

describe('a run of tests without failures has run every file to its end', { concurrency: AT_ONCE }, () => {
  for (const [name, came] of Object.entries(CAME))
    test(name, async () => assert.deepEqual(await ran([name]), came))
  for (const [names, ...came] of TOGETHER)
    test(names.join(', '), async () => assert.deepEqual(await ran(names), came))
  test('more processes than files: those that find none left are no failure', async () =>
    assert.deepEqual(await ran(['good', 'other'], 4), [2, [], []]))
})
