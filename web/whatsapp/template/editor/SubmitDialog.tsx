import { Send } from 'lucide-react'
import type { TemplateView } from '#core/whatsapp/template/api.ts'
import { Button } from '#web/ui/Button.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { UseList } from '#web/whatsapp/template/view/Uses.tsx'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

type Props = { row: TemplateView; onSubmit: () => void; onClose: () => void }

/** Says whom a change of a template in use touches, before Meta is told. */
export function SubmitDialog({ row, onSubmit, onClose }: Props) {
  const t = useTemplateWords()
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('uses.submitTitle', { name: row.name })}
      description={t('uses.submitText')}
      footer={
        <>
          <CloseWith>
            <Button>{t('cancel')}</Button>
          </CloseWith>
          <Button
            tone="primary"
            icon={<Send />}
            onClick={() => {
              onClose()
              onSubmit()
            }}
          >
            {t('submit')}
          </Button>
        </>
      }
    >
      <UseList uses={row.uses} />
      <p className="mt-2 text-fg-2 text-sm">{t('uses.submitAfter')}</p>
    </Dialog>
  )
}
