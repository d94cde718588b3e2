import { plain } from '#core/flow/text/fold.ts'

type Trigger = { readonly flowId: string; readonly flow: string; readonly keywords: readonly string[] }
type Near = { readonly flowId: string; readonly flow: string; readonly keyword: string }

/** Letters of a message that are compared. */
const LOOK_MAX = 100

/** The keyword that came nearest to what was said: within it, or a slip of one letter, or two in a longer word. */
export function nearestKeyword(triggers: readonly Trigger[], said: string): Near | null {
  const text = plain(said).slice(0, LOOK_MAX)
  if (text === '') return null
  let best: Near | null = null
  let least = Number.POSITIVE_INFINITY
  for (const { flowId, flow, keywords } of triggers) {
    for (const keyword of keywords) {
      const distance = distanceTo(plain(keyword).slice(0, LOOK_MAX), text)
      if (distance >= least) continue
      least = distance
      best = { flowId, flow, keyword }
    }
  }
  return best
}

/** Infinity: too far to be meant. */
function distanceTo(keyword: string, text: string): number {
  if (keyword === '') return Number.POSITIVE_INFINITY
  if (text.includes(keyword)) return 0
  const far = Math.min(...[text, ...text.split(' ')].map((part) => editsBetween(keyword, part)))
  return far <= (keyword.length > 5 ? 2 : 1) ? far : Number.POSITIVE_INFINITY
}

/** Letters to add, drop or change (Levenshtein). */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (const [down, letter] of [...one].entries()) {
    const next = [down + 1]
    for (const [right, against] of [...other].entries()) {
      const kept = (row[right] ?? 0) + (letter === against ? 0 : 1)
      next.push(Math.min(kept, (row[right + 1] ?? 0) + 1, (next[right] ?? 0) + 1))
    }
    row = next
  }
  return row[other.length] ?? 0
}
