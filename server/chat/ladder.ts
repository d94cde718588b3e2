import { climb, MESSAGE_STATES, type MessageState, RUNGS } from '#core/chat/status.ts'
import { type Sql, sql } from '#server/base/sql.ts'

/** How far the reports of a message, taken together, say that it came; null: they say only that it failed. */
export const REACHED = ['accepted', 'sent', 'delivered', 'read', 'played', null] as const

/** The state after reports: first how far the message came, then whether it failed. The one source is `climb`. */
export function stateAfter(state: MessageState, reached: MessageState | null, failed: boolean): MessageState {
  const climbed = reached === null ? state : climb(state, reached)
  return failed ? climb(climbed, 'failed') : climbed
}

/** The same for statements that apply reports `r` (state, failed) to messages `m`: printed from the rule, one text for ever. */
export const STATE_AFTER: Sql = { text: `case ${branches()} else m.state end`, values: [], isFixed: true }

function branches(): string {
  const cases = REACHED.flatMap((reached) => [false, true].map((failed) => ({ reached, failed })))
  return cases
    .map(({ reached, failed }) => {
      const isIt = reached === null ? 'r.state is null' : `r.state = '${reached}'`
      return `when ${isIt} and ${failed ? '' : 'not '}r.failed then ${moves(reached, failed)}`
    })
    .join(' ')
}

/** Where such a report moves a message from each state that it moves at all. */
function moves(reached: MessageState | null, failed: boolean): string {
  const moved = MESSAGE_STATES.flatMap((from) => {
    const to = stateAfter(from, reached, failed)
    return to === from ? [] : [{ from, to }]
  })
  const whens = [...Map.groupBy(moved, ({ to }) => to)].map(
    ([to, list]) => `when m.state in (${list.map(({ from }) => `'${from}'`).join(', ')}) then '${to}'`,
  )
  return whens.length === 0 ? 'm.state' : `case ${whens.join(' ')} else m.state end`
}

/** Neither Meta's acceptance nor a report has said where the message `m` stands: only so long we may say it ourselves. */
export const IS_OURS: Sql = {
  ...sql`(m.rung < ${RUNGS.accepted} and m.state is distinct from 'failed')`,
  isFixed: true,
}
