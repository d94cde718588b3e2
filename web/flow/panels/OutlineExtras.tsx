import { CommentSheet } from '#web/flow/comment/CommentSheet.tsx'
import { useCounts } from '#web/flow/comment/use-comments.ts'
import { CanaryCard } from '#web/flow/version/CanaryCard.tsx'
import { useReleaseWords } from '#web/flow/version/release-words.ts'
import { Sheet } from '#web/ui/Sheet.tsx'

/** What slides over the phone's outline: comments, of a step or all, or how a gradual release fares. */
export type OutlineSheet =
  | { readonly kind: 'comments'; readonly step: string | null }
  | { readonly kind: 'release' }

/** Counts the comments of the steps, and holds the sheet that is open. */
export function OutlineExtras({ sheet, onClose }: { sheet: OutlineSheet | null; onClose: () => void }) {
  const t = useReleaseWords()
  useCounts()
  if (sheet?.kind === 'comments') return <CommentSheet step={sheet.step} onClose={onClose} />
  return (
    <Sheet
      open={sheet?.kind === 'release'}
      onOpenChange={(open) => !open && onClose()}
      side="bottom"
      title={t('title')}
    >
      <CanaryCard hideTitle />
    </Sheet>
  )
}
