import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { test } from 'node:test'

/** Which test walks which recordings; each of them fails when a case is added that it does not hold. Of `csv` only the formula cells are walked. */
const WALKED: Readonly<Record<string, readonly string[]>> = {
  'requests/': ['core/whatsapp/encode.test.ts', 'test/drafts.ts', 'simulator/corpus.test.ts'],
  'requests-invalid/': ['test/refused.test.ts', 'simulator/corpus.test.ts'],
  'template-create/': ['core/whatsapp/template/encode.test.ts', 'simulator/corpus.test.ts'],
  'webhooks/': ['core/whatsapp/decode-samples.test.ts', 'test/door.test.ts'],
  'hostile/auth': ['test/auth.test.ts'],
  'hostile/csv': ['core/policy/card/card.test.ts'],
  'hostile/email': ['server/base/mail.test.ts'],
  'hostile/expressions': [
    'core/flow/text/merge.test.ts',
    'core/flow/formula/formula.test.ts',
    'core/flow/http/http.test.ts',
  ],
  'hostile/files': ['test/files.test.ts', 'server/base/mime.test.ts'],
  'hostile/flows': ['core/flow/hostile.test.ts'],
  'hostile/graph_faults': ['core/whatsapp/fault.test.ts'],
  'hostile/http': ['test/http.test.ts'],
  'hostile/phones': ['core/contact/phone.test.ts'],
  'hostile/redirects': ['test/http.test.ts'],
  'hostile/regexes': ['core/flow/answer/pattern.test.ts'],
  'hostile/strings': [
    'test/strings.test.ts',
    'core/whatsapp/hostile.test.ts',
    'core/whatsapp/format.test.ts',
  ],
  'hostile/templates': [
    'core/whatsapp/template/rule/check.test.ts',
    'core/whatsapp/template/fill/fill.test.ts',
  ],
  'hostile/urls': ['server/base/address.test.ts', 'server/base/hostile-urls.test.ts'],
  'hostile/webhooks': ['test/webhooks.test.ts', 'core/whatsapp/hostile.test.ts'],
}

test('every recording and every hostile suite has a test that walks it', () => {
  const suites = globSync('test/data/hostile/*.json').map((file) => `hostile/${basename(file, '.json')}`)
  const folders = globSync('test/data/*/index.json').map((file) => `${file.split('/')[2]}/`)
  assert.deepEqual(Object.keys(WALKED).sort(), [...suites, ...folders].sort())
  for (const [name, files] of Object.entries(WALKED)) {
    const word = name.replace('hostile/', '').replace('/', '')
    for (const file of files) assert.ok(readFileSync(file, 'utf8').includes(word), `${file} reads ${name}`)
  }
})
