import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isRefusal, sentenceOf } from '#core/base/refusal.ts'
import { catalogueOf } from '#core/contact/field/catalogue.ts'
import { type Read, readBundle } from '#core/flow/bundle/read.ts'
import { coverageOf, tryScript } from '#core/flow/trial/trial.ts'
import { differenceSentence, nodeName } from '#core/flow/trial/words.ts'
import { SAYS } from './wetalk-words.ts'

/** Files that one call looks at. */
const FILES_MAX = 1000

type Sum = { passed: number; all: number; isBroken: boolean }

/** Plays the tests of all flows in these files; gives the exit code. */
export function testFiles(paths: readonly string[], language: 'id' | 'en'): number {
  const sum: Sum = { passed: 0, all: 0, isBroken: false }
  for (const path of paths.flatMap(filesIn)) {
    const read = readAt(path, language)
    if (!read) sum.isBroken = true
    else for (const flow of read.flows) testFlow(`${flow.name} (${path})`, { read, flow, language, sum })
  }
  console.log(`\n${SAYS[language].total(sum.passed, sum.all)}`)
  return sum.isBroken || sum.all === 0 ? 2 : sum.passed === sum.all ? 0 : 1
}

function filesIn(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path]
  const names = readdirSync(path).filter((name) => name.endsWith('.json'))
  return names.slice(0, FILES_MAX).map((name) => join(path, name))
}

function readAt(path: string, language: 'id' | 'en'): Read | null {
  try {
    const read = readBundle(JSON.parse(readFileSync(path, 'utf8')))
    if (!isRefusal(read)) return read
    console.error(`✖ ${path}: ${sentenceOf(read.code, language, read.details)}`)
  } catch (error) {
    console.error(`✖ ${path}: ${String(error)}`)
  }
  return null
}

type Testing = {
  readonly read: Read
  readonly flow: Read['flows'][number]
  readonly language: 'id' | 'en'
  readonly sum: Sum
}

function testFlow(title: string, { read, flow, language, sum }: Testing): void {
  const say = SAYS[language]
  const { id, definition, tests } = flow
  console.log(`\n${title}`)
  if (tests.length === 0) console.log(`  ${say.none}`)
  const trials = tests.map((script) =>
    tryScript(script, { ...worldIn(read, language), flow: id, definition }),
  )
  for (const trial of trials) {
    const isGood = trial.differences.length === 0
    sum.all++
    if (isGood) sum.passed++
    console.log(`  ${isGood ? '✔' : '✖'} ${trial.name}`)
    for (const difference of trial.differences)
      console.log(
        `      ${say.step} ${difference.step + 1}: ${differenceSentence(difference, definition, language)}`,
      )
  }
  const { taken, all: ways, missed } = coverageOf(id, definition, trials)
  console.log(`  ${say.ways(taken, ways)}`)
  if (missed.length > 0 && tests.length > 0)
    console.log(`  ${say.missed}: ${missed.map((node) => nodeName(definition, node, language)).join(', ')}`)
}

/** The other flows of the file are at hand, and its fields with their types. */
function worldIn({ name, flows, fields }: Read, language: 'id' | 'en') {
  const shapes = fields.map(({ key, type, scope }) => ({ id: key, key, type, scope, former: [] }))
  const bot = fields.flatMap(({ key, scope, default: begin }) =>
    scope === 'bot' && begin !== '' ? [[key, begin] as const] : [],
  )
  return {
    others: flows.map(({ id, definition }) => ({ id, definition })),
    workspace: { name, zone: 'Asia/Jakarta', language },
    catalogue: catalogueOf(shapes),
    bot: Object.fromEntries(bot),
  }
}
