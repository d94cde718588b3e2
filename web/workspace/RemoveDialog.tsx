import { useMutation } from '@tanstack/react-query'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { toast } from '#web/ui/Toast.tsx'

type Said = {
  readonly title: string
  readonly text: string
  /** On the button; by default “delete”. */
  readonly act?: string
  /** Once it is gone. */
  readonly done: string
}
type Props<T extends { readonly id: string }> = {
  /** What would go; null: nobody asks. */
  readonly thing: T | null
  readonly say: (thing: T) => Said
  readonly remove: (id: string) => Promise<unknown>
  readonly onGone: () => void
  readonly onDone: () => void
}

/** Asks before something goes, and says when it is gone or why not. */
export function RemoveDialog<T extends { readonly id: string }>({
  thing,
  say,
  remove,
  onGone,
  onDone,
}: Props<T>) {
  const base = useBaseWords()
  const problem = useProblemWords()
  const act = useMutation({
    mutationFn: (gone: T) => remove(gone.id),
    onSuccess: (_answer, gone) => {
      toast(say(gone).done)
      onGone()
      onDone()
    },
    onError: (error) => toast(problem(error), { tone: 'problem' }),
  })
  const said = thing && say(thing)
  return (
    <Dialog
      open={thing !== null}
      onOpenChange={(open) => !open && onDone()}
      title={said?.title ?? ''}
      description={said?.text}
      footer={
        <>
          <CloseWith>
            <Button>{base('cancel')}</Button>
          </CloseWith>
          <Button tone="danger" busy={act.isPending} onClick={() => thing && act.mutate(thing)}>
            {said?.act ?? base('delete')}
          </Button>
        </>
      }
    />
  )
}
