import { Comments } from '#web/flow/comment/Comments.tsx'
import { useOutlineStep } from '#web/flow/comment/use-outline-step.ts'
import { useCommentWords } from '#web/flow/comment/words.ts'
import { Sheet } from '#web/ui/Sheet.tsx'

/** The comments on a phone: of the whole flow, or opened from one of its steps. */
export function CommentSheet({ step, onClose }: { step: string | null; onClose: () => void }) {
  const t = useCommentWords()
  const showStep = useOutlineStep()
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()} side="bottom" title={t('title')}>
      <Comments
        step={step}
        canvas={null}
        onShow={({ place }) => {
          onClose()
          if ('node' in place) showStep(place.node)
        }}
      />
    </Sheet>
  )
}
