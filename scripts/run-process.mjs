import { AsyncLocalStorage } from 'node:async_hooks'
import { channel } from 'node:diagnostics_channel'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'

const STDERR_CHARS_SHOWN = 2000
/** What a test left behind and failed later, which Node tells of without failing any test. */
const LATE = /^Error: /

/** Whoever starts a process within this store is told of it: a run does not show its own. */
const starting = new AsyncLocalStorage()
channel('child_process').subscribe(({ process }) => starting.getStore()?.(process))

/**
 * Runs one process of tests: a test file, or a program that makes suites of several, one after the other; `fileAt` says which, beginning
 * at 0, and `note` hears of every suite and test, and of which file it is. Null: all ran to their end. Else why what was heard is not
 * all: the process died, left before its end or never, or something failed outside of every test.
 * A test has `testMs`, and so has a file among several; a process in which nothing begins or ends for `silenceMs` is killed.
 */
export async function runProcess({ path, argv = [], fileAt }, { root, testMs, silenceMs, report, note }) {
  const execArgv = [`--test-timeout=${testMs}`]
  let child
  const stream = starting.run(
    (process) => (child = process),
    () => run({ files: [path], argv, execArgv, concurrency: 1, cwd: root }),
  )
  const found = { hasEnded: false, isKilled: false, error: null, late: [], stderr: '' }
  let at = 0
  const stop = () => {
    found.isKilled = true
    child?.kill('SIGKILL')
    // what it started may hold these open
    child?.stdout.destroy()
    child?.stderr.destroy()
  }
  let silence = setTimeout(stop, silenceMs)
  const wake = () => {
    clearTimeout(silence)
    silence = setTimeout(stop, silenceMs)
  }
  const hear = (event, passed) => {
    if (event.name === path) return
    note(event, passed, fileAt(at))
    // told in their order: what lies in a file comes before the suite that is the file
    if (event.nesting === 0) at++
  }
  stream.on('test:dequeue', wake)
  stream.on('test:complete', ({ name, details }) => {
    wake()
    if (name === path) found.error = details.error ?? null
  })
  stream.on('test:pass', (event) => hear(event, true))
  stream.on('test:fail', (event) => hear(event, false))
  // the process sends its own when all its tests are through; the one without a file is ours
  stream.on('test:summary', ({ file }) => (found.hasEnded ||= file !== undefined))
  stream.on('test:diagnostic', ({ file, nesting, message }) => {
    if (file === path && nesting === 0 && LATE.test(message)) found.late.push(message)
  })
  stream.on('test:stderr', ({ message }) => {
    report.write(message)
    found.stderr = `${found.stderr}${message}`.slice(-STDERR_CHARS_SHOWN)
  })
  stream.on('test:stdout', ({ message }) => report.write(message))
  await new Promise((resolve, reject) => {
    const lines = stream.compose(new spec())
    lines.on('data', (text) => report.write(text))
    lines.once('end', resolve)
    lines.once('error', reject)
  }).finally(() => clearTimeout(silence))
  return troubleOf(found, silenceMs)
}

function troubleOf({ hasEnded, isKilled, error, late, stderr }, silenceMs) {
  const isTestsOwn = error === null || (error.failureType === 'subtestsFailed' && error.exitCode === 1)
  if (hasEnded && !isKilled && isTestsOwn && late.length === 0) return null
  const code = error?.signal ?? error?.exitCode ?? 0
  const own = hasEnded ? 'something failed outside of the tests' : 'the process ended before its tests did'
  const why = isKilled ? `no test began or ended for ${silenceMs / 1000} s` : `${own} (${code})`
  return [why, ...late, stderr].join('\n').trim()
}
