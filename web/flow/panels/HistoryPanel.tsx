import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { type RefObject, useMemo, useRef, useState } from 'react'
import type { Version } from '#core/flow/api.ts'
import { WHOLE } from '#core/flow/version/canary.ts'
import { compareFlows } from '#core/flow/version/diff.ts'
import '#web/flow/version/changes.css'
import { client } from '#web/base/api.ts'
import { useFormats } from '#web/base/format.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { restore } from '#web/flow/actions.ts'
import { useGoTo } from '#web/flow/canvas/use-go-to.ts'
import { useZone } from '#web/flow/control/fields.ts'
import { drawingOf } from '#web/flow/drawing/place.ts'
import { view } from '#web/flow/model/store.ts'
import { useTrialWords } from '#web/flow/trial-words.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { CanaryCard } from '#web/flow/version/CanaryCard.tsx'
import { Comparison, DRAFT } from '#web/flow/version/Comparison.tsx'
import { DiffBadge, DiffList } from '#web/flow/version/DiffList.tsx'
import { useReleaseWords } from '#web/flow/version/release-words.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { cx } from '#web/ui/cx.ts'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { toast } from '#web/ui/Toast.tsx'

/** Published versions: looked at on the canvas, or brought back into the draft. */
export function HistoryPanel({ onClose }: { onClose: () => void }) {
  const words = useWords()
  const sayProblem = useProblemWords()
  const flowId = useFlow((state) => state.flowId)
  const versions = useQuery(orpc.flow.versions.queryOptions({ input: { id: flowId } }))
  const [compared, setCompared] = useState<{ from: string; to: string } | null>(null)
  const wanted = useRef<string | null>(null)
  // the newest that somebody begins with: of a canary and the version of the others the canary
  const live = versions.data?.find((version) => version.share > 0)
  const isGradual = live !== undefined && live.share < WHOLE
  return (
    <aside
      aria-label={words('history.label')}
      className="flex w-[348px] shrink-0 flex-col border-l border-line bg-surface"
    >
      <header className="flex items-center gap-2 px-4 pt-3.5 pb-3">
        <h2 className="flex-1 text-base font-semibold">{words('history.label')}</h2>
        <IconButton size="sm" label={words('act.close')} onClick={onClose}>
          <X />
        </IconButton>
      </header>
      <div className="scroll min-h-0 flex-1 border-t border-line">
        {isGradual && <CanaryCard />}
        {compared && versions.data ? (
          <Comparison
            {...compared}
            versions={versions.data}
            onChoose={(from, to) => setCompared({ from, to })}
            onClose={() => setCompared(null)}
          />
        ) : (
          live && <DraftEntry live={live} onCompare={() => setCompared({ from: live.id, to: DRAFT })} />
        )}
        {versions.isPending && (
          <div className="space-y-3 p-4">
            <Skeleton className="h-14" />
            <Skeleton className="h-14" />
          </div>
        )}
        {versions.error && (
          <EmptyState
            title={words('history.failed')}
            action={<Button onClick={() => void versions.refetch()}>{words('save.retry')}</Button>}
          >
            {sayProblem(versions.error)}
          </EmptyState>
        )}
        {versions.data?.length === 0 && (
          <EmptyState title={words('history.empty')}>{words('history.emptyText')}</EmptyState>
        )}
        <ol>
          {versions.data?.map((version) => (
            <VersionEntry
              key={version.id}
              version={version}
              wanted={wanted}
              onCompare={() => setCompared({ from: version.id, to: DRAFT })}
              onRestored={() => setCompared(null)}
            />
          ))}
        </ol>
      </div>
    </aside>
  )
}

/** What the draft would change for the version that runs. */
function DraftEntry({ live, onCompare }: { live: Version; onCompare: () => void }) {
  const words = useWords()
  const flowId = useFlow((state) => state.flowId)
  const draft = useFlow((state) => state.drawing.definition)
  const goTo = useGoTo()
  const { data } = useQuery(orpc.flow.version.queryOptions({ input: { id: flowId, versionId: live.id } }))
  const diffs = useMemo(() => (data ? compareFlows(data.definition, draft) : []), [data, draft])
  if (!data) return null
  return (
    <section className="border-b border-line bg-sunken px-4 py-3">
      <div className="flex items-center gap-2">
        <h3 className="font-sans text-sm font-medium">{words('history.draft')}</h3>
        {diffs.length > 0 && (
          <span className="ml-auto">
            <DiffBadge diffs={diffs} />
          </span>
        )}
      </div>
      {diffs.length === 0 ? (
        <p className="mt-1 text-xs text-fg-3">{words('history.same')}</p>
      ) : (
        <>
          <DiffList diffs={diffs} before={data.definition} after={draft} onShow={goTo} />
          <Button size="sm" className="mt-2" onClick={onCompare}>
            {words('history.compare')}
          </Button>
        </>
      )}
    </section>
  )
}

type EntryProps = {
  readonly version: Version
  /** The version asked for last: another that comes after it counts no more. */
  readonly wanted: RefObject<string | null>
  readonly onCompare: () => void
  /** The draft is this version now; what was compared with it before is no longer shown. */
  readonly onRestored: () => void
}

function VersionEntry({ version, wanted, onCompare, onRestored }: EntryProps) {
  const words = useWords()
  const t = useTrialWords()
  const release = useReleaseWords()
  const formats = useFormats(useZone())
  const sayProblem = useProblemWords()
  const store = useFlowStore()
  const canEdit = useFlow((state) => state.canEdit)
  const isViewed = useFlow((state) => state.viewing?.versionId === version.id)
  const [busy, setBusy] = useState<'view' | 'restore' | null>(null)
  const open = async (act: 'view' | 'restore') => {
    setBusy(act)
    wanted.current = version.id
    try {
      const found = await client.flow.version({ id: store.getState().flowId, versionId: version.id })
      if (wanted.current !== version.id) return
      const drawing = drawingOf(found)
      if (act === 'restore') {
        onRestored()
        restore(store, drawing, version.number)
        toast(words('history.restored', { version: version.number }))
      } else view(store, { version: version.number, versionId: version.id, drawing })
    } catch (error) {
      toast(sayProblem(error), { tone: 'problem' })
    } finally {
      setBusy(null)
    }
  }
  return (
    <li className={cx('border-b border-line px-4 py-3', isViewed && 'bg-brand-soft/40')}>
      <div className="flex items-start gap-2">
        <span className="tnum font-display text-sm font-semibold">v{version.number}</span>
        <span className="min-w-0 text-sm">{version.note}</span>
        {version.share > 0 && (
          <Badge tone={version.live ? 'brand' : 'violet'} className="ml-auto">
            {version.share === WHOLE ? words('history.live') : release('partly', { share: version.share })}
          </Badge>
        )}
      </div>
      <p className="mt-0.5 text-2xs text-fg-3">
        {version.by} · {formats.moment(version.publishedAt)}
      </p>
      <div className="mt-2.5 flex gap-1.5">
        <Button
          size="sm"
          busy={busy === 'view'}
          disabled={busy !== null || isViewed}
          onClick={() => void open('view')}
        >
          {words('history.view')}
        </Button>
        <Button size="sm" tone="ghost" onClick={onCompare}>
          {t('compareWith')}
        </Button>
        {canEdit && (
          <Button
            size="sm"
            tone="ghost"
            busy={busy === 'restore'}
            disabled={busy !== null}
            onClick={() => void open('restore')}
          >
            {words('history.restore')}
          </Button>
        )}
      </div>
    </li>
  )
}
