import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { CalendarX, CircleSlash, Copy, Ellipsis, Pause, Play, RotateCcw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Broadcast } from '#core/broadcast/api.ts'
import { mayAct } from '#core/broadcast/state.ts'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { RemoveDialog } from '#web/broadcast/view/RemoveDialog.tsx'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import { toast } from '#web/ui/Toast.tsx'

const ACTS = {
  unschedule: (id: string) => client.broadcast.unscheduleBroadcast({ id }),
  pause: (id: string) => client.broadcast.pauseBroadcast({ id }),
  resume: (id: string) => client.broadcast.resumeBroadcast({ id }),
  cancel: (id: string) => client.broadcast.cancelBroadcast({ id }),
  retry: (id: string) => client.broadcast.retryBroadcast({ id }),
} as const
type Act = keyof typeof ACTS

/** What may be done with a broadcast that is no draft any more. */
export function Acts({ row }: { row: Broadcast }) {
  const t = useBroadcastWords()
  const say = useProblemWords()
  const navigate = useNavigate()
  const [asked, setAsked] = useState<'cancel' | 'remove' | null>(null)
  const close = () => setAsked(null)
  const problem = (error: unknown) => toast(say(error), { tone: 'problem' })
  const act = useMutation({
    mutationFn: (name: Act) => ACTS[name](row.id),
    onSuccess: (after) =>
      queryClient.setQueryData(orpc.broadcast.broadcast.queryKey({ input: { id: row.id } }), after),
    onError: problem,
  })
  const copy = useMutation({
    mutationFn: () =>
      client.broadcast.createBroadcast({ name: t('copyOf', { name: row.name }).slice(0, 80), copy: row.id }),
    onSuccess: ({ id }) => navigate({ to: '/broadcasts/$id', params: { id } }),
    onError: problem,
  })
  const again = (row.tally?.reasons ?? []).reduce((sum, one) => sum + (one.retryable ? one.count : 0), 0)
  const busy = (name: Act) => act.isPending && act.variables === name
  const can = (name: Act) => mayAct(name, row.state)
  return (
    <>
      {can('pause') && (
        <Button icon={<Pause />} busy={busy('pause')} onClick={() => act.mutate('pause')}>
          {t('pause')}
        </Button>
      )}
      {can('resume') && (
        <Button tone="primary" icon={<Play />} busy={busy('resume')} onClick={() => act.mutate('resume')}>
          {t('resume')}
        </Button>
      )}
      {can('unschedule') && (
        <Button icon={<CalendarX />} busy={busy('unschedule')} onClick={() => act.mutate('unschedule')}>
          {t('unschedule')}
        </Button>
      )}
      {can('retry') && again > 0 && (
        <Button icon={<RotateCcw />} busy={busy('retry')} onClick={() => act.mutate('retry')}>
          {t('retry', { count: again })}
        </Button>
      )}
      <Menu
        align="end"
        trigger={
          <IconButton label={t('menu')}>
            <Ellipsis />
          </IconButton>
        }
        items={[
          { label: t('copy'), icon: <Copy />, onSelect: () => copy.mutate() },
          ...(can('cancel')
            ? [
                null,
                {
                  label: t('cancel'),
                  icon: <CircleSlash />,
                  danger: true,
                  onSelect: () => setAsked('cancel'),
                },
              ]
            : []),
          ...(mayAct('remove', row.state)
            ? [
                null,
                { label: t('remove'), icon: <Trash2 />, danger: true, onSelect: () => setAsked('remove') },
              ]
            : []),
        ]}
      />
      <Dialog
        open={asked === 'cancel'}
        onOpenChange={close}
        title={t('cancelTitle')}
        description={t('cancelText')}
        footer={
          <>
            <CloseWith>
              <Button>{t('keep')}</Button>
            </CloseWith>
            <Button
              tone="danger"
              busy={busy('cancel')}
              onClick={() => act.mutate('cancel', { onSettled: close })}
            >
              {t('cancel')}
            </Button>
          </>
        }
      />
      <RemoveDialog row={row} open={asked === 'remove'} onOpenChange={close} />
    </>
  )
}
