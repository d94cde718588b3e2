import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react'
import { useRef } from 'react'
import type { Action } from '#core/flow/nodes/action.ts'
import { ActionForm } from '#web/flow/inspector/ActionForm.tsx'
import { blankAction, DOINGS } from '#web/flow/inspector/actions.ts'
import type { InspectorProps } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Menu } from '#web/ui/Menu.tsx'

const ACTIONS_MAX = 20
const FORM = 'data-action-form'

export function ActionInspector({ node: { actions }, change }: InspectorProps<'action'>) {
  const words = useWords()
  const list = useRef<HTMLOListElement | null>(null)
  /** An action was just added: the cursor goes there. */
  const isFresh = useRef(false)
  const set = (at: number, action: Action, typing?: string) =>
    change(
      { actions: actions.map((each, place) => (place === at ? action : each)) },
      typing && `actions.${at}.${typing}`,
    )
  const move = (at: number, to: number) => {
    const next = [...actions]
    next.splice(to, 0, ...next.splice(at, 1))
    change({ actions: next })
  }
  const items = DOINGS.map(
    (doing) =>
      doing && {
        label: words(`do.${doing}`),
        onSelect: () => {
          change({ actions: [...actions, blankAction(doing)] })
          isFresh.current = true
        },
      },
  )
  const takeFresh = () => {
    const last = isFresh.current ? list.current?.lastElementChild : null
    isFresh.current = false
    return last?.querySelector<HTMLElement>(`[${FORM}] :is(input, textarea, button)`) ?? null
  }
  return (
    <>
      <ol ref={list} className="space-y-2.5">
        {actions.map((action, at) => (
          <li key={`${at}${action.do}`} className="rounded-md border border-line-strong shadow-1">
            <header className="flex items-center gap-0.5 border-b border-line py-1 pr-1 pl-3">
              <h3 className="min-w-0 flex-1 truncate font-sans text-sm font-medium">
                {words(`do.${action.do}`)}
              </h3>
              <IconButton
                size="sm"
                label={words('choice.up')}
                disabled={at === 0}
                onClick={() => move(at, at - 1)}
              >
                <ArrowUp className="size-3.5!" />
              </IconButton>
              <IconButton
                size="sm"
                label={words('choice.down')}
                disabled={at === actions.length - 1}
                onClick={() => move(at, at + 1)}
              >
                <ArrowDown className="size-3.5!" />
              </IconButton>
              <IconButton
                size="sm"
                label={words('choice.remove')}
                onClick={() => change({ actions: actions.filter((_, place) => place !== at) })}
              >
                <X className="size-4!" />
              </IconButton>
            </header>
            <div className="space-y-3 p-3" {...{ [FORM]: '' }}>
              <ActionForm action={action} onChange={(next, typing) => set(at, next, typing)} />
            </div>
          </li>
        ))}
      </ol>
      <Menu
        items={items}
        focusAfter={(byKeyboard) => (byKeyboard ? takeFresh() : null)}
        trigger={
          <Button icon={<Plus />} disabled={actions.length >= ACTIONS_MAX}>
            {words('action.add')}
          </Button>
        }
      />
      {actions.length === 0 && <p className="text-xs text-fg-3">{words('action.empty')}</p>}
    </>
  )
}
