import { useMutation, useQuery } from '@tanstack/react-query'
import { Webhook } from 'lucide-react'
import { useState } from 'react'
import { client } from '#web/base/api.ts'
import { useFormats } from '#web/base/format.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { HookMap } from '#web/flow/nodes/start/HookMap.tsx'
import { useTriggerWords } from '#web/flow/trigger-words.ts'
import { useFlow } from '#web/flow/use-flow.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Copyable } from '#web/ui/Copyable.tsx'
import { toast } from '#web/ui/Toast.tsx'

/** The address by which another program begins this flow; it stands beside the drawing, so publishing does not change it. */
export function HookTrigger() {
  const t = useTriggerWords()
  const format = useFormats(undefined)
  const flowId = useFlow((state) => state.flowId)
  const canEdit = useFlow((state) => state.canEdit)
  const options = orpc.flow.hook.queryOptions({ input: { id: flowId } })
  const { data } = useQuery({ ...options, enabled: canEdit, refetchInterval: 5000 })
  const act = useHookAct(flowId)
  const [asks, setAsks] = useState<'renew' | 'remove' | null>(null)
  if (!data) return null
  const { hook } = data
  const confirm = () => {
    if (asks) act.mutate(asks)
    setAsks(null)
  }
  return (
    <div className="space-y-2.5">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <p className="font-medium text-sm">{t('hook')}</p>
          <p className="text-fg-3 text-xs">{t('hookHint')}</p>
        </div>
        {!hook && (
          <Button size="sm" icon={<Webhook />} busy={act.isPending} onClick={() => act.mutate('renew')}>
            {t('hookMake')}
          </Button>
        )}
      </div>
      {hook && (
        <div className="space-y-3 border-brand-soft border-l-2 pl-3">
          <Copyable label={t('hookUrl')} value={hook.url} />
          <p className="text-fg-3 text-xs">{t('hookKeyHint')}</p>
          {hook.last ? (
            <p className="flex flex-wrap items-center gap-1.5 text-fg-3 text-xs">
              <Badge tone={hook.last.outcome === 'accepted' ? 'brand' : 'warn'}>
                {t(`outcome.${hook.last.outcome}`)}
              </Badge>
              {t('hookLast', { at: format.stamp(hook.last.at, Date.now()) })} ·{' '}
              {t('hookCalls', { count: hook.calls })}
            </p>
          ) : (
            <p className="text-fg-3 text-xs">{t('hookWaiting')}</p>
          )}
          {hook.last && <HookMap flowId={flowId} hook={hook} />}
          {asks ? (
            <div role="alert" className="space-y-2 text-xs">
              <p>{t('hookSure')}</p>
              <span className="flex gap-2">
                <Button size="sm" tone="danger" onClick={confirm}>
                  {t('hookYes')}
                </Button>
                <Button size="sm" onClick={() => setAsks(null)}>
                  {t('hookNo')}
                </Button>
              </span>
            </div>
          ) : (
            <span className="flex gap-2">
              <Button size="sm" onClick={() => setAsks('renew')}>
                {t('hookRenew')}
              </Button>
              <Button size="sm" tone="ghost" onClick={() => setAsks('remove')}>
                {t('hookRemove')}
              </Button>
            </span>
          )}
        </div>
      )}
    </div>
  )
}

function useHookAct(id: string) {
  const sayProblem = useProblemWords()
  return useMutation({
    mutationFn: async (act: 'renew' | 'remove') => {
      if (act === 'renew') await client.flow.renewFlowHook({ id })
      else await client.flow.removeHook({ id })
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: orpc.flow.hook.key() }),
    onError: (error) => toast(sayProblem(error), { tone: 'problem' }),
  })
}
