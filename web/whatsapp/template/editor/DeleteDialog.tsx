import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Trash2 } from 'lucide-react'
import type { TemplateView } from '#core/whatsapp/template/api.ts'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { UseList } from '#web/whatsapp/template/view/Uses.tsx'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

/** Says what deleting means before it is done: at Meta it cannot be taken back. */
export function DeleteDialog({ row, onClose }: { row: TemplateView; onClose: () => void }) {
  const t = useTemplateWords()
  const say = useProblemWords()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => client.template.deleteTemplate({ id: row.id }),
    onSuccess: () => {
      toast(t('deleted'))
      void navigate({ to: '/templates', ignoreBlocker: true })
      void queryClient.invalidateQueries({ queryKey: orpc.template.templates.key() })
    },
  })
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('deleteTitle', { name: row.name })}
      description={t(row.metaId ? 'deleteMeta' : 'deleteDraft')}
      footer={
        <>
          <CloseWith>
            <Button>{t('cancel')}</Button>
          </CloseWith>
          <Button tone="danger" icon={<Trash2 />} busy={remove.isPending} onClick={() => remove.mutate()}>
            {t(row.uses.length > 0 ? 'uses.deleteGo' : 'deleteDo')}
          </Button>
        </>
      }
    >
      {row.uses.length > 0 && (
        <div className="space-y-2">
          <p className="font-semibold text-sm">{t('uses.delete')}</p>
          <UseList uses={row.uses} />
        </div>
      )}
      {remove.isError && (
        <Banner tone="danger" role="alert">
          {say(remove.error)}
        </Banner>
      )}
    </Dialog>
  )
}
