import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import type { Version } from '#core/flow/api.ts'
import type { Drawing } from '#core/flow/edit.ts'
import { compareFlows } from '#core/flow/version/diff.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useGoTo } from '#web/flow/canvas/use-go-to.ts'
import { drawingOf } from '#web/flow/drawing/place.ts'
import { useTrialWords } from '#web/flow/trial-words.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { showComparison, stopComparison } from '#web/flow/version/compare.ts'
import { DiffBadge, DiffList } from '#web/flow/version/DiffList.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Select } from '#web/ui/Select.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'

/** The other side of a comparison: a version's id, or the draft. */
export const DRAFT = 'draft'

type Props = {
  readonly from: string
  readonly to: string
  readonly versions: readonly Version[]
  readonly onChoose: (from: string, to: string) => void
  readonly onClose: () => void
}

/** Two of a flow's versions, or one and the draft: listed in words and drawn as one on the canvas. */
export function Comparison({ from, to, versions, onChoose, onClose }: Props) {
  const t = useTrialWords()
  const words = useWords()
  const say = useProblemWords()
  const store = useFlowStore()
  const goTo = useGoTo()
  const [before, after] = [useSide(from), useSide(to)]
  const diffs = useMemo(
    () =>
      before.drawing && after.drawing
        ? compareFlows(before.drawing.definition, after.drawing.definition)
        : null,
    [before.drawing, after.drawing],
  )
  const nameOf = (id: string) => {
    const version = versions.find((one) => one.id === id)
    return version ? `v${version.number}` : t('draft')
  }
  const [beforeName, afterName] = [nameOf(from), nameOf(to)]
  useEffect(() => {
    if (!before.drawing || !after.drawing || !diffs) return
    const names = { before: beforeName, after: afterName }
    showComparison(store, { before: before.drawing, after: after.drawing, diffs, names })
  }, [store, before.drawing, after.drawing, diffs, beforeName, afterName])
  useEffect(() => () => stopComparison(store), [store])
  const options = [
    { value: DRAFT, label: t('draft') },
    ...versions.map(({ id, number }) => ({ value: id, label: `v${number}` })),
  ]
  const error = before.error ?? after.error ?? null
  return (
    <section aria-label={t('comparison')} className="border-b border-line bg-sunken px-4 py-3">
      <div className="flex items-center gap-1.5">
        <Select
          size="sm"
          label={t('before')}
          value={from}
          options={options}
          onChange={(id) => onChoose(id, to)}
        />
        <span aria-hidden>→</span>
        <Select
          size="sm"
          label={t('after')}
          value={to}
          options={options}
          onChange={(id) => onChoose(from, id)}
        />
        <span className="ml-auto">{diffs && <DiffBadge diffs={diffs} />}</span>
        <IconButton size="sm" label={words('history.stopComparing')} onClick={onClose}>
          <X />
        </IconButton>
      </div>
      {error !== null && <p className="mt-2 text-xs text-danger-fg">{say(error)}</p>}
      {!error && !diffs && <Skeleton className="mt-2 h-12" />}
      {diffs?.length === 0 && <p className="mt-2 text-xs text-fg-3">{t('noDifference')}</p>}
      {diffs && before.drawing && after.drawing && (
        <DiffList
          diffs={diffs}
          before={before.drawing.definition}
          after={after.drawing.definition}
          onShow={goTo}
        />
      )}
    </section>
  )
}

function useSide(id: string): { readonly drawing: Drawing | null; readonly error: unknown } {
  const flowId = useFlow((state) => state.flowId)
  const draft = useFlow((state) => state.drawing)
  const query = useQuery({
    ...orpc.flow.version.queryOptions({ input: { id: flowId, versionId: id } }),
    enabled: id !== DRAFT,
  })
  const drawn = useMemo(() => (query.data ? drawingOf(query.data) : null), [query.data])
  return { drawing: id === DRAFT ? draft : drawn, error: id === DRAFT ? null : query.error }
}
