import type { Problem } from '#web/base/api.ts'

const FIELDS = [
  'name',
  'graphUrl',
  'graphVersion',
  'wabaId',
  'token',
  'appId',
  'appSecret',
  'verifyToken',
] as const
export type FormField = (typeof FIELDS)[number]

/** Which field a refusal speaks of, when it is not said outright. */
const FIELD_OF: Readonly<Record<string, FormField>> = {
  'graph-unreachable': 'graphUrl',
  'url-forbidden': 'graphUrl',
  'waba-taken': 'wabaId',
}
/** Meta's code of an access token that is wrong or has run out. */
const TOKEN_CODE = 190

/** The field that a refused connection must be mended in; null when it is none in particular. */
export function fieldOf({ code, details }: Pick<Problem, 'code' | 'details'>): FormField | null {
  const named = FIELDS.find((field) => field === details.field)
  if (named) return named
  if (code === 'graph-refused' && Number(details.code) === TOKEN_CODE) return 'token'
  return FIELD_OF[code] ?? null
}

/** A verify token nobody guesses, from 18 random bytes, in letters that survive copying. */
export function newVerifyToken(random: Uint8Array): string {
  return btoa(String.fromCharCode(...random))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
}
