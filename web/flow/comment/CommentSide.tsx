import { useReactFlow } from '@xyflow/react'
import { X } from 'lucide-react'
import { useEffect } from 'react'
import type { Thread } from '#core/flow/comment/api.ts'
import { useGoTo } from '#web/flow/canvas/use-go-to.ts'
import { GLIDE } from '#web/flow/canvas/ZoomBar.tsx'
import { Comments } from '#web/flow/comment/Comments.tsx'
import { useCommentWords } from '#web/flow/comment/words.ts'
import { useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { IconButton } from '#web/ui/IconButton.tsx'

/** The comments beside the canvas. Without a chosen step one comments on a place: the middle, or where one clicks. */
export function CommentSide({ step, onClose }: { step: string | null; onClose: () => void }) {
  const t = useCommentWords()
  const words = useWords()
  const store = useFlowStore()
  const goTo = useGoTo()
  const { screenToFlowPosition, setCenter, getZoom } = useReactFlow()
  useEffect(() => {
    if (step) store.setState({ commentAt: null })
  }, [store, step])
  useEffect(() => () => store.setState({ commentAt: null, commentFocus: null }), [store])
  const middle = () => {
    const box = document.querySelector('.react-flow')?.getBoundingClientRect()
    const { left = 0, top = 0, width = 0, height = 0 } = box ?? {}
    const { x, y } = screenToFlowPosition({ x: left + width / 2, y: top + height / 2 })
    return { x: Math.round(x), y: Math.round(y) }
  }
  const show = ({ id, place }: Thread) => {
    if ('node' in place) return goTo(place.node)
    store.setState({ commentFocus: id })
    void setCenter(place.x, place.y, { zoom: getZoom(), duration: GLIDE })
  }
  return (
    <aside
      aria-label={t('title')}
      className="flex w-[348px] shrink-0 flex-col border-l border-line bg-surface"
    >
      <header className="flex items-center gap-2 border-b border-line px-4 pt-3.5 pb-3">
        <h2 className="flex-1 text-base font-semibold">{t('title')}</h2>
        <IconButton size="sm" label={words('act.close')} onClick={onClose}>
          <X />
        </IconButton>
      </header>
      <div className="scroll min-h-0 flex-1">
        <Comments
          step={step}
          onShow={show}
          canvas={{
            place: () => {
              const at = store.getState().commentAt ?? middle()
              store.setState({ commentAt: null })
              return at
            },
            onFocus: () => store.setState(({ commentAt }) => ({ commentAt: commentAt ?? middle() })),
          }}
        />
      </div>
    </aside>
  )
}
