import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import type { SetAside } from '#core/flow/api.ts'
import { asideSentence } from '#core/whatsapp/aside.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'
import { useWorkspaceFormats } from '#web/workspace/zone.ts'

const PAGE = 10

/** What came from Meta and was kept, but could not be applied; nothing is shown while there is none. */
export function AsideCard() {
  const t = useChannelWords()
  const say = useProblemWords()
  const found = useInfiniteQuery(
    orpc.flow.quarantine.infiniteOptions({
      input: (cursor: string | undefined) => ({ limit: PAGE, cursor }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ cursor }) => cursor ?? undefined,
    }),
  )
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  if (found.isError) {
    return (
      <Banner tone="danger" role="alert">
        {say(found.error)}
      </Banner>
    )
  }
  if (items.length === 0) return null
  return (
    <Card title={t('aside')} bodyClass="pb-2">
      <p className="px-4 pb-1 text-fg-2 text-sm">{t('asideText')}</p>
      <ul className="divide-y divide-line" aria-label={t('aside')}>
        {items.map((item) => (
          <Row key={item.id} item={item} onHeard={() => void found.refetch()} />
        ))}
      </ul>
      {found.hasNextPage && (
        <div className="px-4 pt-2">
          <Button
            size="sm"
            tone="ghost"
            busy={found.isFetchingNextPage}
            onClick={() => void found.fetchNextPage()}
          >
            {t('asideMore')}
          </Button>
        </div>
      )}
    </Card>
  )
}

function Row({ item, onHeard }: { item: SetAside; onHeard: () => void }) {
  const t = useChannelWords()
  const language = useLanguage()
  const { moment } = useWorkspaceFormats()
  const sentences = [...new Set(item.parts.map((part) => asideSentence(part, language)))]
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-64">
        {item.kind === 'happening' && sentences.length === 0 && (
          <p className="text-sm">{t('asideStumbled')}</p>
        )}
        {sentences.map((sentence) => (
          <p key={sentence} className="break-words text-sm">
            {sentence}
          </p>
        ))}
        <details className="mt-0.5 text-fg-2 text-xs">
          <summary className="cursor-pointer">{t('asideRaw')}</summary>
          <pre className="mt-1 max-h-40 overflow-auto whitespace-pre-wrap break-all rounded-md bg-sunken p-2 font-mono">
            {item.reason}
            {'\n'}
            {item.excerpt}
          </pre>
        </details>
      </div>
      <span className="tnum text-fg-3 text-xs">{moment(item.at)}</span>
      {mayHelp(item) && <Again id={item.id} onHeard={onHeard} />}
    </li>
  )
}

/** What a newer release, or another look at the numbers, may understand; the rest is of no use to anyone, ever. */
const HOPELESS: readonly string[] = ['group', 'own-number', 'payment', 'meta-error', 'not-json']

function mayHelp({ kind, parts }: SetAside): boolean {
  return kind === 'happening' || parts.some(({ code }) => !HOPELESS.includes(code))
}

function Again({ id, onHeard }: { id: string; onHeard: () => void }) {
  const t = useChannelWords()
  const say = useProblemWords()
  const replay = useMutation(
    orpc.flow.replay.mutationOptions({
      onSuccess: () => {
        toast(t('asideAgainDone'))
        onHeard()
      },
      onError: (error) => toast(say(error), { tone: 'problem' }),
    }),
  )
  return (
    <Button size="sm" icon={<RotateCcw />} busy={replay.isPending} onClick={() => replay.mutate({ id })}>
      {t('asideAgain')}
    </Button>
  )
}
