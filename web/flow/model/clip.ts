import { parseJson } from '#core/base/json.ts'
import { NODES_MAX } from '#core/flow/definition.ts'
import type { Drawing, Place } from '#core/flow/edit.ts'
import { copyFragment, Fragment } from '#core/flow/edit.ts'

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

/** How copied steps must be pasted so that their upper left corner comes to a place. */
export function pasteAt(fragment: Fragment, corner: Place, freshId: () => string) {
  const { groups = [] } = fragment
  const places = [...Object.values(fragment.at), ...groups]
  const left = Math.min(...places.map(({ x }) => x))
  const top = Math.min(...places.map(({ y }) => y))
  const old = [...Object.keys(fragment.nodes), ...groups.map(({ id }) => id)]
  const ids = Object.fromEntries(old.map((id) => [id, freshId()]))
  return { fragment, ids, by: { x: corner.x - left, y: corner.y - top } }
}
