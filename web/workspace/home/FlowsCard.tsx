import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { TriangleAlert, Workflow } from 'lucide-react'
import type { FlowRow } from '#core/flow/api.ts'
import { orpc } from '#web/base/query.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Card } from '#web/ui/Card.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { useWords } from '#web/workspace/words.ts'

const SHOWN_MAX = 5

/** The flows that were changed last. */
export function FlowsCard() {
  const t = useWords()
  const flows = useQuery(orpc.flow.flows.queryOptions()).data
  if (!flows) return null
  const newest = [...flows].sort((left, right) => right.updatedAt - left.updatedAt).slice(0, SHOWN_MAX)
  return (
    <Card
      title={t('flows')}
      bodyClass={newest.length > 0 ? 'pb-1' : undefined}
      action={
        <Link
          to="/flows"
          className="-my-1 py-1 font-medium text-brand-soft-fg text-sm hover:underline pointer-coarse:-my-3 pointer-coarse:py-3"
        >
          {t('openFlows')}
        </Link>
      }
    >
      {newest.length === 0 && (
        <EmptyState icon={<Workflow />} title={t('flowsEmpty')} className="py-6">
          {t('flowsEmptyText')}
        </EmptyState>
      )}
      <ul className="divide-y divide-line">
        {newest.map((flow) => (
          <Row key={flow.id} flow={flow} />
        ))}
      </ul>
    </Card>
  )
}

function Row({ flow }: { flow: FlowRow }) {
  const t = useWords()
  return (
    <li>
      <Link
        to="/flows/$id"
        params={{ id: flow.id }}
        className="flex items-center gap-2 px-4 py-2.5 hover:bg-sunken"
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate font-semibold text-sm">{flow.name}</span>
          <span className="block truncate text-fg-3 text-xs">
            {flow.version === null ? t('flowDraft') : t('flowLive', { version: flow.version })}
            {flow.running > 0 && ` · ${t('flowRunning', { count: flow.running })}`}
          </span>
        </span>
        {flow.errors > 0 && (
          <Badge tone="danger" icon={<TriangleAlert aria-hidden />}>
            {t('flowErrors', { count: flow.errors })}
          </Badge>
        )}
      </Link>
    </li>
  )
}
