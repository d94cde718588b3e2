import { RichText } from '#web/flow/canvas/RichText.tsx'
import type { Line } from '#web/flow/drawing/summary.ts'
import { useFlow } from '#web/flow/use-flow.ts'

/** The value of a card's line; another flow is called by its name. */
export function LineValue({ line }: { line: Line }) {
  const name = useFlow(({ flowNames }) => (line.flow === undefined ? undefined : flowNames[line.flow]))
  return <RichText text={line.flow === undefined ? line.value : (name ?? '…')} />
}
