/** Whoever began longer ago is waited for no more: it may never come back. */
const WAIT_MAX_MS = 10_000

/** The end of the last act of each line. */
const ends = new Map<string, Promise<void>>()
let page = new EventTarget()
let isLeft = false

/** Hears from now on whether this page is left. */
export function hearLeaving(from: EventTarget): void {
  page = from
  isLeft = false
  page.addEventListener('pagehide', () => {
    isLeft = true
  })
  page.addEventListener('pageshow', () => {
    isLeft = false
  })
}
if (typeof window !== 'undefined') hearLeaving(window)

/**
 * Acts of one line one after another, in the order they were asked for: of two on the way at once the earlier could arrive last, and stand.
 * An act that hangs is over for those behind it `waitMax` ms after it began. A page that is left has no later: there all begin at once.
 */
export function inTurn<T>(line: string, act: () => Promise<T>, waitMax = WAIT_MAX_MS): Promise<T> {
  const over = Promise.withResolvers<void>()
  const begin = () => {
    const timer = setTimeout(over.resolve, waitMax)
    const done = () => {
      clearTimeout(timer)
      over.resolve()
    }
    const mine = act()
    void mine.then(done, done) // whoever asked for it hears of a failure; the next goes on
    return mine
  }
  const before = ends.get(line)
  const mine = before && !isLeft ? endOf(before).then(begin) : begin()
  const end = over.promise
  ends.set(line, end)
  void end.then(() => ends.get(line) === end && ends.delete(line))
  return mine
}

function endOf(before: Promise<void>): Promise<void> {
  const left = page
  return new Promise((resolve) => {
    const go = () => {
      left.removeEventListener('pagehide', go)
      resolve()
    }
    left.addEventListener('pagehide', go)
    void before.then(go)
  })
}

/** Writes that change nothing which another could overtake: files, each its own, and questions that need a body. */
const FREE = /^\/api\/(files|chats\/[^/]+\/judge|segments\/count|imports\/look)$/

/** The line a request to the server stands in; null: it waits for nobody. */
export function lineOfRequest(method: string, url: string): string | null {
  const isFree = method === 'GET' || (method === 'POST' && FREE.test(new URL(url).pathname))
  return isFree ? null : `${method} ${url}`
}
