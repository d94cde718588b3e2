import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { FileText, Plus, RefreshCw, Search, TriangleAlert } from 'lucide-react'
import { atLeast } from '#core/workspace/role.ts'
import { useFormats } from '#web/base/format.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { usePageTitle } from '#web/base/title.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button, buttonClass } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Page } from '#web/ui/Page.tsx'
import { Patience, Skeleton } from '#web/ui/Skeleton.tsx'
import { BlockedNote } from '#web/whatsapp/template/list/BlockedNote.tsx'
import { Filters } from '#web/whatsapp/template/list/Filters.tsx'
import { SyncReportCard } from '#web/whatsapp/template/list/SyncReportCard.tsx'
import { TemplateTable } from '#web/whatsapp/template/list/TemplateTable.tsx'
import { useTemplateAsk, useTemplateList } from '#web/whatsapp/template/list/template-list.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

/** All message templates of the workspace: found, kept in step with Meta, opened, begun. */
export function TemplatesPage() {
  const t = useTemplateWords()
  const base = useBaseWords()
  const say = useProblemWords()
  usePageTitle(t('title'))
  const ask = useTemplateAsk()
  const list = useTemplateList(ask)
  const me = useQuery(orpc.workspace.me.queryOptions()).data
  const may = atLeast(me?.workspace?.role ?? 'agent', 'admin')
  const sync = useMutation(
    orpc.template.syncTemplates.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: orpc.template.key() }),
    }),
  )
  const first = list.data?.pages[0]
  const rows = list.data?.pages.flatMap((page) => page.items) ?? []
  const isFiltered = ask.search !== '' || Boolean(ask.status ?? ask.category ?? ask.language)
  const isEmpty = first !== undefined && rows.length === 0 && !isFiltered
  const create = may && (
    <Link to="/templates/new" className={buttonClass({ tone: 'primary' })}>
      <Plus aria-hidden />
      {t('new')}
    </Link>
  )
  const refresh = may && (
    <Button icon={<RefreshCw />} busy={sync.isPending} onClick={() => sync.mutate(undefined)}>
      {t('sync')}
    </Button>
  )
  const acts = (
    <>
      {refresh}
      {create}
    </>
  )
  return (
    <Page title={t('title')} sub={t('sub')} actions={isEmpty ? undefined : acts}>
      {sync.isError && (
        <Banner tone="danger" role="alert" icon={<TriangleAlert />}>
          {say(sync.error)}
        </Banner>
      )}
      <BlockedNote />
      {sync.data && <SyncReportCard report={sync.data} onClose={() => sync.reset()} />}
      {list.isPending && <Waiting label={t('loading')} />}
      {list.isError && !first && (
        <EmptyState
          icon={<TriangleAlert />}
          title={t('failed')}
          action={<Button onClick={() => void list.refetch()}>{base('retry')}</Button>}
        >
          {say(list.error)}
        </EmptyState>
      )}
      {isEmpty && (
        <div className="rounded-lg border border-line bg-surface">
          <EmptyState icon={<FileText />} title={t('empty')} action={acts}>
            {t('emptyText')}
          </EmptyState>
        </div>
      )}
      {first && (rows.length > 0 || isFiltered) && <Found ask={ask} list={list} first={first} />}
    </Page>
  )
}

type FoundProps = {
  ask: ReturnType<typeof useTemplateAsk>
  list: ReturnType<typeof useTemplateList>
  first: NonNullable<ReturnType<typeof useTemplateList>['data']>['pages'][number]
}

function Found({ ask, list, first }: FoundProps) {
  const t = useTemplateWords()
  const formats = useFormats()
  const rows = list.data?.pages.flatMap((page) => page.items) ?? []
  const clear = () => ask.set({ search: '', status: null, category: null, language: null })
  return (
    <>
      {first.syncedAt === null && <Banner tone="warn">{t('neverSynced')}</Banner>}
      <Filters ask={ask} languages={first.languages} />
      {rows.length > 0 ? (
        <TemplateTable rows={rows} />
      ) : (
        <EmptyState
          icon={<Search />}
          title={t('noMatch')}
          action={<Button onClick={clear}>{t('clearFilters')}</Button>}
        />
      )}
      <div className="flex flex-wrap items-center justify-between gap-3">
        {first.syncedAt !== null && (
          <p className="text-fg-3 text-xs">{t('syncedAt', { when: formats.moment(first.syncedAt) })}</p>
        )}
        {list.hasNextPage && (
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('moreRows')}
          </Button>
        )}
      </div>
    </>
  )
}

function Waiting({ label }: { label: string }) {
  return (
    <Patience label={label}>
      <div className="space-y-2 rounded-lg border border-line bg-surface p-4">
        <Skeleton className="h-10" />
        <Skeleton className="h-10" />
        <Skeleton className="h-10" />
      </div>
    </Patience>
  )
}
