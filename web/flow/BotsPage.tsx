import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Bot, Plus, TriangleAlert, Upload } from 'lucide-react'
import { Suspense, useState } from 'react'
import { SECOND } from '#core/base/time.ts'
import type { BotAtWork } from '#core/flow/api.ts'
import type { PhoneNumber } from '#core/whatsapp/api.ts'
import { atLeast } from '#core/workspace/role.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { usePageTitle } from '#web/base/title.ts'
import { useBaseWords } from '#web/base/words.ts'
import { BotCard } from '#web/flow/bot/BotCard.tsx'
import { FreeNumbers } from '#web/flow/bot/FreeNumbers.tsx'
import type { Wish } from '#web/flow/bot/wish.ts'
import { useBotWords } from '#web/flow/bot-words.ts'
import { useBundleWords } from '#web/flow/bundle-words.ts'
import { Button, buttonClass } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Page } from '#web/ui/Page.tsx'
import { patient } from '#web/ui/patient.ts'
import { Patience, Skeleton } from '#web/ui/Skeleton.tsx'
import { LinkDialog } from '#web/whatsapp/channel/LinkDialog.tsx'
import { UnlinkDialog } from '#web/whatsapp/channel/UnlinkDialog.tsx'

const NewBotDialog = patient(async () => (await import('#web/flow/bot/NewBotDialog.tsx')).NewBotDialog)
const RenameBotDialog = patient(
  async () => (await import('#web/flow/bot/RenameBotDialog.tsx')).RenameBotDialog,
)
const RemoveBotDialog = patient(
  async () => (await import('#web/flow/bot/RemoveBotDialog.tsx')).RemoveBotDialog,
)

/** Runs come and go without an event of their own. */
const ASK_EVERY_MS = 30 * SECOND

/** All bots of the workspace, where each answers and what it does; the numbers that have none. */
export function BotsPage() {
  const t = useBotWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const bots = useQuery(orpc.flow.botsAtWork.queryOptions({ refetchInterval: ASK_EVERY_MS }))
  const numbers = useQuery(orpc.whatsapp.numbers.queryOptions())
  usePageTitle(t('title'))
  const failed = [bots, numbers].find((query) => query.isError && !query.data)
  return (
    <Page title={t('title')} sub={t('sub')} actions={<Actions />}>
      {failed && (
        <EmptyState
          icon={<TriangleAlert />}
          title={t('failed')}
          action={<Button onClick={() => void failed.refetch()}>{base('retry')}</Button>}
        >
          {say(failed.error)}
        </EmptyState>
      )}
      {!failed && (bots.isPending || numbers.isPending) && (
        <Patience label={base('loading')}>
          <div className="space-y-4">
            <Skeleton className="h-40 rounded-lg" />
            <Skeleton className="h-40 rounded-lg" />
          </div>
        </Patience>
      )}
      {bots.data && numbers.data && (
        <Found bots={bots.data} numbers={numbers.data.filter(({ used }) => used)} />
      )}
    </Page>
  )
}

function Actions() {
  const t = useBotWords()
  const bundle = useBundleWords()
  const me = useQuery(orpc.workspace.me.queryOptions()).data
  const [isNew, setIsNew] = useState(false)
  if (!atLeast(me?.workspace?.role ?? 'agent', 'admin')) return null
  return (
    <>
      <Link to="/import" className={buttonClass({})}>
        <Upload aria-hidden />
        {bundle('importBot')}
      </Link>
      <Button icon={<Plus />} onClick={() => setIsNew(true)}>
        {t('new')}
      </Button>
      {isNew && (
        <Suspense fallback={null}>
          <NewBotDialog onClose={() => setIsNew(false)} />
        </Suspense>
      )}
    </>
  )
}

function Found({ bots, numbers }: { bots: readonly BotAtWork[]; numbers: readonly PhoneNumber[] }) {
  const t = useBotWords()
  const me = useQuery(orpc.workspace.me.queryOptions()).data
  const may = atLeast(me?.workspace?.role ?? 'agent', 'admin')
  const [wish, setWish] = useState<Wish | null>(null)
  const free = numbers.filter(({ bot }) => bot === null)
  const close = () => setWish(null)
  return (
    <>
      {bots.length === 0 && (
        <div className="rounded-lg border border-line bg-surface">
          <EmptyState
            icon={<Bot />}
            title={t('empty')}
            action={
              <Link to="/flows" className={buttonClass({ tone: 'primary' })}>
                {t('toFlows')}
              </Link>
            }
          >
            {t('emptyText')}
          </EmptyState>
        </div>
      )}
      {bots.length > 0 && (
        <ul className="space-y-4" aria-label={t('title')}>
          {bots.map((bot) => (
            <BotCard
              key={bot.id}
              bot={bot}
              mine={numbers.filter((number) => number.bot?.id === bot.id)}
              free={free}
              hasNumbers={numbers.length > 0}
              onWish={may ? setWish : null}
            />
          ))}
        </ul>
      )}
      <FreeNumbers numbers={free} onWish={may && bots.length > 0 ? setWish : null} />
      <LinkDialog
        number={wish?.act === 'link' ? wish.number : null}
        bot={wish?.act === 'link' ? wish.bot : null}
        onClose={close}
      />
      <UnlinkDialog number={wish?.act === 'unlink' ? wish.number : null} onClose={close} />
      <Suspense fallback={null}>
        {wish?.act === 'rename' && <RenameBotDialog bot={wish.bot} onClose={close} />}
        {wish?.act === 'remove' && (
          <RemoveBotDialog
            bot={wish.bot}
            mine={numbers.filter(({ bot }) => bot?.id === wish.bot.id)}
            onUnlink={(number) => setWish({ act: 'unlink', number })}
            onClose={close}
          />
        )}
      </Suspense>
    </>
  )
}
