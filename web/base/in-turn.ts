/** Whoever is before one for longer is waited for no more: it may never come back. */
const WAIT_MAX_MS = 10_000

/** The end of the last act of each line. */
const ends = new Map<string, Promise<unknown>>()
let isLeft = false
globalThis.addEventListener?.('pagehide', () => {
  isLeft = true
})
globalThis.addEventListener?.('pageshow', () => {
  isLeft = false
})

/**
 * Acts of one line one after another, in the order they were asked for: of two on the way at once the earlier could arrive last, and stand.
 * A page that is left has no later: there all begin at once.
 */
export function inTurn<T>(line: string, act: () => Promise<T>, waitMax = WAIT_MAX_MS): Promise<T> {
  const before = ends.get(line)
  const mine = before && !isLeft ? endOf(before, waitMax).then(act) : act()
  const end = mine.then(
    () => {},
    () => {}, // whoever asked for it hears of it; the next goes on
  )
  ends.set(line, end)
  void end.then(() => ends.get(line) === end && ends.delete(line))
  return mine
}

function endOf(before: Promise<unknown>, waitMax: number): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer)
      globalThis.removeEventListener?.('pagehide', go)
      resolve()
    }
    const timer = setTimeout(go, waitMax)
    globalThis.addEventListener?.('pagehide', go)
    void before.then(go)
  })
}
