import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Fails when a page would make a browser load or ask for more than its budget; sizes are gzip, read from Vite's manifest. */

type Chunk = {
  readonly file: string
  readonly src?: string
  readonly imports?: readonly string[]
  readonly css?: readonly string[]
}
type Manifest = Readonly<Record<string, Chunk>>
type Line = {
  readonly name: string
  readonly figure: number
  readonly most: number
  readonly unit?: string
}

const KILOBYTE = 1000
const OUT = process.argv[2] ?? join(import.meta.dirname, '../dist/web')
const MOST = {
  shell: 195,
  route: 210,
  builder: 275,
  door: 120,
  css: 16,
  fonts: 80,
  later: 70,
  requests: 16,
} as const
/** The document, boot.js, and what is asked ahead behind the door: who one is, and what the page shows. */
const BESIDE = { door: 2, page: 4 } as const

const manifest: Manifest = JSON.parse(readFileSync(join(OUT, '.vite/manifest.json'), 'utf8'))
const MAIN = 'index.html'
const APP = 'app.tsx'
const DOOR = 'door.tsx'
const BUILDER = 'flow/BuilderPage.tsx'

const lines: readonly Line[] = [
  { name: 'first page', figure: scriptsOf([MAIN, DOOR]), most: MOST.door },
  { name: 'shell', figure: scriptsOf([MAIN, APP]), most: MOST.shell },
  ...pages().map((page) => ({
    name: page,
    figure: scriptsOf([MAIN, APP, page]),
    most: mostOf(page),
  })),
  {
    name: 'style sheets of the largest page',
    figure: Math.max(...pages().map(stylesOf)),
    most: MOST.css,
  },
  { name: 'all fonts', figure: sum(filesOf('.woff2')), most: MOST.fonts },
  {
    name: 'largest later piece',
    figure: Math.max(...laterPieces().map((file) => sum([file]))),
    most: MOST.later,
  },
  {
    name: 'requests, first page',
    figure: filesOfPage([MAIN, DOOR]).length + BESIDE.door,
    most: MOST.requests,
    unit: '',
  },
  ...pages().map((page) => ({
    name: `requests, ${page}`,
    figure: filesOfPage([MAIN, APP, page]).length + BESIDE.page,
    most: MOST.requests,
    unit: '',
  })),
  { name: 'pieces that need each other in a circle', figure: inCircles(), most: 0, unit: '' },
]

for (const { name, figure, most, unit = 'kB' } of lines) {
  const mark = figure > most ? 'OVER' : 'ok'
  const shown = unit === '' ? String(figure) : figure.toFixed(1)
  console.log(
    `${mark.padEnd(5)}${shown.padStart(7)} of ${String(most).padStart(3)} ${unit.padEnd(2)}  ${name}`,
  )
}
const over = lines.filter(({ figure, most }) => figure > most)
if (over.length > 0) {
  console.error(`${over.length} above the budget`)
  process.exitCode = 1
}

function mostOf(page: string): number {
  return page === BUILDER ? MOST.builder : MOST.route
}

function pages(): readonly string[] {
  return Object.keys(manifest).filter((name) => /^[a-z]+\/\w+Page\.tsx$/.test(name))
}

/** All scripts that these entries need, each once. */
function scriptsOf(entries: readonly string[]): number {
  return sum([...new Set(chunksOf(entries).map((chunk) => chunk.file))])
}

/** The chunks of these entries and everything they import at once. */
function chunksOf(entries: readonly string[]): readonly Chunk[] {
  const seen = new Map<string, Chunk>()
  const visit = (name: string) => {
    const chunk = manifest[name]
    if (!chunk) throw new Error(`the manifest has no ${name}: build the pages first`)
    if (seen.has(name)) return
    seen.set(name, chunk)
    for (const next of chunk.imports ?? []) visit(next)
  }
  for (const entry of entries) visit(entry)
  return [...seen.values()]
}

/** Scripts and style sheets that are asked for before these entries run; what only hands on another piece is not asked for. */
function filesOfPage(entries: readonly string[]): readonly string[] {
  const chunks = chunksOf(entries)
  const scripts = chunks.map((chunk) => chunk.file).filter((file) => !handsOn(file))
  return [...new Set([...scripts, ...chunks.flatMap((chunk) => chunk.css ?? [])])]
}

function handsOn(file: string): boolean {
  return /^export\{[^}]+\}from["'`][^"'`]+["'`];?\s*$/.test(readFileSync(join(OUT, file), 'utf8'))
}

/** Scripts that do not come with the shell: what a page, or somebody on it, asks for. */
function laterPieces(): readonly string[] {
  const first = new Set(chunksOf([MAIN, APP]).map((chunk) => chunk.file))
  const scripts = Object.values(manifest).map((chunk) => chunk.file)
  return scripts.filter((file) => file.endsWith('.js') && !first.has(file))
}

/** How many pieces lead back to themselves: such a one can run before what it needs. */
function inCircles(): number {
  const leadsBack = (name: string) =>
    (manifest[name]?.imports ?? []).some((next) => chunksOf([next]).includes(manifest[name] as Chunk))
  return Object.keys(manifest).filter(leadsBack).length
}

/** The style sheets that come with a page at its first load. */
function stylesOf(page: string): number {
  return sum([...new Set(chunksOf([MAIN, APP, page]).flatMap((chunk) => chunk.css ?? []))])
}

function filesOf(ending: string): readonly string[] {
  return readdirSync(join(OUT, 'assets'))
    .filter((file) => file.endsWith(ending))
    .map((file) => `assets/${file}`)
}

/** Fonts are compressed already; everything else travels as gzip. */
function sum(files: readonly string[]): number {
  const bytes = files.map((file) => {
    const content = readFileSync(join(OUT, file))
    return file.endsWith('.woff2') ? content.length : gzipSync(content).length
  })
  return bytes.reduce((total, size) => total + size, 0) / KILOBYTE
}
