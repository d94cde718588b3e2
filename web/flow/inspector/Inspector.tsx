import { Copy, Trash2, TriangleAlert, X } from 'lucide-react'
import { type ComponentType, memo, Suspense, useState } from 'react'
import type { FlowNode, NodeKind } from '#core/flow/definition.ts'
import { duplicateSelected, patchNode, removeSelected } from '#web/flow/actions.ts'
import { INSPECTOR, PROBLEMS } from '#web/flow/canvas/focus.ts'
import { Exits } from '#web/flow/inspector/Exits.tsx'
import { KINDS } from '#web/flow/kinds.ts'
import type { InspectorProps } from '#web/flow/model/node-of.ts'
import { sealTyping } from '#web/flow/model/seal-typing.ts'
import { selectOnly } from '#web/flow/model/store.ts'
import { INSPECTORS } from '#web/flow/nodes/inspectors.ts'
import { FixButton } from '#web/flow/panels/ProblemRow.tsx'
import { useProblemSentence } from '#web/flow/sentence.ts'
import { useFlow, useFlowStore, useShownStep } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'

const NAME_MAX = 80

/** Everything of one step: what it says or does, and where each of its ways leads. */
export function Inspector({ id, onClose }: { id: string; onClose: () => void }) {
  const words = useWords()
  const [tab, setTab] = useState<'content' | 'after'>('content')
  const node = useShownStep(id)
  const isFixed = useFlow(({ canEdit, viewing }) => !canEdit || viewing !== null)
  if (!node) return null
  return (
    <aside
      aria-label={words('inspector.label')}
      {...{ [INSPECTOR]: id }}
      className="flex w-[348px] shrink-0 flex-col border-l border-line bg-surface"
    >
      <Head id={id} kind={node.kind} name={node.name} isFixed={isFixed} onClose={onClose} />
      <div className="px-4 pb-3">
        <Segmented
          wide
          size="sm"
          label={words('inspector.tabs')}
          value={tab}
          onChange={setTab}
          options={[
            { value: 'content', label: words('inspector.content') },
            { value: 'after', label: words('inspector.after') },
          ]}
        />
      </div>
      <div className="scroll min-h-0 flex-1 border-t border-line">
        <fieldset disabled={isFixed} className="min-w-0 space-y-4 px-4 py-3.5">
          <legend className="sr-only">{words('inspector.label')}</legend>
          <div {...{ [PROBLEMS]: '' }} className="space-y-2 empty:hidden">
            <NodeProblems id={id} />
          </div>
          {tab === 'after' ? <Exits id={id} node={node} /> : <Content id={id} node={node} />}
        </fieldset>
      </div>
    </aside>
  )
}

type HeadProps = {
  readonly id: string
  readonly kind: NodeKind
  readonly name: string
  readonly isFixed: boolean
  readonly onClose: () => void
}

/** It says nothing of what is typed below, and is not drawn again for it. */
const Head = memo(function Head({ id, kind: sort, name, isFixed, onClose }: HeadProps) {
  const words = useWords()
  const store = useFlowStore()
  const kind = KINDS[sort]
  const only = (act: () => void) => () => {
    selectOnly(store, [id])
    act()
  }
  const isStart = sort === 'start'
  return (
    <header className="flex items-center gap-2.5 px-4 pt-3 pb-2.5">
      <span
        className={`grid size-8 shrink-0 place-items-center rounded-md [&_svg]:size-4 ${kind.tone}`}
        aria-hidden
      >
        <kind.Icon />
      </span>
      <div className="min-w-0 flex-1">
        <h2 className="font-sans text-2xs font-normal text-fg-3">{words(kind.label)}</h2>
        <input
          aria-label={words('inspector.name')}
          value={name}
          maxLength={NAME_MAX}
          readOnly={isFixed}
          autoComplete="off"
          placeholder={words('inspector.nameHint')}
          onChange={(event) =>
            patchNode(store, id, { name: event.target.value }, { key: 'rename', field: 'name' })
          }
          onBlur={() => sealTyping(store)}
          className="-ml-1 h-6 w-full rounded-xs bg-transparent px-1 font-display text-base font-semibold hover:bg-hover focus:bg-sunken"
        />
      </div>
      <IconButton
        size="sm"
        label={words('act.duplicate')}
        shortcut="Ctrl D"
        disabled={isFixed || isStart}
        onClick={only(() => duplicateSelected(store))}
      >
        <Copy />
      </IconButton>
      <IconButton
        size="sm"
        label={words('act.remove')}
        shortcut="Del"
        disabled={isFixed || isStart}
        onClick={only(() => removeSelected(store))}
      >
        <Trash2 />
      </IconButton>
      <IconButton size="sm" label={words('act.close')} onClick={onClose}>
        <X />
      </IconButton>
    </header>
  )
})

/** Mistakes, and below them what one may leave as it is. */
function NodeProblems({ id }: { id: string }) {
  const say = useProblemSentence()
  const problems = useFlow((state) => state.problems)
  const mine = Map.groupBy(
    problems.filter((problem) => problem.node === id),
    ({ severity }) => severity,
  )
  return (['error', 'warning'] as const).map((severity) => {
    const told = mine.get(severity)
    return (
      told && (
        <Banner
          key={severity}
          tone={severity === 'error' ? 'danger' : 'warn'}
          icon={<TriangleAlert />}
          className="items-start!"
        >
          <ul className="space-y-2.5">
            {told.map((problem) => (
              <li
                key={problem.code + JSON.stringify(problem.details)}
                className="flex flex-col items-start gap-1.5 wrap-anywhere"
              >
                {say(problem)}
                <FixButton problem={problem} />
              </li>
            ))}
          </ul>
        </Banner>
      )
    )
  })
}

function Content({ id, node }: { id: string; node: FlowNode }) {
  const store = useFlowStore()
  // The table pairs each kind with its own inspector; the compiler cannot follow the pair through a variable.
  const Form = INSPECTORS[node.kind] as ComponentType<InspectorProps<NodeKind>>
  return (
    <Suspense fallback={null}>
      <Form
        id={id}
        node={node}
        change={(patch, field) =>
          patchNode(store, id, patch, field ? { key: 'change', field } : { key: 'change' })
        }
      />
    </Suspense>
  )
}
