import { useMutation, useQuery } from '@tanstack/react-query'
import { MonitorSmartphone } from 'lucide-react'
import { useFormats } from '#web/base/format.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { deviceName } from '#web/workspace/settings/device.ts'
import { useWords } from '#web/workspace/words.ts'

/** Where one is signed in, and the way to end it everywhere but here. */
export function Devices() {
  const t = useWords()
  const say = useProblemWords()
  const { date } = useFormats()
  const sessions = useQuery(orpc.workspace.sessions.queryOptions()).data
  const end = useMutation(
    orpc.workspace.signOutOthers.mutationOptions({
      onSuccess: () => {
        toast(t('devicesEnded'))
        void queryClient.invalidateQueries({ queryKey: orpc.workspace.sessions.key() })
      },
      onError: (error) => toast(say(error), { tone: 'problem' }),
    }),
  )
  if (!sessions) return null
  return (
    <Card title={t('devices')} bodyClass="pb-1">
      <ul className="divide-y divide-line">
        {sessions.map(({ id, device, address, seenAt, here }) => (
          <li key={id} className="flex items-center gap-3 px-4 py-3">
            <MonitorSmartphone aria-hidden className="size-5 shrink-0 text-fg-3" />
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium text-sm">
                <span className="truncate">{deviceName(device) || t('deviceUnknown')}</span>
                {here && <Badge tone="brand">{t('deviceHere')}</Badge>}
              </p>
              <p className="truncate text-fg-3 text-xs">
                {here ? address : t('deviceSeen', { at: date(seenAt), address: address || '–' })}
              </p>
            </div>
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-2 border-line border-t px-4 py-3">
          <p className="min-w-0 flex-1 basis-40 text-fg-3 text-xs">{t('devicesHint')}</p>
          <Button busy={end.isPending} onClick={() => end.mutate({})}>
            {t('devicesEnd')}
          </Button>
        </div>
      )}
    </Card>
  )
}
