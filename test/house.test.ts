import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { test } from 'node:test'
import { REFUSALS, type RefusalCode, sentenceOf } from '#core/base/refusal.ts'

/** The plan of the house. `ARCHITECTURE.md` tells it in words; this file holds the code to it. */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  core: [],
  simulator: ['core'],
  server: ['core'],
  web: ['core'],
}
/** One staircase for every wing. A folder may use the steps below it, never its neighbour, never a step above. */
const STEPS: readonly (readonly string[])[] = [
  ['base', 'ui'],
  ['workspace'],
  ['contact', 'whatsapp', 'integration'],
  ['policy', 'chat', 'commerce'],
  ['flow'],
  ['broadcast'],
  ['insight'],
]
/** The one file that knows both the product and the simulated Meta. */
const MEETING_PLACE = 'server/main.ts'
const CORE_PACKAGES = [
  'zod',
  '@orpc/contract',
  'liquidjs',
  '@marcbachmann/cel-js',
  'libphonenumber-js/min',
  're2js',
]
const LINES_MAX = 400
const EMPTY_NAMES = /^(utils?|helpers?|common|misc|types|services?|managers?|constants)\.tsx?$/

const everything = globSync('{core,simulator,server,web}/**/*.{ts,tsx}').filter(
  (file) => !file.endsWith('.d.ts'),
)
const sources = everything.filter((file) => !/\.test\.tsx?$/.test(file))
const texts = new Map(everything.map((file) => [file, readFileSync(file, 'utf8')]))

function textOf(file: string): string {
  return texts.get(file) ?? readFileSync(file, 'utf8')
}

function linesOf(file: string): number {
  return textOf(file).trimEnd().split('\n').length
}

function place(file: string) {
  const [wing = '', folder = '', ...rest] = file.split('/')
  const step = rest.length === 0 ? STEPS.length : STEPS.findIndex((step) => step.includes(folder))
  assert(wing in MAY_USE && step >= 0, `${file} has no place on the plan`)
  return { wing, folder: rest.length === 0 ? '' : folder, step }
}

/** Every module a file names: imports, type imports, re-exports and dynamic imports. */
function namesIn(file: string): string[] {
  const found = textOf(file).matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)'([^'\n]+)'/g)
  return [...found].map(([, name = '']) => name)
}

