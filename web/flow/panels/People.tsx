import { usePeople } from '#web/base/live.ts'
import { useGoTo } from '#web/flow/canvas/use-go-to.ts'
import { useCanvasWords } from '#web/flow/canvas-words.ts'
import { KINDS } from '#web/flow/kinds.ts'
import { useFlow } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Avatar } from '#web/ui/Avatar.tsx'
import { Tip } from '#web/ui/Tip.tsx'

/** Faces that fit into the bar. */
const FACES_MAX = 4

/** The others who have this flow open; pressing a face goes to the step that they are on. */
export function People() {
  const words = useCanvasWords()
  const people = usePeople()
  if (people.length === 0) return null
  return (
    <ul aria-label={words('people.label')} className="mr-1 flex">
      {people.slice(0, FACES_MAX).map(({ userId, name, part }) => (
        <li key={userId} className="not-first:-ml-1.5">
          <Face name={name} step={part} />
        </li>
      ))}
    </ul>
  )
}

function Face({ name, step }: { name: string; step: string | null }) {
  const words = useCanvasWords()
  const kindWords = useWords()
  const goTo = useGoTo()
  const node = useFlow(({ drawing }) => (step ? drawing.definition.nodes[step] : undefined))
  const title = node && (node.name || kindWords(KINDS[node.kind].label))
  const label = title ? words('people.at', { name, step: title }) : words('people.here', { name })
  return (
    <Tip label={label}>
      <button
        type="button"
        aria-disabled={!node}
        onClick={() => node && step && goTo(step)}
        className="grid size-8 place-items-center rounded-full border-2 border-surface"
      >
        <Avatar name={name} size={28} />
        <span className="sr-only">{label}</span>
      </button>
    </Tip>
  )
}
