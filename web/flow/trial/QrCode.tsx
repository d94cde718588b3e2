import { useMemo } from 'react'
import { qrOf } from '#web/flow/trial/qr.ts'

/** Modules of white around a code, as its standard asks. */
const RIM = 4

/** A text for the camera of a phone; nothing when it is too long for a code that a phone reads well. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const code = useMemo(() => qrOf(text), [text])
  if (!code) return null
  const path = code
    .flatMap((line, row) => line.map((isDark, column) => (isDark ? `M${column} ${row}h1v1h-1z` : '')))
    .join('')
  const side = code.length + RIM * 2
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`${-RIM} ${-RIM} ${side} ${side}`}
      shapeRendering="crispEdges"
      className="block size-44 rounded-md bg-white"
    >
      <path d={path} fill="#000" />
    </svg>
  )
}
