import { Link } from '@tanstack/react-router'
import { useReactFlow } from '@xyflow/react'
import {
  ArrowLeft,
  CircleCheck,
  CloudOff,
  Copy,
  Download,
  Ellipsis,
  History,
  LayoutGrid,
  type LucideIcon,
  MessageSquareText,
  Pencil,
  Redo2,
  RefreshCw,
  Rocket,
  Smartphone,
  Undo2,
} from 'lucide-react'
import type { FlowRow } from '#core/flow/api.ts'
import { FIT_VIEW } from '#web/flow/canvas/ZoomBar.tsx'
import { useCanvasWords } from '#web/flow/canvas-words.ts'
import { FlowState } from '#web/flow/list/FlowState.tsx'
import type { Saving } from '#web/flow/model/autosave.ts'
import type { Label } from '#web/flow/model/history.ts'
import { redoEdit, undoEdit } from '#web/flow/model/store.ts'
import type { Key, Words } from '#web/flow/model/words.ts'
import { People } from '#web/flow/panels/People.tsx'
import { StepSearch } from '#web/flow/panels/StepSearch.tsx'
import { tidy } from '#web/flow/tidy.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button, buttonClass } from '#web/ui/Button.tsx'
import { cx } from '#web/ui/cx.ts'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import { Tip } from '#web/ui/Tip.tsx'

export type Side = 'history' | 'test' | 'comments' | null
type Props = {
  readonly flow: FlowRow
  readonly side: Side
  readonly onSide: (side: Side) => void
  readonly onPublish: () => void
  readonly onRename: () => void
  readonly onDuplicate: () => void
  readonly onExport: () => void
}

/** The builder's bar: where one is, whether it is saved, and what can be done with the flow as a whole. */
export function TopBar({ flow, side, onSide, onPublish, onRename, onDuplicate, onExport }: Props) {
  const words = useWords()
  const canvasWords = useCanvasWords()
  const canEdit = useFlow((state) => state.canEdit)
  const toggle = (wanted: Side) => () => onSide(side === wanted ? null : wanted)
  return (
    <header className="flex h-[52px] shrink-0 items-center gap-1.5 border-b border-line bg-surface px-3">
      <Tip label={words('builder.back')}>
        <Link
          to="/flows"
          aria-label={words('builder.back')}
          className={buttonClass({ tone: 'ghost', className: 'size-8 px-0!' })}
        >
          <ArrowLeft className="size-[17px]!" />
        </Link>
      </Tip>
      <div className="mr-1 min-w-0 max-w-72">
        <h1 className="flex items-center gap-2 text-base leading-5 font-semibold">
          <span className="truncate">{flow.name}</span>
          <FlowState flow={flow} />
        </h1>
        <SaveState version={flow.version} />
      </div>
      <span className="mx-1 h-6 w-px bg-line" />
      <UndoButtons />
      <StepSearch />
      <div className="ml-auto flex items-center gap-1.5">
        <People />
        <IconButton
          label={canvasWords('comments.label')}
          shortcut="C"
          active={side === 'comments'}
          onClick={toggle('comments')}
        >
          <MessageSquareText />
        </IconButton>
        <IconButton label={words('builder.history')} active={side === 'history'} onClick={toggle('history')}>
          <History />
        </IconButton>
        <Button
          icon={<Smartphone />}
          aria-pressed={side === 'test'}
          className={cx(side === 'test' && 'border-brand/30! bg-brand-soft! text-brand-soft-fg!')}
          onClick={toggle('test')}
        >
          {words('builder.test')}
        </Button>
        {canEdit && (
          <Tip label={words('builder.publish')} shortcut="P">
            <Button tone="primary" icon={<Rocket />} onClick={onPublish}>
              {words('builder.publish')}
            </Button>
          </Tip>
        )}
        <Menu
          align="end"
          trigger={
            <IconButton label={words('act.more')}>
              <Ellipsis />
            </IconButton>
          }
          items={[
            { label: words('row.rename'), icon: <Pencil />, disabled: !canEdit, onSelect: onRename },
            { label: words('row.duplicate'), icon: <Copy />, disabled: !canEdit, onSelect: onDuplicate },
            { label: words('row.export'), icon: <Download />, onSelect: onExport },
          ]}
        />
      </div>
    </header>
  )
}

function UndoButtons() {
  const words = useWords()
  const store = useFlowStore()
  const { fitView } = useReactFlow()
  const past = useFlow(({ history }) => history.past.at(-1)?.label)
  const future = useFlow(({ history }) => history.future[0]?.label)
  const isFixed = useFlow(({ canEdit, viewing }) => !canEdit || viewing !== null)
  return (
    <>
      <IconButton
        label={past ? words('undo.what', { what: labelText(past, words) }) : words('undo.undo')}
        shortcut="Ctrl Z"
        disabled={!past || isFixed}
        onClick={() => undoEdit(store)}
      >
        <Undo2 />
      </IconButton>
      <IconButton
        label={future ? words('redo.what', { what: labelText(future, words) }) : words('undo.redo')}
        shortcut="Ctrl Y"
        disabled={!future || isFixed}
        onClick={() => redoEdit(store)}
      >
        <Redo2 />
      </IconButton>
      <IconButton
        label={words('builder.tidy')}
        shortcut="Shift L"
        disabled={isFixed}
        onClick={() => void tidy(store).then(() => fitView(FIT_VIEW))}
      >
        <LayoutGrid />
      </IconButton>
    </>
  )
}

function labelText({ key, name }: Label, words: Words): string {
  const what = words(`edit.${key}`)
  return name ? `${what}: ${name}` : what
}

const STATES: Readonly<Record<Saving['state'], { key: Key; Icon: LucideIcon; tone: string }>> = {
  saved: { key: 'save.saved', Icon: CircleCheck, tone: 'text-brand' },
  edited: { key: 'save.saving', Icon: RefreshCw, tone: 'text-fg-3' },
  saving: { key: 'save.saving', Icon: RefreshCw, tone: 'text-fg-3' },
  offline: { key: 'save.device', Icon: CloudOff, tone: 'text-warn' },
  conflict: { key: 'save.device', Icon: CloudOff, tone: 'text-warn' },
  refused: { key: 'save.device', Icon: CloudOff, tone: 'text-danger' },
}

function SaveState({ version }: { version: number | null }) {
  const words = useWords()
  const { key, Icon, tone } = STATES[useFlow((state) => state.saving.state)]
  const live = version === null ? words('builder.neverLive') : words('builder.live', { version })
  return (
    <p className="flex items-center gap-1 truncate text-2xs text-fg-3">
      <Icon className={`size-3 shrink-0 ${tone}`} aria-hidden />
      <span className="truncate">
        <span role="status">{words(key)}</span> · {live}
      </span>
    </p>
  )
}
