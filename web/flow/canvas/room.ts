type Box = { readonly left: number; readonly right: number; readonly top: number }

const MARGIN = 24

/** How far a span must move to lie inside a length; one that is too long shows its beginning. */
export function shiftInto(start: number, span: number, length: number): number {
  if (start < MARGIN || span > length - 2 * MARGIN)
    return start < MARGIN || start > length ? MARGIN - start : 0
  return Math.min(0, length - MARGIN - (start + span))
}

/** How much of the canvas' height is free for a card: what floats at its lower edge, above or below the card's columns, covers the rest. */
export function freeHeight(
  height: number,
  card: { readonly left: number; readonly right: number },
  floats: readonly Box[],
): number {
  const tops = floats
    .filter(({ left, right }) => left < card.right && right > card.left)
    .map(({ top }) => top)
  return Math.min(height, ...tops)
}
