import codes from './data/error-codes.json' with { type: 'json' }

/** What Graph answers: status and JSON body (or bytes for a medium). */
export type Answer = { readonly status: number; readonly body: unknown }

export type MetaError = {
  readonly code: number
  /** Without the leading `(#code) `; the title of the code when absent. */
  readonly message?: string
  readonly details?: string
  readonly subcode?: number
  readonly type?: 'OAuthException' | 'GraphMethodException'
  readonly userTitle?: string
  readonly userMessage?: string
  readonly http?: number
}

type Known = { readonly code: number; readonly title: string; readonly http: number; readonly async: boolean }
const KNOWN = new Map<number, Known>(codes.map((known) => [known.code, known]))

export function titleOf(code: number): string {
  return KNOWN.get(code)?.title ?? 'Unknown error'
}

/** Meta answers 200 first and tells this failure later, by a `failed` status. */
export function comesLater(code: number): boolean {
  return KNOWN.get(code)?.async ?? false
}

/** Meta's error envelope, as the Graph API writes it. */
export function refuseWith(error: MetaError, trace: string): Answer {
  const { code, details, subcode } = error
  const title = error.message ?? titleOf(code)
  const body = {
    message: code === 190 || title.startsWith('Unsupported') ? title : `(#${code}) ${title}`,
    type: error.type ?? 'OAuthException',
    code,
    ...(details === undefined ? {} : { error_data: { messaging_product: 'whatsapp', details } }),
    ...(subcode === undefined ? {} : { error_subcode: subcode }),
    ...(error.userTitle === undefined
      ? {}
      : { is_transient: false, error_user_title: error.userTitle, error_user_msg: error.userMessage ?? '' }),
    fbtrace_id: trace,
  }
  return { status: error.http ?? KNOWN.get(code)?.http ?? 400, body: { error: body } }
}

const HREF = 'https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes'

/** The same error as a status webhook carries it. */
export function webhookError(code: number, details: string) {
  const title = titleOf(code)
  const error = { code, title, message: title, error_data: { details } }
  return code === 131026 ? error : { ...error, href: HREF }
}

export function isMetaError(value: unknown): value is MetaError {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'number'
}

/** The object is not there, or the token may not see it: Graph does not tell which. */
export function unknownNode(id: string): MetaError {
  return {
    code: 100,
    subcode: 33,
    type: 'GraphMethodException',
    message: `Unsupported get request. Object with ID '${id.slice(0, 100)}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api`,
  }
}
