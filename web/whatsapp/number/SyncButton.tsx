import { useMutation } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Button, type ButtonTone } from '#web/ui/Button.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { refreshChannel } from '#web/whatsapp/channel/refresh.ts'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'

/** Reads the numbers of the account from Meta and says what is new. */
export function SyncButton({ tone }: { tone?: ButtonTone }) {
  const t = useChannelWords()
  const say = useProblemWords()
  const sync = useMutation(
    orpc.whatsapp.syncNumbers.mutationOptions({
      onSuccess: ({ added, changed, gone }) => {
        toast(added + changed + gone === 0 ? t('syncedSame') : t('synced', { added, changed, gone }))
        void refreshChannel()
      },
      onError: (error) => toast(say(error), { tone: 'problem' }),
    }),
  )
  return (
    <Button tone={tone} icon={<RefreshCw />} busy={sync.isPending} onClick={() => sync.mutate({})}>
      {t('sync')}
    </Button>
  )
}
