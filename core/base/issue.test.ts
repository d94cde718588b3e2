import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { placeOfIssue, wordsOfIssue } from '#core/base/issue.ts'

const cases: readonly [string, z.ZodType, unknown, string, string][] = [
  ['nothing', z.string(), undefined, 'belum diisi', 'is missing'],
  ['a number for a text', z.string(), 1, 'harus berupa teks', 'must be text'],
  ['a text for a list', z.array(z.string()), 'a', 'harus berupa daftar', 'must be a list'],
  ['a list for names', z.record(z.string(), z.string()), [], 'harus berupa objek', 'must be an object'],
  ['an unknown word', z.enum(['id', 'en']), 'fr', 'harus salah satu dari: id, en', 'must be one of: id, en'],
  [
    'an unknown kind',
    z.discriminatedUnion('kind', [z.object({ kind: z.literal('text') })]),
    { kind: 'gif' },
    'harus salah satu dari: text',
    'must be one of: text',
  ],
  [
    'no form that is known',
    z.union([z.object({ a: z.string() }), z.object({ b: z.string() })]),
    {},
    'bentuknya tidak dikenal',
    'is of no form that is known',
  ],
  ['too much text', z.string().max(3), 'abcd', 'paling banyak 3 karakter', 'must be at most 3 characters'],
  ['too little text', z.string().min(1), '', 'paling sedikit 1 karakter', 'must be at least 1 characters'],
  ['too small a number', z.number().min(0), -1, 'paling sedikit 0', 'must be at least 0'],
  ['a wrong form', z.uuid(), 'x', 'bentuknya tidak benar', 'is not written as it must be'],
]

for (const [name, schema, value, id, en] of cases) {
  test(`${name} is told as “${en}”`, () => {
    const [issue] = schema.safeParse(value).error?.issues ?? []
    assert.deepEqual(wordsOfIssue(issue), { id, en })
  })
}

test('what zod alone has words for keeps them; what is none is not readable', () => {
  assert.deepEqual(wordsOfIssue({ code: 'custom', message: 'odd' }), { id: 'odd', en: 'odd' })
  assert.deepEqual(wordsOfIssue(undefined), { id: 'tidak terbaca', en: 'not readable' })
})

const steps = z.object({
  steps: z.array(
    z.union([
      z.strictObject({ says: z.string(), outcome: z.enum(['waiting', 'ended']).optional() }),
      z.strictObject({ taps: z.string(), outcome: z.enum(['waiting', 'ended']).optional() }),
    ]),
  ),
})
const places: readonly [string, unknown, string, string][] = [
  [
    'in the form that it comes nearest to',
    { says: 'halo', outcome: 'done' },
    'steps.0.outcome',
    'harus salah satu dari: waiting, ended',
  ],
  ['at the whole when it is like none', {}, 'steps.0', 'bentuknya tidak dikenal'],
]
for (const [name, step, path, id] of places) {
  test(`a mistake is told ${name}`, () => {
    const [issue] = steps.safeParse({ steps: [step] }).error?.issues ?? []
    const told = placeOfIssue(issue)
    assert.deepEqual([told.path.join('.'), told.words.id], [path, id])
  })
}
