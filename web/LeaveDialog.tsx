import { signOut } from '#web/base/sign-out.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'

type Props = { workspace: string; open: boolean; onOpenChange: (open: boolean) => void }

/** Asks before a trial account is left, because nobody can sign in to it again. */
export function LeaveDialog({ workspace, open, onOpenChange }: Props) {
  const t = useBaseWords()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('leaveTitle')}
      description={t('leaveText', { name: workspace })}
      footer={
        <>
          <CloseWith>
            <Button>{t('cancel')}</Button>
          </CloseWith>
          <Button tone="danger" onClick={() => void signOut()}>
            {t('signOut')}
          </Button>
        </>
      }
    />
  )
}
