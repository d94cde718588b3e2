import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

const { BUILDS_KEPT, keepPieces } = await import(new URL('./build.mjs', import.meta.url).href)

test('a page that was opened before an upgrade finds its pieces, and those of long ago are taken away', () => {
  const out = mkdtempSync(join(tmpdir(), 'wetalk-build-'))
  mkdirSync(join(out, 'assets'))
  let kept: string[][] = []
  for (let build = 1; build <= BUILDS_KEPT + 1; build++) {
    const pieces = ['assets/react-same.js', `assets/app-${build}.js`]
    for (const piece of pieces)
      for (const end of ['', '.br', '.gz']) writeFileSync(join(out, `${piece}${end}`), '')
    // building the same twice counts once
    kept = keepPieces(out, [pieces, pieces, ...kept])
  }
  const apps = Array.from({ length: BUILDS_KEPT }, (_, at) => `app-${at + 2}.js`)
  const names = [...apps, 'react-same.js'].flatMap((name) => [name, `${name}.br`, `${name}.gz`])
  assert.deepEqual(readdirSync(join(out, 'assets')).sort(), names.sort())
  assert.equal(kept.length, BUILDS_KEPT)
  rmSync(out, { recursive: true })
})
