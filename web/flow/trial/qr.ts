/**
 * A text as a QR code (ISO/IEC 18004), byte mode, error correction M, versions 1 to 10. Rows of modules, true is dark;
 * null when the text is longer than 213 bytes.
 */
export function qrOf(text: string): readonly (readonly boolean[])[] | null {
  const bytes = new TextEncoder().encode(text)
  const version = SHAPES.findIndex(({ capacity }) => capacity >= bytes.length + 2 + 1) + 1
  const shape = SHAPES[version - 1]
  if (!shape) return null
  const grid = emptyGrid(version)
  placeData(grid, codewordsOf(bytes, version, shape))
  const masked = MASKS.map((_, mask) => drawMask(grid, mask))
  return masked.reduce((best, next) => (penaltyOf(next) < penaltyOf(best) ? next : best))
}

/** Data codewords, error correction codewords in each block, blocks, and where alignment patterns stand. */
type Shape = {
  readonly capacity: number
  readonly ecc: number
  readonly blocks: number
  readonly align: readonly number[]
}
const SHAPES: readonly Shape[] = [
  { capacity: 16, ecc: 10, blocks: 1, align: [] },
  { capacity: 28, ecc: 16, blocks: 1, align: [6, 18] },
  { capacity: 44, ecc: 26, blocks: 1, align: [6, 22] },
  { capacity: 64, ecc: 18, blocks: 2, align: [6, 26] },
  { capacity: 86, ecc: 24, blocks: 2, align: [6, 30] },
  { capacity: 108, ecc: 16, blocks: 4, align: [6, 34] },
  { capacity: 124, ecc: 18, blocks: 4, align: [6, 22, 38] },
  { capacity: 154, ecc: 22, blocks: 4, align: [6, 24, 42] },
  { capacity: 182, ecc: 22, blocks: 5, align: [6, 26, 46] },
  { capacity: 216, ecc: 26, blocks: 5, align: [6, 28, 50] },
]

/** Mode, length, bytes, end and padding; then each block's correction, all interleaved. */
function codewordsOf(bytes: Uint8Array, version: number, { capacity, ecc, blocks }: Shape): number[] {
  const bits: number[] = []
  const put = (value: number, length: number) => {
    for (let at = length - 1; at >= 0; at--) bits.push((value >> at) & 1)
  }
  put(0b0100, 4)
  put(bytes.length, version < 10 ? 8 : 16)
  for (const byte of bytes) put(byte, 8)
  put(0, Math.min(4, capacity * 8 - bits.length))
  while (bits.length % 8) bits.push(0)
  const words: number[] = []
  for (let at = 0; at < bits.length; at += 8) words.push(Number.parseInt(bits.slice(at, at + 8).join(''), 2))
  for (let pad = 0; words.length < capacity; pad++) words.push(pad % 2 === 0 ? 0xec : 0x11)
  const short = Math.floor(capacity / blocks)
  const longs = capacity % blocks
  const parts: number[][] = []
  for (let at = 0, block = 0; block < blocks; block++) {
    const size = short + (block >= blocks - longs ? 1 : 0)
    parts.push(words.slice(at, at + size))
    at += size
  }
  const corrections = parts.map((part) => remainderOf(part, ecc))
  return [...interleave(parts, short + 1), ...interleave(corrections, ecc)]
}

function interleave(parts: readonly (readonly number[])[], length: number): number[] {
  const all: number[] = []
  for (let at = 0; at < length; at++) {
    for (const part of parts) if (part[at] !== undefined) all.push(part[at] ?? 0)
  }
  return all
}

/** Product in the field of 256 elements with the polynomial 0x11d. */
function times(x: number, y: number): number {
  let product = 0
  for (let bit = 7; bit >= 0; bit--)
    product = (product << 1) ^ ((product >> 7) * 0x11d) ^ (((y >> bit) & 1) * x)
  return product
}

function remainderOf(data: readonly number[], degree: number): number[] {
  const divisor = [...Array<number>(degree - 1).fill(0), 1]
  for (let round = 0, root = 1; round < degree; round++, root = times(root, 2)) {
    for (let at = 0; at < degree; at++) divisor[at] = times(divisor[at] ?? 0, root) ^ (divisor[at + 1] ?? 0)
  }
  const rest = Array<number>(degree).fill(0)
  for (const word of data) {
    const factor = word ^ (rest.shift() ?? 0)
    rest.push(0)
    for (let at = 0; at < degree; at++) rest[at] = (rest[at] ?? 0) ^ times(divisor[at] ?? 0, factor)
  }
  return rest
}

type Grid = {
  readonly size: number
  readonly dark: boolean[][]
  /** Modules of patterns, which no mask and no data touches. */
  readonly fixed: boolean[][]
}

function emptyGrid(version: number): Grid {
  const size = version * 4 + 17
  const square = () => Array.from({ length: size }, () => Array<boolean>(size).fill(false))
  const grid: Grid = { size, dark: square(), fixed: square() }
  for (let at = 0; at < size; at++) {
    set(grid, 6, at, at % 2 === 0)
    set(grid, at, 6, at % 2 === 0)
  }
  const finders = [
    [3, 3],
    [3, size - 4],
    [size - 4, 3],
  ] as const
  for (const [row, column] of finders) drawSquare(grid, row, column, 4)
  const { align = [] } = SHAPES[version - 1] ?? {}
  for (const row of align) {
    for (const column of align) {
      const isCorner =
        (row === 6 && (column === 6 || column === size - 7)) || (row === size - 7 && column === 6)
      if (!isCorner) drawSquare(grid, row, column, 2)
    }
  }
  drawFormat(grid, 0)
  if (version >= 7) drawVersion(grid, version)
  return grid
}

