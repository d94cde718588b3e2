import { isObject } from '#core/base/json.ts'
import { BUNDLE_FILES_MAX } from '#core/flow/bundle/limit.ts'

/** A picture or file that a bundle carries; `data` is Base64. */
export type Carried = {
  readonly key: string
  readonly name: string
  readonly mime: string
  readonly data: string
}

/** A bundle as the server reads it, and what it carries, which is uploaded before. Whatever is no bundle stays as it is, for the server to refuse. */
export function parted(file: unknown): { readonly file: unknown; readonly carried: readonly Carried[] } {
  if (!isObject(file) || !Array.isArray(file.files)) return { file, carried: [] }
  const carried: Carried[] = []
  const files = file.files.map((one: unknown) => {
    if (!isObject(one) || typeof one.data !== 'string') return one
    const { data, ...named } = one
    const { key, name, mime } = named
    if (typeof key === 'string' && carried.length < BUNDLE_FILES_MAX)
      carried.push({ key, name: String(name ?? key), mime: String(mime ?? ''), data })
    return named
  })
  return { file: { ...file, files }, carried }
}
