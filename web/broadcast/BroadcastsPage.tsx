import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Megaphone, Plus, Search, TriangleAlert } from 'lucide-react'
import { BROADCAST_STATES } from '#core/broadcast/limits.ts'
import { atLeast } from '#core/workspace/role.ts'
import { useFormats } from '#web/base/format.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { usePageTitle } from '#web/base/title.ts'
import { useBaseWords } from '#web/base/words.ts'
import { BroadcastTable } from '#web/broadcast/list/BroadcastTable.tsx'
import { useBroadcastList, useStateAsk } from '#web/broadcast/list/broadcast-list.ts'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Page } from '#web/ui/Page.tsx'
import { Select } from '#web/ui/Select.tsx'
import { Patience, Skeleton } from '#web/ui/Skeleton.tsx'
import { toast } from '#web/ui/Toast.tsx'

/** All broadcasts of the workspace: what they came to, and the way to a new one. */
export function BroadcastsPage() {
  const t = useBroadcastWords()
  const base = useBaseWords()
  const say = useProblemWords()
  usePageTitle(t('title'))
  const { state, set } = useStateAsk()
  const list = useBroadcastList(state)
  const me = useQuery(orpc.workspace.me.queryOptions()).data
  const may = atLeast(me?.workspace?.role ?? 'agent', 'admin')
  const rows = list.data?.pages.flatMap((page) => page.items) ?? []
  const create = may && <NewBroadcast />
  const states = [...BROADCAST_STATES.map((one) => ({ value: one, label: t(`state.${one}`) }))]
  return (
    <Page title={t('title')} sub={t('sub')} actions={create}>
      {list.isPending && (
        <Patience label={t('loading')}>
          <div className="space-y-2 rounded-lg border border-line bg-surface p-4">
            <Skeleton className="h-12" />
            <Skeleton className="h-12" />
          </div>
        </Patience>
      )}
      {list.isError && rows.length === 0 && (
        <EmptyState
          icon={<TriangleAlert />}
          title={t('failed')}
          action={<Button onClick={() => void list.refetch()}>{base('retry')}</Button>}
        >
          {say(list.error)}
        </EmptyState>
      )}
      {list.isSuccess && rows.length === 0 && state === null && (
        <div className="rounded-lg border border-line bg-surface">
          <EmptyState icon={<Megaphone />} title={t('empty')} action={create || undefined}>
            {t(may ? 'emptyText' : 'emptyAgent')}
          </EmptyState>
        </div>
      )}
      {list.isSuccess && (rows.length > 0 || state !== null) && (
        <>
          <div className="w-44">
            <Select
              label={t('filter')}
              value={state ?? 'all'}
              onChange={(next) => set(next === 'all' ? null : next)}
              options={[{ value: 'all', label: t('state.all') }, ...states]}
            />
          </div>
          {rows.length > 0 ? (
            <BroadcastTable rows={rows} />
          ) : (
            <EmptyState
              icon={<Search />}
              title={t('noneOf')}
              action={<Button onClick={() => set(null)}>{t('showAll')}</Button>}
            />
          )}
          {list.hasNextPage && (
            <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('more')}
            </Button>
          )}
        </>
      )}
    </Page>
  )
}

function NewBroadcast() {
  const t = useBroadcastWords()
  const say = useProblemWords()
  const { day } = useFormats()
  const navigate = useNavigate()
  const create = useMutation(
    orpc.broadcast.createBroadcast.mutationOptions({
      onSuccess: ({ id }) => navigate({ to: '/broadcasts/$id', params: { id } }),
      onError: (error) => toast(say(error), { tone: 'problem' }),
    }),
  )
  return (
    <Button
      tone="primary"
      icon={<Plus />}
      busy={create.isPending}
      onClick={() => create.mutate({ name: t('newName', { when: day(Date.now()) }) })}
    >
      {t('new')}
    </Button>
  )
}
