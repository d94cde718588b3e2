/** The words of templates that pages name: apart from the schemas, so that a page carries no parser for them. */

/** Meta's three categories since June 2023; they decide price, limits and which parts are allowed. */
export const TEMPLATE_CATEGORIES = ['MARKETING', 'UTILITY', 'AUTHENTICATION'] as const

/** Variables are numbered (`{{1}}`) or named (`{{nama}}`), never both in one template. */
export const PARAMETER_FORMATS = ['POSITIONAL', 'NAMED'] as const

export const MEDIA_HEADERS = ['image', 'video', 'document', 'gif'] as const

export const OTP_KINDS = ['COPY_CODE', 'ONE_TAP', 'ZERO_TAP'] as const

/** What can send a template by itself; each has its arm in the query of server/whatsapp/template/uses.ts. */
export const USE_KINDS = ['flow', 'broadcast'] as const
