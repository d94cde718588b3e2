import { MessageSquareText } from 'lucide-react'
import { useState } from 'react'
import type { CommentPlace, Thread } from '#core/flow/comment/api.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { COMMENT_FIELD } from '#web/flow/canvas/focus.ts'
import { CommentForm } from '#web/flow/comment/CommentForm.tsx'
import { ThreadCard } from '#web/flow/comment/ThreadCard.tsx'
import { isOpen, useCommentActs, useThreads } from '#web/flow/comment/use-comments.ts'
import { useCommentWords } from '#web/flow/comment/words.ts'
import { titleOf } from '#web/flow/drawing/title.ts'
import { useFlow } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'

type Props = {
  /** The step that is chosen: one comments on it, and its threads are marked. */
  readonly step: string | null
  /** Where a comment on no step would stand; null: there is no canvas here. */
  readonly canvas: { readonly place: () => CommentPlace; readonly onFocus: () => void } | null
  readonly onShow: (thread: Thread) => void
}

/** Every comment of the flow, open or resolved, and a field for a new one. */
export function Comments({ step, canvas, onShow }: Props) {
  const t = useCommentWords()
  const words = useWords()
  const say = useProblemWords()
  const threads = useThreads()
  const focus = useFlow((state) => state.commentFocus)
  const [shown, setShown] = useState<'open' | 'resolved'>('open')
  const all = threads.data ?? []
  const open = all.filter(isOpen)
  const kept = shown === 'open' ? open : all.filter((thread) => !isOpen(thread))
  const newest = kept.toReversed()
  const isChosen = ({ id, place }: Thread) => ('node' in place ? place.node === step : id === focus)
  return (
    <>
      <Composer step={step} canvas={canvas} />
      <div className="border-b border-line px-4 py-2.5">
        <Segmented
          wide
          size="sm"
          label={t('filter')}
          value={shown}
          onChange={setShown}
          options={[
            { value: 'open', label: t('open'), count: open.length },
            { value: 'resolved', label: t('resolved'), count: all.length - open.length },
          ]}
        />
      </div>
      {threads.isPending && <Skeleton className="m-4 h-16" />}
      {threads.error && (
        <EmptyState
          title={t('failed')}
          action={<Button onClick={() => void threads.refetch()}>{words('save.retry')}</Button>}
        >
          {say(threads.error)}
        </EmptyState>
      )}
      {threads.data && kept.length === 0 && (
        <EmptyState icon={<MessageSquareText />} title={t(shown === 'open' ? 'emptyOpen' : 'emptyResolved')}>
          {t(shown === 'open' ? 'emptyOpenText' : 'emptyResolvedText')}
        </EmptyState>
      )}
      <ol aria-live="polite">
        {[...newest.filter(isChosen), ...newest.filter((thread) => !isChosen(thread))].map((thread) => (
          <ThreadCard key={thread.id} thread={thread} isChosen={isChosen(thread)} onShow={onShow} />
        ))}
      </ol>
    </>
  )
}

function Composer({ step, canvas }: Pick<Props, 'step' | 'canvas'>) {
  const t = useCommentWords()
  const words = useWords()
  const node = useFlow(({ drawing }) => (step === null ? undefined : drawing.definition.nodes[step]))
  const { begin } = useCommentActs()
  if (!node && !canvas)
    return <p className="border-b border-line px-4 py-3 text-xs text-fg-3">{t('pickStep')}</p>
  const isOnStep = node !== undefined && step !== null
  return (
    <div {...{ [COMMENT_FIELD]: '' }} className="border-b border-line px-4 py-3">
      <CommentForm
        label={isOnStep ? t('onStep', { step: titleOf(node, words) }) : t('onCanvas')}
        hint={isOnStep ? undefined : t('canvasHint')}
        onFocus={isOnStep ? undefined : canvas?.onFocus}
        onSend={(body) => {
          const place = isOnStep ? { node: step } : canvas?.place()
          return place ? begin(place, body) : Promise.resolve(false)
        }}
      />
    </div>
  )
}
