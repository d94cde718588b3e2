import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus, Search, TriangleAlert, Upload, Workflow } from 'lucide-react'
import { Suspense, useState } from 'react'
import type { FlowRow } from '#core/flow/api.ts'
import { atLeast } from '#core/workspace/role.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { usePageTitle } from '#web/base/title.ts'
import { FlowCards } from '#web/flow/list/FlowCards.tsx'
import { FlowTable } from '#web/flow/list/FlowTable.tsx'
import { FILTERS, fits, useFlowsUrl } from '#web/flow/list/flows-url.ts'
import { useIsWide } from '#web/flow/use-wide.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button, buttonClass } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Page } from '#web/ui/Page.tsx'
import { patient } from '#web/ui/patient.ts'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Patience, Skeleton } from '#web/ui/Skeleton.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

const NewFlowDialog = patient(async () => (await import('#web/flow/list/NewFlowDialog.tsx')).NewFlowDialog)

/** All flows of the workspace: found, opened, switched, copied, brought in and out. */
export function FlowsPage() {
  const words = useWords()
  const flows = useQuery(orpc.flow.flows.queryOptions())
  const me = useQuery(orpc.workspace.me.queryOptions()).data
  const [isNew, setNew] = useState(false)
  const canEdit = atLeast(me?.workspace?.role ?? 'agent', 'admin')
  usePageTitle(words('flows.title'))
  const create = canEdit && (
    <Button tone="primary" icon={<Plus />} onClick={() => setNew(true)}>
      {words('flows.new')}
    </Button>
  )
  return (
    <Page
      title={words('flows.title')}
      sub={words('flows.sub')}
      actions={
        canEdit && (
          <>
            <Link to="/import" className={buttonClass({})}>
              <Upload aria-hidden />
              {words('flows.import')}
            </Link>
            {create}
          </>
        )
      }
    >
      {flows.isPending && <Waiting />}
      {flows.error && !flows.data && <Failed error={flows.error} onRetry={() => void flows.refetch()} />}
      {flows.data?.length === 0 && (
        <div className="rounded-lg border border-line bg-surface">
          <EmptyState icon={<Workflow />} title={words('flows.empty')} action={create}>
            {words('flows.emptyText')}
          </EmptyState>
        </div>
      )}
      {flows.data && flows.data.length > 0 && <Found flows={flows.data} canEdit={canEdit} />}
      {isNew && (
        <Suspense>
          <NewFlowDialog onClose={() => setNew(false)} />
        </Suspense>
      )}
    </Page>
  )
}

function Found({ flows, canEdit }: { flows: readonly FlowRow[]; canEdit: boolean }) {
  const words = useWords()
  const isWide = useIsWide()
  const { search, filter, set } = useFlowsUrl()
  const { data: bots = [] } = useQuery(orpc.flow.bots.queryOptions())
  const shown = flows.filter((flow) => fits(flow, search, filter))
  const List = isWide ? FlowTable : FlowCards
  return (
    <>
      <div className="flex flex-wrap items-center gap-2.5">
        <div className="w-full md:w-64">
          <TextInput
            icon={<Search />}
            value={search}
            onChange={(next) => set({ search: next })}
            aria-label={words('flows.search')}
            placeholder={words('flows.search')}
            data-page-search=""
          />
        </div>
        <div className="max-w-full max-md:w-full">
          <div className="md:min-w-[460px] lg:w-[520px]">
            <Segmented
              wide
              label={words('flows.filter')}
              value={filter}
              onChange={(next) => set({ filter: next })}
              options={FILTERS.map((each) => ({
                value: each,
                label: words(`filter.${each}`),
                count: each === 'all' ? undefined : flows.filter((flow) => fits(flow, '', each)).length,
              }))}
            />
          </div>
        </div>
        <span className="ml-auto text-xs text-fg-3">{words('flows.count', { count: shown.length })}</span>
      </div>
      {shown.length > 0 ? (
        <List flows={shown} bots={bots} canEdit={canEdit} />
      ) : (
        <EmptyState
          icon={<Search />}
          title={words('flows.noMatch')}
          action={<Button onClick={() => set({ search: '', filter: 'all' })}>{words('flows.clear')}</Button>}
        />
      )}
    </>
  )
}

function Waiting() {
  const words = useWords()
  return (
    <Patience label={words('builder.loading')}>
      <div className="space-y-2 rounded-lg border border-line bg-surface p-4">
        <Skeleton className="h-9" />
        <Skeleton className="h-9" />
        <Skeleton className="h-9" />
      </div>
    </Patience>
  )
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const words = useWords()
  const sayProblem = useProblemWords()
  return (
    <EmptyState
      icon={<TriangleAlert />}
      title={words('flows.failed')}
      action={<Button onClick={onRetry}>{words('save.retry')}</Button>}
    >
      {sayProblem(error)}
    </EmptyState>
  )
}
