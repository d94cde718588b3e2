/** A piece of a file that is too long for one answer; `cursor` asks for the next. */
export type Piece = { readonly name: string; readonly text: string; readonly cursor: string | null }

/** Reads a file piece by piece, so many at most. */
export async function readPieces(
  ask: (cursor: string | undefined) => Promise<Piece>,
  piecesMax: number,
): Promise<{ readonly name: string; readonly text: string }> {
  const pieces: string[] = []
  let cursor: string | undefined
  for (let piece = 0; piece < piecesMax; piece++) {
    const read = await ask(cursor)
    pieces.push(read.text)
    if (read.cursor === null) return { name: read.name, text: pieces.join('') }
    cursor = read.cursor
  }
  throw new Error('the file has more pieces than it may have')
}

/** Puts a text into a file on the reader's device. */
export function saveFile(name: string, text: string, type: 'text/csv' | 'application/json'): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
