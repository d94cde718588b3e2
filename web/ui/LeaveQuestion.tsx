import { Button } from '#web/ui/Button.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { useUiWords } from '#web/ui/words.ts'

type Props = {
  /** What is lost. */
  text: string
  /** What the third way does, and how; not given: as it stands it cannot be saved. */
  saveLabel: string
  onSave: (() => void) | undefined
  isSaving: boolean
  onStay: () => void
  onGo: () => void
}

/** Asks before a page is left with changes that nobody has kept. */
export function LeaveQuestion({ text, saveLabel, onSave, isSaving, onStay, onGo }: Props) {
  const words = useUiWords()
  return (
    <Dialog
      open
      onOpenChange={onStay}
      title={words.unsaved}
      description={text}
      footer={
        <>
          <CloseWith>
            <Button>{words.stay}</Button>
          </CloseWith>
          <Button tone="danger" onClick={onGo}>
            {words.goWithout}
          </Button>
          {onSave && (
            <Button tone="primary" busy={isSaving} onClick={onSave}>
              {saveLabel}
            </Button>
          )}
        </>
      }
    />
  )
}
