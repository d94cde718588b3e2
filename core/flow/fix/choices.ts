import type { Block } from '#core/flow/block/block.ts'
import type { MessageNode } from '#core/flow/nodes/message.ts'

type Ways = MessageNode['next']
type Change = Pick<Block, 'buttons'> & { readonly list: Block['list']; readonly next: Ways }

/** A message's buttons as the rows of a list: ids and ways stay, so that no connection is lost. */
export function listFrom({ buttons }: Pick<Block, 'buttons'>, ways: Ways, opener: string): Change {
  const rows = buttons.map(({ id, title }) => ({ id, title }))
  return {
    buttons: [],
    list: { button: opener, sections: [{ rows }] },
    next: renamed(ways, rows, ['button:', 'row:']),
  }
}

/** A list's rows as buttons, their titles cut to what a button can hold. */
export function buttonsFrom({ list }: Pick<Block, 'list'>, ways: Ways, titleMax: number): Change {
  const rows = list?.sections.flatMap((section) => section.rows) ?? []
  const buttons = rows.map(({ id, title }) => ({ id, title: title.slice(0, titleMax) }))
  return { buttons, list: undefined, next: renamed(ways, rows, ['row:', 'button:']) }
}

/** The ways of these choices alone: another message of the same step may have buttons too. */
function renamed(
  ways: Ways,
  choices: readonly { readonly id: string }[],
  [from, to]: readonly [string, string],
): Ways {
  const own = new Map(choices.map(({ id }) => [from + id, to + id]))
  return Object.fromEntries(
    Object.entries(ways).map(([outlet, target]) => [own.get(outlet) ?? outlet, target]),
  )
}
