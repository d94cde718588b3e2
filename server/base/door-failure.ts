/**
 * How a visit outside failed: `refused` no connection · `dns` no such name · `tls` no trust · `reset` connection lost
 * before the answer · `timeout` · `cut` the answer began and broke off, or made no sense · `forbidden` by our own rule ·
 * `too-large`.
 */
type Failure = 'refused' | 'dns' | 'tls' | 'reset' | 'timeout' | 'cut' | 'forbidden' | 'too-large'

type Circumstances = {
  readonly reason?: string
  readonly wrote?: boolean
  readonly status?: number | null
  readonly cause?: unknown
}

/** A visit outside failed. `wrote` false is a promise: not one byte of the request has left. */
export class DoorFailure extends Error {
  override readonly name = 'DoorFailure'
  readonly failure: Failure
  readonly wrote: boolean
  /** The answer's status, when it came that far. */
  readonly status: number | null
  readonly reason: string

  constructor(failure: Failure, { reason = '', wrote = false, status = null, cause }: Circumstances = {}) {
    super(reason ? `${failure}: ${reason}` : failure, cause === undefined ? {} : { cause })
    this.failure = failure
    this.reason = reason
    this.wrote = wrote
    this.status = status
  }
}

const BY_CODE: Readonly<Record<string, Failure>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EAI_NODATA: 'dns',
  EAI_NONAME: 'dns',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  EADDRNOTAVAIL: 'refused',
  EACCES: 'refused',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'too-large',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'cut',
}

/** Sorts what the transport threw. */
export function failureOf(error: unknown, at: { wrote: boolean; status: number | null }): DoorFailure {
  if (error instanceof DoorFailure) return error
  const inner = error instanceof AggregateError ? error.errors.find((one) => one instanceof Error) : error
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : ''
  const reason = code || (inner instanceof Error ? inner.message.slice(0, 200) : 'unknown')
  const isNonsense = inner instanceof Error && inner.name === 'HTTPParserError'
  return new DoorFailure(isNonsense ? 'cut' : kindOf(code, at), { ...at, reason, cause: error })
}

function kindOf(code: string, { wrote, status }: { wrote: boolean; status: number | null }): Failure {
  const known = BY_CODE[code]
  if (known) return known
  if (
    /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/.test(code) ||
    (code === 'EPROTO' && !wrote)
  ) {
    return 'tls'
  }
  return status !== null ? 'cut' : 'reset'
}
