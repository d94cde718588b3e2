import { Save } from 'lucide-react'
import { Button } from '#web/ui/Button.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

type Props = { isSaving: boolean; onStay: () => void; onGo: () => void; onSave: () => void }

/** Asks before a page is left with words that nobody has kept. */
export function LeaveDialog({ isSaving, onStay, onGo, onSave }: Props) {
  const t = useTemplateWords()
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
          <Button tone="primary" icon={<Save />} busy={isSaving} onClick={onSave}>
            {t('leave.save')}
          </Button>
        </>
      }
    />
  )
}
