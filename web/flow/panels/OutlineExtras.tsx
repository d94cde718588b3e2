import type { FlowRow } from '#core/flow/api.ts'
import { CommentSheet } from '#web/flow/comment/CommentSheet.tsx'
import { useCounts } from '#web/flow/comment/use-comments.ts'
import { useOutlineStep } from '#web/flow/comment/use-outline-step.ts'
import { PublishDialog } from '#web/flow/panels/PublishDialog.tsx'
import { CanaryCard } from '#web/flow/version/CanaryCard.tsx'
import { useReleaseWords } from '#web/flow/version/release-words.ts'
import { Sheet } from '#web/ui/Sheet.tsx'

/** What slides over the phone's outline: comments, of a step or all, publishing, or how a gradual release fares. */
export type OutlineSheet =
  | { readonly kind: 'comments'; readonly step: string | null }
  | { readonly kind: 'publish' }
  | { readonly kind: 'release' }

type Props = {
  readonly flow: FlowRow
  readonly sheet: OutlineSheet | null
  readonly onClose: () => void
}

/** Counts the comments of the steps, and holds the sheet that is open. */
export function OutlineExtras({ flow, sheet, onClose }: Props) {
  const t = useReleaseWords()
  const show = useOutlineStep()
  useCounts()
  if (sheet?.kind === 'comments') return <CommentSheet step={sheet.step} onClose={onClose} />
  if (sheet?.kind === 'publish')
    return <PublishDialog flow={flow} open onOpenChange={onClose} onShow={show} />
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
