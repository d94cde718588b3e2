import type { Place } from '#core/flow/edit.ts'

type Box = {
  readonly id: string
  readonly type?: string | undefined
  readonly position: Place
  readonly width?: number | undefined
  readonly height?: number | undefined
  readonly data?: { readonly folded?: readonly string[] | undefined } | object
}
type Area = Place & { readonly width: number; readonly height: number }

/** A new frame's measures in pixels, and the room between a frame and what it goes around. */
export const FRAME_WIDTH = 640
export const FRAME_HEIGHT = 400
const PADDING = 30
const HEAD = 60
const GRID = 10

/** The cards and notes whose middle lies in a frame, or over which it is folded: what moves with it. */
export function insideOf(frame: Box, cards: readonly Box[]): readonly string[] {
  const { folded } = (frame.data ?? {}) as { readonly folded?: readonly string[] }
  if (folded) return folded
  const { x, y } = frame.position
  return cards.flatMap(({ id, type, position, width = 0, height = 0 }) => {
    if (type === 'frame') return []
    const [middleX, middleY] = [position.x + width / 2, position.y + height / 2]
    const isIn =
      middleX >= x && middleX <= x + (frame.width ?? 0) && middleY >= y && middleY <= y + (frame.height ?? 0)
    return isIn ? [id] : []
  })
}

/** What a frame is folded over: what lies in it, and the smaller frames there. */
export function foldable(frame: Box, cards: readonly Box[]): readonly string[] {
  const areaOf = ({ width = 0, height = 0 }: Box) => width * height
  const frames = cards.filter((card) => card.type === 'frame' && areaOf(card) < areaOf(frame))
  const bare = frames.map((card) => ({ ...card, type: undefined }))
  return [...insideOf(frame, cards), ...insideOf(frame, bare)]
}

/** A frame around cards, its edges on the grid; null around none. */
export function frameAround(cards: readonly Omit<Box, 'id'>[]): Area | null {
  if (cards.length === 0) return null
  const left = Math.min(...cards.map(({ position }) => position.x)) - PADDING
  const top = Math.min(...cards.map(({ position }) => position.y)) - HEAD
  const right = Math.max(...cards.map(({ position, width = 0 }) => position.x + width)) + PADDING
  const bottom = Math.max(...cards.map(({ position, height = 0 }) => position.y + height)) + PADDING
  const down = (value: number) => Math.floor(value / GRID) * GRID
  const up = (value: number) => Math.ceil(value / GRID) * GRID
  return { x: down(left), y: down(top), width: up(right - down(left)), height: up(bottom - down(top)) }
}
