import { useReactFlow, ViewportPortal } from '@xyflow/react'
import { MessageSquareText } from 'lucide-react'
import { useEffect } from 'react'
import { MovablePin, PIN, TIP } from '#web/flow/comment/MovablePin.tsx'
import { isOpen, useCounts, useThreads } from '#web/flow/comment/use-comments.ts'
import { useOpenComments } from '#web/flow/comment/use-open-comments.ts'
import { useCommentWords } from '#web/flow/comment/words.ts'
import { selectOnly } from '#web/flow/model/store.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { cx } from '#web/ui/cx.ts'

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
        const { id, place } = thread
        if ('node' in place) return null
        return (
          <MovablePin
            key={id}
            thread={thread}
            place={place}
            isChosen={id === focus}
            onOpen={() => {
              selectOnly(store, [])
              store.setState({ commentFocus: id })
              openComments()
            }}
          />
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
