import { ORPCError } from '@orpc/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { wordsOfIssue } from '#core/base/issue.ts'
import type { Language } from '#core/base/language.ts'
import { type Details, REFUSALS, type Refusal, refuse, sentenceOf } from '#core/base/refusal.ts'
import { TooDeep } from '#server/base/clean.ts'
import { isUnavailable } from '#server/base/db.ts'
import { FileGone, FileTrouble } from '#server/base/file-store.ts'
import type { Log } from '#server/base/log.ts'

/** What went wrong, in the words of its reader (RFC 9457). */
export type Problem = { readonly status: number; readonly code: string; readonly [field: string]: unknown }
/** Whom it is told to, and which of their requests it was. */
type Reader = { readonly language: Language; readonly requestId: string }

const UNREADABLE = { en: 'The request could not be read.', id: 'Permintaan tidak terbaca.' }
const BROKEN = {
  en: 'Something broke on our side. Reference: ',
  id: 'Ada yang rusak di pihak kami. Rujukan: ',
}

export function callerLanguage({ headers }: Pick<FastifyRequest, 'headers'>): Language {
  return /^\s*en\b/i.test(headers['accept-language'] ?? '') ? 'en' : 'id'
}

export function sendRefusal(reply: FastifyReply, refusal: Refusal, language: Language): FastifyReply {
  return sendProblem(reply, problemOf(refusal, language, reply.request.id))
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (!reply.hasHeader('vary')) reply.header('vary', 'accept-language')
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .header('cache-control', 'no-store')
    .send(problem)
}

export function problemOf({ code, details }: Refusal, language: Language, requestId: string): Problem {
  return problem(code, REFUSALS[code].status, sentenceOf(code, language, details ?? {}), requestId, details)
}

/** An error as its caller is told of it; what we did not expect is logged and told to nobody. */
export function problemOfError(error: unknown, language: Language, requestId: string, log: Log): Problem {
  const status = (error as { statusCode?: number } | null)?.statusCode ?? 500
  const no = passingOf(error, requestId, log)
  if (no) return problemOf(no, language, requestId)
  if (status === 413) return problemOf(refuse('too-large', { max: '2.5 MB' }), language, requestId)
  if (status < 500) return problem('bad-request', status, UNREADABLE[language], requestId)
  log.error({ err: error, requestId }, 'a request failed')
  return problem('internal', 500, `${BROKEN[language]}${requestId}`, requestId)
}

function problem(code: string, status: number, detail: string, requestId?: string, details: unknown = {}) {
  return {
    type: `https://wetalk.dev/problems/${code}`,
    title: code,
    ...{ status, code, detail, details, requestId },
  }
}

/** A refusal as the contract's library carries it; `bodyOfThrown` makes a problem of it again. */
export function throwable(refusal: Refusal, { language, requestId }: Reader) {
  const { code, details = {}, verdict } = refusal
  return new ORPCError(code, {
    status: REFUSALS[code].status,
    message: sentenceOf(code, language, details),
    data: { details, requestId, verdict },
  })
}

/** Whatever a handler threw, as something for the caller; what we did not expect is logged and told to nobody. */
export function throwableOfError(error: unknown, caller: Reader, log: Log): unknown {
  if (error instanceof ORPCError && error.code in REFUSALS) return error
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') {
    return throwable(refuse('bad-input', firstIssue(error.data)), caller)
  }
  if (error instanceof TooDeep)
    return throwable(refuse('bad-input', { field: 'body', reason: error.message }), caller)
  const no = passingOf(error, caller.requestId, log)
  if (no) return throwable(no, caller)
  log.error({ err: error, requestId: caller.requestId }, 'a request failed')
  return new ORPCError('internal', {
    status: 500,
    message: `${BROKEN[caller.language]}${caller.requestId}`,
    data: { requestId: caller.requestId },
  })
}

export function bodyOfThrown({ code, status, message, data }: ORPCError<string, unknown>) {
  const { details, requestId, verdict } = (data ?? {}) as {
    readonly details?: unknown
    readonly requestId?: string
    readonly verdict?: unknown
  }
  const body = problem(code, status, message, requestId, details)
  return verdict === undefined ? body : { ...body, verdict }
}

/** What the world failed at and may do later, or has lost; undefined: our own mistake. */
function passingOf(error: unknown, requestId: string, log: Log): Refusal | undefined {
  if (isUnavailable(error)) return refuse('unavailable')
  if (error instanceof FileGone) return refuse('file-gone')
  if (!(error instanceof FileTrouble)) return undefined
  log.warn({ reason: error.message, requestId }, 'a request failed for want of the file store')
  return refuse('files-unavailable')
}

/** Where and why a contract did not take what came, in both languages. */
function firstIssue(data: unknown): Details {
  const issues = (data as { issues?: { path?: unknown[]; message?: string }[] } | undefined)?.issues
  const issue = issues?.[0]
  const { id, en } = wordsOfIssue(issue)
  const field = (issue?.path ?? []).map(String).join('.') || 'body'
  return { field, reason: issue?.message ?? en, reason_id: id, reason_en: en }
}
