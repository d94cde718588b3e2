import { inspect } from 'node:util'
import { type Logger, pino } from 'pino'
import { logFailed } from '#server/base/metrics.ts'

/**
 * What may stand in a log, by class of data. C1 (tokens, keys, passwords) and C2 (words, phone numbers, names and
 * orders of customers) never do; C3 (our own ids, flow definitions) and C4 (public) may. C1 travels as `Secret`, which
 * prints as dots; C2 is left out by logging internal ids only.
 */
export type Log = Logger
export type LogLevel = (typeof LOG_LEVELS)[number]
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

const DOTS = '•••'
const MESSAGE_CHARS_MAX = 1000

/** A value that prints as dots in logs, JSON, templates and the inspector; only `reveal` gives it out. */
export class Secret<T> {
  readonly #value: T

  constructor(value: T) {
    this.#value = value
  }

  reveal(): T {
    return this.#value
  }

  toString(): string {
    return DOTS
  }

  toJSON(): string {
    return DOTS
  }

  [inspect.custom](): string {
    return DOTS
  }
}

type LogSink = { write(line: string): void }
type LogOptions = {
  readonly level: LogLevel
  /** One short line per entry for a person at a terminal instead of JSON. */
  readonly pretty?: boolean
  readonly sink?: LogSink
}

/** The program's log: one JSON object per line, or one readable line per entry on a terminal. */
export function createLog({
  level,
  pretty = process.stdout.isTTY === true,
  sink = process.stdout,
}: LogOptions): Log {
  const options = {
    level,
    base: null,
    messageKey: 'msg',
    timestamp: () => `,"ts":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError, error: describeError },
  }
  return pino(options, { write: (line: string) => sink.write(pretty ? prettyLine(line) : oneLine(line)) })
}

/**
 * A log that cannot be written, because its disk is full or its reader is gone, loses lines and not the program. Node lets both outputs
 * go on by themselves once they can be written again.
 */
export function outliveLog(): void {
  for (const output of [process.stdout, process.stderr]) output.on('error', () => logFailed())
}

/**
 * An error for the log: name, message, code and stack. Whatever else a driver hangs on its errors is left out,
 * because PostgreSQL's `detail` and `where` quote the values of rows.
 */
function describeError(error: unknown): unknown {
  if (!isErrorLike(error)) return { message: String(error).slice(0, MESSAGE_CHARS_MAX) }
  const message = error.message.slice(0, MESSAGE_CHARS_MAX)
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    name: error.name,
    message,
    ...('code' in error ? { code: error.code } : {}),
    stack: frames.join('\n'),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}

/** Libraries also throw plain objects that look like an error. */
function isErrorLike(error: unknown): error is Error {
  return error instanceof Error || typeof (error as { message?: unknown } | null)?.message === 'string'
}

/** U+0085, U+2028 and U+2029 also break lines for some readers, and U+009B steers terminals: all become escapes. */
function oneLine(line: string): string {
  return `${escapeControls(line.trimEnd())}\n`
}

function escapeControls(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

const COLOURS: Readonly<Record<string, number>> = {
  trace: 90,
  debug: 90,
  info: 36,
  warn: 33,
  error: 31,
  fatal: 31,
}

function prettyLine(line: string): string {
  const { ts, level, msg, err, ...rest }: Record<string, unknown> = JSON.parse(line)
  const colour = COLOURS[String(level)] ?? 0
  const facts = Object.entries(rest).map(([name, value]) => `${name}=${factText(value)}`)
  const parts = [String(ts).slice(11, 23), `\u001b[${colour}m${String(level).padEnd(5)}\u001b[0m`]
  const words = escapeControls([msg ?? '', ...facts].join(' '))
  return `${[...parts, words].join(' ')}${errorText(err)}\n`
}

function factText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function errorText(err: unknown): string {
  if (typeof err !== 'object' || err === null || !('message' in err)) return ''
  const stack = 'stack' in err ? String(err.stack).split('\n').map(escapeControls).join('\n') : ''
  return `\n    ${escapeControls(String(err.message))}\n${stack}`
}
