import { useMutation } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Button } from '#web/ui/Button.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { refreshChannel } from '#web/whatsapp/channel/refresh.ts'
import { useConnectWords } from '#web/whatsapp/connect-words.ts'

/** A new secret in the webhook's address; messages go on meanwhile. */
export function RenewHook() {
  const t = useConnectWords()
  const say = useProblemWords()
  const renew = useMutation(
    orpc.whatsapp.renewHook.mutationOptions({
      onSuccess: () => {
        toast(t('hookRenewed'))
        void refreshChannel()
      },
      onError: (error) => toast(say(error), { tone: 'problem' }),
    }),
  )
  return (
    <Button size="sm" icon={<RotateCw />} busy={renew.isPending} onClick={() => renew.mutate({})}>
      {t('renewHook')}
    </Button>
  )
}
