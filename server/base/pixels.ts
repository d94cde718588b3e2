const MARKERS_MAX = 200

/** Width × height as a PNG or JPEG header claims; undefined when the head does not say. */
export function pixelsOf(head: Buffer): number | undefined {
  if (head.length >= 24 && head.toString('latin1', 1, 4) === 'PNG')
    return head.readUInt32BE(16) * head.readUInt32BE(20)
  return head[0] === 0xff && head[1] === 0xd8 ? jpegPixels(head) : undefined
}

/** Walks the segments to the first frame header (SOF0-SOF15, ITU T.81). */
function jpegPixels(head: Buffer): number | undefined {
  let at = 2
  for (let seen = 0; seen < MARKERS_MAX && at + 9 <= head.length; seen++) {
    if (head[at] !== 0xff) return undefined
    const marker = head[at + 1] ?? 0
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return head.readUInt16BE(at + 5) * head.readUInt16BE(at + 7)
    at += marker === 0xff ? 1 : 2 + head.readUInt16BE(at + 2)
  }
  return undefined
}
