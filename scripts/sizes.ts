import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Fails when a page would make a browser load more than its budget; sizes are gzip, read from Vite's manifest. */

type Chunk = {
  readonly file: string
  readonly src?: string
  readonly imports?: readonly string[]
  readonly css?: readonly string[]
}
type Manifest = Readonly<Record<string, Chunk>>
type Line = { readonly name: string; readonly kilobytes: number; readonly most: number }

const KILOBYTE = 1000
const OUT = process.argv[2] ?? join(import.meta.dirname, '../dist/web')
const MOST = {
  shell: 195,
  route: 210,
  editor: 240,
  builder: 275,
  door: 120,
  css: 16,
  builderCss: 18,
  fonts: 80,
} as const

const manifest: Manifest = JSON.parse(readFileSync(join(OUT, '.vite/manifest.json'), 'utf8'))
const MAIN = 'index.html'
const APP = 'app.tsx'
const DOOR = 'door.tsx'
const BUILDER = 'flow/BuilderPage.tsx'
/** What a broadcast is as long as it is written: it shares forms with the builder, whose canvas it must not bring along. */
const EDITOR = 'broadcast/edit/Editor.tsx'

const lines: readonly Line[] = [
  { name: 'first page', kilobytes: scriptsOf([MAIN, DOOR]), most: MOST.door },
  { name: 'shell', kilobytes: scriptsOf([MAIN, APP]), most: MOST.shell },
  ...pages().map((page) => ({
    name: page,
    kilobytes: scriptsOf([MAIN, APP, page]),
    most: mostOf(page),
  })),
  {
    name: 'style sheets of the largest page',
    kilobytes: Math.max(...pages().map((page) => (page === BUILDER ? 0 : stylesOf(page)))),
    most: MOST.css,
  },
  { name: 'style sheets of the builder', kilobytes: stylesOf(BUILDER), most: MOST.builderCss },
  { name: 'all fonts', kilobytes: sum(filesOf('.woff2')), most: MOST.fonts },
]

for (const { name, kilobytes, most } of lines) {
  const mark = kilobytes > most ? 'OVER' : 'ok'
  console.log(
    `${mark.padEnd(5)}${kilobytes.toFixed(1).padStart(7)} of ${String(most).padStart(3)} kB  ${name}`,
  )
}
const over = lines.filter(({ kilobytes, most }) => kilobytes > most)
if (over.length > 0) {
  console.error(`${over.length} above the budget`)
  process.exitCode = 1
}

function mostOf(page: string): number {
  if (page === BUILDER) return MOST.builder
  return page === EDITOR ? MOST.editor : MOST.route
}

function pages(): readonly string[] {
  const names = Object.keys(manifest).filter((name) => /^[a-z]+\/\w+Page\.tsx$/.test(name))
  return [...names, EDITOR]
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
