import { ChevronDown, ChevronUp, CircleCheck, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { Problem } from '#core/flow/problem.ts'
import { useNextProblem } from '#web/flow/canvas/use-canvas-keys.ts'
import { ProblemRow, TONES } from '#web/flow/panels/ProblemRow.tsx'
import { useProblemSentence } from '#web/flow/sentence.ts'
import { useFlow } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Kbd } from '#web/ui/Kbd.tsx'

/** Problems that are listed at once; fixing some brings up the rest. */
const SHOWN_MAX = 200

/** What is wrong with the draft; pressing a line brings its step to the middle. */
export function ProblemsBar() {
  const words = useWords()
  const say = useProblemSentence()
  const problems = useFlow((state) => state.problems)
  const [isOpen, setOpen] = useState(false)
  const next = useNextProblem()
  const errors = problems.filter((problem) => problem.severity === 'error').length
  const first = problems[0]
  return (
    <section aria-label={words('problems.label')} className="shrink-0 border-t border-line bg-surface">
      <div className="flex h-9 items-center">
        <button
          type="button"
          aria-expanded={isOpen}
          disabled={!first}
          onClick={() => setOpen(!isOpen)}
          className="flex h-full min-w-0 flex-1 items-center gap-3 px-3 text-left text-sm font-medium enabled:hover:bg-sunken"
        >
          <span>{words('problems.label')}</span>
          {first ? (
            <>
              <Count level="error" value={errors} />
              <Count level="warning" value={problems.length - errors} />
              {!isOpen && (
                <span className="min-w-0 truncate text-xs font-normal text-fg-3">{say(first)}</span>
              )}
              <span className="ml-auto text-fg-3">
                {isOpen ? <ChevronDown className="size-4" /> : <ChevronUp className="size-4" />}
              </span>
            </>
          ) : (
            <span className="flex items-center gap-1.5 text-xs font-normal text-fg-3">
              <CircleCheck className="size-3.5 text-brand" aria-hidden />
              {words('problems.none')}
            </span>
          )}
        </button>
        {first && (
          <button
            type="button"
            onClick={next}
            className="flex h-full items-center gap-2 border-l border-line px-3 text-xs text-fg-3 hover:bg-sunken"
          >
            <Kbd>F8</Kbd>
            {words('problems.next')}
          </button>
        )}
      </div>
      {isOpen && first && (
        <ul className="scroll max-h-44 border-t border-line py-1">
          {problems.slice(0, SHOWN_MAX).map((problem, at) => (
            <li key={`${at}${problem.node}${problem.code}`}>
              <ProblemRow problem={problem} />
            </li>
          ))}
        </ul>
      )}
      <span className="sr-only" role="status">
        {words('problems.count', { count: errors })}
      </span>
    </section>
  )
}

function Count({ level, value }: { level: Problem['severity']; value: number }) {
  const words = useWords()
  return (
    <span className={`tnum flex items-center gap-1 text-xs ${TONES[level]}`}>
      <TriangleAlert className="size-3.5" role="img" aria-label={words(`level.${level}`)} />
      {value}
    </span>
  )
}
