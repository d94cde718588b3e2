import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { test } from 'node:test'
import { parseSync } from 'vite'

type Catalogue = Readonly<Record<string, string>>

const WEB = import.meta.dirname
const INDONESIAN = globSync('*/locales/*id.json', { cwd: WEB })
const COMPONENTS = globSync('**/*.tsx', { cwd: WEB })

/** Names of keys and units that are the same in every language. */
const SAME_EVERYWHERE = new Set(['Ctrl', 'Esc', 'ms'])
/** Properties of components that people read or hear. */
const READ_ALOUD = new Set([
  'label',
  'title',
  'placeholder',
  'hint',
  'alt',
  'description',
  'aria-label',
  'aria-description',
])

for (const path of INDONESIAN) {
  const english = join(dirname(path), basename(path).replace(/id\.json$/, 'en.json'))

  test(`${dirname(dirname(path))} says everything in both languages (${basename(path)})`, () => {
    assert.deepEqual(stemsOf(read(english)), stemsOf(read(path)))
  })

  test(`${dirname(dirname(path))} fills the same values into both languages (${basename(path)})`, () => {
    const [id, en] = [read(path), read(english)]
    for (const stem of stemsOf(id)) assert.deepEqual(valuesOf(en, stem), valuesOf(id, stem), stem)
  })
}

test('no sentence stands in a component: what is read comes from the catalogues', () => {
  const found = COMPONENTS.flatMap((path) =>
    literalsOf(readFileSync(join(WEB, path), 'utf8')).map((literal) => `${path}: ${literal}`),
  )
  assert.deepEqual(found, [])
})

test('a literal in a component would be found', () => {
  assert.deepEqual(literalsOf('<p className="x">Selamat pagi</p>'), ['Selamat pagi'])
  assert.deepEqual(literalsOf('<Field label="Nama" />'), ['label="Nama"'])
  assert.deepEqual(literalsOf('<p>{t("hello")}</p>'), [])
})

function read(path: string): Catalogue {
  return JSON.parse(readFileSync(join(WEB, path), 'utf8'))
}

/** Keys without their plural endings: Indonesian has one form, English two. */
function stemsOf(words: Catalogue): readonly string[] {
  return [...new Set(Object.keys(words).map((key) => key.replace(/_(one|other)$/, '')))].sort()
}

function valuesOf(words: Catalogue, stem: string): readonly string[] {
  const sentence = words[stem] ?? words[`${stem}_other`] ?? ''
  return [...new Set(sentence.match(/\{\{?\w+\}?\}/g) ?? [])].sort()
}

/** Words between tags, and in the properties that people read or hear. */
function literalsOf(source: string): readonly string[] {
  const found: string[] = []
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit)
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return
    const { type, value, name } = node as { type?: string; value?: unknown; name?: { name?: string } }
    if (type === 'JSXText' && isSentence(value)) found.push(value.trim())
    if (type === 'JSXAttribute' && READ_ALOUD.has(name?.name ?? '')) {
      const text = (value as { value?: unknown } | null)?.value
      if (isSentence(text)) found.push(`${name?.name}="${text}"`)
    }
    Object.values(node).forEach(visit)
  }
  visit(parseSync('component.tsx', source).program.body)
  return found
}

function isSentence(text: unknown): text is string {
  return typeof text === 'string' && /\p{Ll}{2,}/u.test(text) && !SAME_EVERYWHERE.has(text.trim())
}
