import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Trash2, TriangleAlert, Unlink } from 'lucide-react'
import type { BotAtWork } from '#core/flow/api.ts'
import type { BotBelongings } from '#core/flow/bot-api.ts'
import type { PhoneNumber } from '#core/whatsapp/api.ts'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { useBotWords } from '#web/flow/bot-words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Patience, Skeleton } from '#web/ui/Skeleton.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { TypedConfirm } from '#web/ui/TypedConfirm.tsx'

type Props = {
  readonly bot: BotAtWork
  /** Numbers that it answers on. */
  readonly mine: readonly PhoneNumber[]
  readonly onUnlink: (number: PhoneNumber) => void
  readonly onClose: () => void
}

/** Takes a bot away by a typed word, after saying what goes with it; one that still answers on a number is unlinked there first. */
export function RemoveBotDialog({ bot, mine, onUnlink, onClose }: Props) {
  const t = useBotWords()
  const say = useProblemWords()
  const going = useQuery(
    orpc.flow.botBelongings.queryOptions({ input: { id: bot.id }, enabled: mine.length === 0, gcTime: 0 }),
  )
  const remove = useMutation({
    mutationFn: (confirm: string) => client.flow.removeBot({ id: bot.id, confirm }),
    onSuccess: () => {
      toast(t('removed', { name: bot.name }))
      void queryClient.invalidateQueries({ queryKey: orpc.flow.key() })
      onClose()
    },
    onError: () => void queryClient.invalidateQueries({ queryKey: orpc.flow.key() }),
  })
  if (mine.length > 0) return <StillLinked bot={bot} mine={mine} onUnlink={onUnlink} onClose={onClose} />
  const failed = remove.error ?? going.error
  return (
    <TypedConfirm
      open
      onOpenChange={onClose}
      title={t('removeTitle', { name: bot.name })}
      description={t('removeAbout')}
      word={t('removeWord')}
      action={t('removeDo')}
      icon={<Trash2 />}
      busy={remove.isPending}
      blocked={!going.data}
      error={failed ? say(failed) : undefined}
      onConfirm={(typed) => remove.mutate(typed)}
    >
      <Going going={going.data} />
    </TypedConfirm>
  )
}

function StillLinked({ bot, mine, onUnlink, onClose }: Props) {
  const t = useBotWords()
  const base = useBaseWords()
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('removeTitle', { name: bot.name })}
      description={t('removeLinked')}
      footer={<Button onClick={onClose}>{base('close')}</Button>}
    >
      <ul aria-label={t('answersOn')} className="space-y-2.5">
        {mine.map((number) => (
          <li key={number.id} className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <div className="min-w-0 flex-1 basis-40">
              <p className="truncate font-medium text-sm">{number.name || number.display}</p>
              <p className="tnum truncate text-fg-3 text-xs">{number.display}</p>
            </div>
            <Button
              size="sm"
              icon={<Unlink />}
              aria-label={t('unlinkFrom', { bot: bot.name, number: number.display })}
              onClick={() => onUnlink(number)}
            >
              {t('unlink')}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

function Going({ going }: { going: BotBelongings | undefined }) {
  const t = useBotWords()
  const base = useBaseWords()
  if (!going)
    return (
      <Patience label={base('loading')}>
        <Skeleton className="h-20 rounded-md" />
      </Patience>
    )
  const { flows, sequences, subscribed, hooks, tests, threads, running, callers, isLast } = going
  const lines = [
    ...(flows > 0 ? [t('goFlows', { count: flows })] : []),
    ...(running > 0 ? [t('goRunning', { count: running })] : []),
    ...(sequences > 0 ? [t('goSequences', { count: sequences })] : []),
    ...(subscribed > 0 ? [t('goSubscribed', { count: subscribed })] : []),
    ...(hooks > 0 ? [t('goHooks', { count: hooks })] : []),
    ...(tests > 0 ? [t('goTests', { count: tests })] : []),
    ...(threads > 0 ? [t('goThreads', { count: threads })] : []),
  ]
  return (
    <div className="space-y-3 text-sm">
      {lines.length > 0 && (
        <div>
          <p className="font-medium">{t('goes')}</p>
          <ul aria-label={t('goes')} className="mt-1 list-disc space-y-0.5 pl-5 text-fg-2">
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      )}
      {callers.length > 0 && (
        <Banner tone="warn" icon={<TriangleAlert />}>
          {t('goCallers')}{' '}
          {callers.map(({ id, name, bot }, at) => (
            <span key={id}>
              {at > 0 && ', '}
              <Link to="/flows/$id" params={{ id }} className="font-medium underline">
                {name}
              </Link>{' '}
              ({bot})
            </span>
          ))}
        </Banner>
      )}
      <p className="text-fg-2">{t('goStays')}</p>
      {isLast && <p className="text-fg-2">{t('goLast')}</p>}
    </div>
  )
}
