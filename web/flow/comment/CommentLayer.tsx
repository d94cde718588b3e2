import { useReactFlow, ViewportPortal } from '@xyflow/react'
import { MessageSquareText } from 'lucide-react'
import { useEffect } from 'react'
import { isOpen, useCounts, useThreads } from '#web/flow/comment/use-comments.ts'
import { useOpenComments } from '#web/flow/comment/use-open-comments.ts'
import { useCommentWords } from '#web/flow/comment/words.ts'
import { selectOnly } from '#web/flow/model/store.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { cx } from '#web/ui/cx.ts'

const PIN =
  'nodrag nopan absolute grid size-7 place-items-center rounded-full border shadow-2 [&_svg]:size-3.5'

/** A pin stands with its lower edge on its place. */
const TIP = '-50% -100%'

/** Pins of open comments: counted at their steps, and standing on the canvas where they were put. */
export function CommentLayer() {
  useCounts()
  useClickedPlace()
  const t = useCommentWords()
  const store = useFlowStore()
  const openComments = useOpenComments()
  const threads = useThreads().data ?? []
  const at = useFlow((state) => state.commentAt)
  const focus = useFlow((state) => state.commentFocus)
  const isViewing = useFlow((state) => state.viewing !== null)
  if (isViewing) return null
  return (
    <ViewportPortal>
      {threads.filter(isOpen).map((thread) => {
        const { id, place, comments } = thread
        if ('node' in place) return null
        const label = t('pin', { name: comments[0]?.author || t('someone') })
        return (
          <button
            key={id}
            type="button"
            title={comments[0]?.body}
            aria-label={label}
            onClick={() => {
              selectOnly(store, [])
              store.setState({ commentFocus: id })
              openComments()
            }}
            className={cx(
              PIN,
              'pointer-events-auto',
              id === focus
                ? 'border-brand bg-brand text-on-brand'
                : 'border-line-strong bg-surface text-fg-2',
            )}
            style={{ left: place.x, top: place.y, translate: TIP }}
          >
            <MessageSquareText aria-hidden />
          </button>
        )
      })}
      {at && (
        <span
          role="img"
          aria-label={t('ghost')}
          className={cx(PIN, 'border-dashed border-brand bg-brand-soft text-brand-soft-fg')}
          style={{ left: at.x, top: at.y, translate: TIP }}
        >
          <MessageSquareText aria-hidden />
        </span>
      )}
    </ViewportPortal>
  )
}

/** While a place is asked for, a click on the empty canvas names it. */
function useClickedPlace(): void {
  const store = useFlowStore()
  const { screenToFlowPosition } = useReactFlow()
  const isAsked = useFlow((state) => state.commentAt !== null)
  useEffect(() => {
    const pane = document.querySelector('.react-flow__pane')
    if (!isAsked || !(pane instanceof HTMLElement)) return
    const take = ({ clientX, clientY }: MouseEvent) => {
      const { x, y } = screenToFlowPosition({ x: clientX, y: clientY })
      store.setState({ commentAt: { x: Math.round(x), y: Math.round(y) } })
    }
    pane.addEventListener('click', take)
    return () => pane.removeEventListener('click', take)
  }, [store, isAsked, screenToFlowPosition])
}
