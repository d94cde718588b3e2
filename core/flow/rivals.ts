import { wordsIn } from '#core/flow/answer/answer.ts'
import { priorityOf, type StartNode } from '#core/flow/nodes/start.ts'
import { keywordWinner, type Trigger } from '#core/flow/route.ts'
import { keywordHit } from '#core/flow/step/keyword.ts'
import { fold } from '#core/flow/text/fold.ts'

/** A flow of the bot as it would be asked: `name` null is the flow at hand. */
export type Asked = { readonly name: string | null; readonly start: StartNode }

/** Why one flow goes before another: its priority, a keyword that fits better or is longer, or its age. */
type Ahead = 'priority' | 'fit' | 'length' | 'older'

/** Something that the flow at hand and another would both begin at. `winner` null: the flow at hand. */
export type Conflict = {
  readonly on: 'keyword' | 'welcome' | 'fallback' | 'tag' | 'field' | 'event'
  readonly word: string
  readonly rival: string
  readonly winner: string | null
  readonly why: Ahead
}

const CONFLICTS_MAX = 20

/** What the flow at hand shares with others, and who would answer; `asked` in the order in which the desk asks them. */
export function conflictsOf(asked: readonly Asked[]): Conflict[] {
  const own = asked.find(({ name }) => name === null)
  if (!own) return []
  const found = [
    ...keywordConflicts(asked, own),
    ...shared(asked, own, 'welcome', ({ welcome }) => (welcome ? [''] : [])),
    ...shared(asked, own, 'fallback', ({ fallback }) => (fallback ? [''] : [])),
    ...shared(asked, own, 'tag', ({ tags = [] }) => tags.map(fold)),
    ...shared(asked, own, 'field', ({ fields = [] }) => fields),
    ...shared(asked, own, 'event', ({ events = [] }) => events),
  ]
  return found.slice(0, CONFLICTS_MAX)
}

/** Which flow a text would begin, and why before the next; null: none. A run that waits for an answer is not looked at. */
export function answererOf(
  asked: readonly Asked[],
  text: string,
): { name: string | null; why: Ahead | null } | null {
  const said = wordsIn({ kind: 'text', text })
  const winner = said ? keywordWinner(triggersOf(asked), said) : undefined
  if (!winner || !said) return null
  const first = asked[Number(winner.trigger.flow)]
  if (!first) return null
  const others = asked.filter((one) => one !== first)
  const second = keywordWinner(triggersOf(others), said)
  const other = second && others[Number(second.trigger.flow)]
  return { name: first.name, why: other ? keywordAhead(first.start, other.start, said) : null }
}

/** Keywords of either flow that both take. */
function keywordConflicts(asked: readonly Asked[], own: Asked): Conflict[] {
  const found = new Map<string, Conflict>()
  for (const rival of asked) {
    if (rival.name === null) continue
    const words = [own, rival].flatMap(({ start }) => (start.match === 'pattern' ? [] : start.keywords))
    for (const word of words) {
      const isBoth = [own, rival].every(({ start }) => keywordHit(start, word).fit > 0)
      const winner = isBoth ? answererOf([own, rival].toSorted(orderOf(asked)), word) : null
      const key = `${rival.name} ${fold(word)}`
      if (winner && !found.has(key))
        found.set(key, {
          on: 'keyword',
          word,
          rival: rival.name,
          winner: winner.name,
          why: winner.why ?? 'older',
        })
    }
  }
  return [...found.values()]
}

function shared(
  asked: readonly Asked[],
  own: Asked,
  on: Conflict['on'],
  namesOf: (start: StartNode) => readonly string[],
): Conflict[] {
  return namesOf(own.start).flatMap((word) =>
    asked.flatMap((rival): Conflict[] => {
      if (rival.name === null || !namesOf(rival.start).includes(word)) return []
      const ahead = priorityOf(own.start) - priorityOf(rival.start)
      const isOlder = asked.indexOf(own) < asked.indexOf(rival)
      const isOwn = ahead === 0 ? isOlder : ahead > 0
      const winner = isOwn ? null : rival.name
      return [{ on, word, rival: rival.name, winner, why: ahead === 0 ? 'older' : 'priority' }]
    }),
  )
}

function keywordAhead(first: StartNode, second: StartNode, said: string): Ahead {
  if (priorityOf(first) !== priorityOf(second)) return 'priority'
  const [one, other] = [keywordHit(first, said), keywordHit(second, said)]
  if (one.fit !== other.fit) return 'fit'
  return one.length === other.length ? 'older' : 'length'
}

function orderOf(asked: readonly Asked[]): (one: Asked, other: Asked) => number {
  return (one, other) => asked.indexOf(one) - asked.indexOf(other)
}

function triggersOf(asked: readonly Asked[]): Trigger[] {
  return asked.map(({ start }, at) => ({ flow: String(at), version: '', start }))
}
