/** Bytes of a file, from the first to the last, both among them. */
export type Range = { readonly start: number; readonly end: number }

type Asked = {
  readonly method: string
  readonly headers: {
    readonly range?: string | undefined
    readonly 'if-range'?: string | string[] | undefined
  }
}

const ONE_RANGE = /^bytes=(\d*)-(\d*)$/i

/**
 * The part of a file that a request asks for: `'beyond'` where the file ends before it, null where the whole is to be given. That is also
 * the answer to several ranges, to what is no range, and to whoever holds a part with another etag (RFC 9110, 13.1.5 and 14.2).
 */
export function rangeOf({ method, headers }: Asked, size: number, etag: string): Range | 'beyond' | null {
  const held = headers['if-range']
  if (method !== 'GET' || size === 0 || (held !== undefined && held !== etag)) return null
  const [, first = '', last = ''] = ONE_RANGE.exec(headers.range ?? '') ?? []
  if (first === '' && last === '') return null
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (first !== '' && last !== '' && Number(last) < start) return null
  return start < size ? { start, end } : 'beyond'
}

export function lengthOf({ start, end }: Range): number {
  return end - start + 1
}

/** The header `Content-Range` of an answer that gives a part, or none because the file ends before it. */
export function contentRangeOf(range: Range | 'beyond', size: number): string {
  return range === 'beyond' ? `bytes */${size}` : `bytes ${range.start}-${range.end}/${size}`
}
