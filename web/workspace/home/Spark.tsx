const WIDTH = 92
const HEIGHT = 32

/** The course of a figure, for the eye alone: the figure stands beside it. */
export function Spark({ values }: { values: readonly number[] }) {
  const most = Math.max(...values)
  if (values.length < 2 || most <= 0) return null
  const step = (WIDTH - 4) / (values.length - 1)
  const points = values.map((value, at) => `${2 + at * step},${HEIGHT - 3 - (value / most) * (HEIGHT - 7)}`)
  const [lastX = '0', lastY = '0'] = points.at(-1)?.split(',') ?? []
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="h-8 w-[92px] shrink-0 text-brand max-sm:hidden"
    >
      <polygon
        points={`2,${HEIGHT} ${points.join(' ')} ${lastX},${HEIGHT}`}
        fill="currentColor"
        opacity=".12"
      />
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinejoin="round"
      />
      <circle cx={lastX} cy={lastY} r="2.4" fill="currentColor" />
    </svg>
  )
}