function set({ dark, fixed, size }: Grid, row: number, column: number, isDark: boolean): void {
  const [line, marks] = [dark[row], fixed[row]]
  if (!line || !marks || column < 0 || column >= size) return
  line[column] = isDark
  marks[column] = true
}

/** A finder (radius 4, its white rim included) or an alignment pattern (radius 2). */
function drawSquare(grid: Grid, row: number, column: number, radius: number): void {
  for (let down = -radius; down <= radius; down++) {
    for (let right = -radius; right <= radius; right++) {
      const far = Math.max(Math.abs(down), Math.abs(right))
      set(grid, row + down, column + right, radius === 2 ? far !== 1 : far !== 2 && far !== 4)
    }
  }
}

/** Correction level M and the mask, with their own correction. */
function drawFormat(grid: Grid, mask: number): void {
  let rest = mask
  for (let at = 0; at < 10; at++) rest = (rest << 1) ^ ((rest >> 9) * 0x537)
  const bits = ((mask << 10) | rest) ^ 0x5412
  const bit = (at: number) => ((bits >> at) & 1) === 1
  const { size } = grid
  for (let at = 0; at <= 5; at++) set(grid, at, 8, bit(at))
  set(grid, 7, 8, bit(6))
  set(grid, 8, 8, bit(7))
  set(grid, 8, 7, bit(8))
  for (let at = 9; at < 15; at++) set(grid, 8, 14 - at, bit(at))
  for (let at = 0; at < 8; at++) set(grid, 8, size - 1 - at, bit(at))
  for (let at = 8; at < 15; at++) set(grid, size - 15 + at, 8, bit(at))
  set(grid, size - 8, 8, true)
}

function drawVersion(grid: Grid, version: number): void {
  let rest = version
  for (let at = 0; at < 12; at++) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25)
  const bits = (version << 12) | rest
  for (let at = 0; at < 18; at++) {
    const isDark = ((bits >> at) & 1) === 1
    const [far, near] = [grid.size - 11 + (at % 3), Math.floor(at / 3)]
    set(grid, far, near, isDark)
    set(grid, near, far, isDark)
  }
}

/** Around what is fixed, in the order of reading. */
function placeData({ size, dark, fixed }: Grid, words: readonly number[]): void {
  let at = 0
  for (const [row, column] of readingOrder(size)) {
    const line = dark[row]
    if (!line || fixed[row]?.[column] || at >= words.length * 8) continue
    line[column] = (((words[at >> 3] ?? 0) >> (7 - (at & 7))) & 1) === 1
    at++
  }
}

/** In columns of two from the right, up and down in turn; the column of the timing pattern is passed over. */
function* readingOrder(size: number): Iterable<readonly [row: number, column: number]> {
  for (let pair = size - 1; pair >= 1; pair -= 2) {
    const right = pair <= 6 ? pair - 1 : pair
    const isUp = ((right + 1) & 2) === 0
    for (let step = 0; step < size; step++) {
      const row = isUp ? size - 1 - step : step
      yield [row, right]
      yield [row, right - 1]
    }
  }
}

const MASKS: readonly ((row: number, column: number) => boolean)[] = [
  (row, column) => (row + column) % 2 === 0,
  (row) => row % 2 === 0,
  (_row, column) => column % 3 === 0,
  (row, column) => (row + column) % 3 === 0,
  (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2 === 0,
  (row, column) => ((row * column) % 2) + ((row * column) % 3) === 0,
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2 === 0,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2 === 0,
]

function drawMask(grid: Grid, mask: number): boolean[][] {
  const turns = MASKS[mask]
  const dark = grid.dark.map((line, row) =>
    line.map((isDark, column) => (grid.fixed[row]?.[column] ? isDark : isDark !== turns?.(row, column))),
  )
  drawFormat({ ...grid, dark }, mask)
  return dark
}

/** Long runs, squares of one colour and an uneven share make a code hard to read. */
function penaltyOf(dark: readonly (readonly boolean[])[]): number {
  const size = dark.length
  const columns = dark.map((_, column) => dark.map((line) => line[column] ?? false))
  let penalty = 0
  for (const line of [...dark, ...columns]) {
    const text = line.map((isDark) => (isDark ? '1' : '0')).join('')
    for (const [run] of text.matchAll(/0{5,}|1{5,}/g)) penalty += run.length - 2
    for (const finder of ['10111010000', '00001011101']) penalty += (text.split(finder).length - 1) * 40
  }
  for (let row = 1; row < size; row++) {
    for (let column = 1; column < size; column++) {
      const corner = dark[row]?.[column]
      const isSame = [dark[row - 1]?.[column - 1], dark[row - 1]?.[column], dark[row]?.[column - 1]]
      if (isSame.every((other) => other === corner)) penalty += 3
    }
  }
  const share = dark.flat().filter(Boolean).length / (size * size)
  return penalty + Math.floor(Math.abs(share * 100 - 50) / 5) * 10
}
