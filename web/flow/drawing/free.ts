import type { Place } from '#core/flow/edit.ts'
import type { Card } from '#web/flow/drawing/cards.ts'

/** What takes room in a drawing. */
export type Area = Place & {
  readonly width: number
  readonly height: number
  /** Something may lie inside it. */
  readonly isOpen: boolean
}

/** Pixels that stay free between two cards. */
const GAP = 24
const WAYS = ['down', 'right'] as const
type Way = (typeof WAYS)[number]

/** The areas of cards; what is folded away takes room as well, for it comes back there. */
export function areasOf(cards: readonly Card[]): readonly Area[] {
  return cards.map(({ type, position, width = 0, height = 0, data }) => {
    return { ...position, width, height, isOpen: type === 'frame' && data.folded === undefined }
  })
}

/**
 * How far pieces must move so that none lies on what is there: the least that does it, straight down or to the right from where they
 * are wished. A step may lie in an open frame, a frame over nothing.
 */
export function freeBy(
  pieces: readonly Area[],
  taken: readonly Area[],
  wished: Place,
  ways: readonly Way[] = WAYS,
): Place {
  const found = ways.map((way) => pushed(pieces, taken, wished, way))
  const far = ({ x, y }: Place) => x - wished.x + y - wished.y
  return found.reduce((best, one) => (far(one) < far(best) ? one : best))
}

/** Pushed past everything that is in the way; each push leaves at least one card behind for good. */
function pushed(pieces: readonly Area[], taken: readonly Area[], wished: Place, way: Way): Place {
  let by = wished
  for (let tries = 0; tries <= taken.length; tries++) {
    const pushes = pieces.flatMap((piece) => {
      const moved = { ...piece, x: piece.x + by.x, y: piece.y + by.y }
      return taken
        .filter((one) => isOver(moved, one))
        .map((one) =>
          way === 'down' ? one.y + one.height + GAP - moved.y : one.x + one.width + GAP - moved.x,
        )
    })
    if (pushes.length === 0) return by
    const most = pushes.reduce((one, other) => Math.max(one, other))
    by = way === 'down' ? { ...by, y: by.y + most } : { ...by, x: by.x + most }
  }
  return by
}

function isOver(piece: Area, one: Area): boolean {
  if (one.isOpen && !piece.isOpen) return false
  return (
    piece.x < one.x + one.width + GAP &&
    piece.x + piece.width + GAP > one.x &&
    piece.y < one.y + one.height + GAP &&
    piece.y + piece.height + GAP > one.y
  )
}

const GRID = 10

/** The nearest point of the grid on which cards stand. */
export function onGrid({ x, y }: Place): Place {
  return { x: Math.round(x / GRID) * GRID, y: Math.round(y / GRID) * GRID }
}
