/** The end of the last act of each line. */
const ends = new Map<string, Promise<unknown>>()

/** Acts of one line one after another, in the order they were asked for: of two on the way at once the earlier could arrive last, and stand. */
export function inTurn<T>(line: string, act: () => Promise<T>): Promise<T> {
  const before = ends.get(line)
  const mine = before ? before.then(act) : act()
  const end = mine.then(
    () => {},
    () => {}, // whoever asked for it hears of it; the next goes on
  )
  ends.set(line, end)
  void end.then(() => ends.get(line) === end && ends.delete(line))
  return mine
}
