import { useMutation, useQuery } from '@tanstack/react-query'
import { Smartphone } from 'lucide-react'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { refreshChannel } from '#web/whatsapp/channel/refresh.ts'
import { useWords } from '#web/whatsapp/words.ts'

/** A simulated account in one press, where this installation has a simulator. */
export function ConnectSimulator() {
  const t = useWords()
  const say = useProblemWords()
  const instance = useQuery(orpc.workspace.instance.queryOptions()).data
  const connect = useMutation(
    orpc.whatsapp.connectSimulator.mutationOptions({
      onSuccess: () => {
        toast(t('connected'))
        void refreshChannel()
      },
    }),
  )
  if (!instance?.simulator) return null
  return (
    <Card title={t('simulatorCard')}>
      <p className="text-fg-2">{t('simulatorCardText')}</p>
      {connect.isError && (
        <Banner tone="danger" role="alert" className="mt-3">
          {say(connect.error)}
        </Banner>
      )}
      <Button
        tone="primary"
        icon={<Smartphone />}
        className="mt-4 w-full"
        busy={connect.isPending}
        onClick={() => connect.mutate({})}
      >
        {t('connectSimulator')}
      </Button>
    </Card>
  )
}
