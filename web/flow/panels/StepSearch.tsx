import { Search } from 'lucide-react'
import { type KeyboardEvent, useId, useState } from 'react'
import type { Definition, FlowNode } from '#core/flow/definition.ts'
import { focusCard, SEARCH_FIELD } from '#web/flow/canvas/focus.ts'
import { useGoTo } from '#web/flow/canvas/use-go-to.ts'
import { searchTextOf } from '#web/flow/drawing/summary.ts'
import { KINDS } from '#web/flow/kinds.ts'
import { countSteps, type FlowState } from '#web/flow/model/store.ts'
import { useFlow } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { cx } from '#web/ui/cx.ts'
import { TextInput } from '#web/ui/TextInput.tsx'

const HITS_MAX = 8
const NONE: Definition['nodes'] = {}

function nodesOf({ drawing, viewing }: FlowState): Definition['nodes'] {
  return (viewing?.drawing ?? drawing).definition.nodes
}

/** Finds a step by its name or by what it says; Enter goes there. */
export function StepSearch() {
  const words = useWords()
  const goTo = useGoTo()
  const list = useId()
  const [search, setSearch] = useState('')
  const [at, setAt] = useState(0)
  const wanted = search.trim().toLowerCase()
  // While nothing is looked for, an edit of a step is no news here.
  const nodes = useFlow((state) => (wanted === '' ? NONE : nodesOf(state)))
  const count = useFlow(countSteps)
  const hits = Object.entries(nodes)
    .filter(([, node]) => nameAndText(node).includes(wanted))
    .slice(0, HITS_MAX)
  function nameAndText(node: FlowNode) {
    return `${words(KINDS[node.kind].label)}\n${searchTextOf(node)}`.toLowerCase()
  }
  const open = (id: string | undefined) => {
    if (!id) return
    goTo(id)
    focusCard(id)
    setSearch('')
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') open(hits[at]?.[0])
    else if (event.key === 'Escape') setSearch('')
    else if (event.key === 'ArrowDown') setAt(Math.min(at + 1, hits.length - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0))
    else return
    event.preventDefault()
  }
  return (
    <div className="relative ml-1 hidden w-56 lg:block">
      <TextInput
        icon={<Search />}
        value={search}
        onChange={(text) => {
          setSearch(text)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setSearch('')}
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls={list}
        aria-activedescendant={hits.length > 0 ? `${list}-${at}` : undefined}
        aria-label={words('search.label')}
        placeholder={words('search.hint', { count })}
        {...{ [SEARCH_FIELD]: '' }}
      />
      <div
        id={list}
        role="listbox"
        aria-label={words('search.label')}
        hidden={wanted === ''}
        className="absolute top-9 left-0 z-30 w-72 rounded-md border border-line bg-surface p-1 shadow-3"
      >
        {hits.map(([id, node], place) => {
          const { Icon, label, tone } = KINDS[node.kind]
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field keeps the focus and handles the keys
            <div
              key={id}
              id={`${list}-${place}`}
              role="option"
              tabIndex={-1}
              aria-selected={place === at}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => open(id)}
              className={cx(
                'flex h-9 cursor-pointer items-center gap-2 rounded-sm px-1.5 hover:bg-hover',
                place === at && 'bg-hover',
              )}
            >
              <span
                className={`grid size-6 shrink-0 place-items-center rounded-sm [&_svg]:size-3.5 ${tone}`}
                aria-hidden
              >
                <Icon />
              </span>
              <span className="truncate text-sm">{node.name || words(label)}</span>
            </div>
          )
        })}
        {hits.length === 0 && <p className="px-2 py-2 text-sm text-fg-3">{words('search.none')}</p>}
      </div>
    </div>
  )
}
