import { useMutation } from '@tanstack/react-query'
import type { Segment } from '#core/broadcast/segment-api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { useSegmentWords } from '#web/broadcast/segment/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { toast } from '#web/ui/Toast.tsx'

/** Asks before a segment goes, and names the flows that still mean it. */
export function RemoveSegment({ segment, onDone }: { segment: Segment | null; onDone: () => void }) {
  const t = useSegmentWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const remove = useMutation(
    orpc.broadcast.removeSegment.mutationOptions({
      onSuccess: () => {
        toast(t('removed', { name: segment?.name ?? '' }))
        void queryClient.invalidateQueries({ queryKey: orpc.broadcast.segments.key() })
        onDone()
      },
      onError: (error) => toast(say(error), { tone: 'problem' }),
    }),
  )
  const uses = segment?.uses ?? []
  return (
    <Dialog
      open={segment !== null}
      onOpenChange={(open) => !open && onDone()}
      title={t('removeTitle', { name: segment?.name ?? '' })}
      description={uses.length > 0 ? t('removeUsed', { names: uses.join(', ') }) : t('removeText')}
      footer={
        <>
          <CloseWith>
            <Button>{base('cancel')}</Button>
          </CloseWith>
          <Button
            tone="danger"
            busy={remove.isPending}
            onClick={() => segment && remove.mutate({ id: segment.id })}
          >
            {base('delete')}
          </Button>
        </>
      }
    />
  )
}
