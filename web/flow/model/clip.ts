import { parseJson } from '#core/base/json.ts'
import { NODES_MAX } from '#core/flow/definition.ts'
import type { Drawing, Place } from '#core/flow/edit.ts'
import { copyFragment, Fragment } from '#core/flow/edit.ts'
import { type Card, cardsOf } from '#web/flow/drawing/cards.ts'
import { areasOf, freeBy, onGrid } from '#web/flow/drawing/free.ts'

/** Characters of clipboard text that are looked at; a longer text is somebody else's. */
const CLIP_CHARS_MAX = 2_000_000

/** The chosen steps as text for the system clipboard, so that they pass between tabs and workspaces; empty without any. */
export function clipOf(drawing: Drawing, ids: readonly string[]): string {
  const fragment = copyFragment(drawing, ids)
  return Object.keys(fragment.nodes).length + (fragment.groups?.length ?? 0) > 0
    ? JSON.stringify(fragment)
    : ''
}

/** Steps that a flow has room for. */
export const STEPS_MAX = NODES_MAX

/** Why nothing is pasted: the text is no steps at all, or says it is and is not whole. */
type NoClip = 'foreign' | 'broken'

/** Clipboard text back to steps, every one of them valid, or why not. */
export function readClip(text: string): Fragment | NoClip {
  if (text.length > CLIP_CHARS_MAX || !text.includes('"wetalk"')) return 'foreign'
  const fragment = Fragment.safeParse(parseJson(text))
  if (!fragment.success) return 'broken'
  const { nodes, groups = [] } = fragment.data
  return Object.keys(nodes).length + groups.length > 0 ? fragment.data : 'broken'
}

type Canvas = { readonly middle: Place; readonly cards: readonly Card[] }

/** How copied steps must be pasted so that they lie around a place, or as near to it as there is room. */
export function pasteAt(fragment: Fragment, { middle, cards }: Canvas, freshId: () => string) {
  const { nodes, at, groups = [] } = fragment
  const drawing = { definition: { format: 1 as const, start: '', nodes }, layout: { at, notes: [], groups } }
  const pieces = areasOf(cardsOf(drawing, []))
  const by = {
    x: middle.x - middleOf(pieces.map(({ x, width }) => [x, x + width])),
    y: middle.y - middleOf(pieces.map(({ y, height }) => [y, y + height])),
  }
  const old = [...Object.keys(nodes), ...groups.map(({ id }) => id)]
  const ids = Object.fromEntries(old.map((id) => [id, freshId()]))
  return { fragment, ids, by: onGrid(freeBy(pieces, areasOf(cards), onGrid(by))) }
}

function middleOf(spans: readonly (readonly [number, number])[]): number {
  const least = spans.reduce((one, [from]) => Math.min(one, from), Number.POSITIVE_INFINITY)
  const most = spans.reduce((one, [, to]) => Math.max(one, to), Number.NEGATIVE_INFINITY)
  return (least + most) / 2
}