function filesUsedBy(file: string): string[] {
  return namesIn(file)
    .filter((name) => /^[#.].*\.(ts|tsx)$/.test(name))
    .map((name) => (name.startsWith('#') ? name.slice(1) : join(dirname(file), name)))
}

function mayImport(from: string, to: string): boolean {
  const [here, there] = [place(from), place(to)]
  if (from === MEETING_PLACE && there.wing === 'simulator') return true
  if (here.wing !== there.wing) return MAY_USE[here.wing]?.includes(there.wing) ?? false
  return here.folder === there.folder || here.step > there.step
}

function filesWith(pattern: RegExp, files: readonly string[] = sources): string[] {
  return files.filter((file) => pattern.test(textOf(file)))
}

test('every file has a place and a name that says something', () => {
  for (const file of everything) {
    place(file)
    assert.doesNotMatch(basename(file), EMPTY_NAMES, file)
  }
})

test('calls go down the stairs', () => {
  const broken = sources.flatMap((file) =>
    filesUsedBy(file)
      .filter((to) => !mayImport(file, to))
      .map((to) => `${file} -> ${to}`),
  )
  assert.deepEqual(broken, [])
})

test('the core imports nothing but rules about data', () => {
  const core = sources.filter((file) => file.startsWith('core/'))
  const foreign = core.flatMap((file) =>
    namesIn(file)
      .filter((name) => !/^[#.]/.test(name) && !CORE_PACKAGES.includes(name))
      .map((name) => `${file} -> ${name}`),
  )
  assert.deepEqual(foreign, [])
})

test('the core never waits', () => {
  const core = sources.filter((file) => file.startsWith('core/'))
  assert.deepEqual(filesWith(/\bawait\b|\basync\b|\bsetTimeout\b/, core), [])
})

test('no file is longer than a reader can hold', () => {
  const around = globSync('{test,scripts,bench}/**/*.{ts,tsx,mjs}')
  const long = [...everything, ...around].filter((file) => linesOf(file) > LINES_MAX)
  assert.deepEqual(long, [])
})

test('nothing but compose puts a message on its way', () => {
  assert.deepEqual(filesWith(/insert\s+into\s+outbox\b/i), ['server/chat/compose.ts'])
})

test('only the settings are read from the environment, and only in one file', () => {
  const readers = filesWith(/\bprocess\.env\b/).filter(
    (file) => !/^(simulator\/main|web\/vite\.config)\.ts$/.test(file),
  )
  assert.deepEqual(
    readers.filter((file) => file !== MEETING_PLACE),
    [],
  )
  const environment = /readConfig\(process\.env\)/
  const main = sources.includes(MEETING_PLACE) ? textOf(MEETING_PLACE).replace(environment, '') : ''
  assert.doesNotMatch(main, /\bprocess\.env\b/)
})

test('the server speaks to the outside through its one door', () => {
  const server = sources.filter((file) => file.startsWith('server/') && file !== 'server/base/fetch.ts')
  assert.deepEqual(
    filesWith(/(?<![.\w])fetch\(|from 'undici'|\bhttps?\.(request|get)\(|\bnet\.connect\(/, server),
    [],
  )
})

test('no text becomes a program', () => {
  assert.deepEqual(filesWith(/\beval\(|\bnew Function\b|from '(node:)?vm'/), [])
})

test('no logic asks whether it is being simulated', () => {
  const product = sources.filter((file) => /^(server|web)\//.test(file) && file !== MEETING_PLACE)
  assert.deepEqual(filesWith(/\bif \([^)]*\b(is)?simulated\b|\bisSimulated\b/i, product), [])
})

test('every refusal has an HTTP status and a sentence in both languages, with the same details in it', () => {
  const blanks = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([blank]) => blank).sort()
  for (const code of Object.keys(REFUSALS) as RefusalCode[]) {
    const { status, id, en } = REFUSALS[code]
    assert(status >= 400 && status < 600, code)
    assert.deepEqual(blanks(id), blanks(en), code)
    assert.notEqual(sentenceOf(code, 'id'), sentenceOf(code, 'en'), code)
    for (const sentence of [id, en]) assert.match(sentence, /^[A-Z{].{10,}\.$/, code)
  }
})

test('every word of the pages is said in both languages, with the same blanks in it', () => {
  const wordsIn = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
  const keysOf = (words: object) =>
    [...new Set(Object.keys(words).map((key) => key.replace(/_(one|other)$/, '')))].sort()
  const blanks = (text = '') =>
    [...new Set([...text.matchAll(/\{\{\w+\}\}/g)].map(([blank]) => blank))].sort()
  const homes = globSync('web/**/locales/*id.json')
  assert(homes.length > 10)
  for (const home of homes) {
    const [id, en] = [wordsIn(home), wordsIn(home.replace(/id\.json$/, 'en.json'))]
    assert.deepEqual(keysOf(en), keysOf(id), home)
    for (const [key, text] of [...Object.entries(id), ...Object.entries(en)]) {
      assert.notEqual(text.trim(), '', `${home}: ${key}`)
      if (key.endsWith('_one')) assert(key.replace(/_one$/, '_other') in en, `${home}: ${key}`)
      if (key in id && key in en) assert.deepEqual(blanks(id[key]), blanks(en[key]), `${home}: ${key}`)
    }
  }
})

test('nothing is left for later and nothing names a place on one person’s machine', () => {
  const writings = globSync(
    '{*.md,docs/**/*.md,scripts/*,bench/**/*.ts,test/*.ts,Dockerfile,compose.yaml,.ci/run}',
  )
  const all = [...everything, ...writings].filter((file) => file !== 'test/house.test.ts')
  assert.deepEqual(filesWith(/\b(TODO|FIXME|XXX)\b|coming soon|segera hadir/, all), [])
  assert.deepEqual(filesWith(/(^|[\s"'`(=])\/(work|home|Users)\/[a-z]/m, all), [])
})

test('every file and folder that the documents name is there', () => {
  const tree = globSync('{core,simulator,server,web,test,scripts,bench,docs,migrations}/**')
  const isThere = (path: string) =>
    tree.some((file) => file === path || file.startsWith(`${path}.`) || file.endsWith(`/${path}`))
  const gone = globSync('{*.md,docs/**/*.md}').flatMap((page) =>
    [...textOf(page).matchAll(/`([\w-]+(?:\/[\w.-]+)+|[\w.-]+\.ts)`/g)]
      .map(([, path = '']) => path)
      .filter((path) =>
        /\.tsx?$|^(core|simulator|server|web|test|scripts|bench|docs|migrations)\//.test(path),
      )
      .filter((path) => !isThere(path))
      .map((path) => `${page}: ${path}`),
  )
  assert.deepEqual(gone, [])
})

test('a newcomer needs two commands, and the README says which', () => {
  const readme = readFileSync('README.md', 'utf8')
  for (const command of ['npm start', 'npm test']) {
    assert.match(readme, new RegExp(`^(\\$ )?${command}\\b`, 'm'), command)
  }
})
