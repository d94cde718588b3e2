// Builds the web pages into dist/web, with brotli and gzip beside every text file, when a source has changed since.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const ROOT = join(import.meta.dirname, '..')
const OUT = join(ROOT, 'dist/web')
const STAMP = join(OUT, '.built-from')
const MANIFEST = join(OUT, '.vite/manifest.json')
const BUILDS = join(OUT, '.builds.json')
/** Builds whose pieces stay: a page that was opened before an upgrade, or a server that still runs, asks for its own. */
export const BUILDS_KEPT = 4
const SOURCES = ['web', 'core', 'package-lock.json']
const COMPRESSED = /\.(js|css|html|svg|json|txt|webmanifest)$/
const COMPRESS_BYTES_MIN = 1024

/** The node that runs TypeScript: the bundled one, else the system's when it is new enough; undefined = none. */
export function nodeForTypeScript() {
  const bundled = join(ROOT, 'node_modules/.bin/node')
  for (const node of [bundled, process.execPath]) {
    const said = spawnSync(node, ['--version'], { encoding: 'utf8' })
    const [major = 0, minor = 0] = (said.stdout ?? '').trim().slice(1).split('.').map(Number)
    if (major > 24 || (major === 24 && minor >= 12)) return node
  }
  return undefined
}

export function isWebStale() {
  return !existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== hashOfSources()
}

/** Returns what went wrong, or undefined when the pages stand. */
export function buildWeb() {
  const hash = hashOfSources()
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js')
  const former = readBuilds()
  const options = { cwd: ROOT, encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production' } }
  const built = spawnSync(
    nodeForTypeScript() ?? process.execPath,
    [vite, 'build', 'web', '--logLevel', 'warn'],
    options,
  )
  if (built.status !== 0) return `${built.stdout ?? ''}${built.stderr ?? ''}${built.error ?? ''}`
  writeFileSync(BUILDS, JSON.stringify(keepPieces(OUT, [piecesOf(MANIFEST), ...former])))
  compressAll()
  writeFileSync(STAMP, hash)
  return undefined
}

/** What the latest builds consist of, the newest first. */
function readBuilds() {
  if (existsSync(BUILDS)) return JSON.parse(readFileSync(BUILDS, 'utf8'))
  return existsSync(MANIFEST) ? [piecesOf(MANIFEST)] : []
}

function piecesOf(manifest) {
  const entries = Object.values(JSON.parse(readFileSync(manifest, 'utf8')))
  return [...new Set(entries.flatMap(({ file, css = [], assets = [] }) => [file, ...css, ...assets]))].sort()
}

/** Takes away every piece that none of the latest `BUILDS_KEPT` different builds has; gives those builds. */
export function keepPieces(out, builds) {
  const different = builds.filter((build, at) => builds.findIndex((one) => `${one}` === `${build}`) === at)
  const kept = different.slice(0, BUILDS_KEPT)
  const names = new Set(kept.flat())
  for (const file of readdirSync(join(out, 'assets')))
    if (!names.has(`assets/${file.replace(/\.(br|gz)$/, '')}`)) rmSync(join(out, 'assets', file))
  return kept
}

/** Fastify hands these out as they are, so that no request pays for compression. */
function compressAll() {
  for (const file of readdirSync(OUT, { recursive: true, encoding: 'utf8' })) {
    if (!COMPRESSED.test(file) || isPacked(file)) continue
    const body = readFileSync(join(OUT, file))
    if (body.length < COMPRESS_BYTES_MIN) continue
    const brotli = {
      params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
    }
    writeFileSync(join(OUT, `${file}.br`), brotliCompressSync(body, brotli))
    writeFileSync(join(OUT, `${file}.gz`), gzipSync(body, { level: 9 }))
  }
}

/** A piece's name changes with what is in it: what is packed already stays so. */
function isPacked(file) {
  return file.startsWith('assets') && existsSync(join(OUT, `${file}.gz`))
}

function hashOfSources() {
  const hash = createHash('sha256').update(process.platform)
  for (const source of SOURCES) {
    const path = join(ROOT, source)
    const files = source.includes('.') ? [''] : readdirSync(path, { recursive: true, withFileTypes: true })
    for (const file of namesIn(path, files))
      hash.update(file).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

/** Tests are no part of the pages: changing one builds nothing. */
function namesIn(path, entries) {
  return entries
    .filter((entry) => entry === '' || (entry.isFile() && !/\.test\.tsx?$/.test(entry.name)))
    .map((entry) => (entry === '' ? path : join(entry.parentPath ?? entry.path, entry.name)))
    .sort()
}

if (process.argv[1] === import.meta.filename) {
  const problem = buildWeb()
  if (problem) {
    process.stderr.write(problem)
    process.exit(1)
  }
}
