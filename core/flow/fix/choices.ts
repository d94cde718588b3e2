import type { MessageNode } from '#core/flow/nodes/message.ts'

type Change = Pick<MessageNode, 'buttons' | 'next'> & { readonly list: MessageNode['list'] }

/** A message's buttons as the rows of a list: ids and ways stay, so that no connection is lost. */
export function listFrom(node: MessageNode, opener: string): Change {
  const rows = node.buttons.map(({ id, title }) => ({ id, title }))
  return {
    buttons: [],
    list: { button: opener, sections: [{ rows }] },
    next: renamed(node, 'button:', 'row:'),
  }
}

/** A list's rows as buttons, their titles cut to what a button can hold. */
export function buttonsFrom(node: MessageNode, titleMax: number): Change {
  const rows = node.list?.sections.flatMap((section) => section.rows) ?? []
  const buttons = rows.map(({ id, title }) => ({ id, title: title.slice(0, titleMax) }))
  return { buttons, list: undefined, next: renamed(node, 'row:', 'button:') }
}

function renamed(node: MessageNode, from: string, to: string): MessageNode['next'] {
  const ways = Object.entries(node.next)
  return Object.fromEntries(
    ways.map(([outlet, target]) => [
      outlet.startsWith(from) ? to + outlet.slice(from.length) : outlet,
      target,
    ]),
  )
}
