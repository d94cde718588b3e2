import { isObject } from '#core/base/json.ts'
import type { Words } from '#core/base/language.ts'

type Issue = { readonly code: string; readonly message: string; readonly [key: string]: unknown }

/** Choices that are named; longer lists would fill a screen. */
const CHOICES_MAX = 12

/**
 * What is wrong with a value that a contract does not take, for a person in each language. `issue` is one of zod's; a kind
 * without words of ours keeps zod's own.
 */
export function wordsOfIssue(issue: unknown): Words {
  if (!isObject(issue) || typeof issue.code !== 'string') return { id: 'tidak terbaca', en: 'not readable' }
  const message = typeof issue.message === 'string' ? issue.message : issue.code
  const known = WORDS[issue.code]?.({ ...issue, code: issue.code, message })
  return known ?? { id: message, en: message }
}

/**
 * Where a value first goes wrong, and why. `issue` is one of zod's; of one that fits no form of several, the form is
 * meant that it comes nearest to: the one with the fewest faults.
 */
export function placeOfIssue(issue: unknown): {
  readonly path: readonly PropertyKey[]
  readonly words: Words
} {
  const path = isObject(issue) && Array.isArray(issue.path) ? (issue.path as PropertyKey[]) : []
  const inner = isObject(issue) && Array.isArray(issue.errors) ? nearest(issue.errors) : undefined
  if (!inner) return { path, words: wordsOfIssue(issue) }
  const { path: rest, words } = placeOfIssue(inner)
  return { path: [...path, ...rest], words }
}

/** The first fault of the form with the fewest; none when there is no form, or two are as near. */
function nearest(forms: readonly unknown[]): unknown {
  const [first, second] = forms
    .flatMap((faults) => (Array.isArray(faults) && faults.length > 0 ? [faults as readonly unknown[]] : []))
    .sort((one, other) => one.length - other.length)
  return first && first.length !== second?.length ? first[0] : undefined
}

const KINDS: Readonly<Record<string, Words>> = {
  string: { id: 'teks', en: 'text' },
  number: { id: 'angka', en: 'a number' },
  int: { id: 'bilangan bulat', en: 'a whole number' },
  boolean: { id: 'ya atau tidak (true/false)', en: 'true or false' },
  array: { id: 'daftar', en: 'a list' },
  object: { id: 'objek', en: 'an object' },
  record: { id: 'objek', en: 'an object' },
}

const WORDS: Readonly<Record<string, (issue: Issue) => Words | undefined>> = {
  invalid_type: ({ expected, message }) => {
    if (message.endsWith('received undefined')) return { id: 'belum diisi', en: 'is missing' }
    const kind = KINDS[String(expected)]
    return kind && { id: `harus berupa ${kind.id}`, en: `must be ${kind.en}` }
  },
  invalid_value: ({ values }) => oneOf(values),
  invalid_union: ({ options }) =>
    oneOf(options) ?? { id: 'bentuknya tidak dikenal', en: 'is of no form that is known' },
  invalid_format: () => ({ id: 'bentuknya tidak benar', en: 'is not written as it must be' }),
  too_big: ({ maximum, origin }) => boundOf(origin, maximum, { id: 'paling banyak', en: 'at most' }),
  too_small: ({ minimum, origin }) => boundOf(origin, minimum, { id: 'paling sedikit', en: 'at least' }),
  unrecognized_keys: ({ keys }) => {
    const names = Array.isArray(keys) ? keys.slice(0, CHOICES_MAX).join(', ') : ''
    return { id: `berisi isian yang tidak dikenal: ${names}`, en: `holds what is not known: ${names}` }
  },
}

function oneOf(values: unknown): Words | undefined {
  if (!Array.isArray(values) || values.length === 0 || values.length > CHOICES_MAX) return undefined
  const list = values.map(String).join(', ')
  return { id: `harus salah satu dari: ${list}`, en: `must be one of: ${list}` }
}

function boundOf(origin: unknown, bound: unknown, words: Words): Words {
  const unit = UNITS[String(origin)]
  return {
    id: [words.id, bound, unit?.id].filter((word) => word !== undefined).join(' '),
    en: ['must be', words.en, bound, unit?.en].filter((word) => word !== undefined).join(' '),
  }
}

const UNITS: Readonly<Record<string, Words>> = {
  string: { id: 'karakter', en: 'characters' },
  array: { id: 'buah', en: 'items' },
}
