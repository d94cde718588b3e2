import { useSequenceWords } from '#web/flow/sequence/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'

type Props = {
  /** Not given: as it stands it cannot be saved. */
  onSave: (() => void) | undefined
  isSaving: boolean
  onStay: () => void
  onGo: () => void
}

/** Asks before a sequence is left with changes that nobody has kept. */
export function LeaveSequence({ onSave, isSaving, onStay, onGo }: Props) {
  const t = useSequenceWords()
  return (
    <Dialog
      open
      onOpenChange={onStay}
      title={t('leave.title')}
      description={t('leave.text')}
      footer={
        <>
          <CloseWith>
            <Button>{t('leave.stay')}</Button>
          </CloseWith>
          <Button tone="danger" onClick={onGo}>
            {t('leave.go')}
          </Button>
          {onSave && (
            <Button tone="primary" busy={isSaving} onClick={onSave}>
              {t('leave.save')}
            </Button>
          )}
        </>
      }
    />
  )
}
