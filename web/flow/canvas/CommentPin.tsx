import { MessageSquareText } from 'lucide-react'
import { useCanvasWords } from '#web/flow/canvas-words.ts'
import { useOpenComments } from '#web/flow/comment/use-open-comments.ts'
import { selectOnly } from '#web/flow/model/store.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'

/** How many open comments a step has, at the edge of its card. */
export function CommentPin({ id }: { id: string }) {
  const count = useFlow(({ comments, viewing }) => (viewing ? undefined : comments.get(id)))
  return count ? <Pin id={id} count={count} /> : null
}

function Pin({ id, count }: { id: string; count: number }) {
  const words = useCanvasWords()
  const store = useFlowStore()
  const open = useOpenComments()
  return (
    <button
      type="button"
      aria-label={words('comments.pin', { count })}
      onClick={(event) => {
        event.stopPropagation()
        selectOnly(store, [id])
        open()
      }}
      className="nodrag tnum absolute top-full left-0 mt-1 flex h-6 items-center gap-1 rounded-full border border-line-strong bg-surface px-2 text-2xs font-semibold text-fg-2 shadow-1 hover:text-fg"
    >
      <MessageSquareText className="size-3" aria-hidden />
      {count}
    </button>
  )
}
