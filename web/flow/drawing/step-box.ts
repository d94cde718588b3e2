import type { NodeHandle, Position } from '@xyflow/react'
import type { FlowNode } from '#core/flow/definition.ts'
import { outletsOf } from '#core/flow/outlets.ts'
import { linesOf, sayingOf } from '#web/flow/drawing/summary.ts'
import { keysOnly } from '#web/flow/model/words.ts'

/** Card measures in pixels at 100 %; the card's markup uses the very same numbers. */
export const CARD_WIDTH = 256
export const HEAD_HEIGHT = 50
export const EXIT_HEIGHT = 27
const LINE_HEIGHT = 20
export const SAYING_LINE = 17
const SAYING_LINES_MAX = 3
export const SAYING_PADDING = 16
const PICTURE_HEIGHT = 76
const MEDIA_HEIGHT = 28
const SAYING_MARGIN = 8
const LINES_MARGIN = 4
const EXITS_PADDING = 9
const BORDERS = 2
/** Characters of 12-pixel Inter that surely fit into one line of the saying. */
const SAYING_CHARS = 34
const HANDLE = 11
const ENTRY_TOP = 25

export type StepBox = { readonly width: number; readonly height: number; readonly handles: NodeHandle[] }

/**
 * A step's size and handle places follow from its data alone, so that the canvas can cull, lay out and draw
 * ways without measuring the page.
 */
export function stepBox(node: FlowNode): StepBox {
  const exits = outletsOf(node)
  const exitsTop = HEAD_HEIGHT + sayingHeight(node) + linesHeight(node)
  const handles = exits.map(({ name }, at) =>
    handle(name, 'source', CARD_WIDTH, exitsTop + 5 + at * EXIT_HEIGHT + EXIT_HEIGHT / 2),
  )
  if (node.kind !== 'start') handles.unshift(handle('in', 'target', 0, ENTRY_TOP))
  const exitsHeight = exits.length > 0 ? exits.length * EXIT_HEIGHT + EXITS_PADDING : 0
  return { width: CARD_WIDTH, height: exitsTop + exitsHeight + BORDERS, handles }
}

/** Lines of text that the saying takes on its card, at most `SAYING_LINES_MAX`. */
export function sayingLines(text: string): number {
  if (text === '') return 0
  const shown = text.slice(0, 400).replace(MERGE_FIELD, (_, name: string) => name + FIELD_EDGES)
  const lines = shown.split('\n').map(linesOfParagraph)
  return Math.min(
    SAYING_LINES_MAX,
    lines.reduce((sum, one) => sum + one, 0),
  )
}
/** A merge field is shown by its name alone, in a frame as wide as two characters. */
const MERGE_FIELD = /\{\{\s*([^{}|]+?)\s*(?:\|[^{}]*)?\}\}/g
const FIELD_EDGES = '..'

/** Words go to the next line whole, but those that are longer than a line. */
function linesOfParagraph(paragraph: string): number {
  let lines = 1
  let filled = 0
  for (const word of paragraph.replace(/[*_~{}]/g, '').split(' ')) {
    const fits = filled === 0 || filled + 1 + word.length <= SAYING_CHARS
    if (!fits) lines += 1
    filled = fits && filled > 0 ? filled + 1 + word.length : word.length
    const more = Math.max(0, Math.ceil(filled / SAYING_CHARS) - 1)
    lines += more
    filled -= more * SAYING_CHARS
  }
  return lines
}

/** Height of the strip that shows a message's medium; 0 without one. Only our own images are drawn. */
export function mediaHeight(node: FlowNode): number {
  if (node.kind !== 'message' || !node.media) return 0
  return node.media.media === 'image' && 'file' in node.media.source ? PICTURE_HEIGHT : MEDIA_HEIGHT
}

function sayingHeight(node: FlowNode): number {
  const lines = sayingLines(sayingOf(node))
  const text = lines > 0 ? lines * SAYING_LINE + SAYING_PADDING : 0
  const height = mediaHeight(node) + text
  return height > 0 ? height + SAYING_MARGIN : 0
}

function linesHeight(node: FlowNode): number {
  const count = linesOf(node, keysOnly).length
  return count > 0 ? count * LINE_HEIGHT + LINES_MARGIN : 0
}

function handle(id: string, type: 'source' | 'target', x: number, y: number): NodeHandle {
  const half = HANDLE / 2
  const position = (type === 'source' ? 'right' : 'left') as Position
  return { id, type, position, x: x - half, y: y - half, width: HANDLE, height: HANDLE }
}
