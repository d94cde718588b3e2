import type { Place } from '#core/flow/edit.ts'

export type Arrangement = 'left' | 'top' | 'across' | 'down'
type Box = {
  readonly id: string
  readonly position: Place
  readonly width?: number
  readonly height?: number
}

/**
 * New places for chosen cards: their left or upper edges in one line, or the gaps between them equal from the first to
 * the last, which stay where they are. Cards too wide or high for the span are put side by side, none over another.
 */
export function arranged(cards: readonly Box[], how: Arrangement): Record<string, Place> {
  const at = (place: (card: Box) => Place) => Object.fromEntries(cards.map((card) => [card.id, place(card)]))
  switch (how) {
    case 'left': {
      const x = Math.min(...cards.map(({ position }) => position.x))
      return at(({ position }) => ({ x, y: position.y }))
    }
    case 'top': {
      const y = Math.min(...cards.map(({ position }) => position.y))
      return at(({ position }) => ({ x: position.x, y }))
    }
    case 'across': {
      const starts = spread(
        cards.map(({ id, position, width = 0 }) => ({ id, start: position.x, span: width })),
      )
      return at(({ id, position }) => ({ x: starts.get(id) ?? position.x, y: position.y }))
    }
    case 'down': {
      const starts = spread(
        cards.map(({ id, position, height = 0 }) => ({ id, start: position.y, span: height })),
      )
      return at(({ id, position }) => ({ x: position.x, y: starts.get(id) ?? position.y }))
    }
  }
}

/** Between cards that would lie over one another, in pixels. */
const GAP_MIN = 20
type Span = { readonly id: string; readonly start: number; readonly span: number }

function spread(spans: readonly Span[]): Map<string, number> {
  const sorted = spans.toSorted((a, b) => a.start - b.start)
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (!first || !last) return new Map()
  const room = last.start + last.span - first.start
  const filled = sorted.reduce((sum, { span }) => sum + span, 0)
  const gap = Math.max(GAP_MIN, (room - filled) / Math.max(1, sorted.length - 1))
  const starts = new Map<string, number>()
  let start = first.start
  for (const { id, span } of sorted) {
    starts.set(id, Math.round(start))
    start += span + gap
  }
  return starts
}
