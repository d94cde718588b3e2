import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { ListOrdered, Plus, TriangleAlert } from 'lucide-react'
import type { SequenceRow } from '#core/flow/sequence-api.ts'
import { atLeast } from '#core/workspace/role.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { usePageTitle } from '#web/base/title.ts'
import { useBaseWords } from '#web/base/words.ts'
import { useSequenceWords } from '#web/flow/sequence/words.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Page } from '#web/ui/Page.tsx'
import { Patience, Skeleton } from '#web/ui/Skeleton.tsx'
import { toast } from '#web/ui/Toast.tsx'

/** All sequences of the workspace and how many people stand in them. */
export function SequencesPage() {
  const t = useSequenceWords()
  const base = useBaseWords()
  const say = useProblemWords()
  usePageTitle(t('title'))
  const list = useQuery(orpc.flow.sequences.queryOptions())
  const me = useQuery(orpc.workspace.me.queryOptions()).data
  const may = atLeast(me?.workspace?.role ?? 'agent', 'admin')
  const rows = list.data ?? []
  const create = may && <NewSequence />
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
      {list.isError && (
        <EmptyState
          icon={<TriangleAlert />}
          title={t('failed')}
          action={<Button onClick={() => void list.refetch()}>{base('retry')}</Button>}
        >
          {say(list.error)}
        </EmptyState>
      )}
      {list.isSuccess && rows.length === 0 && (
        <div className="rounded-lg border border-line bg-surface">
          <EmptyState icon={<ListOrdered />} title={t('empty')} action={create || undefined}>
            {t(may ? 'emptyText' : 'emptyAgent')}
          </EmptyState>
        </div>
      )}
      {rows.length > 0 && <Table rows={rows} />}
    </Page>
  )
}

const GRID =
  'grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 md:grid-cols-[minmax(0,1fr)_96px_96px_96px_96px]'

function Table({ rows }: { rows: readonly SequenceRow[] }) {
  const t = useSequenceWords()
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface shadow-1">
      <div
        aria-hidden
        className={`${GRID} h-9 border-line border-b bg-sunken px-4 font-medium text-2xs text-fg-3 max-md:hidden`}
      >
        <span>{t('column.name')}</span>
        <span className="text-right">{t('column.steps')}</span>
        <span className="text-right">{t('column.active')}</span>
        <span className="text-right">{t('column.done')}</span>
        <span className="text-right">{t('column.left')}</span>
      </div>
      <ul>
        {rows.map((row) => (
          <li key={row.id} className="border-line not-first:border-t">
            <Link
              to="/sequences/$id"
              params={{ id: row.id }}
              className={`${GRID} min-h-[60px] px-4 py-2.5 hover:bg-sunken focus-visible:-outline-offset-2`}
            >
              <span className="min-w-0">
                <span className="flex items-center gap-2">
                  <span className="truncate font-semibold text-sm">{row.name}</span>
                  {!row.enabled && <Badge tone="neutral">{t('off')}</Badge>}
                </span>
                <span className="block truncate text-fg-3 text-xs">{row.bot.name}</span>
              </span>
              <span className="tnum text-right text-sm max-md:hidden">{row.steps}</span>
              <span className="tnum text-right text-sm">
                {row.active}
                <span className="ml-1 text-fg-3 text-xs md:hidden">{t('column.active')}</span>
              </span>
              <span className="tnum text-right text-sm max-md:hidden">{row.done}</span>
              <span className="tnum text-right text-sm max-md:hidden">{row.left}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}

function NewSequence() {
  const t = useSequenceWords()
  const say = useProblemWords()
  const navigate = useNavigate()
  const create = useMutation(
    orpc.flow.createSequence.mutationOptions({
      onSuccess: ({ id }) => {
        void queryClient.invalidateQueries({ queryKey: orpc.flow.sequences.key() })
        void navigate({ to: '/sequences/$id', params: { id } })
      },
      onError: (error) => toast(say(error), { tone: 'problem' }),
    }),
  )
  return (
    <Button
      tone="primary"
      icon={<Plus />}
      busy={create.isPending}
      onClick={() => create.mutate({ name: t('newName') })}
    >
      {t('new')}
    </Button>
  )
}
