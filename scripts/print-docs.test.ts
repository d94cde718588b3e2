import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { PAGES, pageIn, pathOf } from './print-docs.ts'

test('the pages about fields and formulas say what the program does', () => {
  for (const language of PAGES) {
    const page = pageIn(language)
    assert.doesNotMatch(page, /undefined/)
    assert.equal(readFileSync(pathOf(language), 'utf8'), page, 'print them anew: node scripts/print-docs.ts')
  }
})
