import { ChevronRight, TriangleAlert, Wrench } from 'lucide-react'
import { FIXES } from '#core/flow/fix/words.ts'
import type { Problem } from '#core/flow/problem.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { freshId } from '#web/flow/actions.ts'
import { focusCard, isInInspector } from '#web/flow/canvas/focus.ts'
import { useGoTo } from '#web/flow/canvas/use-go-to.ts'
import { titleOf } from '#web/flow/drawing/title.ts'
import { edit, undoEdit } from '#web/flow/model/store.ts'
import { useProblemSentence } from '#web/flow/sentence.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { toast } from '#web/ui/Toast.tsx'

/** How the two levels of problems are coloured. */
export const TONES = { error: 'text-danger-fg', warning: 'text-warn-fg' }

/** One problem: pressing it shows its step and the path to it; where one edit mends it, a button does that. */
export function ProblemRow({ problem }: { problem: Problem }) {
  const words = useWords()
  const say = useProblemSentence()
  const store = useFlowStore()
  const goTo = useGoTo()
  const node = useFlow((state) => state.drawing.definition.nodes[problem.node])
  const name = node ? titleOf(node, words) : words('problems.wholeFlow')
  return (
    <div className="flex min-h-9 items-center gap-2 pr-3 hover:bg-sunken">
      <button
        type="button"
        onClick={() => {
          store.setState({ marked: problem.path ? problem : null })
          goTo(problem.node, problem.path)
        }}
        className="flex min-h-9 min-w-0 flex-1 items-center gap-2.5 pl-3 text-left text-sm"
      >
        <TriangleAlert
          className={`size-4 shrink-0 ${TONES[problem.severity]}`}
          role="img"
          aria-label={words(`level.${problem.severity}`)}
        />
        <span className="max-w-72 shrink-0 truncate font-medium">{name}</span>
        <ChevronRight className="size-3.5 shrink-0 text-fg-3" aria-hidden />
        <span className="truncate text-fg-2">{say(problem)}</span>
      </button>
      <FixButton problem={problem} />
    </div>
  )
}

/** Mends the problem; nothing where only a person can, or where the reader may not edit. */
export function FixButton({ problem }: { problem: Problem }) {
  const words = useWords()
  const language = useLanguage()
  const store = useFlowStore()
  const fix = useFlow((state) => (state.canEdit && !state.viewing ? state.fixes.get(problem) : undefined))
  if (!fix) return null
  const name = FIXES[fix.name][language]
  const mend = () => {
    const wasInPanel = isInInspector(document.activeElement)
    edit(store, { key: 'fix', name }, (drawing) => fix.apply(drawing, freshId))
    // The button goes with its problem: the focus stays with the step, so that the keys still mean it.
    if (wasInPanel) focusCard(problem.node)
    toast(words('problems.fixed', { what: name }), { undo: () => undoEdit(store) })
  }
  return (
    <Button size="sm" icon={<Wrench />} onClick={mend}>
      {name}
    </Button>
  )
}
