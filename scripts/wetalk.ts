import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isRefusal, sentenceOf } from '#core/base/refusal.ts'
import type { FlowFile } from '#core/flow/definition.ts'
import { readFlowFile } from '#core/flow/file.ts'
import { coverageOf, tryScript } from '#core/flow/trial/trial.ts'
import { differenceSentence, nodeName } from '#core/flow/trial/words.ts'

/**
 * `npm run wetalk -- test <file or folder> …`: plays the tests that flow files carry, as the editor does. Exit code 0: all passed;
 * 1: some failed; 2: a file could not be read, or no test was found. `--lang en` speaks English.
 */
const [command, ...words] = process.argv.slice(2)
const isEnglish = words.includes('--lang') && words[words.indexOf('--lang') + 1] === 'en'
const language = isEnglish ? 'en' : 'id'
const paths = words.filter((word, at) => !word.startsWith('--') && words[at - 1] !== '--lang')

const SAYS = {
  id: {
    usage: 'Cara pakai: npm run wetalk -- test <berkas-flow.json atau folder> … [--lang en]',
    none: 'Tidak ada tes di berkas ini.',
    total: (passed: number, all: number) => `${passed} dari ${all} tes lulus`,
    ways: (taken: number, all: number) => `jalur teruji ${taken} dari ${all}`,
    missed: 'tanpa tes',
    step: 'langkah tes',
  },
  en: {
    usage: 'Usage: npm run wetalk -- test <flow-file.json or folder> … [--lang en]',
    none: 'There is no test in this file.',
    total: (passed: number, all: number) => `${passed} of ${all} tests passed`,
    ways: (taken: number, all: number) => `ways tested ${taken} of ${all}`,
    missed: 'untested',
    step: 'step of the test',
  },
}
const say = SAYS[language]
/** Files that one call looks at. */
const FILES_MAX = 1000

if (command !== 'test' || paths.length === 0) {
  console.error(say.usage)
  process.exit(2)
}
let [passed, all] = [0, 0]
let isBroken = false
for (const path of paths.flatMap(filesIn)) {
  const file = flowIn(path)
  if (file) testFile(path, file)
}
console.log(`\n${say.total(passed, all)}`)
process.exit(isBroken || all === 0 ? 2 : passed === all ? 0 : 1)

function filesIn(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path]
  const names = readdirSync(path).filter((name) => name.endsWith('.json'))
  return names.slice(0, FILES_MAX).map((name) => join(path, name))
}

function flowIn(path: string): FlowFile | null {
  try {
    const read = readFlowFile(JSON.parse(readFileSync(path, 'utf8')))
    if (!isRefusal(read)) return read
    console.error(`✖ ${path}: ${sentenceOf(read.code, language, read.details)}`)
  } catch (error) {
    console.error(`✖ ${path}: ${String(error)}`)
  }
  isBroken = true
  return null
}

function testFile(path: string, { name, definition, tests }: FlowFile): void {
  console.log(`\n${name} (${path})`)
  if (tests.length === 0) console.log(`  ${say.none}`)
  const workspace = { name, zone: 'Asia/Jakarta', language } as const
  const world = { flow: name, definition, others: [], workspace }
  const trials = tests.map((script) => tryScript(script, world))
  for (const trial of trials) {
    const isGood = trial.differences.length === 0
    all++
    if (isGood) passed++
    console.log(`  ${isGood ? '✔' : '✖'} ${trial.name}`)
    for (const difference of trial.differences)
      console.log(
        `      ${say.step} ${difference.step + 1}: ${differenceSentence(difference, definition, language)}`,
      )
  }
  const { taken, all: ways, missed } = coverageOf(name, definition, trials)
  console.log(`  ${say.ways(taken, ways)}`)
  if (missed.length > 0 && tests.length > 0)
    console.log(`  ${say.missed}: ${missed.map((id) => nodeName(definition, id, language)).join(', ')}`)
}
