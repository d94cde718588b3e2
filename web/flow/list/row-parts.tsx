import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import {
  CircleCheck,
  Copy,
  Download,
  Ellipsis,
  FileWarning,
  Pencil,
  Power,
  SquarePen,
  Trash2,
  TriangleAlert,
} from 'lucide-react'
import { useState } from 'react'
import type { FlowRow } from '#core/flow/api.ts'
import { orpc } from '#web/base/query.ts'
import { namesOf } from '#web/flow/list/names.ts'
import { RenameDialog } from '#web/flow/list/RenameDialog.tsx'
import { useRowActions } from '#web/flow/list/use-row-actions.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Menu } from '#web/ui/Menu.tsx'

/** What starts a flow, in one line. */
export function Triggers({ flow }: { flow: FlowRow }) {
  const words = useWords()
  const parts = [...flow.keywords]
  if (flow.welcome) parts.unshift(words('line.welcome'))
  if (flow.fallback) parts.push(words('line.fallback'))
  parts.push(...flow.also.map((what) => words(`also.${what}`)))
  if (parts.length === 0) return <span className="text-fg-3">{words('row.noTrigger')}</span>
  return <span className="line-clamp-2">{parts.join(' · ')}</span>
}

/** How many things are wrong with the draft, and what it sends that Meta holds back. */
export function Problems({ flow: { errors, warnings, blocked } }: { flow: FlowRow }) {
  const words = useWords()
  if (errors + warnings + blocked.length === 0)
    return <CircleCheck className="size-4 text-brand" role="img" aria-label={words('problems.none')} />
  return (
    <span className="tnum inline-flex items-center gap-2.5 text-xs">
      {errors > 0 && (
        <span className="inline-flex items-center gap-1 text-danger-fg">
          <TriangleAlert className="size-3.5" role="img" aria-label={words('level.error')} />
          {errors}
        </span>
      )}
      {warnings > 0 && (
        <span className="inline-flex items-center gap-1 text-warn-fg">
          <TriangleAlert className="size-3.5" role="img" aria-label={words('level.warning')} />
          {warnings}
        </span>
      )}
      {blocked.length > 0 && (
        <span className="inline-flex min-w-0 items-center gap-1 text-danger-fg">
          <FileWarning className="size-3.5 shrink-0" aria-hidden />
          <span className="line-clamp-2">
            {words('problems.held', { names: blocked.map(({ name }) => name).join(', ') })}
          </span>
        </span>
      )}
    </span>
  )
}

export function useFlowSwitch(): (flow: FlowRow, enabled: boolean) => void {
  return useRowActions().setEnabled
}

export function RowMenu({ flow, canEdit, isLarge }: { flow: FlowRow; canEdit: boolean; isLarge?: boolean }) {
  const words = useWords()
  const navigate = useNavigate()
  const { duplicate, exportFile, setEnabled } = useRowActions()
  const [dialog, setDialog] = useState<'rename' | 'delete' | null>(null)
  const open = () => void navigate({ to: '/flows/$id', params: { id: flow.id } })
  const isLive = flow.version !== null
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton label={words('row.menu', { name: flow.name })} size={isLarge ? 'lg' : 'md'}>
            <Ellipsis />
          </IconButton>
        }
        items={[
          { label: words('row.open'), icon: <SquarePen />, onSelect: open },
          {
            label: words('row.rename'),
            icon: <Pencil />,
            disabled: !canEdit,
            onSelect: () => setDialog('rename'),
          },
          {
            label: words('row.duplicate'),
            icon: <Copy />,
            disabled: !canEdit,
            onSelect: () => duplicate(flow),
          },
          { label: words('row.export'), icon: <Download />, onSelect: () => exportFile(flow) },
          {
            label: words(flow.enabled ? 'row.turnOff' : 'row.turnOn'),
            icon: <Power />,
            disabled: !canEdit || !isLive,
            onSelect: () => setEnabled(flow, !flow.enabled),
          },
          null,
          {
            label: words('row.delete'),
            icon: <Trash2 />,
            danger: true,
            disabled: !canEdit,
            onSelect: () => setDialog('delete'),
          },
        ]}
      />
      {dialog === 'rename' && <RenameDialog flow={flow} onClose={() => setDialog(null)} />}
      {dialog === 'delete' && <DeleteDialog flow={flow} onClose={() => setDialog(null)} />}
    </>
  )
}

/** Deleting cannot be undone from here, so it asks first and says what becomes of those inside. */
function DeleteDialog({ flow, onClose }: { flow: FlowRow; onClose: () => void }) {
  const words = useWords()
  const { remove } = useRowActions()
  const { data: around } = useQuery(orpc.flow.around.queryOptions({ input: { id: flow.id } }))
  const callers = around?.callers ?? []
  const [isBusy, setBusy] = useState(false)
  const confirm = async () => {
    setBusy(true)
    await remove(flow).catch(() => undefined) // the failure was already said
    onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={words('delete.title', { name: flow.name })}
      description={[
        ...(flow.running > 0 ? [words('delete.inside', { count: flow.running })] : []),
        words('delete.about'),
      ].join(' ')}
      footer={
        <>
          <Button onClick={onClose}>{words('act.cancel')}</Button>
          <Button tone="danger" icon={<Trash2 />} busy={isBusy} onClick={() => void confirm()}>
            {words('row.delete')}
          </Button>
        </>
      }
    >
      {callers.length > 0 && (
        <Banner tone="warn" icon={<TriangleAlert />}>
          {words('delete.callers', { names: namesOf(callers) })}
        </Banner>
      )}
    </Dialog>
  )
}
